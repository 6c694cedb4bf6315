package jobs

import (
	"slices"
	"testing"

	"lamsach/matchers/evaluate"
)

// Of many rows that are not shown a sample is kept, in their order, spread over
// all of them, and the same whenever it is drawn.
func TestSampleOfRowsNotShown(t *testing.T) {
	draw := func(run string, rows int64) []notShownRow {
		n := notShown{run: run, most: 1000}
		for row := range rows {
			n.add(evaluate.Address{Table: int32(row / 20_000), Row: row % 20_000}, uint64(row)+1)
		}
		return n.rows
	}
	if all := draw("a", 1000); len(all) != 1000 {
		t.Errorf("%d of 1,000 rows are kept", len(all))
	}
	some := draw("a", 60_000)
	if len(some) < 400 || len(some) > 1000 {
		t.Errorf("%d rows are kept, of at most 1,000", len(some))
	}
	if !slices.IsSortedFunc(some, func(a, b notShownRow) int { return a.at.Compare(b.at) }) {
		t.Error("they are not in their order")
	}
	var tables [3]int
	for _, r := range some {
		tables[r.at.Table]++
	}
	for table, n := range tables {
		if n < len(some)/4 {
			t.Errorf("table %d has %d of %d", table, n, len(some))
		}
	}
	if !slices.Equal(some, draw("a", 60_000)) {
		t.Error("the same run gave another sample")
	}
	if slices.Equal(some, draw("b", 60_000)) {
		t.Error("another run gave the same sample")
	}
}
