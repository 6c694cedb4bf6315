package text

import (
	"bytes"
	"strings"
)

// headBytes of a text decide how it is written.
const headBytes = 256 << 10

// dialect is how a text is written, as its head shows.
type dialect struct {
	grammar
	begin     int64 // offset of the first line that may be a record
	bom       bool
	sepLine   bool // the first line says what the separator is
	allQuoted bool // every cell with content is enclosed
	ends      lineEnds
}

// lineEnds says which line ends the head has.
type lineEnds struct{ lf, crlf, cr bool }

func (e lineEnds) String() string {
	var names []string
	for _, x := range []struct {
		has  bool
		name string
	}{{e.crlf, "CRLF"}, {e.lf, "LF"}, {e.cr, "CR"}} {
		if x.has {
			names = append(names, x.name)
		}
	}
	if len(names) > 1 {
		return "mixed line ends"
	}
	return strings.Join(names, "")
}

// dialectOf tells how a text is written by its head; eof says that the head is
// all of it.
func dialectOf(head []byte, eof bool) dialect {
	var d dialect
	text := head
	if bytes.HasPrefix(text, []byte(utf8BOM)) {
		d.bom, text = true, text[len(utf8BOM):]
	}
	if sep, n, ok := sepLine(text); ok {
		d.sepLine, d.sep, text = true, sep, text[n:]
	}
	d.begin = int64(len(head) - len(text))
	d.quotes = true
	lone := loneCR(text, eof)
	switch {
	case lone && bytes.IndexByte(text, '\n') < 0:
		d.bareCR = true
		d.choose(text, eof)
	case lone:
		with := d
		with.bareCR = true
		if plainly := d.choose(text, eof); with.choose(text, eof) > plainly {
			d = with
		}
	default:
		d.choose(text, eof)
	}
	d.quotes, d.allQuoted = quoting(d.grammar, text, eof)
	d.ends = endsOf(d.grammar, text, eof)
	return d
}

// sepLine understands the first line by which spreadsheet programs are told
// the separator: sep=; with or without quotes around it.
func sepLine(text []byte) (sep byte, n int, ok bool) {
	end := bytes.IndexAny(text[:min(len(text), 16)], "\r\n")
	if end < 0 {
		return 0, 0, false
	}
	said := text[:end]
	if len(said) == 7 && said[0] == '"' && said[6] == '"' {
		said = said[1:6]
	}
	if len(said) != 5 || !bytes.EqualFold(said[:4], []byte("sep=")) || said[4] == '"' || said[4] < ' ' && said[4] != '\t' || said[4] >= 0x80 {
		return 0, 0, false
	}
	n = end + 1
	if text[end] == '\r' && n < len(text) && text[n] == '\n' {
		n++
	}
	return said[4], n, true
}

// loneCR says whether a carriage return stands where no line feed follows.
func loneCR(text []byte, eof bool) bool {
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], '\r')
		if j < 0 {
			return false
		}
		i += j
		if i+1 == len(text) {
			return eof
		}
		if c := text[i+1]; c != '\n' && c != '\r' {
			return true
		}
	}
}

// endsOf says which line ends the records of a head have.
func endsOf(g grammar, text []byte, eof bool) (e lineEnds) {
	g.lines(text, eof, sniffed, func(_ *scanner, l line) {
		switch end := text[l.end:l.next]; {
		case len(end) == 0:
		case end[len(end)-1] == '\r':
			e.cr = true
		case len(end) > 1:
			e.crlf = true
		default:
			e.lf = true
		}
	})
	return e
}

// lines calls f for the records of a head, as many as are whole.
func (g grammar) lines(text []byte, eof bool, most int, f func(s *scanner, l line)) {
	s := scanner{grammar: g}
	s.reset()
	for at, n := 0, 0; at < len(text) && n < most; {
		l, st := s.record(text, at, eof)
		if st != whole {
			return
		}
		at = l.next
		if !l.blank() {
			f(&s, l)
			n++
		}
	}
}

// quoting says whether quotes enclose cells in a head, or are characters like
// others, and whether every cell with content is enclosed.
func quoting(g grammar, text []byte, eof bool) (quotes, all bool) {
	var proper, odd, bareCells int
	g.quotes = true
	g.lines(text, eof, sniffed, func(s *scanner, l line) {
		if !l.split {
			bareCells += l.end - l.from
			return
		}
		for _, c := range s.cells {
			switch {
			case c.kind == enclosed || c.kind == doubled:
				proper++
			case c.kind == trailed, c.from < c.to && text[c.from] == '"':
				odd++
			case c.from < c.to:
				bareCells++
			}
		}
	})
	if dittos(g, text, eof) {
		return false, false
	}
	// Taking a quote for what it is not costs little in one cell, and much where
	// it encloses separators: so they are characters only on clear evidence.
	return odd < 3 || 2*proper >= odd, proper > 0 && odd == 0 && bareCells == 0
}

// dittos says whether quotes stand alone in cells, for "as above", and never
// begin a longer one.
func dittos(g grammar, text []byte, eof bool) bool {
	var alone, begun int
	g.quotes = false
	g.lines(text, eof, sniffed, func(_ *scanner, l line) {
		for b := range bytes.SplitSeq(text[l.from:l.end], []byte{g.sep}) {
			if len(b) == 1 && b[0] == '"' {
				alone++
			} else if len(b) > 0 && b[0] == '"' {
				begun++
			}
		}
	})
	return alone > 1 && begun == 0
}
