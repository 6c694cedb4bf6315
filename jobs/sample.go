package jobs

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// chosen are rows of one part.
type chosen struct {
	part pipeline.Part
	rows []int // within the part, ascending; nil: all of them
}

func (c chosen) count() int {
	if c.rows == nil {
		return c.part.Rows
	}
	return len(c.rows)
}

// row is the place within the part of the ith chosen row.
func (c chosen) row(i int) int {
	if c.rows == nil {
		return i
	}
	return c.rows[i]
}

// A sample is of parts that are read whole: of every file one, as long as that
// leaves rowsOfPart rows for each, and of few files several.
const (
	leastParts = 16
	rowsOfPart = 64
)

// chosen are the rows that a replay is asked for, by part. A sample is the same
// whenever it is taken of the same run: it hangs on the run's id.
// whole says that they are all rows of the run.
func (r *Reopened) chosen(ctx context.Context, o ReplayOptions) (list []chosen, whole bool, err error) {
	if o.Row != nil {
		p, at, err := r.Part(ctx, *o.Row)
		return []chosen{{p, []int{at}}}, false, err
	}
	if o.Sample <= 0 || int64(o.Sample) >= r.Manifest.Rows {
		for i := range r.Manifest.Inputs {
			parts, err := r.Parts(ctx, i)
			if err != nil {
				return nil, false, err
			}
			for _, p := range parts {
				list = append(list, chosen{part: p})
			}
		}
		return list, true, nil
	}
	for _, place := range sampledParts(r.Manifest, o.Sample) {
		parts, err := r.Parts(ctx, place.file)
		if err != nil {
			return nil, false, err
		}
		if p := parts[place.part]; p.Rows > 0 {
			list = append(list, chosen{part: p})
		}
	}
	share(list, o.Sample, r.Manifest.RunID)
	slices.SortFunc(list, func(a, b chosen) int { return cmp.Compare(a.part.Index, b.part.Index) })
	return list, false, nil
}

// partPlace is a part by its number within its file.
type partPlace struct {
	file, part int
	lot        uint64
}

// sampledParts draws the parts that a sample is of: the files in an order drawn
// by lot, of each a part drawn by lot, then of each another one, until there are
// enough.
func sampledParts(m *Manifest, sample int) []partPlace {
	var all []partPlace
	for f, in := range m.Inputs {
		var own []partPlace
		for p := range in.Parts[1] - in.Parts[0] {
			own = append(own, partPlace{f, p, lot(m.RunID, f, p)})
		}
		slices.SortFunc(own, func(a, b partPlace) int { return cmp.Compare(a.lot, b.lot) })
		for round := range own {
			own[round].lot = lot(m.RunID, f, -1)>>16 | uint64(round)<<48 // the first of each file first
		}
		all = append(all, own...)
	}
	slices.SortFunc(all, func(a, b partPlace) int { return cmp.Or(cmp.Compare(a.lot, b.lot), cmp.Compare(a.file, b.file)) })
	return all[:min(len(all), max(leastParts, min(len(m.Inputs), sample/rowsOfPart)))]
}

// lot is a number drawn for a part of a file.
func lot(run string, file, part int) uint64 {
	return xxhash.Sum64String(fmt.Sprintf("%s/%d/%d", run, file, part))
}

// share draws the rows of a sample from the parts, as many from each, but from
// small ones no more than they have.
func share(list []chosen, sample int, run string) {
	slices.SortFunc(list, func(a, b chosen) int {
		return cmp.Or(cmp.Compare(a.part.Rows, b.part.Rows), cmp.Compare(a.part.Index, b.part.Index))
	})
	for i := range list {
		p := list[i].part
		n := min((sample+len(list)-i-1)/(len(list)-i), p.Rows)
		list[i].rows = pick(p.Rows, n, lot(run, p.File, p.Index))
		sample -= n
	}
}

// pick draws n of so many rows, ascending, each as likely as another.
func pick(all, n int, seed uint64) []int {
	random := rand.New(rand.NewPCG(seed, 0))
	rows := make([]int, 0, n)
	for row := 0; len(rows) < n; row++ {
		if random.IntN(all-row) < n-len(rows) {
			rows = append(rows, row)
		}
	}
	return rows
}
