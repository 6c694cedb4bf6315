package clean

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// textKind is what a cell shows of its encoding.
type textKind uint8

const (
	textPlain   textKind = iota // ASCII alone
	textUnicode                 // letters that Windows-1252 does not have
	textSuspect                 // may be a legacy encoding read as Windows-1252, or Unicode
	textMisread                 // UTF-8 read as Windows-1252
	textLossy                   // letters lost to question marks
	textKinds
)

// textEvidence is what the names of a file, or of one unit of it, show.
type textEvidence struct {
	rows [textKinds]int64
	some []hashedText // the suspects with the smallest hashes, ascending: the same ones in whatever order they came
}

type hashedText struct {
	hash uint64
	text string
}

// How many distinct suspects are kept to be scored: of a file, and of each unit.
const (
	keptTexts  = 4096
	keptOfUnit = 48
)

// add takes in a suspect.
func (e *textEvidence) add(hash uint64, cell []byte, keep int) {
	if len(e.some) == keep && hash >= e.some[keep-1].hash {
		return
	}
	at, known := slices.BinarySearchFunc(e.some, hash, func(t hashedText, h uint64) int { return cmp.Compare(t.hash, h) })
	if known {
		return
	}
	e.some = slices.Insert(e.some, at, hashedText{hash, string(cell)})
	e.some = e.some[:min(len(e.some), keep)]
}

func (e *textEvidence) merge(o *textEvidence, keep int) {
	for k, n := range o.rows {
		e.rows[k] += n
	}
	e.some = append(e.some, o.some...)
	slices.SortFunc(e.some, func(a, b hashedText) int { return cmp.Or(cmp.Compare(a.hash, b.hash), strings.Compare(a.text, b.text)) })
	e.some = slices.CompactFunc(e.some, func(a, b hashedText) bool { return a.hash == b.hash })
	e.some = e.some[:min(len(e.some), keep)]
}

func (e *textEvidence) all() (n int64) {
	for _, rows := range e.rows {
		n += rows
	}
	return n
}

// addTexts looks at the names of a part, by unit, and at its addresses. It
// returns the batch with its names in one column, -1 without names.
func (w *Surveyor) addTexts(b *pipeline.Batch, units []int32, of []*unitEvidence) (*pipeline.Batch, int) {
	b, cols := w.texts.composeParts(b, w.survey.texts.cols)
	if cols.Name >= 0 {
		w.addNames(&b.Columns[cols.Name], b.Rows, units, of)
	}
	if at := w.survey.cols.Address; at >= 0 {
		c := &b.Columns[at]
		w.tellKinds(c)
		for _, e := range c.Index[:b.Rows] {
			if e >= 0 {
				w.addText(&w.found.address, c, e, keptTexts)
			}
		}
	}
	return b, cols.Name
}

// tellKinds tells what each entry of a column shows of its encoding.
func (w *Surveyor) tellKinds(c *pipeline.Column) {
	w.kinds, w.hashes = sized(w.kinds, c.Entries()), sized(w.hashes, c.Entries())
	for e := range w.kinds {
		cell := c.Entry(int32(e))
		if w.kinds[e] = w.texts.textKind(cell); w.kinds[e] == textSuspect {
			w.hashes[e] = xxhash.Sum64(cell)
		}
	}
}

func (w *Surveyor) addText(to *textEvidence, c *pipeline.Column, e int32, keep int) {
	kind := w.kinds[e]
	to.rows[kind]++
	if kind == textSuspect {
		to.add(w.hashes[e], c.Entry(e), keep)
	}
}

func (w *Surveyor) addNames(c *pipeline.Column, rows int, units []int32, of []*unitEvidence) {
	w.tellKinds(c)
	for row, e := range c.Index[:rows] {
		if e < 0 {
			continue
		}
		w.addText(&w.found.text, c, e, keptTexts)
		if n := runes(c.Entry(e)); n < maxLength {
			w.found.lengths[n]++
		}
		if units != nil && units[row] >= 0 {
			w.addText(&of[units[row]].text, c, e, keptOfUnit)
		}
	}
}

// unitsOf gives the entry of each row's unit, and the evidence of each entry.
func (w *Surveyor) unitsOf(b *pipeline.Batch) (rows []int32, of []*unitEvidence) {
	if w.survey.cols.Unit < 0 || w.found.many {
		return nil, nil
	}
	c := &b.Columns[w.survey.cols.Unit]
	of = make([]*unitEvidence, c.Entries())
	for e := range of {
		of[e] = w.found.unit(string(c.Entry(int32(e))))
	}
	return c.Index, of
}

// textKind tells what a cell shows of its encoding.
func (w *Worker) textKind(cell []byte) textKind {
	if len(cell) > maxName {
		return textPlain
	}
	lossy := lostLetters(cell)
	switch {
	case lossy:
		return textLossy
	case !highText(cell):
		return textPlain
	case hasToned(cell):
		return textUnicode
	}
	if _, ok := w.repairUTF8(cell); ok {
		return textMisread
	}
	raw, ok := bytesOf1252(w.decoded[:0], cell)
	w.decoded = raw
	if !ok {
		return textUnicode
	}
	return textSuspect
}

