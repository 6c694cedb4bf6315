package dedupe

import (
	"context"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"lamsach/schemas"
)

// Options of settling.
type Options struct {
	Workers int
	Memory  int64 // bytes that the entries may take at a time
}

// RowBytes is what a Settlement keeps for each row of the job.
const RowBytes = 5

// Settlement says of every row of the job what only all rows together show.
type Settlement struct {
	flags []uint32 // four bits for each row of the job
	first []uint32 // global row + 1 of the row that a duplicate repeats
}

const (
	flagDuplicate uint32 = 1 << iota
	flagShared
	flagClaimed
	flagSeveral

	flagRows = 8 // rows of a word
	flagBits = 4
)

func newSettlement(rows int64) *Settlement {
	return &Settlement{flags: make([]uint32, (rows+flagRows-1)/flagRows), first: make([]uint32, rows)}
}

// flag adds flags to a row. Neighbours and the row's own groups may be settled
// at the same time.
func (s *Settlement) flag(row, flags uint32) {
	atomic.OrUint32(&s.flags[row/flagRows], flags<<(row%flagRows*flagBits))
}

// repeats says that a row repeats an earlier one.
func (s *Settlement) repeats(row, first uint32) {
	s.flag(row, flagDuplicate)
	s.first[row] = first + 1
}

// settledReasons are the reasons of each combination of flags.
var settledReasons = func() (sets [1 << flagBits]schemas.ReasonSet) {
	for flags := range sets {
		for bit, r := range [...]schemas.Reason{schemas.ReasonDuplicate, schemas.ReasonNumberShared, schemas.ReasonPersonClaimed, schemas.ReasonSeveral} {
			if flags>>bit&1 != 0 {
				sets[flags] = sets[flags].With(r)
			}
		}
	}
	return sets
}()

// Row returns the reasons that settling adds to a row of the job, and the
// global row that it repeats, -1 when it repeats none.
func (s *Settlement) Row(global int64) (reasons schemas.ReasonSet, duplicateOf int64) {
	flags := s.flags[global/flagRows] >> (global % flagRows * flagBits) & (1<<flagBits - 1)
	return settledReasons[flags], int64(s.first[global]) - 1
}

// Settle reads every spill and settles the job. Parts must cover the job's
// global rows (Part.StartRow) without overlap; rows of parts that are not given
// get no reasons. The result does not depend on workers or memory.
func Settle(ctx context.Context, parts []Spill, o Options) (*Settlement, error) {
	var rows int64
	for _, p := range parts {
		rows = max(rows, p.Part.StartRow+int64(p.Part.Rows))
	}
	return settle(ctx, parts, newSettlement(rows), cutOf(rows, o), max(o.Workers, 1))
}

func settle(ctx context.Context, parts []Spill, s *Settlement, c cut, workers int) (*Settlement, error) {
	ps := &partitions{list: make([][]*block, c.perPass)}
	crew := make([]scratch, workers)
	for i := range crew {
		crew[i].scatterer = scatterer{cut: c, to: ps, open: make([]*block, c.perPass)}
	}
	for pass := range c.passes {
		err := each(ctx, crew, len(parts), func(w *scratch, i int) error {
			w.scatterer.pass = pass
			return w.scatterer.part(parts[i])
		})
		if err != nil {
			return nil, err
		}
		for i := range crew {
			crew[i].scatterer.finish()
		}
		err = each(ctx, crew, c.perPass, func(w *scratch, i int) error {
			w.groups.settle(s, ps.list[i])
			ps.clear(i)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// scratch is what one goroutine needs.
type scratch struct {
	scatterer scatterer
	groups    grouper
}

// each does a number of pieces of work on a crew.
func each[W any](ctx context.Context, crew []W, n int, do func(w *W, i int) error) error {
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for i := range crew {
		p.Go(func(ctx context.Context) error {
			for at := int(next.Add(1)) - 1; at < n; at = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(&crew[i], at); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return p.Wait()
}
