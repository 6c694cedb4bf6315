package table_test

import (
	"math"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

func TestRowsOf(t *testing.T) {
	for _, c := range []struct {
		all  int64
		runs []table.Cut
		rows int // -1: refused
	}{
		{0, []table.Cut{{}}, 0},
		{10, []table.Cut{{FirstRow: 0, Rows: 4}, {FirstRow: 7, Rows: 3}}, 7},
		{10, []table.Cut{{FirstRow: 7, Rows: 4}}, -1},
		{10, []table.Cut{{FirstRow: -1, Rows: 1}}, -1},
		{10, []table.Cut{{FirstRow: 1, Rows: -1}}, -1},
		{10, []table.Cut{{FirstRow: math.MaxInt64, Rows: 1}}, -1},
		{math.MaxInt64, []table.Cut{{Rows: pipeline.MaxPartRows + 1}}, -1},
	} {
		rows, err := table.RowsOf("x", c.all, c.runs)
		if c.rows < 0 && err == nil || c.rows >= 0 && (err != nil || rows != c.rows) {
			t.Errorf("%v of %d rows: %d, %v", c.runs, c.all, rows, err)
		}
	}
}

// Samples begin with the first row, end with the last, and never overlap.
func TestSampleCuts(t *testing.T) {
	for _, c := range []struct {
		all  int64
		rows int
	}{{0, 100}, {5, 100}, {100, 100}, {101, 100}, {1 << 40, 8192}} {
		cuts := table.SampleCuts(c.all, c.rows)
		rows, err := table.RowsOf("x", c.all, cuts)
		last := cuts[len(cuts)-1]
		if err != nil || cuts[0].FirstRow != 0 || last.FirstRow+int64(last.Rows) != c.all || int64(rows) > min(c.all, int64(c.rows)) {
			t.Errorf("%d of %d rows: %v, %v", c.rows, c.all, cuts, err)
		}
		for i := 1; i < len(cuts); i++ {
			if cuts[i].FirstRow < cuts[i-1].FirstRow+int64(cuts[i-1].Rows) {
				t.Errorf("%d of %d rows: runs overlap at %d", c.rows, c.all, i)
			}
		}
	}
}
