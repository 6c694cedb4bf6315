package evaluate

import (
	"errors"
	"slices"
)

// Source hands out rows in runs, an empty one at the end. A run is valid until
// the next call.
type Source[T any] func() ([]T, error)

// ErrOrder says that labels do not lie in the order of the rows; Sorted mends it.
var ErrOrder = errors.New("labels are not in the order of the rows")

// Sorted reads all labels and hands them out in order. It takes 32 bytes for
// each.
func Sorted(labels Source[Label]) (Source[Label], error) {
	var all []Label
	for {
		run, err := labels()
		if err != nil {
			return nil, err
		}
		if len(run) == 0 {
			break
		}
		all = append(all, run...)
	}
	slices.SortFunc(all, func(a, b Label) int { return a.At.Compare(b.At) })
	return func() ([]Label, error) {
		run := all
		all = nil
		return run, nil
	}, nil
}

// truth walks through labels in order.
type truth struct {
	source   Source[Label]
	have     []Label // handed out and not yet looked at
	last     Label   // looked at
	rows     int64   // labels, each row counted once
	repeated int64   // labels that say again what the one before said
}

// peek is the next label, nil after the last.
func (t *truth) peek() (*Label, error) {
	for {
		if len(t.have) == 0 {
			run, err := t.source()
			if err != nil || len(run) == 0 {
				return nil, err
			}
			t.have = run
		}
		l := &t.have[0]
		if err := l.check(); err != nil {
			return nil, err
		}
		order := -1
		if t.rows > 0 {
			order = t.last.At.Compare(l.At)
		}
		switch {
		case order < 0:
			return l, nil
		case order > 0:
			return nil, ErrOrder
		case l.Person != t.last.Person || l.Kind != t.last.Kind:
			return nil, &LabelError{l.At, "it has two labels that contradict each other"}
		}
		t.repeated++
		t.have = t.have[1:]
	}
}

// take goes on behind the label that peek gave.
func (t *truth) take() Label {
	t.last, t.have = t.have[0], t.have[1:]
	t.rows++
	return t.last
}

// of is the label of a row; ok is false when it has none. Rows must be asked for
// in order.
func (t *truth) of(at Address) (l Label, ok bool, err error) {
	for {
		next, err := t.peek()
		if err != nil || next == nil || next.At.Compare(at) > 0 {
			return Label{}, false, err
		}
		if l := t.take(); l.At == at {
			return l, true, nil
		}
	}
}

// finish looks at what is left.
func (t *truth) finish() error {
	for {
		next, err := t.peek()
		if err != nil || next == nil {
			return err
		}
		t.take()
	}
}
