package text

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// A run that was passed is taken in pieces: its middle, its front, its end.
func TestPassedRunIsTakenInPieces(t *testing.T) {
	text := invented(",", true, 3<<20)
	f, plain := mustOpen(t, packed(t, gzipped, text)), mustOpen(t, text)
	for _, i := range []int64{9, 3, 0, 1, 2, 8, 5, 4, 7, 6, 10} {
		got, want := rowsOf(t, f, i*1000, 1000), rowsOf(t, plain, i*1000, 1000)
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("the rows from %d on differ", i*1000)
		}
	}
	if f.moving.starts != 1 || len(f.moving.kept) != 0 || f.moving.size != 0 {
		t.Errorf("%d streams were begun and %d runs of %d bytes are still kept; one and none were to be", f.moving.starts, len(f.moving.kept), f.moving.size)
	}
}

// A packed file is read by several workers: parts in about their order go
// through one stream.
func TestPackedPartsOutOfOrder(t *testing.T) {
	text := invented(",", true, 6<<20)
	f := mustOpen(t, packed(t, gzipped, text))
	plain := mustOpen(t, text)
	cuts := f.Cuts(4096)
	order := make([]int, len(cuts))
	for i := range order {
		order[i] = i ^ 1 // 1 0 3 2 …
		if order[i] >= len(cuts) {
			order[i] = i
		}
	}
	check := func(i int) {
		t.Helper()
		got, want := rowsOf(t, f, cuts[i].FirstRow, cuts[i].Rows), rowsOf(t, plain, cuts[i].FirstRow, cuts[i].Rows)
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("part %d differs", i)
		}
	}
	for _, i := range order {
		check(i)
	}
	if f.moving.starts != 1 || len(f.moving.kept) != 0 || f.moving.size != 0 {
		t.Errorf("%d streams were begun and %d runs of %d bytes are still kept; one and none were to be", f.moving.starts, len(f.moving.kept), f.moving.size)
	}
	check(0) // another pass
	check(len(cuts) - 1)
	check(3)
	if f.moving.starts > 3 {
		t.Errorf("%d streams were begun for another pass", f.moving.starts)
	}
}

