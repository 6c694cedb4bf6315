package schemas

import (
	"unicode"
	"unicode/utf8"
)

// FoldKey appends the folded form of s to dst: Latin letters without marks and
// in lower case (đ is d), and digits; spaces, punctuation, combining marks and
// bytes that are no UTF-8 are left out, letters of other scripts are kept in
// lower case. "Số CMND/CCCD", "SO_CMND_CCCD" and the decomposed form of either
// give "socmndcccd". It never fails and is idempotent.
func FoldKey(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if size > 1 { // size 1 is a byte that is no UTF-8
			dst = appendFolded(dst, r)
		}
	}
	return dst
}

// FoldRune returns the ASCII letter or digit that r folds to, 0 if there is none.
func FoldRune(r rune) byte {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		return byte(r)
	case 'A' <= r && r <= 'Z':
		return byte(r | 0x20)
	case 0xFF01 <= r && r <= 0xFF5E: // full-width forms
		return FoldRune(r - 0xFF01 + '!')
	case 0 <= r && int(r) < len(foldTable):
		return foldTable[r]
	}
	return 0
}

func appendFolded(dst []byte, r rune) []byte {
	if c := FoldRune(r); c != 0 {
		return append(dst, c)
	}
	if r > unicode.MaxLatin1 && unicode.IsLetter(r) {
		return utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

func foldKey(s string) string { return string(FoldKey(nil, s)) }

// foldTable maps the marked Latin letters of Vietnamese, of the minorities'
// spellings and of the neighbouring look-alikes to their base letters.
var foldTable = func() (table [0x1F00]byte) {
	for base, letters := range map[byte]string{
		'a': "àáảãạăằắẳẵặâầấẩẫậäåāą",
		'c': "çćč",
		'd': "đðɖď", // đ, the Icelandic eth and the African d typed for it
		'e': "èéẻẽẹêềếểễệëēĕėęě",
		'i': "ìíỉĩịîïīĭįı",
		'l': "ľĺļł",
		'n': "ñńňņ",
		'o': "òóỏõọôồốổỗộơờớởỡợöøōŏő",
		'r': "ŕřŗ",
		's': "śšş",
		't': "ťţ",
		'u': "ùúủũụưừứửữựûüūŭůűų",
		'y': "ỳýỷỹỵÿŷ",
		'z': "źżž",
	} {
		for _, r := range letters {
			table[r] = base
			if up := unicode.ToUpper(r); int(up) < len(table) && up >= utf8.RuneSelf {
				table[up] = base
			}
		}
	}
	return table
}()
