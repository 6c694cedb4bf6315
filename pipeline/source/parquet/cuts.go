package parquet

import "lamsach/pipeline/source/table"

// Cuts divides the file into runs of at most max rows. Whole row groups are
// put together while they fit; one that is larger is cut into equal pieces.
// The cuts are a function of the footer and max alone.
func (f *File) Cuts(max int) []table.Cut {
	var out []table.Cut
	var open table.Cut
	flush := func() {
		if open.Rows > 0 {
			out = append(out, open)
		}
		open = table.Cut{FirstRow: open.FirstRow + int64(open.Rows)}
	}
	for _, g := range f.footer.Groups {
		if int64(open.Rows)+g.Rows > int64(max) {
			flush()
		}
		if g.Rows <= int64(max) {
			open.Rows += int(g.Rows)
			continue
		}
		pieces := (g.Rows + int64(max) - 1) / int64(max)
		for i := range pieces {
			open.Rows = int(g.Rows*(i+1)/pieces - g.Rows*i/pieces)
			flush()
		}
	}
	flush()
	return out
}
