package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) train() *cobra.Command {
	var o jobs.Training
	cmd := &cobra.Command{
		Use: "train JOB --out MODEL", Short: "Estimate a model from a job's rows", Args: args("JOB"),
		Long: "Cleans and links a sample of the job's rows with the built-in model and estimates from them how often\n" +
			"each kind of error happens in these files. Half of the sample is kept back: if its rows are no more\n" +
			"likely under what was estimated, the built-in parameters are kept. Nothing but the model is written.\n\n" +
			"--truth names tables of source_file, source_row and person_id (empty: nobody in the register); rows\n" +
			"with such a label are counted, the others estimated.",
		Example: "  lamsach train job.yaml --out models/vcb-credit.json\n  lamsach train job.yaml --out m.json --truth 'checked/*.csv' --rows 50000",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "out"); err != nil {
				return err
			}
			if o.Workers < 0 {
				return jobs.Usage(errWorkers)
			}
			if o.Rows < 1 || o.Rows > jobs.MostTrainRows {
				return jobs.Usage(fmt.Errorf("--rows must be 1 to %d", jobs.MostTrainRows))
			}
			spec, err := jobs.LoadSpec(args[0])
			if err != nil {
				return err
			}
			o.Voice = a.voice()
			done, err := jobs.Train(cmd.Context(), spec, o)
			if err != nil {
				return err
			}
			a.tell(done)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Out, "out", "", "file of the model, a path or s3://")
	f.StringVar(&o.Name, "name", "", "name of the model; the job's without")
	f.StringVar(&o.Truth, "truth", "", "tables that say whom rows speak of")
	f.Int64Var(&o.Rows, "rows", jobs.DefaultTrainRows, "how many rows to look at")
	f.IntVar(&o.Workers, "workers", 0, "parts in work at a time; 0 as the job says")
	return cmd
}
