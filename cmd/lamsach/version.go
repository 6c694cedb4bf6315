package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Version of the program and of its rules", Args: args(),
		RunE: func(*cobra.Command, []string) error {
			rules := jobs.RulesText(jobs.Rules())
			if a.json {
				a.say(map[string]string{"version": jobs.Version, "rules": rules})
			} else {
				fmt.Fprintf(a.out, "lamsach %s, rules %s\n", jobs.Version, rules)
			}
			return nil
		},
	}
}
