package places

import (
	"bytes"
	"slices"
)

// cut makes other signs than commas separate parts where the writer means that:
// a dash or slash between spaces, dashes and slashes without spaces if there
// are several in a row between words, a full stop behind a word. Not the dash in
// "Bà Rịa - Vũng Tàu", the slash in "12/3/7" or the stop in "TP. Huế". What it
// says of a part between commas rests on that part alone.
func (p *Parser) cut() {
	r := &p.r
	for i := 1; i < r.n; i++ {
		to, signs := i, 0
		for ; to < r.n && r.tokens[to].sep != classHard; to++ {
			if p.joined(to) {
				signs++
			}
		}
		for ; i < to; i++ {
			t := &r.tokens[i]
			switch {
			case t.sep == classDot && r.stops(i),
				t.sep == classSoft && (t.dash || signs > 1 && p.joined(i)) && !p.inName(i):
				t.sep = classHard
			}
		}
	}
}

// joined says whether token i, a word, is joined to the one before by a dash or slash.
func (p *Parser) joined(i int) bool {
	t := &p.r.tokens[i]
	if t.sep != classSoft || t.digits || p.r.letters(i) < 2 && t.word == wordNone {
		return false
	}
	signs := p.text[p.r.tokens[i-1].end:t.start]
	return bytes.ContainsAny(signs, "-/_\\") || bytes.Contains(signs, []byte("–")) || bytes.Contains(signs, []byte("—"))
}

func (r *reading) letters(i int) int { return int(r.tokens[i+1].off - r.tokens[i].off) }

// stops says whether the full stop before token i ends a part: it stands behind
// a number or a word that is no abbreviation, and before a space.
func (r *reading) stops(i int) bool {
	before := &r.tokens[i-1]
	if r.tokens[i].start < before.end+2 {
		return false
	}
	switch before.word {
	case wordNone, wordNam, wordThanh, wordTran, wordPho, wordQuan, wordViet, wordXa:
		return before.digits || r.letters(i-1) > 2
	}
	return false
}

// inName says whether the sign before token i belongs to a name.
func (p *Parser) inName(i int) bool {
	r := &p.r
	for from := i - 1; from >= max(0, i-3); from-- {
		for to := i + 1; to <= min(r.n, i+3); to++ {
			if key, ok := r.key(from, to); ok && slices.Contains(p.t.dashed, key) {
				return true
			}
			if r.tokens[to].sep == classHard {
				break
			}
		}
		if r.tokens[from].sep == classHard {
			break
		}
	}
	return false
}
