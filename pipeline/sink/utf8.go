package sink

import (
	"encoding/binary"
	"unicode/utf8"
)

// UTF-8 as an automaton: what may follow. A state is a shift, so that one table
// word holds what a byte makes of every state, and a step is one shift.
// Source: RFC 3629, section 4.
const (
	utf8Whole   = 6 * iota // between letters
	utf8Bad                // for good
	utf8One                // one byte of the letter is missing
	utf8Two                // two
	utf8Three              // three
	utf8AfterE0            // as Two, but a shorter form of the letter is refused
	utf8AfterED            // as Two, but no surrogate
	utf8AfterF0            // as Three, but no shorter form
	utf8AfterF4            // as Three, but nothing above U+10FFFF
	utf8States  = iota
)

var utf8Steps = func() (table [256]uint64) {
	for b := range table {
		for s := range utf8States {
			table[b] |= utf8Next(6*s, byte(b)) << (6 * s)
		}
	}
	return table
}()

// utf8Next is the state after a byte.
func utf8Next(state int, b byte) uint64 {
	in := func(low, high byte) bool { return b >= low && b <= high }
	switch {
	case state == utf8Whole && b < utf8.RuneSelf, state == utf8One && in(0x80, 0xbf):
		return utf8Whole
	case state == utf8Whole && in(0xc2, 0xdf),
		state == utf8Two && in(0x80, 0xbf), state == utf8AfterE0 && in(0xa0, 0xbf), state == utf8AfterED && in(0x80, 0x9f):
		return utf8One
	case state == utf8Whole && b == 0xe0:
		return utf8AfterE0
	case state == utf8Whole && b == 0xed:
		return utf8AfterED
	case state == utf8Whole && in(0xe1, 0xef),
		state == utf8Three && in(0x80, 0xbf), state == utf8AfterF0 && in(0x90, 0xbf), state == utf8AfterF4 && in(0x80, 0x8f):
		return utf8Two
	case state == utf8Whole && b == 0xf0:
		return utf8AfterF0
	case state == utf8Whole && b == 0xf4:
		return utf8AfterF4
	case state == utf8Whole && in(0xf1, 0xf3):
		return utf8Three
	}
	return utf8Bad
}

// quarterly is from where on text is cut in four, which the processor then
// follows at once.
const quarterly = 256

// valid is utf8.Valid for long texts of many marks, where that one goes byte by
// byte and guesses wrong at each letter.
func valid(b []byte) bool {
	for len(b) >= 8 && binary.LittleEndian.Uint64(b)&0x8080808080808080 == 0 {
		b = b[8:]
	}
	if len(b) < quarterly {
		return utf8.Valid(b)
	}
	var cuts [5]int
	for i := 1; i < 4; i++ {
		cuts[i] = len(b) / 4 * i
		for n := 0; n < utf8.UTFMax-1 && !utf8.RuneStart(b[cuts[i]]); n++ {
			cuts[i]++
		}
	}
	cuts[4] = len(b)
	w, x, y, z := b[:cuts[1]], b[cuts[1]:cuts[2]], b[cuts[2]:cuts[3]], b[cuts[3]:]
	n := min(len(w), len(x), len(y), len(z))
	var s, t, u, v uint64
	x4, y4, z4 := x[:n], y[:n], z[:n]
	for i, c := range w[:n] {
		s = utf8Steps[c] >> (s & 63)
		t = utf8Steps[x4[i]] >> (t & 63)
		u = utf8Steps[y4[i]] >> (u & 63)
		v = utf8Steps[z4[i]] >> (v & 63)
	}
	return ends(s, w[n:]) && ends(t, x[n:]) && ends(u, y[n:]) && ends(v, z[n:])
}

// ends says whether the rest of a text leads from a state to the end of a letter.
func ends(state uint64, rest []byte) bool {
	for _, b := range rest {
		state = utf8Steps[b] >> (state & 63)
	}
	return state&63 == utf8Whole
}
