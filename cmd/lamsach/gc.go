package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) gc() *cobra.Command {
	var older string
	var o jobs.GCOptions
	cmd := &cobra.Command{
		Use: "gc OUTPUT --older 7d", Short: "Remove what runs left behind without being published", Args: args("OUTPUT"),
		Long: "OUTPUT is a job's output folder. Removed are runs without a manifest, work folders, half-written\n" +
			"files and uploads that were never completed, if nothing of them was touched for the age given.\n" +
			"Published runs, latest.json and what a process of this machine works on stay. A run that is at\n" +
			"work on another machine is known only by its age: give one that no run pauses for.",
		Example: "  lamsach gc cleaned/vcb --older 7d --dry-run\n  lamsach gc s3://cleaned/vcb/2026-11 --older 36h --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "older"); err != nil {
				return err
			}
			var err error
			if o.Older, err = jobs.ParseAge(older); err != nil {
				return jobs.Usage(fmt.Errorf("--older: %w", err))
			}
			o.Tell = func(l jobs.Leftover) { a.tell(l) }
			sum, err := jobs.GC(cmd.Context(), args[0], o)
			if sum != nil {
				a.tell(sum)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&older, "older", "", "age such as 7d, 36h or 2w; at least 1h")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "say what would be removed, remove nothing")
	return cmd
}
