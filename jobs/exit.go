package jobs

import (
	"context"
	"errors"
	"fmt"

	"lamsach/internal/store"
)

// Exit is the code with which a command ends: the contract with schedulers.
type Exit int

// Exit codes of a run and of the other commands.
const (
	ExitPublished   Exit = 0   // done
	ExitInternal    Exit = 1   // a promise of the program is broken
	ExitUsage       Exit = 2   // wrong usage or job file
	ExitGiven       Exit = 3   // nothing published because of what was given
	ExitLook        Exit = 4   // published, but someone must look
	ExitStorage     Exit = 5   // storage or another passing fault: try again
	ExitInterrupted Exit = 130 // interrupted; the same command goes on
)

// Failure is an error that knows its exit code.
type Failure struct {
	Exit Exit
	Err  error
}

// Error is the message alone; the code goes to the shell.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap makes the cause visible to errors.Is and errors.As.
func (f *Failure) Unwrap() error { return f.Err }

// fail makes an error with an exit code; it keeps the code of an error that
// already has one.
func fail(code Exit, err error) error {
	if err == nil {
		return nil
	}
	if f := new(Failure); errors.As(err, &f) {
		return err
	}
	return &Failure{code, err}
}

func failf(code Exit, format string, args ...any) error {
	return &Failure{code, fmt.Errorf(format, args...)}
}

// Usage marks an error as wrong usage.
func Usage(err error) error { return fail(ExitUsage, err) }

// ExitOf is the exit code of an error: ExitPublished for nil, ExitInterrupted
// for a cancelled context, ExitStorage for a store that cannot be reached or
// relied on, ExitInternal for whatever nobody foresaw.
func ExitOf(err error) Exit {
	if err == nil {
		return ExitPublished
	}
	if errors.Is(err, context.Canceled) { // whatever it kept from being done
		return ExitInterrupted
	}
	if f := new(Failure); errors.As(err, &f) {
		return f.Exit
	}
	if ofStorage(err) {
		return ExitStorage
	}
	return ExitInternal
}

// ofStorage says whether an error is one of a store: it cannot be reached, is
// not set up, or does not hold what it held.
func ofStorage(err error) bool {
	var (
		lost    *store.Unavailable
		changed *store.ChangedError
		damaged *store.DamageError
		bucket  *store.BucketError
		setup   *store.SetupError
	)
	return errors.As(err, &lost) || errors.As(err, &changed) || errors.As(err, &damaged) || errors.As(err, &bucket) || errors.As(err, &setup)
}
