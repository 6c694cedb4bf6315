package places

import "unicode/utf8"

// maxText is how many bytes of a text Parse looks at. Units stand at the end of
// an address, so of a longer text it is the last ones.
const maxText = 512

// Parser reads addresses. It is the scratch of one worker over the shared
// tables and must not be used by two goroutines at once.
type Parser struct {
	t        *tables
	text     []byte // the text that r and mentions speak of
	ready    bool
	r        reading
	mentions []mention
	whole    []byte // a text made NFC, for Canonical
	loose    []byte // the same before
	q        question
	best     findings

	// of a text that is read part by part
	parts   *parts
	answers *answers
	taken   []takenPart
	laid    bool // r holds the tokens

	typed     []byte // letters of a misspelt name
	corrected bool   // a name was misspelt
}

// NewParser returns a parser. The first call in a process builds the tables.
func NewParser() *Parser {
	return &Parser{t: load(), parts: &parts{one: Parser{t: load()}}, answers: new(answers)}
}

// Parse recognises the units that an address names. Any bytes are allowed; the
// time is bounded. A text without any known unit gives the zero Place.
//
// A commune name is read in the list whose levels agree best with the rest of
// the text. A known district, or a province that is no more, speaks for the old
// list; a commune right under a province that still exists for the present one.
// The type (xã, phường) and the marks must agree if any unit of that name in
// reach agrees; where the text has lost its marks, every unit fits that differs
// in marks alone. An old commune that was split fits all its heirs unless one
// of them took all the people.
func (p *Parser) Parse(text []byte) Place {
	if len(text) > maxText {
		text = endOf(text)
	}
	p.look(text)
	typed := len(p.mentions)
	p.ask()
	place := p.answer()
	p.mentions = p.mentions[:typed] // Canonical writes out the typed ones only
	return place
}

// endOf is as much of the end of a text as Parse looks at.
func endOf(text []byte) []byte {
	text = text[len(text)-maxText:]
	for len(text) > 0 && !utf8.RuneStart(text[0]) {
		text = text[1:]
	}
	return text
}

// look reads a text into tokens and mentions, unless it did so just now.
func (p *Parser) look(text []byte) {
	if p.ready && string(p.text) == string(text) {
		return
	}
	p.text = append(p.text[:0], text...)
	p.r.read(p.text, p.t.words)
	p.cut()
	p.findTyped()
	p.ready = true
}
