package jobs

import (
	"bytes"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// listRoles are the columns of a register input in which a cell may hold
// several values. A format without lists has them in one text: "a; b", "a|b",
// or as databases write lists, "[a, b]" and "{a,b}".
var listRoles = []schemas.Role{schemas.RoleCMND, schemas.RoleFormerIDs, schemas.RoleOtherNames}

const listSeparators = ";|,"

// spread makes list columns of the texts that hold lists.
func (w *registerWorker) spread() {
	for i, role := range listRoles {
		w.listed[i] = false
		c := w.column(role)
		if w.listed[i] = c != nil && c.Lists == nil && bytes.ContainsAny(c.Bytes, listSeparators+"[{"); w.listed[i] {
			spread(c, &w.lists[i])
		}
	}
}

// spread splits every cell of a flat column into the elements of a list.
func spread(in, out *pipeline.Column) {
	out.Index, out.Lists, out.Bytes = out.Index[:0], append(out.Lists[:0], 0), out.Bytes[:0]
	out.Offsets = append(out.Offsets[:0], 0)
	first := make([]int32, 0, in.Entries()+1) // entry → its first element
	for e := range in.Entries() {
		first = append(first, int32(out.Entries()))
		cell := bytes.Trim(in.Entry(int32(e)), "[]{} ")
		for _, element := range bytes.FieldsFunc(cell, func(r rune) bool { return bytes.ContainsRune([]byte(listSeparators), r) }) {
			element = bytes.ReplaceAll(bytes.Trim(element, `"' `), []byte(`\'`), []byte(`'`)) // as DuckDB writes an apostrophe
			if len(element) > 0 {
				out.Bytes = append(out.Bytes, element...)
				out.Offsets = append(out.Offsets, int32(len(out.Bytes)))
			}
		}
	}
	first = append(first, int32(out.Entries()))
	for _, e := range in.Index {
		if e >= 0 {
			for x := first[e]; x < first[e+1]; x++ {
				out.Index = append(out.Index, x)
			}
		}
		out.Lists = append(out.Lists, int32(len(out.Index)))
	}
}
