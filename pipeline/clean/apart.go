package clean

import (
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
)

// fingerprintApart fingerprints the code that tells the rows of one person
// apart (an account, a tax code, a plate): its letters and digits, whatever
// stands between them. What clerks write where there is none names nothing.
func (w *Worker) fingerprintApart(b *pipeline.Batch) {
	r := &w.rows
	at := r.Cols.Apart
	if at < 0 || len(b.Columns[at].Lists) > 0 {
		r.Apart = r.Apart[:0]
		return
	}
	in := &b.Columns[at]
	if canonical := r.Paper(at); canonical != nil {
		in = canonical
	}
	r.Apart = sized(r.Apart, b.Rows)
	for row := range b.Rows {
		r.Apart[row] = 0
		if key := w.names.key[:0]; in.Index[row] >= 0 {
			cell := in.Entry(in.Index[row])
			if w.names.key = appendKey(key, head(cell)); !placeholders[string(w.names.key)] {
				r.Apart[row] = codePrint(cell)
			}
		}
	}
}

func codePrint(cell []byte) uint32 {
	h, n := uint64(0), 0
	for _, c := range cell {
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
		default:
			continue
		}
		h, n = kernel.Mix(h, uint64(c)), n+1
	}
	if n == 0 {
		return 0
	}
	return uint32(h>>32) | 1
}

// ApartOf is the fingerprint of the code that tells a row from others of the
// same person, 0 for none.
func (r *Rows) ApartOf(row int) uint32 {
	if len(r.Apart) == 0 {
		return 0
	}
	return r.Apart[row]
}
