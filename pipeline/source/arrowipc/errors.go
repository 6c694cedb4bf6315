package arrowipc

import (
	"errors"
	"fmt"
	"io"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// place is where reading stands, for errors.
type place struct {
	group  int // record batch
	column string
	row    int64
}

var whole = place{group: -1, row: -1}

// fault gives an error its place and its type: what is wrong with the object is
// a *table.FormatError; cancellation and errors of the store stay what they are.
func (f *File) fault(at place, err error) error {
	switch {
	case err == nil:
		return nil
	case table.Stays(err):
		return err
	case errors.Is(err, table.ErrDamaged), errors.Is(err, table.ErrUnsupported):
		return &table.FormatError{Object: f.key, Group: at.group, Column: at.column, Row: at.row, Err: err}
	}
	return &store.Unavailable{Op: "read", Key: f.key, Err: err}
}

// damage is a fault of the object with a text of our own.
func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrDamaged)...)
}

// unsupported says what no reader here reads; the text ends in a verb and is
// followed by what to do.
func unsupported(remedy, format string, args ...any) error {
	return fmt.Errorf(format+" %w; %s", append(args, table.ErrUnsupported, remedy)...)
}

// panicked turns a panic into damage. The value may quote the object, so only
// its type is told.
func panicked(v any) error { return damage("the decoder gave up (%T)", v) }

// readAt fills b from the object.
func (f *File) readAt(b []byte, at int64) error {
	n, err := f.object.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damage("the object is cut short")
	}
	return err
}
