package text

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// counts is what the index learns of the records of a stretch or a file.
type counts struct {
	records int64
	widest  int   // cells of the widest record, empty ones at its end left out
	longest int   // cells of the widest record, all of them
	high    int64 // records with bytes above ASCII that are UTF-8
	broken  int64 // records that are not
	first   int64 // the first of these, -1 without one
}

// add takes in what was found behind it.
func (c *counts) add(next counts) {
	if c.broken == 0 && next.broken > 0 {
		c.first = c.records + next.first
	}
	c.records += next.records
	c.widest, c.longest = max(c.widest, next.widest), max(c.longest, next.longest)
	c.high += next.high
	c.broken += next.broken
}

// see takes in one record. sound says that it is known to be UTF-8.
func (c *counts) see(s *scanner, b []byte, l line, sound bool) {
	text := b[l.from:l.end]
	if l.split {
		n := len(s.cells)
		c.longest = max(c.longest, n)
		for n > c.widest && s.cells[n-1].empty() {
			n--
		}
		c.widest = max(c.widest, n)
	} else {
		c.measure(text, s.sep)
	}
	if i := firstHigh(text); i < len(text) {
		if sound || validUTF8(text[i:]) {
			c.high++
		} else {
			if c.broken == 0 {
				c.first = c.records
			}
			c.broken++
		}
	}
	c.records++
}

// measure counts the cells of a record without quotes.
func (c *counts) measure(text []byte, sep byte) {
	n := len(text)
	for n > 0 && text[n-1] == sep {
		n--
	}
	cells := 1
	if n > 0 {
		cells += bytes.Count(text[:n], []byte{sep})
	}
	c.widest = max(c.widest, cells)
	c.longest = max(c.longest, cells+len(text)-n)
}

func (c cell) empty() bool {
	return c.from == c.to || c.kind == doubled && c.to == c.from+2
}

const highBits = 0x8080808080808080

// firstHigh is the place of the first byte above ASCII, len(b) without one; it
// may lie up to seven bytes before it.
func firstHigh(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&highBits != 0 {
			return i
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= utf8.RuneSelf {
			return i
		}
	}
	return i
}
