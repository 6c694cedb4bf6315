package parquet

import (
	"context"

	"lamsach/pipeline/source/parquet/pages"
)

// lists reads n rows of a column of lists. A row begins where the repetition
// level is 0; its last elements may stand in the page behind.
func (s *segment) lists(ctx context.Context, row, n int64) error {
	ck := s.chunk
	i, e, err := ck.find(ctx, s.reader, row)
	for begun := int64(0); ; {
		s.atStart = i == 0
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		begins := min(n-begun, e.first+e.rows-row-begun)
		p, err2 := ck.page(s.reader, i, e, max(begins, 0))
		if err2 != nil {
			return ck.file.fault(ck.place(row+begun), err2)
		}
		more, ended, err2 := s.listPage(p, row+begun-e.first, n-begun, begun > 0)
		if err2 != nil {
			return ck.file.fault(ck.place(row+begun), err2)
		}
		if begun += more; ended {
			return nil
		}
		i++
		var ok bool
		if e, ok, err = ck.after(ctx, s.reader, i); err == nil && !ok {
			if begun == n {
				return nil
			}
			return ck.file.fault(ck.place(row+begun), damage("the column ends before its last row"))
		}
	}
}

// listPage appends rows of a page behind the first skip that begin in it, at
// most n. inside says that elements before the first beginning belong to the
// row before. It gives the rows begun, and whether a row behind them was seen.
func (s *segment) listPage(p *pages.Page, skip, n int64, inside bool) (begun int64, ended bool, err error) {
	reps, defs := p.Reps, p.Defs
	from, to := 0, len(reps)
	if skip == 0 && !inside && s.atStart && to > 0 && reps[0] != 0 {
		return 0, false, damage("the column begins inside a row")
	}
	if !inside {
		// Pass over the rows in front, and what the page before had begun.
		for from = 0; from < len(reps) && (reps[from] != 0 || skip > 0); from++ {
			if reps[from] == 0 {
				skip--
			}
		}
	}
	top, elem := byte(s.chunk.col.MaxDef), byte(s.chunk.col.Elem)
	before, there := 0, 0
	for _, d := range defs[:from] {
		if d == top {
			before++
		}
	}
	for i := from; i < len(reps); i++ {
		if reps[i] == 0 {
			if begun == n {
				to, ended = i, true
				break
			}
			begun++
		}
		if defs[i] == top {
			there++
		}
	}
	s.reader.indexes = extend(s.reader.indexes[:0], there)
	values := s.reader.indexes
	if err := s.values(p, values, before); err != nil {
		return 0, false, err
	}
	out := s.out
	for i := from; i < to; i++ {
		if reps[i] == 0 {
			out.Lists = append(out.Lists, int32(len(out.Index)))
		}
		switch d := defs[i]; {
		case d == top:
			out.Index = append(out.Index, values[0])
			values = values[1:]
		case d >= elem:
			out.Index = append(out.Index, -1)
		case reps[i] != 0:
			return 0, false, damage("a list goes on without an element")
		}
	}
	return begun, ended, nil
}
