package tabletest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// maxes are how long parts may be.
var maxes = []int{7, 1000, pipeline.UsualPartRows, pipeline.MaxPartRows}

func (s *suite) described(t *testing.T) {
	f, tab := s.open(t)
	if tab.Rows() != int64(len(s.grid.Rows)) {
		t.Errorf("%d rows, want %d", tab.Rows(), len(s.grid.Rows))
	}
	var names []string
	for _, c := range tab.Columns() {
		names = append(names, c.Name)
		if c.Type == "" || c.List {
			t.Errorf("column %+v: want a type, and no list", c)
		}
	}
	if !reflect.DeepEqual(names, s.grid.Names) {
		t.Errorf("columns %q, want %q", names, s.grid.Names)
	}
	if f.Format() == "" || strings.Contains(f.Format(), "KH0") {
		t.Errorf("the format says %q", f.Format())
	}
}

func (s *suite) cuts(t *testing.T) {
	_, tab := s.open(t)
	_, other := s.open(t)
	for _, max := range maxes {
		cuts, next := tab.Cuts(max), int64(0)
		for i, c := range cuts {
			if c.FirstRow != next || c.Rows < 1 || c.Rows > max {
				t.Fatalf("max %d: cut %d is %+v, want one of 1 to %d rows from row %d on", max, i, c, max, next)
			}
			next += int64(c.Rows)
		}
		if next != tab.Rows() {
			t.Errorf("max %d: the cuts hold %d of %d rows", max, next, tab.Rows())
		}
		if !reflect.DeepEqual(cuts, tab.Cuts(max)) || !reflect.DeepEqual(cuts, other.Cuts(max)) {
			t.Errorf("max %d: other cuts the second time", max)
		}
	}
}

// whole reads the table cut by cut, several lengths of cuts one after another,
// with one batch.
func (s *suite) whole(t *testing.T) {
	_, tab := s.open(t)
	var b pipeline.Batch
	for _, max := range maxes[1:] {
		for _, c := range tab.Cuts(max) {
			if err := s.read(tab, c, s.all(), &b); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// read reads a part and compares it.
func (s *suite) read(tab table.Table, c table.Cut, columns []int, b *pipeline.Batch) error {
	part := pipeline.Part{Index: 3, File: 2, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: 77}
	if err := tab.Read(background, part, columns, b); err != nil {
		return err
	}
	if b.Part != part {
		return fmt.Errorf("the batch says that it is part %+v, want %+v", b.Part, part)
	}
	return checkBatch(b, &s.grid, int(c.FirstRow), c.Rows, columns)
}

// parts reads parts that are no cuts, in no order, with a batch that other
// parts and tables have used.
func (s *suite) parts(t *testing.T) {
	_, tab := s.open(t)
	n := int(tab.Rows())
	rnd := rand.New(rand.NewPCG(5, uint64(n)))
	list := []table.Cut{{FirstRow: 0, Rows: 0}, {FirstRow: int64(n), Rows: 0}, {FirstRow: int64(n - 1), Rows: 1}, {FirstRow: 0, Rows: 1}}
	for range 25 {
		rows := rnd.IntN(min(n, 1<<rnd.IntN(17))) + 1
		list = append(list, table.Cut{FirstRow: rnd.Int64N(int64(n - rows + 1)), Rows: rows})
	}
	var b pipeline.Batch
	for i, c := range list {
		if i%3 == 0 {
			spoil(&b, len(s.grid.Names)+2)
		}
		if err := s.read(tab, c, s.all(), &b); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
	}
}

// concurrent reads all cuts with several workers, in and out of order.
func (s *suite) concurrent(t *testing.T) {
	_, tab := s.open(t)
	cuts := tab.Cuts(max(len(s.grid.Rows)/24, 1))
	for _, shuffled := range []bool{false, true} {
		if shuffled {
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(cuts), func(i, k int) { cuts[i], cuts[k] = cuts[k], cuts[i] })
		}
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				var b pipeline.Batch
				for i := w; i < len(cuts); i += 4 {
					if err := s.read(tab, cuts[i], s.all(), &b); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Go(func() {
			b, err := tab.Sample(background, s.all(), len(s.grid.Rows))
			if err == nil {
				err = checkBatch(b, &s.grid, 0, len(s.grid.Rows), s.all())
			}
			if err != nil {
				t.Error("sample: ", err)
			}
		})
		wg.Wait()
	}
}

// columns reads some columns, in other orders, one twice, and none.
func (s *suite) columns(t *testing.T) {
	_, tab := s.open(t)
	var b pipeline.Batch
	cut := table.Cut{FirstRow: 500, Rows: 1200}
	for _, columns := range [][]int{s.all(), {5}, {7, 0}, {4, 3, 1, 6}, {2, 0, 2}, {}, {1}} {
		if err := s.read(tab, cut, columns, &b); err != nil {
			t.Errorf("columns %v: %v", columns, err)
		}
	}
}

// sample sees to it that a sample is rows of the table, each once, spread from
// end to end, and the same each time; and that a small table is given whole.
func (s *suite) sample(t *testing.T) {
	_, tab := s.open(t)
	_, other := s.open(t)
	rows := map[string]int{}
	for i, r := range s.grid.Rows {
		rows[r[0]] = i
	}
	for _, want := range []int{1, 100, 999} {
		a, err := tab.Sample(background, s.all(), want)
		if err != nil {
			t.Fatal(err)
		}
		b, err := other.Sample(background, s.all(), want)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.grid.Rows) <= want {
			if err := checkBatch(a, &s.grid, 0, len(s.grid.Rows), s.all()); err != nil {
				t.Errorf("a table of %d rows, sample of %d: %v", len(s.grid.Rows), want, err)
			}
			continue
		}
		seen := map[int]bool{}
		first, last := len(s.grid.Rows), 0
		for r := range a.Rows {
			at, ok := rows[string(a.Columns[0].Value(r))]
			if !ok || seen[at] {
				t.Fatalf("sample of %d: its row %d is no row of the table, or one a second time", want, r)
			}
			seen[at] = true
			first, last = min(first, at), max(last, at)
			for c := range s.grid.Names {
				cell, there := s.grid.Cell(at, c)
				if got := a.Columns[c].Value(r); string(got) != cell || (a.Columns[c].Index[r] >= 0) != there {
					t.Fatalf("sample of %d: row %d, column %d is not what the table has", want, at, c)
				}
				if string(b.Columns[c].Value(r)) != cell {
					t.Fatalf("sample of %d: another one the second time", want)
				}
			}
		}
		if a.Rows == 0 || a.Rows > 2*want+16 || a.Rows != b.Rows {
			t.Errorf("sample of %d: %d and %d rows", want, a.Rows, b.Rows)
		}
		if n := len(s.grid.Rows); want >= 100 && (first > n/4 || last < 3*n/4) {
			t.Errorf("sample of %d: rows %d to %d of %d", want, first, last, n)
		}
	}
}
