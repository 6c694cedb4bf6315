package table

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lamsach/internal/store"
)

var (
	// ErrDamaged is under every error that says a file is not what it claims.
	ErrDamaged = errors.New("damaged")
	// ErrUnsupported is under every error that names something no reader reads.
	ErrUnsupported = errors.New("not supported")
	// ErrEncrypted is under the error of a file that needs a key or password.
	ErrEncrypted = errors.New("the file is encrypted: send it without encryption or password")
)

// FormatError says that an object cannot be read, and where: the file is
// damaged, encrypted, or of a kind that no reader knows. It carries no cell.
type FormatError struct {
	Object string // key of the object
	Sheet  string // of a workbook, empty when none is meant
	Group  int    // row group or record batch, -1 when none is meant
	Column string // name of the column, empty when none is meant
	Row    int64  // a row of the table near the fault, -1 when none is meant
	Err    error  // under it lies ErrDamaged, ErrUnsupported or ErrEncrypted
}

func (e *FormatError) Error() string {
	if place := e.Place(); place != "" {
		return fmt.Sprintf("%s: %s: %v", e.Object, place, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Object, e.Err)
}

// Place says where in the object, for people; "" when the whole is meant.
func (e *FormatError) Place() string {
	var place []string
	if e.Sheet != "" {
		place = append(place, fmt.Sprintf("sheet %q", e.Sheet))
	}
	if e.Group >= 0 {
		place = append(place, fmt.Sprintf("row group %d", e.Group))
	}
	if e.Row >= 0 {
		place = append(place, fmt.Sprintf("row %d", e.Row))
	}
	if e.Column != "" {
		place = append(place, fmt.Sprintf("column %q", e.Column))
	}
	return strings.Join(place, ", ")
}

// Unwrap gives the cause.
func (e *FormatError) Unwrap() error { return e.Err }

// Stays says whether an error is none of the file's and must stay what it is: a
// store's, a cancellation, or one that has its place already.
func Stays(err error) bool {
	var (
		format      *FormatError
		unavailable *store.Unavailable
		changed     *store.ChangedError
		damaged     *store.DamageError
	)
	return errors.As(err, &format) || errors.As(err, &unavailable) || errors.As(err, &changed) || errors.As(err, &damaged) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// Damage is a fault of a whole file, with a text of our own.
func Damage(object, format string, args ...any) *FormatError {
	return &FormatError{Object: object, Group: -1, Row: -1, Err: fmt.Errorf(format+": %w", append(args, ErrDamaged)...)}
}

// Unsupported says that a whole file is of a kind that no reader knows, and
// what to do.
func Unsupported(object, format string, args ...any) *FormatError {
	return &FormatError{Object: object, Group: -1, Row: -1, Err: fmt.Errorf(format+": %w", append(args, ErrUnsupported)...)}
}
