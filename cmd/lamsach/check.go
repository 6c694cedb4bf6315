package main

import (
	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) check() *cobra.Command {
	return &cobra.Command{
		Use: "check JOB", Short: "What a job would do, and everything that is wrong with it", Args: args("JOB"),
		Long: "Reads the job file, the headers and a sample of the input, and the header of the snapshot;\n" +
			"writes nothing. Exit codes: 0 no fault found, otherwise that of lamsach run.",
		Example: "  lamsach check job.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			job, err := jobs.LoadJob(args[0])
			if err != nil {
				return err
			}
			if job.Across != nil {
				return a.checkAcross(cmd.Context(), job.Across)
			}
			found, err := jobs.CheckJob(cmd.Context(), job.Link)
			a.tell(found)
			return exit(jobs.ExitOf(err))
		},
	}
}
