package text

import "bytes"

// Limits of what can be a cell and a record: far beyond anything written by
// people, and small enough that a hostile file costs no memory.
const (
	maxCell   = 1 << 20 // bytes between two quotes
	cellBytes = maxCell + 2
	maxRecord = 16 << 20 // bytes of a record with its line end
)

// grammar says how text is divided into records and cells.
//
// A cell that begins with a quote goes on to the next quote that is not
// doubled; whatever follows it up to the separator belongs to the cell too.
// The opening quote is taken for a mere character, and the cell ends with its
// line at the latest, when no quote closes it within maxCell bytes, or when the
// one that does has text behind it and lies on another line or behind a
// separator, so that it seems to open a cell: a stray quote costs one record
// and not the file.
type grammar struct {
	sep    byte
	quotes bool // " encloses cells
	bareCR bool // a CR alone ends a line
}

// line is a record in a buffer, or an empty line, which is none.
type line struct {
	from, end, next int  // first byte, end of the text, first byte of the next line
	split           bool // the scanner's cells hold its cells
}

func (l line) blank() bool { return l.from == l.end }

type kind uint8

const (
	plain    kind = iota // the bytes as they are
	enclosed             // between two quotes, none inside
	doubled              // between two quotes, with doubled ones inside
	trailed              // between two quotes, and then more text
)

// cell is one cell of a record in a buffer.
type cell struct {
	from, to int // of its text; with the quotes if it is doubled or trailed
	kind     kind
}

type status uint8

const (
	whole status = iota
	more         // the buffer ends too early to tell
	tooLong
)

// scanner finds records in a buffer. Its places of the next line end and quote
// hold for one buffer: reset it when the buffer changes.
type scanner struct {
	grammar
	lf, cr, quote int
	cells         []cell // of the last record, if that was split
	stray         bool   // one of them begins with a quote that is a mere character
}

func (s *scanner) reset() { s.lf, s.cr, s.quote = -1, -1, -1 }

func find(b []byte, from int, c byte) int {
	if i := bytes.IndexByte(b[from:], c); i >= 0 {
		return from + i
	}
	return len(b)
}

// eol finds the end of the line in which p lies. Carriage returns before the
// line feed are no text.
func (s *scanner) eol(b []byte, p int, eof bool) (end, next int, ok bool) {
	if s.lf < p {
		s.lf = find(b, p, '\n')
	}
	if s.bareCR {
		if s.cr < p {
			s.cr = find(b, p, '\r')
		}
		if s.cr < s.lf {
			switch {
			case s.cr+1 == len(b):
				return s.cr, len(b), eof
			case b[s.cr+1] == '\n':
				return s.cr, s.cr + 2, true
			}
			return s.cr, s.cr + 1, true
		}
	}
	end, next = s.lf, s.lf+1
	if end == len(b) {
		if !eof {
			return 0, 0, false
		}
		next = end
	}
	for end > p && b[end-1] == '\r' {
		end--
	}
	return end, next, true
}

// record finds the line that begins at a place of the buffer. eof says that
// nothing follows the buffer.
func (s *scanner) record(b []byte, at int, eof bool) (line, status) {
	end, next, ok := s.eol(b, at, eof)
	if !ok {
		return line{}, more
	}
	if s.quotes {
		if s.quote < at {
			s.quote = find(b, at, '"')
		}
		if s.quote < end {
			return s.splitRecord(b, at, end, next, eof)
		}
	}
	if end-at > cellBytes && s.longCell(b[at:end]) {
		return line{}, tooLong
	}
	return line{from: at, end: end, next: next}, whole
}

func (s *scanner) longCell(text []byte) bool {
	for {
		i := bytes.IndexByte(text, s.sep)
		if i < 0 {
			return len(text) > cellBytes
		}
		if i > cellBytes {
			return true
		}
		text = text[i+1:]
	}
}

// splitRecord finds the cells of a record whose first line has quotes and ends
// at end.
func (s *scanner) splitRecord(b []byte, at, end, next int, eof bool) (line, status) {
	s.cells, s.stray = s.cells[:0], false
	for p := at; ; {
		stop := p
		switch {
		case p < end && b[p] == '"':
			closed, double, st := s.closing(b, p, next, eof)
			if st == more {
				return line{}, more
			}
			if closed < 0 {
				s.stray = true
				stop = find(b[:end], p, s.sep)
				s.cells = append(s.cells, cell{p, stop, plain})
				break
			}
			if closed >= next {
				var ok bool
				if end, next, ok = s.eol(b, closed+1, eof); !ok {
					return line{}, more
				}
			}
			stop = find(b[:end], closed+1, s.sep)
			s.cells = append(s.cells, enclosedCell(p, closed, stop, double))
		default:
			stop = find(b[:end], p, s.sep)
			s.cells = append(s.cells, cell{p, stop, plain})
		}
		if stop-p > cellBytes {
			return line{}, tooLong
		}
		if stop == end {
			return line{at, end, next, true}, whole
		}
		p = stop + 1
	}
}

func enclosedCell(p, closed, stop int, double bool) cell {
	switch {
	case stop > closed+1:
		return cell{p, stop, trailed}
	case double:
		return cell{p, stop, doubled}
	}
	return cell{p + 1, closed, enclosed}
}

// closing finds the quote that closes the one at p, -1 if that is a mere
// character. The line of p ends before next.
func (s *scanner) closing(b []byte, p, next int, eof bool) (at int, double bool, st status) {
	limit := min(len(b), p+1+maxCell+1)
	for i := p + 1; ; i += 2 {
		j := -1
		if i < limit {
			j = bytes.IndexByte(b[i:limit], '"')
		}
		if j < 0 {
			if limit < p+1+maxCell+1 && !eof {
				return 0, false, more
			}
			return -1, false, whole
		}
		i += j
		if i+1 == len(b) {
			if !eof {
				return 0, false, more
			}
			return i, double, whole
		}
		if b[i+1] != '"' {
			c := b[i+1]
			if c != s.sep && c != '\n' && c != '\r' && (i >= next || i > p+1 && b[i-1] == s.sep) {
				return -1, false, whole
			}
			return i, double, whole
		}
		double = true
	}
}

// text is what a cell says: a part of b, or of scratch, which is given back.
func (c cell) text(b, scratch []byte) (text, grown []byte) {
	if c.kind == plain || c.kind == enclosed {
		return b[c.from:c.to], scratch
	}
	start := len(scratch)
	rest := b[c.from+1 : c.to]
	for {
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			break
		}
		scratch = append(scratch, rest[:i]...)
		if i+1 == len(rest) || rest[i+1] != '"' {
			rest = rest[i+1:] // the closing one; the rest is as it stands
			break
		}
		scratch = append(scratch, '"')
		rest = rest[i+2:]
	}
	scratch = append(scratch, rest...)
	return scratch[start:], scratch
}
