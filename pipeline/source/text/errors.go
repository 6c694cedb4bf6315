package text

import (
	"errors"
	"fmt"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// fault gives an error its type and its place: what is wrong with the file is
// a *table.FormatError, with the row where one is known (-1: none);
// cancellation and errors of the store stay what they are.
func (f *File) fault(row int64, err error) error {
	switch {
	case err == nil:
		return nil
	case table.Stays(err):
		return err
	case errors.Is(err, errTooLong):
		err = damage("%w: an unclosed quote, or not a text in rows?", err)
	case errors.Is(err, errChanged):
		err = damage("%w", err)
	}
	if errors.Is(err, table.ErrDamaged) || errors.Is(err, table.ErrUnsupported) {
		return &table.FormatError{Object: f.key, Group: -1, Row: row, Err: err}
	}
	return &store.Unavailable{Op: "read", Key: f.key, Err: err}
}

// errChanged says that a later reading did not find what the index promised.
var errChanged = errors.New("its rows are not where they were when the file was opened: it was changed meanwhile")

func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrDamaged)...)
}

func unsupported(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrUnsupported)...)
}
