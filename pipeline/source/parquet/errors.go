package source

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lamsach/internal/store"
	"lamsach/pipeline/source/pages"
)

// FormatError says that an object cannot be read, and where: the file is
// damaged, encrypted, or of a kind this reader does not know. It carries no
// cell.
type FormatError struct {
	Object string // key of the object
	Group  int    // row group, -1 when the whole file is meant
	Column string // name of the column, empty when none is meant
	Row    int64  // a row of the file near the fault, -1 when none is meant
	Err    error
}

func (e *FormatError) Error() string {
	var b strings.Builder
	b.WriteString(e.Object)
	if e.Group >= 0 {
		fmt.Fprintf(&b, ": row group %d", e.Group)
	}
	if e.Column != "" {
		fmt.Fprintf(&b, ": column %q", e.Column)
	}
	if e.Row >= 0 {
		fmt.Fprintf(&b, ": near row %d", e.Row)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	return b.String()
}

// Unwrap gives the cause: under it lies pages.ErrDamaged, pages.ErrUnsupported
// or pages.ErrEncrypted.
func (e *FormatError) Unwrap() error { return e.Err }

// place is where decoding stands, for errors.
type place struct {
	group  int
	column string
	row    int64
}

// fault gives an error its place and its type: what is wrong with the file is
// a *FormatError; cancellation and errors of the store stay what they are.
func (f *File) fault(at place, err error) error {
	var format *FormatError
	var unavailable *store.Unavailable
	switch {
	case err == nil:
		return nil
	case errors.As(err, &format), errors.As(err, &unavailable), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, pages.ErrDamaged), errors.Is(err, pages.ErrUnsupported), errors.Is(err, pages.ErrEncrypted):
		return &FormatError{Object: f.key, Group: at.group, Column: at.column, Row: at.row, Err: err}
	}
	return &store.Unavailable{Op: "read", Key: f.key, Err: err}
}

// damage is a fault of the file with a text of our own.
func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, pages.ErrDamaged)...)
}

// panicked turns what a decoder panicked with into damage. The value may quote
// the file, so only its type is told.
func panicked(v any) error { return damage("the decoder gave up (%T)", v) }
