package clean

import (
	"bytes"
	"unicode/utf8"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// nameCell is what one entry of a name column says beside its text.
type nameCell struct {
	codes codes
	kind  RowKind // what the cell makes of its row
	soft  bool    // only if nothing else in the row speaks of a person
}

const (
	codeComposed    codes = 1 << schemas.RepairNameComposed
	codeAbbreviated codes = 1 << schemas.IssueNameAbbreviated
	codeMissing     codes = 1 << schemas.IssueNameMissing
	codeGarbled     codes = 1 << schemas.IssueNameGarbled
)

// cleanNames cleans every entry of a column of names.
func (w *Worker) cleanNames(c *pipeline.Column, out *pipeline.Texts) {
	n := c.Entries()
	w.nameCells = sized(w.nameCells, n)
	reset(out, n)
	cut := w.plan.profile.NameCut
	for e := range n {
		cell := c.Entry(int32(e))
		var nc nameCell
		out.Bytes, nc = w.name(out.Bytes, cell)
		if cut > 0 && nc.kind == Person && len(cell) >= cut && runes(cell) == cut {
			nc.codes |= code(schemas.IssueNameTruncated)
		}
		w.nameCells[e] = nc
		endEntry(out)
	}
	indexLike(c, out)
}

// maxNamePasses bounds the passes over one cell: a note behind a note behind a
// title. Each pass takes something away; real cells need two.
const maxNamePasses = 8

// maxName is the longest cell that is read as a name, in bytes.
const maxName = 1 << 10

// name appends the canonical form of one name.
func (w *Worker) name(dst, cell []byte) ([]byte, nameCell) {
	text, whole := w.plan.name.wholly(w, cell)
	if !whole {
		if out, cs, ok := w.quickName(dst, cell); ok {
			return out, nameCell{codes: cs}
		}
	}
	if len(cell) > maxSlow {
		return w.slowName(dst, cell, text, whole)
	}
	w.slowNames++
	hash := hashWord(cell)
	if s := w.slow.find(cell, hash); s != nil {
		return append(dst, w.slow.text(s)...), s.what
	}
	start := len(dst)
	dst, nc := w.slowName(dst, cell, text, whole)
	if len(dst)-start <= 4*maxSlow {
		w.slow.add(cell, hash, dst[start:], nc)
	}
	return dst, nc
}

// maxSlow is the longest name that is remembered whole, in bytes.
const maxSlow = 128

// slowName cleans a name that the short way cannot: text is the cell, which was
// tried, or what the encoding of the whole column makes of it.
func (w *Worker) slowName(dst, cell, text []byte, whole bool) ([]byte, nameCell) {
	start := len(dst)
	if len(cell) > maxName {
		return dst, nameCell{codes: code(schemas.IssueNameNoPerson), kind: TestRow, soft: true}
	}
	var nc nameCell
	if whole {
		nc.codes = code(schemas.RepairNameDecoded)
	}
	current := append(w.scratch[:0], text...)
	for pass := range maxNamePasses {
		text, decoded := current, false
		if !whole { // which is not decoded twice
			text, decoded = w.plan.name.decode(w, current)
		}
		if decoded {
			nc.codes |= code(schemas.RepairNameDecoded)
		}
		if pass > 0 || decoded || whole { // the cell as it stands was tried
			if out, cs, ok := w.quickName(dst, text); ok {
				w.scratch = current[:0]
				nc.codes |= cs
				return out, nc
			}
		}
		next, step := w.nameSteps(text)
		nc.codes |= step.codes
		if step.kind != Person {
			w.scratch = current[:0]
			nc.kind, nc.soft = step.kind, step.soft
			return dst[:start], nc
		}
		done := bytes.Equal(next, current)
		current = append(current[:0], next...)
		if done {
			break
		}
	}
	dst = append(dst, current...)
	w.scratch = current[:0]
	switch nobody := code(schemas.IssueNameNoPerson); {
	case len(dst) > start:
	case nc.codes&nobody != 0: // what stands there is a relative's name
		nc.codes &^= codeMissing
	case nc.codes&codeMissing == 0:
		nc.codes |= code(schemas.IssueNameNoPerson)
		nc.kind, nc.soft = TestRow, true
	}
	return dst, nc
}

// nameSteps makes one pass over a cell that the short way cannot clean. The
// text it returns belongs to the scratch.
func (w *Worker) nameSteps(cell []byte) ([]byte, nameCell) {
	n := &w.names
	var nc nameCell
	n.buffer = sized(n.buffer, 8*maxName)[:0]
	simple := w.simpleWords(cell)
	if !simple {
		if nc = w.nameWords(cell); nc.kind != Person || nc.codes&codeMissing != 0 {
			return nil, nc
		}
	}
	need := w.needed(n.words)
	if simple && need&(needKey|needFirst) != 0 {
		n.key = appendKey(n.key[:0], cell)
		if isRelative(n.key) {
			return nil, nameCell{codes: codeMissing | code(schemas.IssueNameNoPerson)}
		}
		if kind, soft, cs := w.noPerson(n.key); kind != Person {
			return nil, nameCell{kind: kind, soft: soft, codes: cs}
		}
	}
	for _, step := range nameStepsOf {
		if need&step.need == 0 {
			continue
		}
		if cs := step.do(w); cs != 0 {
			nc.codes |= cs
			need = w.needed(n.words)
		}
	}
	out, cs := w.writeName(n.out[:0])
	n.out = out
	nc.codes |= cs
	return out, nc
}

// nameStepsOf are the steps over the words of a name, and who needs them.
var nameStepsOf = [...]struct {
	need needs
	do   func(w *Worker) codes
}{
	{needTitle | needBehind, (*Worker).takeTitles},
	{needOdd | needRemark | needBehind, (*Worker).takeNotes},
	{needPrefix, (*Worker).joinPrefixes},
	{needTyping, (*Worker).resolveTyping},
	{needSplit | needGlue, (*Worker).splitWords},
}

// nameWords cuts a cell into words, without what stands beside a name.
func (w *Worker) nameWords(cell []byte) (nc nameCell) {
	n := &w.names
	var alike bool
	cell, lines := w.firstLine(cell)
	nc.codes |= lines
	cell, typed := w.resolveVIQR(cell)
	if typed {
		nc.codes |= codeTyping
	}
	n.text, alike = appendTidy(n.text[:0], cell)
	if alike {
		nc.codes |= codeComposed
	}
	if len(n.text) == 0 {
		nc.codes |= codeMissing
		return nc
	}
	n.key = appendKey(n.key[:0], n.text)
	if isRelative(n.key) { // a person's row all the same, without a name
		nc.codes |= codeMissing | code(schemas.IssueNameNoPerson)
		return nc
	}
	if kind, soft, cs := w.noPerson(n.key); kind != Person {
		nc.kind, nc.soft, nc.codes = kind, soft, nc.codes|cs
		return nc
	}
	text, cs := w.cutAsides(n.text)
	nc.codes |= cs
	n.words, cs = w.orderWords(n.words[:0], text)
	nc.codes |= cs
	return nc
}

// writeName writes the words in title case and tone style; what is no letter in
// them is marked as unreadable.
func (w *Worker) writeName(dst []byte) ([]byte, codes) {
	var cs codes
	for i, word := range w.names.words {
		if i > 0 {
			dst = append(dst, ' ')
		}
		if len(word) > maxWord {
			dst, cs = appendGarbled(dst, word), cs|codeGarbled
			continue
		}
		s := w.look(word)
		kind := s.what.word
		if s.what.flags&flagAlike != 0 {
			cs |= codeComposed
		}
		if kind == wordOdd {
			dst, cs = appendGarbled(dst, word), cs|codeGarbled
			continue
		}
		dst = append(dst, w.memo.text(s)...)
		if kind == wordShort && !w.prefixOfNext(i) {
			cs |= codeAbbreviated
		}
	}
	return dst, cs
}

// prefixOfNext says whether the first word may be the H or K of a name of the
// central highlands, written apart: one of the words behind it is foreign.
func (w *Worker) prefixOfNext(i int) bool {
	words := w.names.words
	if i > 0 || len(words[i]) != 1 || words[i][0]|0x20 != 'h' && words[i][0]|0x20 != 'k' {
		return false
	}
	for _, word := range words[i+1:] {
		if w.lookSafe(word) == wordForeign {
			return true
		}
	}
	return false
}

// runes counts the characters of a cell.
func runes(cell []byte) int { return utf8.RuneCount(cell) }
