package sandbox

import (
	"encoding/binary"

	"lamsach/pipeline/source/table"
)

// maxInfo is how many bytes a file may say of itself: names of columns, cuts.
const maxInfo = 8 << 20

// encoder appends numbers and texts of any bytes.
type encoder struct{ buf []byte }

func (e *encoder) num(n int64) { e.buf = binary.AppendVarint(e.buf, n) }

func (e *encoder) text(s string) {
	e.num(int64(len(s)))
	e.buf = append(e.buf, s...)
}

func (e *encoder) flag(b bool) {
	n := int64(0)
	if b {
		n = 1
	}
	e.num(n)
}

// decoder reads what an encoder wrote, if it was one: after any fault all is
// zero and bad is set.
type decoder struct {
	buf []byte
	bad bool
}

func (d *decoder) num() int64 {
	n, size := binary.Varint(d.buf)
	if size <= 0 {
		d.buf, d.bad = nil, true
		return 0
	}
	d.buf = d.buf[size:]
	return n
}

func (d *decoder) text() string {
	n := d.num()
	if n < 0 || n > int64(len(d.buf)) {
		d.buf, d.bad = nil, true
		return ""
	}
	s := string(d.buf[:n])
	d.buf = d.buf[n:]
	return s
}

func (d *decoder) flag() bool { return d.num() == 1 }

// count is a number of things that follow, each of which takes at least so
// many bytes: nobody can have room made for more than he sends.
func (d *decoder) count(bytes int) int {
	n := d.num()
	if n < 0 || n > int64(len(d.buf)/bytes) {
		d.buf, d.bad = nil, true
		return 0
	}
	return int(n)
}

// done says whether everything was there, and nothing more.
func (d *decoder) done() bool { return !d.bad && len(d.buf) == 0 }

// fileInfo is what an open file says of itself.
type fileInfo struct {
	format string
	tables []tableInfo
}

// tableInfo is what a table says of itself.
type tableInfo struct {
	sheet   string
	rows    int64
	columns []table.Column
	cuts    []table.Cut // of the usual number of rows
}

func (i *fileInfo) encode() []byte {
	e := &encoder{}
	e.text(i.format)
	e.num(int64(len(i.tables)))
	for _, t := range i.tables {
		e.text(t.sheet)
		e.num(t.rows)
		e.num(int64(len(t.columns)))
		for _, c := range t.columns {
			e.text(c.Name)
			e.text(c.Type)
			e.flag(c.List)
		}
		e.cuts(t.cuts)
	}
	return e.buf
}

func (e *encoder) cuts(cuts []table.Cut) {
	e.num(int64(len(cuts)))
	for _, c := range cuts {
		e.num(int64(c.Rows))
	}
}

// cuts reads cuts of at most most rows that cover a number of rows.
func (d *decoder) cuts(rows int64, most int) []table.Cut {
	cuts := make([]table.Cut, d.count(1))
	var at int64
	for i := range cuts {
		n := d.num()
		if n <= 0 || n > int64(most) || n > rows-at {
			d.bad = true
			return nil
		}
		cuts[i] = table.Cut{FirstRow: at, Rows: int(n)}
		at += n
	}
	if at != rows {
		d.bad = true
		return nil
	}
	if len(cuts) == 0 {
		return nil
	}
	return cuts
}

// decodeInfo reads what a child says of its file; ok is false when that cannot be.
func decodeInfo(data []byte, usual int) (info *fileInfo, ok bool) {
	d := &decoder{buf: data}
	info = &fileInfo{format: clip(d.text(), maxFormat)}
	info.tables = make([]tableInfo, d.count(4))
	for i := range info.tables {
		t := &info.tables[i]
		t.sheet, t.rows = d.text(), d.num()
		t.columns = make([]table.Column, d.count(3))
		for k := range t.columns {
			t.columns[k] = table.Column{Name: d.text(), Type: clip(d.text(), maxFormat), List: d.flag()}
		}
		if t.cuts = d.cuts(t.rows, usual); d.bad {
			return nil, false
		}
	}
	return info, d.done() && len(info.tables) > 0
}
