package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

var (
	// ErrNotExist says that there is no such object. It is fs.ErrNotExist.
	ErrNotExist = fs.ErrNotExist
	// ErrPrecondition says that PutOptions did not hold; nothing was written.
	ErrPrecondition = errors.New("precondition does not hold")
	// ErrDiffers says that the object already there is not the one to write.
	ErrDiffers = errors.New("another object lies under this key")
)

// Unavailable says that the store could not do its work: cannot connect,
// cannot write, disk full, no permission. Trying again later may help.
type Unavailable struct {
	Op  string // open, put, stat, list, delete, version
	Key string
	Err error
}

func (e *Unavailable) Error() string { return fmt.Sprintf("store: %s %q: %v", e.Op, e.Key, e.Err) }

// Unwrap gives the cause.
func (e *Unavailable) Unwrap() error { return e.Err }

// KeyError says that a text cannot be a key.
type KeyError struct {
	Key  string
	Want string
}

func (e *KeyError) Error() string { return fmt.Sprintf("store: key %q: %s", e.Key, e.Want) }

// SchemeError says that no store serves a URL.
type SchemeError struct{ URL, Scheme string }

func (e *SchemeError) Error() string {
	return fmt.Sprintf("store: %q: no store for scheme %q; use a path or file://", e.URL, e.Scheme)
}

// fail gives an error of the system its type. Cancellation stays what it is.
func fail(op, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, ErrNotExist):
		return fmt.Errorf("store: %s %q: %w", op, key, ErrNotExist)
	case errors.Is(err, ErrPrecondition):
		return fmt.Errorf("store: %s %q: %w", op, key, ErrPrecondition)
	}
	return &Unavailable{Op: op, Key: key, Err: err}
}
