package text

import (
	"bytes"
	"fmt"
	"strings"

	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

const (
	// maxColumns is what a workbook can have; nobody needs more.
	maxColumns = 16384
	// extraColumns is how many columns a table gets beyond its header for
	// records that are longer; what is beyond them is joined into the last.
	extraColumns = 64
	// headerRecords are shown to the finding of the header.
	headerRecords = 50
)

// settle decides from head and index what is the same for the whole file: the
// encoding, the header, the columns.
func (f *File) settle(head []byte, eof bool, more []string) {
	x := &f.index.counts
	switch {
	case f.width != octets:
		f.cells = utf16Cells
	case !f.bom && x.broken > x.high:
		f.cells = byteCells
	}
	records, at := f.headRecords(head[f.begin:], eof)
	f.header = schemas.FindHeader(records, more)
	h := &f.header
	h.First = min(max(h.First, 0), len(records))
	h.Rows = min(max(h.Rows, 0), len(records)-h.First)
	f.first = int64(h.First + h.Rows)
	if h.Rows > 0 {
		f.lines = [2]int{at[h.First], at[h.First+h.Rows-1]}
	}
	f.base = len(h.Names)
	if len(records) == 0 || h.Rows == 0 {
		f.base = max(f.base, min(x.widest, extraColumns))
	}
	f.names = make([]string, max(f.base, min(x.widest, f.base+extraColumns)))
	if h.Rows > 0 {
		copy(f.names, h.Names)
	}
}

// headRecords are the cells of the first records, and the lines (from 1) in
// which they begin.
func (f *File) headRecords(head []byte, eof bool) (records [][]string, at []int) {
	lineNumber, counted := 1, 0
	if f.sepLine {
		lineNumber = 2
	}
	var scratch []byte
	f.grammar.lines(head, eof, headerRecords, func(s *scanner, l line) {
		lineNumber += f.countEnds(head[counted:l.from])
		counted = l.from
		at = append(at, lineNumber)
		if !l.split {
			s.cells = s.cells[:0]
			for p := l.from; ; {
				stop := find(head[:l.end], p, f.sep)
				s.cells = append(s.cells, cell{p, stop, plain})
				if stop == l.end {
					break
				}
				p = stop + 1
			}
		}
		record := make([]string, 0, min(len(s.cells), maxColumns+1))
		for _, c := range s.cells {
			if len(record) > maxColumns {
				break
			}
			var text []byte
			text, scratch = c.text(head, scratch[:0])
			record = append(record, f.cells.text(text))
		}
		records = append(records, record)
	})
	return records, at
}

// countEnds counts the line ends in some text.
func (f *File) countEnds(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if f.bareCR {
		n += bytes.Count(text, []byte{'\r'}) - bytes.Count(text, []byte("\r\n"))
	}
	return n
}

// Columns implements table.Table.
func (f *File) Columns() []table.Column {
	out := make([]table.Column, len(f.names))
	for i, name := range f.names {
		out[i] = table.Column{Name: name, Type: "string"}
	}
	return out
}

// Format implements table.File.
func (f *File) Format() string {
	kind := "CSV"
	if f.sep == '\t' {
		kind = "TSV"
	}
	parts := []string{kind, f.separatorName(), f.encodingName()}
	if !f.quotes {
		parts = append(parts, "no quoting")
	}
	if ends := f.ends.String(); ends != "" {
		parts = append(parts, ends)
	}
	if f.packing != bare {
		parts = append(parts, "in "+f.packing.String())
	}
	switch {
	case f.header.Rows == 0:
		parts = append(parts, "no header")
	case f.lines[0] == f.lines[1]:
		parts = append(parts, fmt.Sprintf("header in line %d", f.lines[0]))
	default:
		parts = append(parts, fmt.Sprintf("header in lines %d to %d", f.lines[0], f.lines[1]))
	}
	if x := &f.index.counts; f.cells == utf8Cells && x.broken > 0 {
		where := fmt.Sprintf("row %d", x.first-f.first)
		if x.first < f.first {
			where = "the lines above row 0"
		}
		parts = append(parts, fmt.Sprintf("some cells are not UTF-8 (%d records, first in %s)", x.broken, where))
	}
	return strings.Join(parts, ", ")
}

func (f *File) separatorName() string {
	switch f.sep {
	case ',':
		return "commas"
	case ';':
		return "semicolons"
	case '\t':
		return "tabs"
	case '|':
		return "bars"
	case '^':
		return "carets"
	case ':':
		return "colons"
	}
	return fmt.Sprintf("separator %q", f.sep)
}

func (f *File) encodingName() string {
	switch {
	case f.width == little:
		return "UTF-16LE"
	case f.width == big:
		return "UTF-16BE"
	case f.cells == byteCells:
		return "a legacy encoding"
	case f.bom:
		return "UTF-8 with BOM"
	case f.index.high+f.index.broken == 0:
		return "ASCII"
	}
	return "UTF-8"
}
