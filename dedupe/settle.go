package dedupe

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Options of settling.
type Options struct {
	Dir     string // for partitions that do not fit in memory
	Workers int
	Memory  int64 // bytes that the entries may take at a time
}

// Settlement says of every row of the job what only all rows together show.
type Settlement struct {
	flags []uint32 // one word for each row of the job
	first []uint32 // global row + 1 of the row that a duplicate repeats
}

const (
	flagDuplicate uint32 = 1 << iota
	flagShared
	flagClaimed
)

// Row returns the reasons that settling adds to a row of the job, and the
// global row that it repeats, -1 when it repeats none.
func (s *Settlement) Row(global int64) (reasons schemas.ReasonSet, duplicateOf int64) {
	flags := s.flags[global]
	if flags&flagDuplicate != 0 {
		reasons = reasons.With(schemas.ReasonDuplicate)
	}
	if flags&flagShared != 0 {
		reasons = reasons.With(schemas.ReasonNumberShared)
	}
	if flags&flagClaimed != 0 {
		reasons = reasons.With(schemas.ReasonPersonClaimed)
	}
	return reasons, int64(s.first[global]) - 1
}

// Settle reads every spill and settles the job. Parts must cover the job's
// global rows (Part.StartRow) without overlap; rows of parts that are not given
// get no reasons. The result does not depend on workers or memory.
func Settle(ctx context.Context, parts []Spill, o Options) (*Settlement, error) {
	var rows int64
	for _, p := range parts {
		rows = max(rows, p.Part.StartRow+int64(p.Part.Rows))
	}
	s := &Settlement{flags: make([]uint32, rows), first: make([]uint32, rows)}
	ps := newPartitions(rows, o)
	defer ps.remove()

	scatter := pool.New().WithContext(ctx).WithCancelOnError().WithMaxGoroutines(max(o.Workers, 1))
	for _, p := range parts {
		scatter.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			outcomes, err := ReadSpill(p.Path)
			if err != nil {
				return err
			}
			return ps.scatter(outcomes, uint32(p.Part.StartRow))
		})
	}
	if err := scatter.Wait(); err != nil {
		return nil, err
	}
	settle := pool.New().WithContext(ctx).WithCancelOnError().WithMaxGoroutines(max(o.Workers, 1))
	for i := range ps.list {
		settle.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			entries, err := ps.load(i)
			if err == nil {
				s.settle(entries)
			}
			return err
		})
	}
	return s, settle.Wait()
}

// settle sorts one partition and settles each of its groups.
func (s *Settlement) settle(entries []entry) {
	slices.SortFunc(entries, compareEntries)
	for start := 0; start < len(entries); {
		end := start + 1
		for end < len(entries) && entries[end].kind == entries[start].kind && entries[end].key == entries[start].key {
			end++
		}
		if end-start > 1 {
			s.group(entries[start:end])
		}
		start = end
	}
}

func compareEntries(a, b entry) int {
	switch {
	case a.key != b.key:
		return cmp.Compare(a.key, b.key)
	case a.kind != b.kind:
		return cmp.Compare(a.kind, b.kind)
	}
	return cmp.Compare(a.row, b.row)
}

// group settles the rows of one person, one identity or one number, in order.
func (s *Settlement) group(g []entry) {
	several := false
	for _, e := range g[1:] {
		several = several || e.who != g[0].who
	}
	for i, e := range g {
		var flags uint32
		switch e.kind {
		case kindNumber:
			if several {
				flags = flagShared
			}
		case kindPerson:
			if several {
				flags = flagClaimed
			}
			fallthrough
		case kindIdentity:
			if i > 0 {
				flags |= flagDuplicate
				s.first[e.row] = g[0].row + 1
			}
		}
		if flags != 0 {
			atomic.OrUint32(&s.flags[e.row], flags) // a row's two numbers may be settled at a time
		}
	}
}

// entriesOf calls f with what one outcome contributes: whom the row is about
// (the person, or for an unlinked row the identity it submitted) and the
// numbers it used.
func entriesOf(o *pipeline.Outcome, row uint32, f func(entry)) {
	if o.Verdict == schemas.Rejected {
		return
	}
	who := o.Identity
	if o.Person != pipeline.NoPerson {
		who = uint64(o.Person) << 1
		f(entry{kind: kindPerson, key: uint64(o.Person), who: o.Identity, row: row})
	} else {
		f(entry{kind: kindIdentity, key: o.Identity ^ uint64(o.PIN)*0x9e3779b97f4a7c15 ^ uint64(o.CMND)*0xff51afd7ed558ccd, row: row})
	}
	for _, n := range [...]schemas.Number{o.PIN, o.CMND} {
		if n != 0 {
			f(entry{kind: kindNumber, key: uint64(n), who: who, row: row})
		}
	}
}
