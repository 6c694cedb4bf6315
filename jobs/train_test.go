package jobs

import (
	"testing"

	"lamsach/pipeline"
)

// The sample of a batch has the rows that were drawn, in lists too, and a row is
// drawn wherever it stands.
func TestPick(t *testing.T) {
	const rows, start = 1000, 70_000
	b := pipeline.Batch{Rows: rows, Columns: make([]pipeline.Column, 2)}
	one, lists := &b.Columns[0], &b.Columns[1]
	lists.Lists = []int32{0}
	for i := range int32(rows) {
		one.Index = append(one.Index, i)
		for range i % 3 {
			lists.Index = append(lists.Index, i)
		}
		lists.Lists = append(lists.Lists, int32(len(lists.Index)))
	}
	w := &trainWorker{trainer: &trainer{share: 0.3}, batch: b}
	w.pick(pipeline.Part{StartRow: start, Rows: rows})
	n := w.batch.Rows
	if n < 200 || n > 400 || n != len(w.picked) {
		t.Fatalf("%d of %d rows were drawn for a share of 0.3", n, rows)
	}
	one, lists = &w.batch.Columns[0], &w.batch.Columns[1]
	if len(one.Index) != n || len(lists.Lists) != n+1 || int(lists.Lists[n]) != len(lists.Index) {
		t.Fatalf("%d rows, %d cells, %d lists", n, len(one.Index), len(lists.Lists))
	}
	for i, row := range w.picked {
		was := int32(row - start)
		if one.Index[i] != was {
			t.Fatalf("row %d of the sample has cell %d, want %d", i, one.Index[i], was)
		}
		list := lists.Index[lists.Lists[i]:lists.Lists[i+1]]
		if len(list) != int(was%3) || len(list) > 0 && list[0] != was {
			t.Fatalf("row %d of the sample has list %v", i, list)
		}
		if !w.wanted(row) {
			t.Fatalf("row %d was taken and is not drawn", row)
		}
	}
}

// A sample is spread over the parts, and about as many rows are taken as were
// asked for.
func TestChoose(t *testing.T) {
	plan := &Plan{}
	for i, rows := range []int{65_536, 65_536, 900, 65_536, 0, 65_536, 30_000, 65_536} {
		plan.Parts = append(plan.Parts, pipeline.Part{Index: i, StartRow: plan.Rows, Rows: rows})
		plan.Rows += int64(rows)
	}
	for _, c := range []struct {
		rows  int64
		parts int // at least
	}{{1_000_000, 8}, {20_000, 3}, {10, 1}} {
		tr := &trainer{Plan: plan}
		tr.choose(c.rows)
		read := int64(0)
		for _, p := range tr.parts {
			read += int64(plan.Parts[p].Rows)
		}
		taken := tr.share * float64(read)
		if len(tr.parts) < c.parts || taken > float64(c.rows)*1.001 || taken < 0.99*float64(min(c.rows, plan.Rows)) {
			t.Errorf("%d rows: %d parts with %d rows, of which %.0f are taken", c.rows, len(tr.parts), read, taken)
		}
	}
}

func TestModelName(t *testing.T) {
	for title, want := range map[string]string{"VCB credit 2026": "vcb-credit-2026", "Tín dụng": "t-n-d-ng", "...": "bank-credit", "": "bank-credit"} {
		if got := modelName("", &Spec{Name: title, Dataset: "bank-credit"}); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestRowOf(t *testing.T) {
	plan := &Plan{
		Files: []*PlannedFile{{Input: Input{File: "a", Rows: 10, Parts: [2]int{0, 1}}}, {Input: Input{File: "b", Sheet: "x", Rows: 5, Parts: [2]int{1, 2}}}, {Input: Input{File: "b", Sheet: "y", Rows: 5, Parts: [2]int{2, 3}}}},
		Parts: []pipeline.Part{{StartRow: 0, Rows: 10}, {StartRow: 10, Rows: 5}, {StartRow: 15, Rows: 5}},
	}
	for _, c := range []struct {
		file, sheet string
		row, want   int64
		there       bool
	}{{"a", "", 9, 9, true}, {"a", "", 10, 0, false}, {"b", "y", 1, 16, true}, {"b", "x", 4, 14, true}, {"b", "z", 0, 0, false}, {"c", "", 0, 0, false}} {
		if n := plan.sheets(c.file); n != map[string]int{"a": 1, "b": 2}[c.file] {
			t.Errorf("%s has %d sheets", c.file, n)
		}
		if got, there := plan.rowOf(c.file, c.sheet, c.row); got != c.want || there != c.there {
			t.Errorf("%s %s %d: row %d %v, want %d %v", c.file, c.sheet, c.row, got, there, c.want, c.there)
		}
	}
}
