package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

var errWorkers = errors.New("--workers must be 0 (one for each CPU) or more")

func (a *app) register() *cobra.Command {
	info := &cobra.Command{
		Use: "info SNAPSHOT", Short: "What a snapshot holds", Args: args("SNAPSHOT"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.registerInfo(cmd.Context(), args[0]) },
	}
	verify := &cobra.Command{
		Use: "verify SNAPSHOT", Short: "Check every byte of a snapshot", Args: args("SNAPSHOT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := jobs.OpenSnapshot(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer s.Close()
			if err := s.Verify(cmd.Context()); err != nil {
				return snapshotError(err)
			}
			if a.json {
				a.say(map[string]any{"id": s.ID(), "sound": true})
			} else {
				fmt.Fprintf(a.errs, "snapshot %s is sound: id %s\n", args[0], s.ID())
			}
			return nil
		},
	}
	return group("register", "Make and look at snapshots of the register", a.registerBuild(), a.registerUpdate(), info, verify, a.registerExport())
}

func (a *app) registerBuild() *cobra.Command {
	return a.building(&cobra.Command{
		Use: "build --input PATTERN... --out SNAPSHOT", Short: "Build a snapshot from register files", Args: args(),
		Long: "Builds an immutable snapshot. Rows that cannot be kept are reported; a file that cannot be read\n" +
			"ends the build, and nothing is written. What does not fit in the memory lies beside the snapshot\n" +
			"until the end: about 110 bytes for each person.",
		Example: "  lamsach register build --input 'register/*.parquet' --out people.snapshot",
	})
}

func (a *app) registerUpdate() *cobra.Command {
	return a.building(&cobra.Command{
		Use: "update --base SNAPSHOT --input PATTERN... --out SNAPSHOT", Short: "Bring a snapshot up to date with later rows", Args: args(),
		Long: "Writes a new snapshot: the one that a build from all rows would give, had the rows of the input\n" +
			"replaced those they stand for. A row, always a whole one, replaces the person of its number and\n" +
			"those of its former_ids, unless both say when they were updated and the person was updated later.",
		Example: "  lamsach register update --base monday.snapshot --input 'changes/*.parquet' --out tuesday.snapshot",
	}, "base")
}

// building is a command that builds a snapshot. It needs some flags more.
func (a *app) building(cmd *cobra.Command, more ...string) *cobra.Command {
	var o jobs.RegisterBuild
	memory := "8GiB"
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := need(cmd, append(more, "input", "out")...); err != nil {
			return err
		}
		if o.Workers < 0 {
			return jobs.Usage(errWorkers)
		}
		if o.Memory, err = jobs.ParseMemory(memory); err != nil {
			return err
		}
		o.Voice = a.voice()
		built, err := jobs.BuildRegister(cmd.Context(), o)
		if err != nil {
			return err
		}
		a.tell(built)
		return nil
	}
	f := cmd.Flags()
	if slices.Contains(more, "base") {
		f.StringVar(&o.Base, "base", "", "snapshot to bring up to date; it stays as it is")
	}
	f.StringArrayVar(&o.Input, "input", nil, "patterns of register files, with * and **; several may follow")
	f.StringVar(&o.Out, "out", "", "snapshot to write")
	f.StringVar(&o.Dataset, "dataset", "", "description of another layout (YAML)")
	f.IntVar(&o.Workers, "workers", 0, "0: one for each CPU")
	f.StringVar(&memory, "memory", memory, "what the build may take, decoders of input included")
	return cmd
}

func (a *app) registerExport() *cobra.Command {
	var o jobs.RegisterExport
	cmd := &cobra.Command{
		Use: "export SNAPSHOT --out DIR", Short: "Write a snapshot as Parquet, in the layout of the register input", Args: args("SNAPSHOT"),
		Long: "Writes part-00000.parquet and on, which other tools read. A build from them gives the same snapshot.\n" +
			"Households have numbers of their own there: the snapshot does not keep their text.",
		Example: "  lamsach register export people.snapshot --out people",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "out"); err != nil {
				return err
			}
			if o.Workers < 0 {
				return jobs.Usage(errWorkers)
			}
			o.Snapshot, o.Voice = args[0], a.voice()
			done, err := jobs.ExportRegister(cmd.Context(), o)
			if err != nil {
				return err
			}
			a.tell(done)
			return nil
		},
	}
	cmd.Flags().StringVar(&o.Out, "out", "", "folder to write to, new or empty")
	cmd.Flags().IntVar(&o.Workers, "workers", 0, "0: one for each CPU")
	return cmd
}

// registerInfo tells what a snapshot says of itself.
func (a *app) registerInfo(ctx context.Context, path string) error {
	s, err := jobs.OpenSnapshot(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close()
	info := s.Info()
	if a.json {
		a.say(info)
		return nil
	}
	fmt.Fprintf(a.errs, "snapshot %s\n  id       %s\n  format   %d\n  rules    %s\n  people   %s\n  bytes    %s\n",
		path, info.ID, info.Version, info.Rules, jobs.Thousands(int64(info.People)), jobs.Thousands(info.Bytes))
	if s.Rules() != jobs.CleaningRules() {
		fmt.Fprintf(a.errs, "  warning: this program cleans by rules %s; build the snapshot again\n", jobs.RulesText(jobs.CleaningRules()))
	}
	return nil
}

// snapshotError gives the error of a damaged snapshot its exit code.
func snapshotError(err error) error {
	return &jobs.Failure{Exit: jobs.ExitGiven, Err: err}
}