func TestPackedPartsAtOnce(t *testing.T) {
	text := invented(",", true, 4<<20)
	f := mustOpen(t, packed(t, zstandard, text))
	plain := mustOpen(t, text)
	cuts := f.Cuts(1000)
	next := make(chan int, len(cuts))
	for i := range cuts {
		next <- i
	}
	close(next)
	errs := make(chan error)
	for range 4 {
		go func() {
			var b, want pipeline.Batch
			for i := range next {
				part := pipeline.Part{FirstRow: cuts[i].FirstRow, Rows: cuts[i].Rows}
				err := errors.Join(f.Read(t.Context(), part, []int{2, 6}, &b), plain.Read(t.Context(), part, []int{2, 6}, &want))
				if err == nil && !slices.EqualFunc(batchRows(&b), batchRows(&want), slices.Equal) {
					err = fmt.Errorf("part %d differs", i)
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestSampleIsTheSameForAllCarriers(t *testing.T) {
	text := invented(",", true, 2<<20)
	var want [][]string
	for _, carrier := range carriers {
		f := mustOpen(t, carrier.wrap(t, text))
		b, err := f.Sample(t.Context(), allColumns(f), 320)
		if err != nil {
			t.Fatal(err)
		}
		got := batchRows(b)
		if want == nil {
			want = got
			if len(got) != 320 || slices.Equal(got[0], got[319]) {
				t.Fatalf("%d rows in the sample", len(got))
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: another sample", carrier.name)
		}
		whole, err := f.Sample(t.Context(), []int{0}, 1<<20)
		if err != nil || int64(whole.Rows) != f.Rows() {
			t.Errorf("%s: %d rows of %d, %v", carrier.name, whole.Rows, f.Rows(), err)
		}
	}
}

func TestColumnsInAnyOrderAndTwice(t *testing.T) {
	f := mustOpen(t, "HO_TEN,SO_CCCD,TINH\nLan,079,HN\nMai,001,\n")
	var b pipeline.Batch
	if err := f.Read(t.Context(), pipeline.Part{Rows: 2}, []int{2, 0, 2}, &b); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(batchRows(&b)); got != "[[HN Lan HN] [· Mai ·]]" {
		t.Error(got)
	}
}

// What is not there cannot be read, and that is neither damage nor a passing
// fault of the store.
func TestWrongQuestions(t *testing.T) {
	f := mustOpen(t, "HO_TEN,SO_CCCD,TINH\nLan,079,HN\nMai,001,\n")
	for _, c := range []struct {
		part    pipeline.Part
		columns []int
	}{
		{pipeline.Part{Rows: 2}, []int{3}},
		{pipeline.Part{Rows: 2}, []int{-1}},
		{pipeline.Part{FirstRow: 1, Rows: 2}, []int{0}},
		{pipeline.Part{FirstRow: -1, Rows: 1}, []int{0}},
		{pipeline.Part{Rows: -1}, []int{0}},
		{pipeline.Part{FirstRow: 1<<63 - 1, Rows: 2}, []int{0}},
		{pipeline.Part{Rows: pipeline.MaxPartRows + 1}, []int{0}},
	} {
		var b pipeline.Batch
		var format *table.FormatError
		var unavailable *store.Unavailable
		if err := f.Read(t.Context(), c.part, c.columns, &b); err == nil || errors.As(err, &format) || errors.As(err, &unavailable) {
			t.Errorf("%d rows from %d, columns %v: %v", c.part.Rows, c.part.FirstRow, c.columns, err)
		}
	}
}

// Rows that are wider than header and head: the columns are bounded, no cell is.
func TestManyExtraCells(t *testing.T) {
	cells := make([]string, 200)
	for i := range cells {
		cells[i] = fmt.Sprint(i)
	}
	head := "A,B,C\n" + strings.Repeat("1,2,3\n", 60)
	f := mustOpen(t, head+strings.Join(cells, ",")+"\n"+`"x,y",`+strings.Join(cells[1:], ",")+",,\n1\n")
	if n := len(f.Columns()); n != 3+extraColumns {
		t.Fatalf("%d columns", n)
	}
	rows := rowsOf(t, f, f.Rows()-3, 3)
	last := len(f.Columns()) - 1
	rest := strings.Join(cells[last:], ",")
	if rows[0][last] != rest || rows[1][last] != rest || rows[2][last] != null || rows[1][0] != "x,y" {
		t.Errorf("%q", rows)
	}
}

func TestManyColumns(t *testing.T) {
	row := strings.Repeat("x;", 9999) + "y\n"
	f := mustOpen(t, row+row+row)
	got := rowsOf(t, f, f.Rows()-1, 1)
	if len(f.Columns()) != 10000 || got[0][9999] != "y" || got[0][9998] != "x" {
		t.Errorf("%d columns, %q", len(f.Columns()), got[0][9998:])
	}
	_, err := Open(t.Context(), newObject(strings.Repeat("x;", maxColumns)+"y\n"), table.Options{})
	if !errors.Is(err, table.ErrUnsupported) {
		t.Errorf("%d columns: %v", maxColumns+1, err)
	}
}

// Values are kept once where they repeat, and for each row where they do not.
func TestRepeatedValuesAreKeptOnce(t *testing.T) {
	f := mustOpen(t, invented(";", false, 2<<20))
	var b pipeline.Batch
	n := int(f.Rows())
	if err := f.Read(t.Context(), pipeline.Part{Rows: n}, []int{0, 2, 5}, &b); err != nil {
		t.Fatal(err)
	}
	for i, most := range []int{n, 12 * 8 * 20, 2} {
		if got := b.Columns[i].Entries(); got > most || i == 0 && got != n {
			t.Errorf("column %d: %d entries for %d rows", i, got, n)
		}
	}
}

// Thousands of values that are repeated are kept once too, though nearly all of
// the first rows are new; numbers that are not repeated are not looked for.
func TestManyRepeatedValuesAreKeptOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("HO_TEN;SO_CCCD\n")
	const values, rows = 9000, 65_536
	rnd := rand.New(rand.NewPCG(3, 4))
	want := make([]string, rows)
	for i := range rows {
		want[i] = fmt.Sprintf("Người thứ %d", rnd.IntN(values))
		fmt.Fprintf(&b, "%s;%012d\n", want[i], i)
	}
	f := mustOpen(t, b.String())
	var batch pipeline.Batch
	for range 2 { // the second time with the memory of the first
		if err := f.Read(t.Context(), pipeline.Part{Rows: rows}, []int{0, 1}, &batch); err != nil {
			t.Fatal(err)
		}
		if names, numbers := batch.Columns[0].Entries(), batch.Columns[1].Entries(); names > values || numbers != rows {
			t.Errorf("%d entries for %d names, %d for %d numbers", names, values, numbers, rows)
		}
		for row := range want {
			if got := string(batch.Columns[0].Value(row)); got != want[row] {
				t.Fatalf("row %d is %q, want %q", row, got, want[row])
			}
		}
	}
}

func TestSecondReadAllocatesNothing(t *testing.T) {
	f := mustOpen(t, invented(",", true, 4<<20))
	var b pipeline.Batch
	part, columns := pipeline.Part{Rows: int(f.Rows())}, allColumns(f)
	read := func() {
		if err := f.Read(context.Background(), part, columns, &b); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if n := testing.AllocsPerRun(3, read); n > 20 {
		t.Errorf("%.0f allocations for %d rows", n, part.Rows)
	}
}

// Cuts of long rows have fewer of them, and all rows once.
func TestCutsOfLongRows(t *testing.T) {
	f := &File{index: newIndex(), first: 1}
	f.index.records = 100001
	for r := range int64(100001) / 10 {
		f.index.points = append(f.index.points, point{r * 10, r * 10 * 100 << 10}) // 100 KiB a row
	}
	var next int64
	for _, c := range f.Cuts(65536) {
		if c.FirstRow != next || c.Rows <= 0 || c.Rows > 1500 {
			t.Fatalf("cut %+v behind row %d", c, next)
		}
		next += int64(c.Rows)
	}
	if next != f.Rows() {
		t.Errorf("the cuts end at row %d of %d", next, f.Rows())
	}
}

// A packed file that is closed leaves nobody behind.
func TestCloseEndsTheReadAhead(t *testing.T) {
	before := runtime.NumGoroutine()
	text := packed(t, zstandard, invented(",", true, 4<<20))
	f, err := open(t.Context(), newObject(text), table.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rowsOf(t, f, 0, 10)
	rowsOf(t, f, 5000, 10)
	rowsOf(t, f, 5, 10)
	if runtime.NumGoroutine() <= before {
		t.Error("nobody reads ahead")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d goroutines were there before, %d are after", before, runtime.NumGoroutine())
}
