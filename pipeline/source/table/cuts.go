package table

import (
	"fmt"
	"iter"

	"lamsach/pipeline"
)

// sampleRuns is how many runs of rows a sample is made of.
const sampleRuns = 16

// SampleCuts are runs of about rows rows in all, spread evenly over a table of
// so many rows, from its beginning to its end; the whole of a smaller table.
func SampleCuts(all int64, rows int) []Cut {
	rows = max(0, int(min(int64(rows), all, pipeline.MaxPartRows)))
	run := rows / sampleRuns
	if run == 0 || int64(rows) >= all {
		return []Cut{{Rows: rows}}
	}
	cuts := make([]Cut, sampleRuns)
	for i := range cuts {
		cuts[i] = Cut{FirstRow: (all - int64(run)) * int64(i) / (sampleRuns - 1), Rows: run}
	}
	return cuts
}

// GroupCuts divides a table that is stored in groups of rows into runs of at
// most max rows. Whole groups are put together while they fit; one that is
// larger is cut into equal pieces.
func GroupCuts(groups iter.Seq[int64], max int) []Cut {
	var out []Cut
	var open Cut
	flush := func() {
		if open.Rows > 0 {
			out = append(out, open)
		}
		open = Cut{FirstRow: open.FirstRow + int64(open.Rows)}
	}
	for rows := range groups {
		if int64(open.Rows)+rows > int64(max) {
			flush()
		}
		if rows <= int64(max) {
			open.Rows += int(rows)
			continue
		}
		pieces := (rows + int64(max) - 1) / int64(max)
		for i := range pieces {
			open.Rows = int(rows*(i+1)/pieces - rows*i/pieces)
			flush()
		}
	}
	flush()
	return out
}

// RowsOf is how many rows runs of a table of all rows have together; runs that
// are none of the table's are an error.
func RowsOf(object string, all int64, runs []Cut) (rows int, err error) {
	for _, r := range runs {
		if r.FirstRow < 0 || r.Rows < 0 || r.Rows > pipeline.MaxPartRows || r.FirstRow > all-int64(r.Rows) {
			return 0, fmt.Errorf("source: %s: %d rows from row %d on are no part of a table of %d", object, r.Rows, r.FirstRow, all)
		}
		rows += r.Rows
	}
	return rows, nil
}
