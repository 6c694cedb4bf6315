package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) report() *cobra.Command {
	return &cobra.Command{
		Use: "report OUTPUT", Short: "Write the report of a run again", Args: args("OUTPUT"),
		Long: "OUTPUT is a job's output folder (its latest run is meant) or one run=... folder in it.\n" +
			"The page and the summary are written again from the manifest; the workbook stays as it is.",
		Example: "  lamsach report cleaned/vcb",
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := jobs.Report(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if a.json {
				a.say(done)
			} else {
				fmt.Fprintf(a.errs, "report %s\n", done.Report)
			}
			return nil
		},
	}
}
