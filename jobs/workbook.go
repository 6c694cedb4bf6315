package jobs

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"lamsach/dedupe"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/reports"
	"lamsach/reports/xlsx"
	"lamsach/schemas"
)

// maxWorkbookRows is how many corrections the workbook holds: more is no list
// that anybody works through by hand.
const maxWorkbookRows = 100_000

// mismatchColumns of the mismatches table, in the order mismatchRow has them.
var mismatchColumns = []string{"source_row", "field", "submitted", "canonical", "register_value", "reason", "mechanism"}

// mismatchRow is one row of a mismatches table.
type mismatchRow struct {
	Row                                                      int64 // source_row
	Field, Submitted, Canonical, Register, Reason, Mechanism string
}

// mismatchTable opens the mismatches of a part.
type mismatchTable struct {
	Part  pipeline.Part
	File  string // source_file
	Rows  int64
	store store.Store
	key   string
}

// open opens the object of a table. The run wrote it itself, so no sandbox
// stands in between.
func (t *mismatchTable) open(ctx context.Context) (*parquet.File, error) {
	object, err := t.store.Open(ctx, t.key)
	if err != nil {
		return nil, err
	}
	return parquet.Open(ctx, object, table.Options{})
}

// mismatchTables are the tables of all parts that were done: the published
// ones, or those kept for the report alone.
func (c *crew) mismatchTables() []mismatchTable {
	var tables []mismatchTable
	for i, d := range c.done {
		if d == nil {
			continue
		}
		t := mismatchTable{Part: d.Part, File: c.plan.Files[d.Part.File].File, Rows: d.Mismatches}
		if c.plan.Spec.Wants("mismatches") {
			t.store, t.key = c.run.store, c.run.key(partName("mismatches", i))
		} else {
			name := c.ledger.mismatches(i)
			t.store, t.key = store.NewFiles(filepath.Dir(name)), filepath.Base(name)
		}
		tables = append(tables, t)
	}
	return tables
}

