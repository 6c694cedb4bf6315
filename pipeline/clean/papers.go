package clean

import (
	"bytes"
	"slices"

	"lamsach/pipeline"
	"lamsach/schemas"
)

const (
	codePaperMalformed codes = 1 << schemas.IssuePaperMalformed
	codePaperCheck     codes = 1 << schemas.IssuePaperCheck
	codePaperDummy     codes = 1 << schemas.IssuePaperDummy
)

// maxPaperText is the longest cell that is read as another number, in bytes:
// hospitals join several health cards in one.
const maxPaperText = 256

// Paper is a column of other numbers of people (tax codes, cards, licences,
// plates, accounts) in canonical text. What is none is kept as it stands, with
// an issue; a dummy is left out.
type Paper struct {
	Field  Field
	Column int // of the batch
	Text   pipeline.Texts

	codes []codes          // by entry
	pins  []schemas.Number // by entry: the personal ID that stands there, for the kinds that it replaced
}

// paperKind is how a kind of number is read.
type paperKind struct {
	role  schemas.Role
	field Field
	// form writes the canonical text of one number: of its letters and digits,
	// the letters upper case. Nil says that it is none.
	form func(w *Worker, dst []byte, p *paperText) ([]byte, codes)
	// replaced: the personal ID took its place, by law.
	replaced bool
}

// paperKinds in the order of their fields.
// Source: domain facts 1.4 to 1.8.
var paperKinds = []paperKind{
	{schemas.RoleTaxCode, FieldTaxCode, (*Worker).taxCode, true},
	{schemas.RoleSocialInsurance, FieldSocialInsurance, (*Worker).socialInsurance, true},
	{schemas.RoleHealthCard, FieldHealthCard, (*Worker).healthCard, false},
	{schemas.RoleLicence, FieldLicence, (*Worker).licence, false},
	{schemas.RolePassport, FieldPassport, (*Worker).passport, false},
	{schemas.RolePlate, FieldPlate, (*Worker).plate, false},
	{schemas.RoleAccount, FieldAccount, (*Worker).account, false},
}

// householdKind is read like them, and is a fact of the background: it tells
// people apart.
var householdKind = paperKind{schemas.RoleHousehold, FieldOf(Household), (*Worker).householdCode, false}

// papersOf finds the columns of other numbers among those carried through; of
// several with one role the first.
func papersOf(pass []Pass) (papers []Paper, kinds []*paperKind) {
	for i := range paperKinds {
		k := &paperKinds[i]
		if at := slices.IndexFunc(pass, func(p Pass) bool { return p.Role == k.role }); at >= 0 {
			papers, kinds = append(papers, Paper{Field: k.field, Column: pass[at].Column}), append(kinds, k)
		}
	}
	return papers, kinds
}

// Paper returns the canonical text of a column that is carried through, nil
// when it is no column of other numbers.
func (r *Rows) Paper(column int) *pipeline.Texts {
	for i := range r.Papers {
		if p := &r.Papers[i]; p.Column == column && len(p.Text.Index) == r.N {
			return &p.Text
		}
	}
	return nil
}

// PaperColumn is the column of a field of other numbers, -1 when there is none.
func (r *Rows) PaperColumn(f Field) int {
	for i := range r.Papers {
		if r.Papers[i].Field == f {
			return r.Papers[i].Column
		}
	}
	return -1
}

// cleanPapers cleans every entry of the columns of other numbers.
func (w *Worker) cleanPapers(b *pipeline.Batch) {
	for i := range w.rows.Papers {
		p, k := &w.rows.Papers[i], w.plan.paperKinds[i]
		c := &b.Columns[p.Column]
		n := c.Entries()
		p.codes = sized(p.codes, n)
		reset(&p.Text, n)
		if k.replaced {
			p.pins = sized(p.pins, n)
		}
		for e := range n {
			at := len(p.Text.Bytes)
			p.Text.Bytes, p.codes[e] = w.paper(k, p.Text.Bytes, c.Entry(int32(e)))
			if k.replaced {
				p.pins[e] = w.pinIn(p.Text.Bytes[at:])
			}
			endEntry(&p.Text)
		}
		indexLike(c, &p.Text)
		if len(c.Lists) > 0 { // a list is carried through as it is
			p.Text.Index = p.Text.Index[:0]
		}
	}
}

// pinIn is the personal ID that a canonical tax code or insurance number is,
// the branch of a household business behind it or not.
func (w *Worker) pinIn(text []byte) schemas.Number {
	text, _, _ = bytes.Cut(text, []byte("-"))
	v, ok := allDigits(text)
	if !ok || len(text) != 12 || w.structure(pinOf(v)) != 0 || w.learnedDummy(pinOf(v)) {
		return 0
	}
	return pinOf(v)
}

// paperText is one number on its way.
type paperText struct {
	text    []byte // as it stands, tidied, without the words before it
	compact []byte // its letters and digits alone, upper case
	digits  bool   // there are no letters
}

// paper appends the canonical text of a cell.
func (w *Worker) paper(k *paperKind, dst, cell []byte) ([]byte, codes) {
	start := len(dst)
	text, _ := appendTidy(w.scratch[:0], cell)
	w.scratch = text[:0]
	if len(text) == 0 {
		return dst, 0
	}
	dst, cs := w.papersIn(k, dst, text)
	const repairs = codeNumberSeparated | codeNumberWords | codeNumberDecimal | codeNumberZeros | codeNumberSplit
	if cs&repairs == 0 && len(dst) > start && !bytes.Equal(dst[start:], cell) {
		cs |= codeNumberSeparated
	}
	return dst, cs
}

