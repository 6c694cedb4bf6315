package tabletest

import (
	"errors"
	"fmt"

	"lamsach/pipeline"
)

// checkBatch holds a batch to its invariants and compares it with the rows of
// the grid from first on. columns says which column of the grid each one is; -1
// is one that the grid does not have.
func checkBatch(b *pipeline.Batch, g *Grid, first int, rows int, columns []int) error {
	if b.Rows != rows || len(b.Columns) != len(columns) {
		return fmt.Errorf("a batch of %d rows and %d columns, want %d and %d", b.Rows, len(b.Columns), rows, len(columns))
	}
	for i, col := range columns {
		c := &b.Columns[i]
		if err := checkColumn(c, rows); err != nil {
			return fmt.Errorf("column %d: %w", col, err)
		}
		for r := 0; r < rows && col >= 0; r++ {
			want, there := g.Cell(first+r, col)
			if got := c.Value(r); (got != nil || c.Index[r] >= 0) != there || string(got) != want {
				return fmt.Errorf("row %d, column %q: got %q (there: %v), want %q (there: %v)", first+r, g.Names[col], got, c.Index[r] >= 0, want, there)
			}
		}
	}
	return nil
}

// checkColumn holds a column to its invariants.
func checkColumn(c *pipeline.Column, rows int) error {
	switch {
	case len(c.Index) != rows:
		return fmt.Errorf("%d indexes for %d rows", len(c.Index), rows)
	case len(c.Lists) != 0:
		return errors.New("it has lists and is no column of lists")
	case len(c.Offsets) > 0 && (c.Offsets[0] < 0 || int(c.Offsets[len(c.Offsets)-1]) > len(c.Bytes)):
		return errors.New("offsets lie outside the bytes")
	}
	for e := range c.Entries() {
		if c.Offsets[e] > c.Offsets[e+1] {
			return fmt.Errorf("entry %d ends before it begins", e)
		}
	}
	for r, e := range c.Index {
		if e < -1 || int(e) >= c.Entries() {
			return fmt.Errorf("row %d points at entry %d of %d", r, e, c.Entries())
		}
	}
	return nil
}

// spoil fills a batch with what nobody may see again.
func spoil(b *pipeline.Batch, columns int) {
	b.Rows = 12345
	for len(b.Columns) < columns {
		b.Columns = append(b.Columns, pipeline.Column{})
	}
	for i := range b.Columns {
		c := &b.Columns[i]
		c.Index = append(c.Index[:0], 0, 1, 2, 1, 0, -1)
		c.Offsets = append(c.Offsets[:0], 0, 5, 9, 14)
		c.Bytes = append(c.Bytes[:0], "staleCellAgain"...)
		c.Lists = append(c.Lists[:0], 0, 3, 6)
	}
}
