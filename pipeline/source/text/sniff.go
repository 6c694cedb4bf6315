package text

import (
	"bytes"
	"slices"
)

// sniffed is how many records of the head are looked at.
const sniffed = 2000

// separators that are tried, in the order in which equal evidence names them.
// The last two are taken only if nothing else explains the text.
const (
	separators = ",;\t|^:"
	rare       = "^:"
)

// choose sets the separator (unless the file names it) and says how well it
// explains the head: 0 not at all, 1 wholly.
func (d *dialect) choose(text []byte, eof bool) float64 {
	if d.sepLine {
		e := d.weigh(text, eof)
		return e.score()
	}
	var all [len(separators)]evidence
	for i := range separators {
		g := d.grammar
		g.sep = separators[i]
		all[i] = dialectWith(g).weigh(text, eof)
	}
	best, top := 0, 0.0
	for i := range all {
		score := all[i].score()
		for j := range all {
			if j != i && all[j].above(&all[i]) {
				score /= 2
				break
			}
		}
		if bytes.IndexByte([]byte(rare), separators[i]) >= 0 && (all[i].share() < 0.9 || all[i].clean() < 0.9 || all[i].width < 3) {
			score = 0
		}
		if score > top {
			best, top = i, score
		}
	}
	d.sep = separators[best]
	return top
}

func dialectWith(g grammar) *dialect { return &dialect{grammar: g} }

// evidence is how well a separator explains the records of a head.
type evidence struct {
	widths  map[int]int // cells of a record → records
	records int
	width   int   // of most records that have more than one cell
	wide    []int // the cells of each record
	cells   int   // cells of records with more than one
	dirty   int   // of these: cells that hold another separator
}

// weigh divides the head by d's separator.
func (d *dialect) weigh(text []byte, eof bool) evidence {
	e := evidence{widths: map[int]int{}}
	others := d.others()
	d.lines(text, eof, sniffed, func(s *scanner, l line) {
		n := 0
		if l.split {
			n = len(s.cells)
			for _, c := range s.cells {
				if n > 1 && c.kind == plain && bytes.ContainsAny(text[c.from:c.to], others) {
					e.dirty++
				}
			}
		} else {
			n = e.divide(text[l.from:l.end], d.sep, others)
		}
		if n > 1 {
			e.cells += n
		}
		e.widths[n]++
		e.wide = append(e.wide, n)
		e.records++
	})
	for n, count := range e.widths {
		if most := e.widths[e.width]; n > 1 && (count > most || count == most && n > e.width) {
			e.width = n
		}
	}
	return e
}

// above says whether e divides nearly all records that x divides alike, and one
// before them too, the header: then the separator of x is a sign inside cells,
// which only the data have.
func (e *evidence) above(x *evidence) bool {
	first, records, both := -1, 0, 0
	for i, n := range x.wide {
		if n != x.width || n < 2 {
			continue
		}
		if first < 0 {
			first = i
		}
		records++
		if i < len(e.wide) && e.wide[i] == e.width {
			both++
		}
	}
	// The one above is among the few before: titles are further up.
	return both*10 >= records*8 && first > 0 && first <= len(e.wide) && slices.Contains(e.wide[max(first-3, 0):first], e.width) && e.width > 1
}

// divide counts the cells of a record without quotes.
func (e *evidence) divide(text []byte, sep byte, others string) int {
	n := bytes.Count(text, []byte{sep}) + 1
	if n == 1 {
		return 1
	}
	for c := range bytes.SplitSeq(text, []byte{sep}) {
		if bytes.ContainsAny(c, others) {
			e.dirty++
		}
	}
	return n
}

// others are the separators that a cell does not hold if d's is the right one.
// Commas are in addresses and decimal numbers, so they count only against the
// rare ones.
func (d *dialect) others() string {
	var out []byte
	for _, c := range []byte(";\t|") {
		if c != d.sep {
			out = append(out, c)
		}
	}
	if bytes.IndexByte([]byte(rare), d.sep) >= 0 {
		out = append(out, ',')
	}
	return string(out)
}

// share is the share of records that have the usual width. Those of one cell
// (titles, notes) count half.
func (e *evidence) share() float64 {
	if e.width == 0 {
		return 0
	}
	return float64(e.widths[e.width]) / (float64(e.records) - float64(e.widths[1])/2)
}

func (e *evidence) clean() float64 { return 1 - float64(e.dirty)/float64(max(e.cells, 1)) }

func (e *evidence) score() float64 {
	if e.width == 0 {
		return 0
	}
	return e.share() * (1 - 1/float64(e.width)) * e.clean() * e.clean()
}
