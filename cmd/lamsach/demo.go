package main

import (
	"github.com/spf13/cobra"

	"lamsach/jobs"
	"lamsach/jobs/demo"
)

func (a *app) demo() *cobra.Command {
	var o demo.Options
	cmd := &cobra.Command{
		Use: "demo", Short: "The main job on invented data, from nothing", Args: args(),
		Long: "Invents a register and a bank's file, builds the snapshot, cleans and links the file, and holds\n" +
			"the answers against the truth. A folder that holds the same demo is used again.",
		Example: "  lamsach demo\n  lamsach demo --people 100000 --rows 100000 --dir /tmp/demo",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Workers < 0 {
				return jobs.Usage(errWorkers)
			}
			o.Voice = a.voice()
			done, err := demo.Run(cmd.Context(), o)
			if err != nil {
				return err
			}
			a.tell(done)
			return exit(done.Exit)
		},
	}
	f := cmd.Flags()
	f.Int64Var(&o.People, "people", 1_000_000, "people in the register")
	f.Int64Var(&o.Rows, "rows", 1_000_000, "rows in the bank's file")
	f.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same bytes")
	f.StringVar(&o.Dir, "dir", "lamsach-demo", "folder to work in")
	f.IntVar(&o.Workers, "workers", 0, "0: one for each CPU")
	return cmd
}
