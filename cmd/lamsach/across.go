package main

import (
	"context"

	"lamsach/jobs"
)

// runAcross does a job over published runs.
func (a *app) runAcross(ctx context.Context, spec *jobs.AcrossSpec, o jobs.RunOptions) error {
	done, err := jobs.RunAcross(ctx, spec, o)
	if err != nil {
		return err
	}
	o.Voice.Say(done.Event())
	if !a.json {
		done.WriteText(a.errs)
	}
	return nil
}

// checkAcross says what a job over published runs would do.
func (a *app) checkAcross(ctx context.Context, spec *jobs.AcrossSpec) error {
	found, err := jobs.CheckAcross(ctx, spec)
	a.tell(found)
	return exit(jobs.ExitOf(err))
}
