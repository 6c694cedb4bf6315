package jobs

import (
	"fmt"
	"slices"
	"testing"

	"lamsach/pipeline"
)

// files is a manifest of files of so many parts each.
func files(parts ...int) *Manifest {
	m := &Manifest{RunID: "0123456789abcdef01234567"}
	next := 0
	for i, n := range parts {
		m.Inputs = append(m.Inputs, Input{File: fmt.Sprint(i), Parts: [2]int{next, next + n}})
		next += n
	}
	return m
}

func TestSampledParts(t *testing.T) {
	for _, c := range []struct {
		parts                      []int
		sample, wantParts, wantOut int
	}{
		{[]int{1}, 5000, 1, 1},
		{[]int{40}, 5000, 16, 1},
		{[]int{40, 1, 1}, 5000, 16, 3},
		{slices.Repeat([]int{3}, 50), 5000, 50, 50},
		{slices.Repeat([]int{3}, 500), 5000, 78, 78},
		{slices.Repeat([]int{3}, 500), 10, 16, 16},
	} {
		got := sampledParts(files(c.parts...), c.sample)
		met, twice := map[int]bool{}, map[[2]int]bool{}
		for _, p := range got {
			met[p.file] = true
			if at := [2]int{p.file, p.part}; twice[at] || p.part >= c.parts[p.file] {
				t.Errorf("%v: part %v is drawn twice or is none", c.parts, at)
			} else {
				twice[at] = true
			}
		}
		if len(got) != c.wantParts || len(met) != c.wantOut {
			t.Errorf("%d rows of %d files: %d parts of %d files, want %d of %d", c.sample, len(c.parts), len(got), len(met), c.wantParts, c.wantOut)
		}
		if again := sampledParts(files(c.parts...), c.sample); !slices.Equal(got, again) {
			t.Errorf("%v: another sample of the same run", c.parts)
		}
	}
}

func TestShare(t *testing.T) {
	list := []chosen{
		{part: pipeline.Part{Index: 0, Rows: 1000}},
		{part: pipeline.Part{Index: 1, Rows: 3}},
		{part: pipeline.Part{Index: 2, Rows: 500}},
		{part: pipeline.Part{Index: 3, Rows: 40}},
	}
	share(list, 300, "run")
	sum := 0
	for _, c := range list {
		sum += c.count()
		if !slices.IsSorted(c.rows) || len(slices.Compact(slices.Clone(c.rows))) != len(c.rows) || c.rows[0] < 0 || c.rows[len(c.rows)-1] >= c.part.Rows {
			t.Errorf("part of %d rows: %v", c.part.Rows, c.rows)
		}
	}
	if sum != 300 || list[0].count() != 3 || list[1].count() != 40 {
		t.Errorf("%d rows, of the small parts %d and %d", sum, list[0].count(), list[1].count())
	}
}

// Each row is drawn about as often as another.
func TestDrawn(t *testing.T) {
	var times [20]int
	for seed := range uint64(2000) {
		for _, row := range pick(len(times), 5, seed) {
			times[row]++
		}
	}
	for row, n := range times {
		if n < 400 || n > 600 { // 500 expected, 19 the deviation
			t.Errorf("row %d was drawn %d times of 2000, want about 500", row, n)
		}
	}
}
