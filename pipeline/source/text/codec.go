package text

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lamsach/schemas"
	"lamsach/schemas/data"
)

// encoder writes letters in a legacy encoding: its table (data/encodings) read
// backwards. The nil encoder knows ASCII only.
type encoder struct {
	letters map[rune]string
	taken   [utf8.RuneSelf]bool // bytes of ASCII that the encoding uses for letters
}

var encoders sync.Map // name → *encoder

// encoderOf is the encoder of an encoding, nil for a name that has no table.
func encoderOf(name string) *encoder {
	if e, ok := encoders.Load(name); ok {
		return e.(*encoder)
	}
	e := loadEncoder(name)
	encoders.Store(name, e)
	return e
}

func loadEncoder(name string) *encoder {
	e := &encoder{letters: map[rune]string{}}
	if !e.load(name) {
		return nil
	}
	e.load(name + "_letters") // how Windows writes what it has no byte for
	for letter, raw := range e.letters {
		if len(raw) == 1 && raw[0] < utf8.RuneSelf && letter != rune(raw[0]) {
			e.taken[raw[0]] = true
		}
	}
	return e
}

// load reads a table into the encoder: hex bytes and code point.
func (e *encoder) load(name string) bool {
	if strings.ContainsAny(name, "/.") {
		return false
	}
	text, err := data.Files.ReadFile("encodings/" + name + ".csv")
	if err != nil {
		return false
	}
	rows := csv.NewReader(bytes.NewReader(text))
	rows.FieldsPerRecord = -1
	records, err := rows.ReadAll()
	if err != nil || len(records) == 0 {
		panic("BUG: embedded encoding " + name + " cannot be read")
	}
	for _, record := range records[1:] {
		raw, err := hex.DecodeString(strings.ReplaceAll(record[0], " ", ""))
		point, err2 := strconv.ParseUint(strings.TrimPrefix(record[1], "U+"), 16, 32)
		if err != nil || err2 != nil {
			panic("BUG: embedded encoding " + name + " cannot be read")
		}
		e.letters[rune(point)] = string(raw)
	}
	return true
}

// append appends text in the encoding. A letter that it lacks loses its tone,
// or all its marks; what is no letter becomes what it looks like, or a
// question mark.
func (e *encoder) append(dst []byte, text []byte) []byte {
	if !norm.NFC.IsNormal(text) {
		text = norm.NFC.Bytes(text)
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		if raw, ok := e.letter(r); ok {
			dst = append(dst, raw...)
		} else if raw, ok := e.letter(toneless(r)); ok {
			dst = append(dst, raw...)
		} else {
			for _, c := range lookalike(r) {
				if raw, ok := e.letter(c); ok {
					dst = append(dst, raw...)
				} else {
					dst = append(dst, '?')
				}
			}
		}
	}
	return dst
}

// letter is how the encoding writes a character.
func (e *encoder) letter(r rune) (string, bool) {
	switch {
	case e == nil:
		return string(r), 0 < r && r < utf8.RuneSelf
	case 0 <= r && r < utf8.RuneSelf:
		return string(r), !e.taken[r]
	}
	raw, ok := e.letters[r]
	return raw, ok
}

// tones are the combining marks of the five tones.
const tones = "\u0300\u0301\u0303\u0309\u0323"

// toneless is a letter without its tone, or r.
func toneless(r rune) rune {
	var parts []rune
	for _, part := range norm.NFD.String(string(r)) {
		if !strings.ContainsRune(tones, part) {
			parts = append(parts, part)
		}
	}
	out, _ := utf8.DecodeRuneInString(norm.NFC.String(string(parts)))
	return out
}

// signs are what remains of signs in ASCII.
var signs = map[rune]string{
	'–': "-", '—': "-", '−': "-", '‘': "'", '’': "'", '“': "\"", '”': "\"", '…': "...", '•': "*", '→': "->", '≥': ">=", '≤': "<=",
	'\u00A0': " ", '\u202F': " ", '×': "x", '·': ".",
}

// lookalike is the ASCII that a character looks like, or a question mark.
func lookalike(r rune) string {
	if s, ok := signs[r]; ok {
		return s
	}
	c := rune(schemas.FoldRune(r))
	switch {
	case c == 0:
		return "?"
	case unicode.IsUpper(r):
		c = unicode.ToUpper(c)
	}
	return string(c)
}
