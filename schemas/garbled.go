package schemas

import (
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A header in a legacy encoding reaches us as its bytes read as Windows-1252:
// "Họ và tên" in TCVN3 is "Hä vµ tªn". Its folded key says nothing, so the
// known spellings are written in every encoding of data/encodings and looked
// up as they then look.

// legacyTables are the encodings; cp1258_letters is Windows-1258 as Windows
// writes its letters.
var legacyTables = []string{
	"tcvn3_abc", "vni_win", "cp1258_letters", "vps", "viscii", "bkhcm1", "bkhcm2",
	"vietware_f", "vietware_x", "vni_mac", "tcvn5712_1_vn1", "isc",
}

// keyOf is the folded key of a header, of the spelling that it garbles if it is
// one in a legacy encoding or UTF-8 read as Windows-1252.
func keyOf(header string) string {
	if couldBeGarbled(header) {
		if key, ok := garbled()[garbledKey(header)]; ok && key != "" {
			return key
		}
	}
	return foldKey(header)
}

// couldBeGarbled says whether a header has something beyond ASCII and nothing
// that Windows-1252 lacks, as nearly every Vietnamese text has: the table of
// garbled spellings takes a while to make, and few files need it.
func couldBeGarbled(header string) bool {
	high := false
	for _, r := range header {
		if r >= utf8.RuneSelf {
			high = true
			if r > 0xFF && !strings.ContainsRune(high1252, r) && !unicode.Is(unicode.Mn, r) {
				return false
			}
		}
	}
	return high
}

// garbledKey is what garbled spellings are compared by: ASCII letters in lower
// case and digits, all else beyond ASCII as it stands but the soft hyphen,
// which many a program drops.
func garbledKey(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= utf8.RuneSelf && r != 0xAD && r != 0xA0:
			return r
		case 'A' <= r && r <= 'Z':
			return r | 0x20
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		}
		return -1
	}, s)
}

// garbled maps the garbled spellings of known headers to the folded keys that
// they mean; one that could mean several, or that is itself a spelling, to "".
var garbled = sync.OnceValue(func() map[string]string {
	spellings := map[string]bool{}
	for _, rec := range mustTable("columns/column_aliases.csv") {
		spellings[rec[1]] = true
	}
	for _, name := range DatasetNames {
		if d, err := Dataset(name); err == nil {
			for _, c := range d.Columns {
				for _, header := range c.Headers {
					spellings[header] = true
				}
			}
		}
	}
	writers := []func(string) (string, bool){misread}
	for _, table := range legacyTables {
		writers = append(writers, writerOf(table))
	}
	keys := map[string]string{}
	for spelling := range spellings {
		for _, s := range []string{spelling, strings.ToLower(spelling), strings.ToUpper(spelling), capitals(spelling)} {
			for _, write := range writers {
				if text, ok := write(s); ok && text != s {
					note(keys, garbledKey(text), foldKey(spelling))
				}
			}
		}
	}
	for spelling := range spellings { // what is well spelled is not garbled
		delete(keys, garbledKey(spelling))
	}
	return keys
})

// note keeps what a garbled key means, "" once it means two things.
func note(keys map[string]string, key, means string) {
	if was, ok := keys[key]; ok && was != means {
		means = ""
	}
	keys[key] = means
}

// capitals writes each word with a capital first.
func capitals(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	return strings.Join(words, " ")
}

// misread is UTF-8 read as Windows-1252.
func misread(s string) (string, bool) {
	return read1252([]byte(s)), true
}

// writerOf writes a text in a legacy encoding and reads it as Windows-1252;
// false when the encoding lacks a letter.
func writerOf(table string) func(string) (string, bool) {
	bytes := map[rune][]byte{}
	for _, rec := range mustTable(path.Join("encodings", table+".csv")) {
		raw, err := hex.DecodeString(strings.ReplaceAll(rec[0], " ", ""))
		point, err2 := strconv.ParseUint(strings.TrimPrefix(rec[1], "U+"), 16, 32)
		if err != nil || err2 != nil {
			panic(fmt.Sprintf("schemas: embedded encoding %s cannot be read", table))
		}
		if _, known := bytes[rune(point)]; !known {
			bytes[rune(point)] = raw
		}
	}
	return func(s string) (string, bool) {
		var raw []byte
		for _, r := range s {
			b, ok := bytes[r]
			if !ok { // capitals come from a font of capitals, with the bytes of the small letters
				b, ok = bytes[unicode.ToLower(r)]
			}
			switch {
			case r < utf8.RuneSelf:
				raw = append(raw, byte(r))
			case ok:
				raw = append(raw, b...)
			default:
				return "", false
			}
		}
		return read1252(raw), true
	}
}

// high1252 are the characters of Windows-1252 at 80 to 9F; the undefined ones
// are read as control characters.
const high1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

func read1252(raw []byte) string {
	high := []rune(high1252)
	var out []rune
	for _, b := range raw {
		if 0x80 <= b && b <= 0x9F {
			out = append(out, high[b-0x80])
		} else {
			out = append(out, rune(b))
		}
	}
	return string(out)
}
