package xlsx

import (
	"errors"
	"fmt"
	"io"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx/inflate"
	"lamsach/pipeline/source/xlsx/markup"
)

// damage is a fault of the file with a text of our own.
func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrDamaged)...)
}

// unsupported names something that is not read, and what to do.
func unsupported(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrUnsupported)...)
}

// fault gives an error its type: what is wrong with the file is a
// *table.FormatError; cancellation and errors of the store stay what they are.
func fault(key, sheet string, err error) error {
	switch {
	case err == nil:
		return nil
	case table.Stays(err):
		return err
	case errors.Is(err, table.ErrDamaged), errors.Is(err, table.ErrUnsupported), errors.Is(err, table.ErrEncrypted):
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		err = damage("its compressed bytes end in the middle")
	case isAny(err, inflate.ErrCorrupt, markup.ErrSyntax, markup.ErrCut, markup.ErrLong, markup.ErrHeld, markup.ErrDeep):
		err = fmt.Errorf("%w: %w", err, table.ErrDamaged)
	case isAny(err, markup.ErrDoctype, markup.ErrEncoding):
		err = fmt.Errorf("%w: %w", err, table.ErrUnsupported)
	default:
		return &store.Unavailable{Op: "read", Key: key, Err: err}
	}
	return &table.FormatError{Object: key, Sheet: sheet, Group: -1, Row: -1, Err: err}
}

func isAny(err error, of ...error) bool {
	for _, target := range of {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}
