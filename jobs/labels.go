package jobs

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/register"
	"lamsach/schemas"
)

// labels are whom the rows of a sample speak of, by row of the whole job;
// NoPerson is somebody who is not in the register.
type labels struct {
	of       map[int64]told
	strange  int64 // labels that name a number which the register does not have
	twice    int64 // rows labelled with two people
	firstBad string
}

// told is whom one row speaks of.
type told struct {
	number uint64 // personal ID, 0 for nobody
	person uint32
}

// readLabels reads tables of source_file, source_row and person_id (empty for
// nobody in the register), with source_sheet and kind where there are such
// columns, and keeps what wanted asks for.
func readLabels(ctx context.Context, location string, plan *Plan, wanted func(row int64) bool) (*labels, error) {
	matches, err := resolve(ctx, []string{location}, Silent{})
	if err != nil {
		return nil, err
	}
	l := &labels{of: map[int64]told{}}
	for _, m := range matches {
		if err := l.file(ctx, m, plan, wanted); err != nil {
			return nil, inputFault(m, err)
		}
	}
	switch {
	case l.twice > 0:
		return nil, failf(ExitGiven, "truth %s: %d rows are labelled with two different people, the first is %s; which is right?", location, l.twice, l.firstBad)
	case len(l.of) == 0:
		return nil, failf(ExitGiven, "truth %s: none of its labels is of a row that training looks at; source_file must be a file of the job, source_row counts from 0", location)
	}
	return l, nil
}

func (l *labels) file(ctx context.Context, m found, plan *Plan, wanted func(int64) bool) error {
	file, err := openSource(ctx, m)
	if err != nil {
		return err
	}
	defer file.Close()
	for _, t := range file.Tables() {
		columns, err := labelColumns(t)
		if err != nil {
			return failf(ExitGiven, "truth %s: %w", m.Rel, err)
		}
		var batch pipeline.Batch
		for _, cut := range t.Cuts(pipeline.UsualPartRows) {
			if err := t.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows, Sheet: t.Sheet()}, columns.read, &batch); err != nil {
				return err
			}
			for i := range batch.Rows {
				if err := l.add(columns.row(&batch, i), plan, wanted); err != nil {
					return failf(ExitGiven, "truth %s, row %d: %w", m.Rel, cut.FirstRow+int64(i), err)
				}
			}
		}
	}
	return nil
}

// label is a row of a truth, its cells as they are.
type label struct{ file, sheet, row, person, kind []byte }

// labelTable says where the cells of a label are: places in read, -1 for none.
type labelTable struct {
	read []int
	at   [5]int
}

var labelNames = [...]string{"source_file", "source_sheet", "source_row", "person_id", "kind"}

func labelColumns(t table.Table) (labelTable, error) {
	l := labelTable{at: [5]int{-1, -1, -1, -1, -1}}
	for i, c := range t.Columns() {
		if at := slices.Index(labelNames[:], c.Name); at >= 0 && !c.List && l.at[at] < 0 {
			l.at[at] = len(l.read)
			l.read = append(l.read, i)
		}
	}
	for _, must := range [...]int{0, 2, 3} {
		if l.at[must] < 0 {
			return l, fmt.Errorf("it has no column %s", labelNames[must])
		}
	}
	return l, nil
}

func (t *labelTable) row(b *pipeline.Batch, i int) label {
	cell := func(at int) []byte {
		if t.at[at] < 0 {
			return nil
		}
		return b.Columns[t.at[at]].Value(i)
	}
	return label{cell(0), cell(1), cell(2), cell(3), cell(4)}
}

// add takes one label. No error shows a cell.
func (l *labels) add(x label, plan *Plan, wanted func(int64) bool) error {
	if string(x.kind) == "garbage" { // no person's row
		return nil
	}
	row, err := strconv.ParseInt(string(x.row), 10, 64)
	if err != nil || row < 0 {
		return fmt.Errorf("source_row is no row number")
	}
	if len(x.sheet) == 0 && plan.sheets(string(x.file)) > 1 {
		return fmt.Errorf("its file has several sheets; the truth needs a column source_sheet")
	}
	start, there := plan.rowOf(string(x.file), string(x.sheet), row)
	if !there || !wanted(start) {
		return nil
	}
	t := told{person: pipeline.NoPerson}
	if len(x.person) > 0 {
		if t.number, err = strconv.ParseUint(string(x.person), 10, 48); err != nil {
			return fmt.Errorf("person_id is no personal ID")
		}
		if t.person = bearer(plan.People, schemas.MakeNumber(schemas.PersonalID, t.number)); t.person == pipeline.NoPerson {
			l.strange++
		}
	}
	if before, known := l.of[start]; known && before.number != t.number {
		if l.twice++; l.twice == 1 {
			l.firstBad = fmt.Sprintf("source_row %d of %s", row, x.file)
		}
	}
	l.of[start] = t
	return nil
}

// bearer is the person who bears a personal ID, or gave it up.
func bearer(s *register.Snapshot, n schemas.Number) uint32 {
	if p, ok := s.ByPIN(n); ok {
		return p
	}
	if former := s.ByFormer(n, nil); len(former) == 1 {
		return former[0]
	}
	return pipeline.NoPerson
}

// rowOf is the place of a row of a file among the rows of the whole job.
func (p *Plan) rowOf(file, sheet string, row int64) (int64, bool) {
	for _, f := range p.Files {
		if f.File == file && (sheet == "" || f.Sheet == sheet) && row < f.Rows && f.Parts[0] < f.Parts[1] {
			first := p.Parts[f.Parts[0]]
			return first.StartRow - first.FirstRow + row, true
		}
	}
	return 0, false
}

// sheets is how many tables of a file the job reads.
func (p *Plan) sheets(file string) (n int) {
	for _, f := range p.Files {
		if f.File == file {
			n++
		}
	}
	return n
}
