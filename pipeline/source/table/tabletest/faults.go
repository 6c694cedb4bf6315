package tabletest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// wrongQuestions asks for rows and columns that are not there.
func (s *suite) wrongQuestions(t *testing.T) {
	_, tab := s.open(t)
	n := tab.Rows()
	var b pipeline.Batch
	for _, p := range []pipeline.Part{
		{FirstRow: -1, Rows: 1},
		{Rows: int(n) + 1},
		{FirstRow: n, Rows: 1},
		{FirstRow: 1, Rows: -1},
		{FirstRow: 1<<63 - 1, Rows: 2},
		{Rows: pipeline.MaxPartRows + 1},
	} {
		if quietly(t, func() error { return tab.Read(background, p, []int{0}, &b) }) == nil {
			t.Errorf("%d rows from row %d on of %d were read", p.Rows, p.FirstRow, n)
		}
	}
	for _, c := range []int{-1, len(s.grid.Names)} {
		if quietly(t, func() error { return tab.Read(background, pipeline.Part{Rows: 1}, []int{c}, &b) }) == nil {
			t.Errorf("column %d of %d was read", c, len(s.grid.Names))
		}
		if quietly(t, func() error { _, err := tab.Sample(background, []int{c}, 10); return err }) == nil {
			t.Errorf("column %d of %d was sampled", c, len(s.grid.Names))
		}
	}
	if err := s.read(tab, table.Cut{Rows: 10}, s.all(), &b); err != nil {
		t.Error("after wrong questions: ", err)
	}
}

// quietly asks a question to which a panic is no answer.
func quietly(t *testing.T, ask func() error) (err error) {
	t.Helper()
	defer func() {
		if v := recover(); v != nil {
			t.Errorf("it panicked: %v", v)
			err = errors.New("it panicked")
		}
	}()
	return ask()
}

// cancelled sees to it that a cancelled context ends everything as itself.
func (s *suite) cancelled(t *testing.T) {
	f, tab := s.open(t)
	gone, cancel := context.WithCancel(background)
	cancel()
	var b pipeline.Batch
	err := tab.Read(gone, pipeline.Part{Rows: 100}, s.all(), &b)
	expectCancelled(t, "Read", err)
	_, err = tab.Sample(gone, s.all(), 10)
	expectCancelled(t, "Sample", err)
	expectCancelled(t, "Respond", f.Respond(gone, &bytes.Buffer{}, s.answer(nil)))
	obj := NewObject(s.Key, s.data)
	_, err = s.Open(gone, obj, table.Options{})
	expectCancelled(t, "Open", err)
	if obj.Closed() != 1 {
		t.Errorf("after a failed Open the object was closed %d times", obj.Closed())
	}
	if err := s.read(tab, table.Cut{Rows: 10}, s.all(), &b); err != nil {
		t.Error("after cancelled reads: ", err)
	}
}

func expectCancelled(t *testing.T, what string, err error) {
	t.Helper()
	var format *table.FormatError
	if !errors.Is(err, context.Canceled) || errors.As(err, &format) {
		t.Errorf("%s gave %v, want context.Canceled", what, err)
	}
}

// storeFails sees to it that a store that fails is not taken for damage,
// whichever read it is that fails.
func (s *suite) storeFails(t *testing.T) {
	for reads := 0; ; reads += 1 + reads/4 {
		obj := NewObject(s.Key, s.data)
		obj.FailAfter(reads)
		err := s.readThrough(obj)
		if err == nil {
			return
		}
		var unavailable *store.Unavailable
		var format *table.FormatError
		if !errors.As(err, &unavailable) || errors.As(err, &format) {
			t.Fatalf("read %d fails: got %v, want a *store.Unavailable", reads, err)
		}
		if obj.Closed() != 1 {
			t.Fatalf("read %d fails: the object was closed %d times", reads, obj.Closed())
		}
	}
}

// readThrough opens an object, reads its first table and closes it.
func (s *suite) readThrough(obj *Object) error {
	f, err := s.Open(background, obj, table.Options{})
	if err != nil {
		return err
	}
	var b pipeline.Batch
	tab := f.Tables()[0]
	for _, c := range tab.Cuts(1000) {
		if err := s.read(tab, c, s.all(), &b); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// objectChanges cuts the object short, or blanks it, after it was opened: what
// is read then is an error or what was there, never fewer rows.
func (s *suite) objectChanges(t *testing.T) {
	blank := bytes.Clone(s.data)
	clear(blank[len(blank)/3:])
	for name, data := range map[string][]byte{"cut short": s.data[:len(s.data)/2], "emptied": nil, "blanked": blank} {
		obj := NewObject(s.Key, s.data)
		f, err := s.Open(background, obj, table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		tab := f.Tables()[0]
		obj.Replace(data)
		var b pipeline.Batch
		for _, c := range tab.Cuts(500) {
			err := tab.Read(background, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, s.all(), &b)
			if err == nil && name != "blanked" {
				err = checkBatch(&b, &s.grid, int(c.FirstRow), c.Rows, s.all())
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			var format *table.FormatError
			if err != nil && !errors.As(err, &format) {
				t.Errorf("%s: %v, want a *table.FormatError", name, err)
			}
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// closed sees to it that the object is closed with the file, and only once.
func (s *suite) closed(t *testing.T) {
	obj := NewObject(s.Key, s.data)
	f, err := s.Open(background, obj, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if obj.Closed() != 0 {
		t.Error("Open closed the object")
	}
	if err := f.Close(); err != nil || obj.Closed() != 1 {
		t.Errorf("Close: %v, the object was closed %d times", err, obj.Closed())
	}
}
