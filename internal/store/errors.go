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
	Op  string // open, read, put, stat, list, delete, version
	Key string
	Err error
}

func (e *Unavailable) Error() string { return fmt.Sprintf("store: %s %q: %v", e.Op, e.Key, e.Err) }

// Unwrap gives the cause.
func (e *Unavailable) Unwrap() error { return e.Err }

// ChangedError says that the object under a key is no longer the one that was
// opened before. Reading on would mix two objects.
type ChangedError struct {
	Key  string
	Gone bool // removed, not replaced
}

func (e *ChangedError) Error() string {
	if e.Gone {
		return fmt.Sprintf("store: %q has changed since the run began: it was removed; put it back or start again without it", e.Key)
	}
	return fmt.Sprintf("store: %q has changed since the run began: it was replaced; start again to read the new one", e.Key)
}

// DamageError says that bytes of an object are not those that were written, or
// not those that an earlier reading saw.
type DamageError struct {
	Key      string
	From, To int64 // the damage lies in bytes From to To-1
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("store: %q is damaged in bytes %d to %d: its checksum does not hold; restore the object from its source", e.Key, e.From, e.To-1)
}

// BucketError says that a bucket is not there. It is an ErrNotExist.
type BucketError struct{ Bucket, Endpoint string }

func (e *BucketError) Error() string {
	return fmt.Sprintf("store: there is no bucket %q at %s; check its name, AWS_ENDPOINT_URL and AWS_REGION", e.Bucket, e.Endpoint)
}

// Unwrap makes the error an ErrNotExist.
func (e *BucketError) Unwrap() error { return ErrNotExist }

// SetupError says which setting of the environment is missing or wrong.
type SetupError struct {
	Setting string // names of the environment variables
	Want    string
}

func (e *SetupError) Error() string { return fmt.Sprintf("store: %s: %s", e.Setting, e.Want) }

// KeyError says that a text cannot be a key.
type KeyError struct {
	Key  string
	Want string
}

func (e *KeyError) Error() string { return fmt.Sprintf("store: key %q: %s", e.Key, e.Want) }

// SchemeError says that no store serves a URL.
type SchemeError struct{ URL, Scheme string }

func (e *SchemeError) Error() string {
	return fmt.Sprintf("store: %q: no store for scheme %q; use a path, file:// or s3://bucket/", e.URL, e.Scheme)
}

// fail gives an error of the system its type. Cancellation stays what it is,
// and so does an error that has its type already.
func fail(op, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), typed(err):
		return err
	case errors.Is(err, ErrNotExist):
		return fmt.Errorf("store: %s %q: %w", op, key, ErrNotExist)
	case errors.Is(err, ErrPrecondition):
		return fmt.Errorf("store: %s %q: %w", op, key, ErrPrecondition)
	}
	return &Unavailable{Op: op, Key: key, Err: err}
}

// typed says whether an error already names its key.
func typed(err error) bool {
	var (
		lost    *Unavailable
		changed *ChangedError
		damage  *DamageError
		bucket  *BucketError
		key     *KeyError
	)
	return errors.As(err, &lost) || errors.As(err, &changed) || errors.As(err, &damage) ||
		errors.As(err, &bucket) || errors.As(err, &key)
}
