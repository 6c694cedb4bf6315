package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) evaluate() *cobra.Command {
	var o jobs.EvaluateOptions
	var page string
	cmd := &cobra.Command{
		Use: "evaluate OUTPUT --truth FILE...", Short: "How right a run is, held against truth or labels", Args: args("OUTPUT"),
		Long: "Holds the outcomes of a published run against labels: files, folders or patterns of tables with the\n" +
			"columns source_file, source_row, person_id (empty: nobody in the register) and, if there are,\n" +
			"source_sheet, kind and errors. Labels may cover some of the rows. Says precision, recall, F1 and more,\n" +
			"each with its 95 % interval, by kind, verdict, class of error and group of people; what other\n" +
			"thresholds would give; whether match_probability means what it says; and how many people blocking lost,\n" +
			"for which the rows whose person was not shown are linked again.",
		Example: "  lamsach evaluate cleaned/vcb --truth inbox/truth\n  lamsach evaluate cleaned/vcb --truth labels.csv --html evaluation.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "truth"); err != nil {
				return err
			}
			o.Output, o.Voice = args[0], a.voice()
			done, err := jobs.Evaluate(cmd.Context(), o)
			if err != nil {
				return err
			}
			a.tell(done)
			if page == "" {
				return nil
			}
			return a.writePage(page, done)
		},
	}
	cmd.Flags().StringArrayVar(&o.Truth, "truth", nil, "labels: files, folders or patterns; several may follow")
	cmd.Flags().BoolVar(&o.NoRelink, "no-relink", false, "link no row again: how many people blocking lost is left out")
	cmd.Flags().StringVar(&page, "html", "", "write the figures as a page, too")
	return cmd
}

// writePage writes the page of an evaluation.
func (a *app) writePage(name string, e *jobs.Evaluated) error {
	var b bytes.Buffer
	if err := e.WriteHTML(&b); err != nil {
		return err
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		return jobs.PlainFault(err)
	}
	if !a.json {
		fmt.Fprintf(a.errs, "\npage %s\n", name)
	}
	return nil
}