// all yields the rows of a table.
func (t *mismatchTable) all(ctx context.Context) iter.Seq2[mismatchRow, error] {
	return func(yield func(mismatchRow, error) bool) {
		if t.Rows == 0 {
			return
		}
		file, err := t.open(ctx)
		if err != nil {
			yield(mismatchRow{}, err)
			return
		}
		defer file.Close()
		columns, err := columnsNamed(file, mismatchColumns)
		if err != nil {
			yield(mismatchRow{}, err)
			return
		}
		var b pipeline.Batch
		for _, cut := range file.Cuts(pipeline.UsualPartRows) {
			if err := file.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, columns, &b); err != nil {
				yield(mismatchRow{}, err)
				return
			}
			for i := range b.Rows {
				if row, err := mismatchOf(&b, i); !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}

func mismatchOf(b *pipeline.Batch, i int) (mismatchRow, error) {
	at := func(c int) string { return string(b.Columns[c].Value(i)) }
	row, err := strconv.ParseInt(at(0), 10, 64)
	return mismatchRow{row, at(1), at(2), at(3), at(4), at(5), at(6)}, err
}

// columnsNamed finds columns of a table of our own by their names; they come in
// the order of the names.
func columnsNamed(file table.Table, names []string) ([]int, error) {
	var out []int
	for _, name := range names {
		at := slices.IndexFunc(file.Columns(), func(c table.Column) bool { return c.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("a table of the run lacks its column %s", name)
		}
		out = append(out, at)
	}
	return out, nil
}

// workbook writes the workbook of a run.
func (c *crew) workbook(ctx context.Context, report func() *reports.Report, tables []mismatchTable) (book []byte, err error) {
	defer func() { err = recovered(recover(), "the workbook", err) }()
	meta := xlsx.Meta{Report: report, Limit: maxWorkbookRows}
	for _, t := range tables {
		meta.Total += t.Rows
	}
	var b bytes.Buffer
	err = xlsx.Write(&b, meta, c.corrections(ctx, tables))
	return b.Bytes(), err
}

// bookInWork is a workbook that is written beside the settling and the
// outcomes: its rows are known before, only its summary is not.
type bookInWork struct {
	report chan *reports.Report
	done   chan struct{}
	book   []byte
	err    error
}

// beginWorkbook starts a workbook. One of finish and abandon must follow.
func (c *crew) beginWorkbook(ctx context.Context) *bookInWork {
	w := &bookInWork{report: make(chan *reports.Report, 1), done: make(chan struct{})}
	tables, began := c.mismatchTables(), time.Now()
	go func() {
		defer close(w.done)
		w.book, w.err = c.workbook(ctx, func() *reports.Report {
			c.clock.lap(stageReport, began) // what follows is counted by whoever waits for it
			return <-w.report
		}, tables)
	}()
	return w
}

// finish hands the report over and returns the workbook.
func (w *bookInWork) finish(r *reports.Report) ([]byte, error) {
	w.report <- r
	<-w.done
	return w.book, w.err
}

// abandon ends a workbook that is not wanted any more, and waits for its end.
// After finish it does nothing.
func (w *bookInWork) abandon() {
	close(w.report)
	<-w.done
}

// corrections yields what the submitter should correct, in the order of the
// rows, with what a person needs to find the row in his own system.
func (c *crew) corrections(ctx context.Context, tables []mismatchTable) iter.Seq2[xlsx.CorrectionRow, error] {
	return func(yield func(xlsx.CorrectionRow, error) bool) {
		for _, t := range tables {
			if t.Rows == 0 {
				continue
			}
			who, err := c.context(ctx, t.Part)
			if err != nil {
				yield(xlsx.CorrectionRow{}, err)
				return
			}
			for m, err := range t.all(ctx) {
				if err != nil {
					yield(xlsx.CorrectionRow{}, err)
					return
				}
				row := who.row(t, m)
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// rowContext is what the workbook tells of the rows of a part beside their
// mismatches: it is read again from the input, for the few parts that the
// workbook has room for.
type rowContext struct {
	first    int64
	outcomes []pipeline.Outcome
	units    *rowUnits
	batch    pipeline.Batch
	name     []int // indexes into the batch, whose cells make up the name
	customer int
}

func (c *crew) context(ctx context.Context, p pipeline.Part) (*rowContext, error) {
	f := c.plan.Files[p.File]
	r := &rowContext{first: p.FirstRow, customer: -1}
	var columns []int
	want := func(batchColumn int) int {
		if batchColumn < 0 {
			return -1
		}
		columns = append(columns, f.layout.read[batchColumn])
		return len(columns) - 1
	}
	for _, c := range f.layout.clean.NameColumns() {
		r.name = append(r.name, want(c))
	}
	for _, pass := range f.layout.clean.Pass {
		if f.Columns[f.layout.read[pass.Column]].Role == schemas.RoleCustomerCode && r.customer < 0 {
			r.customer = want(pass.Column)
		}
	}
	var err error
	if r.outcomes, err = new(dedupe.Spiller).Read(c.ledger.spill(p.Index)); err != nil {
		return nil, err
	}
	if r.units, err = readUnits(c.ledger.units(p.Index), c.done[p.Index].Units); err != nil {
		return nil, err
	}
	input, release, err := c.plan.opened.table(f)
	if err != nil {
		return nil, err
	}
	defer release()
	return r, input.Read(ctx, p, columns, &r.batch)
}

// row is one row of the workbook.
func (r *rowContext) row(t mismatchTable, m mismatchRow) xlsx.CorrectionRow {
	i := int(m.Row - r.first)
	out := xlsx.CorrectionRow{
		File: t.File, Sheet: t.Part.Sheet, Row: m.Row, Field: m.Field, Submitted: m.Submitted, Canonical: m.Canonical,
		Register: m.Register, Reason: m.Reason, Mechanism: m.Mechanism,
	}
	if i < 0 || i >= len(r.outcomes) || i >= len(r.units.rows) || i >= r.batch.Rows {
		return out
	}
	out.Unit, out.Verdict = r.units.of(i), r.outcomes[i].Verdict.String()
	for _, c := range r.name {
		if part := string(r.batch.Columns[c].Value(i)); part != "" {
			out.Name = strings.TrimLeft(out.Name+" "+part, " ")
		}
	}
	if r.customer >= 0 {
		out.Customer = string(r.batch.Columns[r.customer].Value(i))
	}
	return out
}

// attach puts the values of the example rows into a report.
func attach(ctx context.Context, report *reports.Report, tables []mismatchTable) error {
	wanted := map[reports.Address]bool{}
	for _, examples := range report.Examples {
		for _, e := range examples {
			wanted[e.Address] = true
		}
	}
	values := map[reports.Address][]reports.Value{}
	for _, t := range tables {
		if !t.holds(wanted) {
			continue
		}
		for m, err := range t.all(ctx) {
			if err != nil {
				return err
			}
			at := reports.Address{File: t.File, Sheet: t.Part.Sheet, Row: m.Row}
			if wanted[at] {
				values[at] = append(values[at], reports.Value{Field: m.Field, Submitted: m.Submitted, Register: m.Register})
			}
		}
	}
	report.Attach(values)
	return nil
}

// holds says whether one of the rows is of this part.
func (t *mismatchTable) holds(rows map[reports.Address]bool) bool {
	for at := range rows {
		if at.File == t.File && at.Sheet == t.Part.Sheet && at.Row >= t.Part.FirstRow && at.Row < t.Part.FirstRow+int64(t.Part.Rows) {
			return true
		}
	}
	return false
}
