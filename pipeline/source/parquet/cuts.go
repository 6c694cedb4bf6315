package parquet

import "lamsach/pipeline/source/table"

// Cuts divides the file into runs of at most max rows, along its row groups.
func (f *File) Cuts(max int) []table.Cut {
	return table.GroupCuts(func(yield func(int64) bool) {
		for _, g := range f.footer.Groups {
			if !yield(g.Rows) {
				return
			}
		}
	}, max)
}
