package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lamsach/benchmarks/datasets"
	"lamsach/benchmarks/synth"
	"lamsach/jobs"
)

func (a *app) synth() *cobra.Command {
	return group("synth", "Invent a register and dirty files about it", a.synthRegister(), a.synthInputs())
}

func (a *app) synthRegister() *cobra.Command {
	var o synth.RegisterOptions
	var years string
	cmd := &cobra.Command{
		Use: "register --people N --seed S --out DIR", Short: "Invent a population register", Args: args(),
		Long:    "Writes Parquet files with the columns of the register input. Nobody in them exists.",
		Example: "  lamsach synth register --people 1000000 --seed 1 --out register\n  lamsach synth register --people 4000000 --seed 1 --years 1985-1987 --out dense",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "people", "out"); err != nil {
				return err
			}
			if years != "" {
				var err error
				if o.From, o.To, err = yearsOf(years); err != nil {
					return jobs.Usage(err)
				}
			}
			if err := jobs.PlainFault(synth.WriteRegister(cmd.Context(), o)); err != nil {
				return err
			}
			return a.wrote(o.Dir, o.People, "people")
		},
	}
	f := cmd.Flags()
	f.Int64Var(&o.People, "people", 0, "how many people")
	f.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same bytes")
	f.StringVar(&o.Dir, "out", "", "folder to write to")
	f.StringVar(&years, "years", "", "birth years FROM-TO; the whole population without")
	f.IntVar(&o.Workers, "workers", 0, "0: one for each CPU")
	return cmd
}

func (a *app) synthInputs() *cobra.Command {
	var o synth.InputOptions
	cmd := &cobra.Command{
		Use: "inputs --register DIR --rows M --seed S --out DIR", Short: "Invent dirty files about a register", Args: args(),
		Long: "Writes the files that a sender of any built-in dataset would have, in the form such senders use,\n" +
			"and the truth in a folder truth beside them.",
		Example: "  lamsach synth inputs --register register --dataset bank-credit --rows 1000000 --seed 1 --out inbox\n  lamsach synth inputs --register register --dataset vehicle --rows 40 --out inbox/vehicle",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "register", "rows", "out"); err != nil {
				return err
			}
			if err := jobs.PlainFault(datasets.WriteInputs(cmd.Context(), o)); err != nil {
				return err
			}
			return a.wrote(o.Dir, o.Rows, "rows")
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Register, "register", "", "folder that lamsach synth register wrote")
	f.StringVar(&o.Dataset, "dataset", synth.Dataset, "kind of files")
	f.Int64Var(&o.Rows, "rows", 0, "how many rows")
	f.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same bytes")
	f.StringVar(&o.Mix, "mix", "default", "which errors, and how many")
	f.StringVar(&o.Dir, "out", "", "folder to write to")
	f.IntVar(&o.Workers, "workers", 0, "0: one for each CPU")
	return cmd
}

// wrote tells what was invented.
func (a *app) wrote(dir string, n int64, what string) error {
	if a.json {
		a.say(map[string]any{"event": "written", "path": dir, what: n})
	} else {
		fmt.Fprintf(a.errs, "wrote %s invented %s to %s\n", jobs.Thousands(n), what, dir)
	}
	return nil
}

func yearsOf(s string) (from, to int, err error) {
	first, last, ok := strings.Cut(s, "-")
	if !ok {
		last = first
	}
	from, e1 := strconv.Atoi(first)
	to, e2 := strconv.Atoi(last)
	if e1 != nil || e2 != nil || from > to {
		return 0, 0, fmt.Errorf("--years %q must be FROM-TO, such as 1985-1987", s)
	}
	return from, to, nil
}
