package main

import (
	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) run() *cobra.Command {
	var workers int
	cmd := &cobra.Command{
		Use: "run JOB", Short: "Do a job and publish its output", Args: args("JOB"),
		Long: "Cleans and links every row of the job's input and publishes the result. The same run again is\n" +
			"no work; a run that was killed goes on where it ended.\n\n" +
			"Exit codes: 0 published · 1 internal fault · 2 wrong usage or job file · 3 nothing published\n" +
			"because of what was given · 4 published, but a quality gate failed or a damaged file was set\n" +
			"aside · 5 storage or another passing fault: try again · 130 interrupted, resumable",
		Example: "  lamsach run job.yaml\n  lamsach run job.yaml --workers 1 --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("workers") && workers < 0 {
				return jobs.Usage(errWorkers)
			}
			job, err := jobs.LoadJob(args[0])
			if err != nil {
				return err
			}
			voice := a.voice()
			options := jobs.RunOptions{Workers: workers, Voice: voice}
			if job.Across != nil {
				return a.runAcross(cmd.Context(), job.Across, options)
			}
			done, err := jobs.Run(cmd.Context(), job.Link, options)
			if err != nil {
				return err
			}
			voice.Say(done.Event())
			if !a.json {
				done.WriteText(a.errs)
			}
			return exit(done.Manifest.Exit)
		},
	}
	cmd.Flags().IntVar(&workers, "workers", 0, "parts in work at a time; 0 as the job says")
	return cmd
}
