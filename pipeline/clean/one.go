package clean

import (
	"cmp"
	"slices"

	"lamsach/pipeline"
)

// Row is row i as rows of their own: linked alone it is answered as among the
// others. It refers to r, and is valid as long.
func (r *Rows) Row(i int) *Rows {
	one := &Rows{
		N: 1, Kind: r.Kind[i : i+1], PIN: r.PIN[i : i+1], CMND: r.CMND[i : i+1], Odd: r.Odd[i : i+1],
		Name: rowOf(r.Name, i), Birth: r.Birth[i : i+1], Gender: r.Gender[i : i+1], Phone: rowOf(r.Phone, i),
		Address: rowOf(r.Address, i), Place: r.Place[i : i+1], Cols: r.Cols, Background: r.Background.row(i), Second: r.Second.row(i), Event: r.Event.row(i), Death: r.Death.row(i), Reported: r.Reported.row(i),
		Batch: &pipeline.Batch{Part: r.Batch.Part, Rows: 1, Columns: make([]pipeline.Column, len(r.Batch.Columns))},
	}
	for c := range r.Batch.Columns {
		one.Batch.Columns[c] = rowOf(r.Batch.Columns[c], i)
	}
	for _, p := range r.Papers {
		p.Text = rowOf(p.Text, i)
		one.Papers = append(one.Papers, p)
	}
	if len(r.Marks) > 0 {
		one.Marks = r.Marks[i : i+1]
	}
	if len(r.Apart) > 0 {
		one.Apart = r.Apart[i : i+1]
	}
	for _, n := range r.NotesOf(i) {
		n.Row = 0
		one.Notes = append(one.Notes, n)
	}
	return one
}

// NotesOf are the notes of a row.
func (r *Rows) NotesOf(i int) []Note {
	from, _ := slices.BinarySearchFunc(r.Notes, uint32(i), func(n Note, row uint32) int { return cmp.Compare(n.Row, row) })
	to := from
	for to < len(r.Notes) && r.Notes[to].Row == uint32(i) {
		to++
	}
	return r.Notes[from:to]
}

// rowOf is one row of a column; a column without rows stays as it is.
func rowOf(c pipeline.Column, i int) pipeline.Column {
	if len(c.Lists) > 0 {
		c.Index, c.Lists = c.Index[c.Lists[i]:c.Lists[i+1]], []int32{0, c.Lists[i+1] - c.Lists[i]}
	} else if len(c.Index) > 0 {
		c.Index = c.Index[i : i+1]
	}
	return c
}
