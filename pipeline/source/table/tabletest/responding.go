package tabletest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// added are the columns that a response gets.
var added = []string{"Kết quả", "Lý do", "Họ và tên đúng"}

// marked is the column in which cells are wrong.
const marked = 1

// addedCell is a cell of a column that is added: a few values, one of each row,
// and almost none. "" is a null.
func addedCell(row int64, column int) string {
	switch column {
	case 0:
		return []string{"khớp", "sai", "không tìm thấy"}[row%3]
	case 1:
		if row%4 > 0 {
			return fmt.Sprintf("dòng %d, \"xem lại\"; số %d", row, row*row%997)
		}
	case 2:
		if row%100 == 7 {
			return "Nguyễn Thị Ánh"
		}
	}
	return ""
}

// answer gives such cells. Its batch is used again for each cut and spoiled
// before, so that nobody reads it later than he may.
func (s *suite) answer(asked *[]table.Cut) table.Answer {
	b := &pipeline.Batch{}
	return table.Answer{
		Tables: []table.Addition{{Names: added, Marked: []int{marked}}},
		Cells: func(_ context.Context, tab int, cut table.Cut) (*pipeline.Batch, error) {
			if tab != 0 {
				return nil, fmt.Errorf("cells of table %d were asked for", tab)
			}
			if asked != nil {
				*asked = append(*asked, cut)
			}
			spoil(b, len(added)+1)
			b.Rows = cut.Rows
			for i := range b.Columns {
				fillAdded(&b.Columns[i], cut, i)
			}
			return b, nil
		},
	}
}

// fillAdded writes the cells of one column; those of the first as a dictionary.
func fillAdded(c *pipeline.Column, cut table.Cut, column int) {
	*c = pipeline.Column{Index: c.Index[:0], Offsets: append(c.Offsets[:0], 0), Bytes: c.Bytes[:0]}
	entry := map[string]int32{}
	for r := range int64(cut.Rows) {
		text := addedCell(cut.FirstRow+r, column)
		if column == len(added) && (cut.FirstRow+r)%5 == 0 {
			text = "x" // the cell of this row is wrong
		}
		if text == "" {
			c.Index = append(c.Index, -1)
			continue
		}
		e, there := entry[text]
		if !there || column == 1 {
			e = int32(c.Entries())
			c.Bytes = append(c.Bytes, text...)
			c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
			entry[text] = e
		}
		c.Index = append(c.Index, e)
	}
}

// response sees to it that a response has the columns and rows that were
// submitted, and the added ones; that cells are asked for once and in order;
// and that its bytes are the same each time.
func (s *suite) response(t *testing.T) {
	f, tab := s.open(t)
	var asked []table.Cut
	var first, second bytes.Buffer
	if err := f.Respond(background, &first, s.answer(&asked)); err != nil {
		t.Fatal(err)
	}
	if want := tab.Cuts(pipeline.UsualPartRows); len(asked)+len(want) > 0 && !reflect.DeepEqual(asked, want) {
		t.Errorf("asked for %+v, want %+v", asked, want)
	}
	if err := f.Respond(background, &second, s.answer(nil)); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("another response the second time, %v", err)
	}
	answered := Grid{Names: append(append([]string{}, s.grid.Names...), added...)}
	for i, r := range s.grid.Rows {
		row := append([]string{}, r...)
		for c := range added {
			row = append(row, addedCell(int64(i), c))
		}
		answered.Rows = append(answered.Rows, row)
	}
	s.same(t, first.Bytes(), answered)
}

// same reads an object and compares it with a grid.
func (s *suite) same(t *testing.T, data []byte, g Grid) {
	t.Helper()
	other := &suite{Reader: s.Reader, grid: g, data: data}
	other.described(t)
	other.whole(t)
}

// responseOfNothing sees to it that a file to which nothing is added holds what
// was submitted, and that nothing is asked for.
func (s *suite) responseOfNothing(t *testing.T) {
	f, _ := s.open(t)
	for _, tables := range [][]table.Addition{nil, {{}}} {
		var out bytes.Buffer
		a := table.Answer{Tables: tables, Cells: func(context.Context, int, table.Cut) (*pipeline.Batch, error) {
			return nil, errors.New("cells were asked for")
		}}
		if err := f.Respond(background, &out, a); err != nil {
			t.Fatal(err)
		}
		s.same(t, out.Bytes(), s.grid)
	}
}

// responseFails sees to it that the errors of the one who answers and of the
// one who writes come out as they are.
func (s *suite) responseFails(t *testing.T) {
	f, _ := s.open(t)
	mine := errors.New("mine")
	a := s.answer(nil)
	a.Cells = func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return nil, mine }
	expectMine(t, "Cells", f.Respond(background, &bytes.Buffer{}, a), mine)
	for left := 0; left < len(s.data); left += 1 + len(s.data)/7 {
		expectMine(t, "Write", f.Respond(background, &fullWriter{left, mine}, s.answer(nil)), mine)
	}
}

func expectMine(t *testing.T, what string, err, mine error) {
	t.Helper()
	var format *table.FormatError
	if !errors.Is(err, mine) || errors.As(err, &format) {
		t.Errorf("%s failed and Respond gave %v", what, err)
	}
}

// fullWriter fails after so many bytes.
type fullWriter struct {
	left int
	err  error
}

func (w *fullWriter) Write(b []byte) (int, error) {
	if len(b) > w.left {
		n := w.left
		w.left = 0
		return n, w.err
	}
	w.left -= len(b)
	return len(b), nil
}