// lostLetters says whether letters of a cell were replaced: question marks in
// words, or the replacement character.
func lostLetters(cell []byte) bool {
	for from := 0; ; {
		i := bytes.IndexByte(cell[from:], '?')
		if i < 0 {
			return bytes.Contains(cell, []byte("\uFFFD"))
		}
		i += from
		before := i > 0 && isLetterByte(cell[i-1])
		behind := i+1 < len(cell) && isLetterByte(cell[i+1])
		if behind || before && i+1 < len(cell) && cell[i+1] == '?' {
			return true
		}
		from = i + 1
	}
}

func isLetterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// A unit writes a legacy encoding when at least so many distinct names of it
// may be in one and the encoding reads their words, as in a whole column; then
// all of its rows are in it if of fifty hardly one is Unicode.
const (
	unitNeeds   = 8
	unitUnicode = 50
	// In a column that is in one encoding as a whole, one cell in so many may
	// have been put right by hand.
	wholeUnicode = 200
)

// encodings decides those of the file and of its units.
func (s *Survey) encodings(w *Worker, p *Profile) {
	e := &s.found
	if s.texts.cols.Name < 0 && len(s.texts.cols.NameParts) == 0 {
		return
	}
	name, address := w.decideColumn(&e.text), w.decideColumn(&e.address)
	byName := name
	name.agree(address)
	address.agree(byName)
	p.NameEncodings, p.NameWhole = name.names, name.whole
	if s.cols.Address >= 0 {
		p.AddressEncodings, p.AddressWhole = address.names, address.whole
	}
	s.foundEncoding(p, "", &e.text, p.NameWhole)
	if e.many || p.NameWhole {
		return
	}
	for _, unit := range sortedKeys(e.units) {
		u := &e.units[unit].text
		if c, ok := w.unitEncoding(unit, u); ok {
			p.Units = append(p.Units, c)
			p.Findings = append(p.Findings, Finding{Kind: FoundEncoding, Unit: unit, Encoding: c.Encoding, Rows: u.rows[textSuspect], Of: u.all()})
		}
		s.foundEncoding(p, unit, u, false)
	}
}

// decideColumn decides the encodings of a column.
func (w *Worker) decideColumn(e *textEvidence) (none columnEncodings) {
	if e.rows[textSuspect]+e.rows[textMisread] == 0 {
		none.unicode = e.rows[textUnicode] > 0
		return none
	}
	high := e.rows[textSuspect] + e.rows[textUnicode] + e.rows[textMisread]
	scores := w.score(e.some, e.rows[textUnicode]*wholeUnicode > high)
	if e.rows[textMisread]*100 > high {
		scores.misread = scores.high
	}
	return scores.decide()
}

// foundEncoding tells of a file or a unit most of whose texts are in a legacy
// encoding as a whole, misread or lossy.
func (s *Survey) foundEncoding(p *Profile, unit string, e *textEvidence, whole bool) {
	all := e.all()
	say := func(kind FindingKind, encoding string, rows int64) {
		p.Findings = append(p.Findings, Finding{Kind: kind, Unit: unit, Encoding: encoding, Rows: rows, Of: all})
	}
	if whole {
		say(FoundEncoding, p.NameEncodings[0], e.rows[textSuspect])
	}
	if n := e.rows[textMisread]; n >= unitNeeds && 2*n > all {
		say(FoundEncoding, "utf8_read_as_1252", n)
	}
	if n := e.rows[textLossy]; n >= unitNeeds && 2*n > all {
		say(FoundLossy, "", n)
	}
}

// score scores the encodings over some texts. unicode says that too many others
// are Unicode for one encoding to be that of all, so that words need not be
// counted.
func (w *Worker) score(texts []hashedText, unicode bool) encodingScores {
	all := loadCodecs()
	codecs := make([]*codec, len(codecFiles))
	for i, name := range codecFiles {
		codecs[i] = all[name]
	}
	s := encodingScores{wins: make([]int, len(codecs)), fits: make([]int, len(codecs))}
	if unicode {
		s.unicode = 1
	}
	for _, t := range texts {
		w.scoreEncodings(codecs, []byte(t.text), &s)
	}
	return s
}

// unitEncoding decides the encoding of one unit; false when it writes Unicode,
// or cannot be told.
func (w *Worker) unitEncoding(unit string, e *textEvidence) (UnitEncoding, bool) {
	suspects, unicode := e.rows[textSuspect], e.rows[textUnicode]
	if len(e.some) < unitNeeds || unicode > 4*suspects {
		return UnitEncoding{}, false
	}
	s := w.score(e.some, false)
	best := slices.Index(s.fits, slices.Max(s.fits))
	asIs := 0
	for _, t := range e.some {
		for _, word := range highWords([]byte(t.text)) {
			if w.decodedWell(word) {
				asIs++
			}
		}
	}
	if float64(s.fits[best]) < wholeShare*float64(s.words) || asIs >= s.fits[best] {
		return UnitEncoding{}, false
	}
	return UnitEncoding{Unit: unit, Encoding: codecFiles[best], Whole: unicode*unitUnicode <= suspects}, true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