// papersIn appends the numbers of a tidied text, with semicolons between them;
// the text itself if one of them is none.
func (w *Worker) papersIn(k *paperKind, dst, text []byte) ([]byte, codes) {
	start, found, cs := len(dst), 0, codes(0)
	if len(text) > maxPaperText {
		return append(dst, text...), codePaperMalformed
	}
	for rest := text; len(rest) > 0; {
		part := rest
		if end := bytes.IndexAny(rest, ";/,|"); end >= 0 {
			part, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		if part = bytes.TrimSpace(part); len(part) == 0 {
			continue
		}
		at := len(dst)
		if found > 0 {
			dst = append(dst, ';')
		}
		was := len(dst)
		var more codes
		dst, more = w.onePaper(k, dst, part)
		switch {
		case more&codePaperMalformed != 0:
			return append(dst[:start], text...), codePaperMalformed
		case len(dst) == was:
			dst = dst[:at]
		default:
			found++
		}
		cs |= more
	}
	switch {
	case found == 0:
		return dst[:start], codePaperDummy
	case found > 1 && k.field != FieldHealthCard: // several cards of one person are usual
		cs |= codeNumberSplit
	}
	return dst, cs &^ codePaperDummy
}

// onePaper appends one number, nothing if it is a dummy.
func (w *Worker) onePaper(k *paperKind, dst, part []byte) ([]byte, codes) {
	p := paperText{text: part, digits: true}
	var cs codes
	if p.text = stripPaperWords(part); len(p.text) != len(part) {
		cs |= codeNumberWords
	}
	if cut := spacedDecimal(p.text); cut > 0 {
		p.text = p.text[:cut]
		cs |= codeNumberDecimal
	}
	p.compact = w.spare[:0]
	zeros, some := true, false
	for _, c := range p.text {
		switch {
		case c >= '0' && c <= '9':
			zeros, some = zeros && c == '0', true
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
			p.digits = false
		case c >= 'A' && c <= 'Z':
			p.digits = false
		case bytes.IndexByte([]byte(" .-'\"_:="), c) >= 0:
			continue
		default:
			if !bytes.ContainsAny(p.text, "0123456789") {
				return dst, cs | codePaperDummy
			}
			return dst, codePaperMalformed
		}
		p.compact = append(p.compact, c)
	}
	w.spare = p.compact[:0]
	if !some || zeros {
		return dst, codePaperDummy
	}
	at := len(dst)
	dst, more := k.form(w, dst, &p)
	switch v, digits := allDigits(dst[at:]); {
	case len(dst) == at && more == 0:
		more = codePaperMalformed
	case more&codeNumberZeros != 0 && digits && dummyNumber(len(dst)-at, v):
		return dst[:at], codePaperDummy
	}
	return dst, cs | more
}

// spacedDecimal is decimalTail of digits with signs between them that fall away.
func spacedDecimal(text []byte) int {
	dot := bytes.LastIndexByte(text, '.')
	if dot < 0 || len(text)-dot > 3 || len(text)-dot < 2 || len(bytes.Trim(text[dot+1:], "0")) > 0 {
		return 0
	}
	digits := 0
	for _, c := range text[:dot] {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case bytes.IndexByte([]byte(" '\":=_"), c) < 0:
			return 0
		}
	}
	if digits < 8 {
		return 0
	}
	return dot
}

// stripPaperWords takes words off the front of a number: "MST:", "Biển số".
func stripPaperWords(text []byte) []byte {
	for {
		end := 0
		for end < len(text) && (letter(text[end]|0x20) || text[end] >= 0x80) {
			end++
		}
		var fold [48]byte
		if end == 0 || end > 24 || !paperLabels[string(appendFold(fold[:0], text[:end]))] || !bytes.ContainsAny(text[end:], "0123456789") {
			return text
		}
		if rest := bytes.TrimLeft(text[end:], " .:-#"); len(rest) < len(text)-end || len(text[:end]) > 2 {
			text = rest
			continue
		}
		return text
	}
}

var paperLabels = wordSet("mst", "ma", "so", "thue", "bhxh", "bhyt", "the", "gplx", "giay", "phep", "lai", "xe", "ho", "chieu", "hc", "passport", "no",
	"bks", "bsx", "bien", "kiem", "soat", "stk", "tk", "tai", "khoan", "mh", "hkd", "cccd")

// dummyDigits says whether a number of digits alone is one that nobody has.
func (p *paperText) dummyDigits() bool {
	v, ok := allDigits(p.compact)
	return ok && dummyNumber(len(p.compact), v)
}

// notePaper writes the notes of a row's other numbers.
func (w *Worker) notePaper(row int) {
	for i := range w.rows.Papers {
		p := &w.rows.Papers[i]
		if len(p.Text.Index) == 0 {
			continue
		}
		if e := w.rows.Batch.Columns[p.Column].Index[row]; e >= 0 {
			w.noteField(uint32(row), p.Field, p.codes[e])
		}
	}
}

// otherPIN is the personal ID that stands in the place of a tax code or an
// insurance number of a row, if nothing in the row speaks against it.
func (w *Worker) otherPIN(b *pipeline.Batch, row int, j *joined) schemas.Number {
	for i := range w.rows.Papers {
		p := &w.rows.Papers[i]
		if !w.plan.paperKinds[i].replaced || len(p.Text.Index) == 0 {
			continue
		}
		e := b.Columns[p.Column].Index[row]
		if e < 0 || p.pins[e] == 0 {
			continue
		}
		if pin := p.pins[e]; w.padded(pin, w.century(j.birth, pin), j.gender.gender) {
			return pin
		}
	}
	return 0
}
