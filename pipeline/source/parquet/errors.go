package parquet

import (
	"errors"
	"fmt"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// place is where decoding stands, for errors.
type place struct {
	group  int
	column string
	row    int64
}

// fault gives an error its place and its type: what is wrong with the file is
// a *table.FormatError; cancellation and errors of the store stay what they are.
func (f *File) fault(at place, err error) error {
	switch {
	case err == nil:
		return nil
	case table.Stays(err):
		return err
	case errors.Is(err, table.ErrDamaged), errors.Is(err, table.ErrUnsupported), errors.Is(err, table.ErrEncrypted):
		return &table.FormatError{Object: f.key, Group: at.group, Column: at.column, Row: at.row, Err: err}
	}
	return &store.Unavailable{Op: "read", Key: f.key, Err: err}
}

// damage is a fault of the file with a text of our own.
func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrDamaged)...)
}

// panicked turns what a decoder panicked with into damage. The value may quote
// the file, so only its type is told.
func panicked(v any) error { return damage("the decoder gave up (%T)", v) }
