package sandbox

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// Ends of a call.
const (
	endFine     = iota
	endDamaged  // a FormatError over table.ErrDamaged
	endUnknown  // a FormatError over table.ErrUnsupported
	endLocked   // a FormatError over table.ErrEncrypted
	endCanceled // as the parent wished
	endParent   // an error that the parent told the child
	endStore    // the descriptor could not be read
	endOther
)

// Lengths of texts that a child may send for people.
const (
	maxText   = 500
	maxFormat = 500
	maxName   = 4096 // a column's or sheet's
)

// outcome is how a call ended, as it travels.
type outcome struct {
	end    int64
	sheet  string
	group  int64
	column string
	row    int64
	text   string
	told   int64 // number of the error that the parent told
}

// fault is an error with a text from the child over one of table's kinds.
type fault struct {
	text string
	kind error
}

func (f *fault) Error() string { return f.text }
func (f *fault) Unwrap() error { return f.kind }

// toldError is an error of the parent, in the child.
type toldError struct{ number uint32 }

func (*toldError) Error() string { return "the object could not be read" }

// outcomeOf sorts an error of a reader.
func outcomeOf(err error) outcome {
	o := outcome{group: -1, row: -1}
	var parents *toldError
	var format *table.FormatError
	var unavailable *store.Unavailable
	var path *fs.PathError
	switch {
	case err == nil:
		o.end = endFine
	case errors.As(err, &parents):
		o.end, o.told = endParent, int64(parents.number)
	case errors.As(err, &format):
		o.end = endOf(format)
		o.sheet, o.group, o.column, o.row = format.Sheet, int64(format.Group), format.Column, format.Row
		o.text = format.Err.Error()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		o.end = endCanceled
	case errors.As(err, &path): // without the name that the descriptor has here
		o.end, o.text = endStore, path.Err.Error()
	case errors.As(err, &unavailable):
		o.end, o.text = endStore, unavailable.Err.Error()
	default:
		o.end, o.text = endOther, err.Error()
	}
	return o
}

func endOf(err error) int64 {
	switch {
	case errors.Is(err, table.ErrEncrypted):
		return endLocked
	case errors.Is(err, table.ErrUnsupported):
		return endUnknown
	}
	return endDamaged
}

func (o outcome) encode() []byte {
	e := &encoder{}
	e.num(o.end)
	e.text(clip(o.sheet, maxName))
	e.num(o.group)
	e.text(clip(o.column, maxName))
	e.num(o.row)
	e.text(clip(o.text, maxText))
	e.num(o.told)
	return e.buf
}

func decodeOutcome(data []byte) (o outcome, ok bool) {
	d := &decoder{buf: data}
	o = outcome{end: d.num(), sheet: d.text(), group: d.num(), column: d.text(), row: d.num(), text: d.text(), told: d.num()}
	o.sheet, o.column, o.text = clip(o.sheet, maxName), clip(o.column, maxName), clean(clip(o.text, maxText))
	return o, d.done() && o.end >= endFine && o.end <= endOther
}

// err is the error of a call on an object. told finds an error that the parent
// told the child by its number.
func (o outcome) err(ctx context.Context, key string, told func(int64) error) error {
	kinds := map[int64]error{endDamaged: table.ErrDamaged, endUnknown: table.ErrUnsupported, endLocked: table.ErrEncrypted}
	switch o.end {
	case endFine:
		return nil
	case endDamaged, endUnknown, endLocked:
		return &table.FormatError{
			Object: key, Sheet: o.sheet, Group: int(max(o.group, -1)), Column: o.column, Row: max(o.row, -1),
			Err: &fault{o.text, kinds[o.end]},
		}
	case endCanceled:
		if err := ctx.Err(); err != nil {
			return err
		}
		return table.Damage(key, "the decoder gave up")
	case endParent:
		if err := told(o.told); err != nil {
			return err
		}
		return table.Damage(key, "the decoder names an error that nobody made")
	case endStore:
		return &store.Unavailable{Op: "read", Key: key, Err: errors.New(o.text)}
	}
	return table.Damage(key, "the decoder failed: %s", o.text)
}

// clip cuts a text to at most so many bytes, at a character.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// clean makes a text safe for a line of a log.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) && r != ' ' {
			return ' '
		}
		return r
	}, s)
}
