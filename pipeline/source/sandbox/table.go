package sandbox

import (
	"context"
	"fmt"
	"slices"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// Format implements table.File.
func (f *file) Format() string { return f.format }

// Tables implements table.File.
func (f *file) Tables() []table.Table {
	out := make([]table.Table, len(f.tables))
	for i, t := range f.tables {
		out[i] = t
	}
	return out
}

// tab is a table of a file that a child has open.
type tab struct {
	tableInfo
	file   *file
	number int
}

// Sheet implements table.Table.
func (t *tab) Sheet() string { return t.sheet }

// Rows implements table.Table.
func (t *tab) Rows() int64 { return t.rows }

// Columns implements table.Table.
func (t *tab) Columns() []table.Column { return slices.Clone(t.columns) }

// Cuts implements table.Table. The usual cuts are known since the file was
// opened; for others the child is asked, and if it fails, so will every read:
// then any cuts are right.
func (t *tab) Cuts(max int) []table.Cut {
	if max == pipeline.UsualPartRows {
		return slices.Clone(t.cuts)
	}
	f := t.file
	data, err := f.bytes(context.Background(), request{Op: opCuts, Table: t.number, Max: max}, f.child.limits.cost(f.size, 0), t.place(-1))
	if err == nil {
		d := &decoder{buf: data}
		if cuts := d.cuts(t.rows, max); d.done() {
			return cuts
		}
		_ = f.lied(errInfo)
	}
	var cuts []table.Cut
	for at := int64(0); at < t.rows; at += int64(max) {
		cuts = append(cuts, table.Cut{FirstRow: at, Rows: int(min(int64(max), t.rows-at))})
	}
	return cuts
}

// place is a row of the table.
func (t *tab) place(row int64) table.FormatError {
	return table.FormatError{Sheet: t.sheet, Group: -1, Row: row}
}

// check is about what the caller asks for: it is no fault of the file.
func (t *tab) check(columns []int) error {
	for _, col := range columns {
		if col < 0 || col >= len(t.columns) {
			return fmt.Errorf("source: %s has no column number %d", t.file.child.key, col)
		}
	}
	return nil
}

// Read implements table.Table. The buffers of b are its own: it stays valid
// when the file is closed.
func (t *tab) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	if part.FirstRow < 0 || part.Rows < 0 || part.Rows > pipeline.MaxPartRows || part.FirstRow > t.rows-int64(part.Rows) {
		return fmt.Errorf("source: %s: %d rows from %d on are not rows of a table of %d", t.file.child.key, part.Rows, part.FirstRow, t.rows)
	}
	if err := t.check(columns); err != nil {
		return err
	}
	b.Part = part
	limits := t.file.child.limits
	r := request{Op: opRead, Table: t.number, Part: part, Columns: columns}
	cost := limits.partCost(t.file.size, t.rows, part, len(columns))
	c, err := t.file.child.begin(ctx, r, cost, t.place(part.FirstRow), limits.Memory)
	if err != nil {
		return err
	}
	err = c.batch(len(columns), b)
	if err == nil && b.Rows != part.Rows {
		err = errRows
	}
	return c.end(err)
}

// Sample implements table.Table.
func (t *tab) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	if err := t.check(columns); err != nil {
		return nil, err
	}
	limits := t.file.child.limits
	r := request{Op: opSample, Table: t.number, Columns: columns, Rows: rows}
	cost := limits.cost(t.file.size, min(t.rows, pipeline.MaxPartRows)*int64(len(columns)))
	c, err := t.file.child.begin(ctx, r, cost, t.place(-1), limits.Memory)
	if err != nil {
		return nil, err
	}
	b := &pipeline.Batch{}
	err = c.batch(len(columns), b)
	if err == nil && int64(b.Rows) > t.rows {
		err = errRows
	}
	return b, c.end(err)
}

// batch takes a batch that the child hands over.
func (c *call) batch(columns int, b *pipeline.Batch) error {
	r := batchReader{r: c, desk: c.child.shape.desk(c.child.mem, c.number), limit: uint64(c.child.limits.Memory)}
	return r.read(columns, b)
}
