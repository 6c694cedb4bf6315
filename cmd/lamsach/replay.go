package main

import (
	"errors"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

// usualSample is how many rows are linked again where nobody says.
const usualSample = 5000

func (a *app) replay() *cobra.Command {
	var row jobs.Row
	var o jobs.ReplayOptions
	cmd := &cobra.Command{
		Use: "replay OUTPUT [--sample N]", Short: "Link rows of a run again and compare with what was published", Args: args("OUTPUT"),
		Long: "OUTPUT is a job's output folder (its latest run is meant) or one run=... folder in it. A random\n" +
			"sample of its rows (the same for the same run), one row, or with --sample 0 all of them are cleaned\n" +
			"and linked again; what linking decides must be the same bit for bit. What only the whole job knows\n" +
			"(duplicates, numbers shared, persons claimed twice) is compared when all rows are.\n\n" +
			"Exit codes: 0 all agree · 2 no such row or file · 3 the run was made by other rules, another model\n" +
			"or snapshot, or its inputs or outcomes are not what they were · 4 a row differs",
		Example: "  lamsach replay cleaned/vcb\n  lamsach replay cleaned/vcb --sample 0 --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			flags := cmd.Flags()
			if o.Sample < 0 || o.Workers < 0 {
				return jobs.Usage(errors.New("--sample and --workers must not be negative"))
			}
			if flags.Changed("row") {
				o.Row = &row
			} else if flags.Changed("file") || flags.Changed("sheet") {
				return jobs.Usage(errors.New("--file and --sheet name a row; --row is missing"))
			}
			o.Differs = func(d jobs.Difference) { a.tell(d) }
			done, err := jobs.Replay(cmd.Context(), args[0], o)
			if err != nil {
				return err
			}
			a.tell(done)
			return exit(done.Exit)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.Sample, "sample", usualSample, "how many rows; 0 for all")
	f.Int64Var(&row.Row, "row", 0, "only this source_row")
	f.StringVar(&row.File, "file", "", "its source_file; may be left out if the run has one input")
	f.StringVar(&row.Sheet, "sheet", "", "its source_sheet, of a workbook of several")
	f.IntVar(&o.Workers, "workers", 0, "parts in work at a time; 0 for one for each CPU")
	reopenFlags(cmd, &o.ReopenOptions)
	return cmd
}
