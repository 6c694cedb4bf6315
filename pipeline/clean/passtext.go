package clean

import "lamsach/pipeline"

// decodePass is the batch with the columns that are carried through as text
// decoded, if the file is in a legacy encoding as a whole: then they are too,
// and nobody behind here would know.
func (w *Worker) decodePass(b *pipeline.Batch) *pipeline.Batch {
	d := &w.plan.name
	if d.whole == nil {
		d = &w.plan.address
	}
	pass := w.plan.cols.Pass
	if d.whole == nil || len(pass) == 0 {
		return b
	}
	if b != &w.view {
		w.view.Part, w.view.Rows = b.Part, b.Rows
		w.view.Columns = append(w.view.Columns[:0], b.Columns...)
	}
	for len(w.passed) < len(pass) {
		w.passed = append(w.passed, pipeline.Column{})
	}
	for i, p := range pass {
		w.view.Columns[p.Column] = *w.decodeColumn(d, &b.Columns[p.Column], &w.passed[i])
	}
	return &w.view
}

// decodeColumn decodes each entry of a column into out; rows and lists are
// those of the column.
func (w *Worker) decodeColumn(d *decoder, c, out *pipeline.Column) *pipeline.Column {
	if !d.whole.concerns(c.Bytes) {
		return c
	}
	reset(out, c.Entries())
	for e := range c.Entries() {
		text, _ := d.wholly(w, c.Entry(int32(e)))
		out.Bytes = append(out.Bytes, text...)
		endEntry(out)
	}
	out.Index, out.Lists = c.Index, c.Lists
	return out
}
