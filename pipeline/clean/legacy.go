package clean

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Legacy Vietnamese text reaches us as its bytes read as Windows-1252. To
// decode it, the characters are turned back into bytes and read by the table of
// the encoding. Source of the tables: data/encodings.

// codec is one legacy encoding.
type codec struct {
	name   string
	single [256]rune       // 0: no character of this encoding
	pair   map[uint16]rune // base and mark byte → letter
	first  [256]bool       // bytes that are the first of a pair
	plain  string          // ASCII that stands for letters: } is Đ in BK HCM 1
}

// codecFiles are the encodings in the order in which equal evidence names them.
// cp1258_letters is the same encoding as cp1258 and serves tests only.
var codecFiles = []string{
	"tcvn3_abc", "vni_win", "cp1258", "vps", "viscii", "bkhcm1", "bkhcm2",
	"vietware_f", "vietware_x", "vni_mac", "tcvn5712_1_vn1", "isc",
}

var loadCodecs = sync.OnceValue(func() map[string]*codec {
	m := make(map[string]*codec, len(codecFiles))
	for _, name := range codecFiles {
		m[name] = loadCodec(name)
	}
	return m
})

func loadCodec(name string) *codec {
	c := &codec{name: name, pair: make(map[uint16]rune)}
	for _, row := range table("encodings/" + name + ".csv") {
		raw, err := hex.DecodeString(strings.ReplaceAll(row[0], " ", ""))
		point, err2 := strconv.ParseUint(strings.TrimPrefix(row[1], "U+"), 16, 32)
		if err != nil || err2 != nil {
			panic("BUG: embedded encoding " + name + " cannot be read")
		}
		switch len(raw) {
		case 1:
			c.single[raw[0]] = rune(point)
			if raw[0] < utf8.RuneSelf && raw[0] >= ' ' {
				c.plain += string(rune(raw[0]))
			}
		case 2:
			c.pair[uint16(raw[0])<<8|uint16(raw[1])], c.first[raw[0]] = rune(point), true
		}
	}
	return c
}

// decode appends the text of bytes in this encoding, in NFC; false when a byte
// above ASCII is no character of it. spare is scratch.
func (c *codec) decode(dst, raw []byte, spare *[]byte) ([]byte, bool) {
	start, whole := len(dst), true
	for i := 0; i < len(raw); i++ {
		b := raw[i]
		if i+1 < len(raw) && c.first[b] {
			if r, ok := c.pair[uint16(b)<<8|uint16(raw[i+1])]; ok {
				dst = utf8.AppendRune(dst, r)
				whole = whole && composed(r)
				i++
				continue
			}
		}
		switch r := c.single[b]; {
		case r != 0:
			dst = utf8.AppendRune(dst, r)
			whole = whole && composed(r)
		case b < utf8.RuneSelf:
			dst = append(dst, b)
		case b == 0xA0:
			dst = append(dst, ' ')
		default:
			return dst[:start], false
		}
	}
	if !whole && norm.NFC.QuickSpan(dst[start:]) < len(dst)-start {
		*spare = norm.NFC.Append((*spare)[:0], dst[start:]...)
		dst = append(dst[:start], *spare...)
	}
	return dst, true
}

// concerns says whether anything of a cell in this encoding is not what it
// looks like.
func (c *codec) concerns(cell []byte) bool {
	return highText(cell) || c.plain != "" && bytes.ContainsAny(cell, c.plain)
}

// high1252 are the characters of Windows-1252 at 80 to 9F.
var high1252 = []rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// byteOf1252 returns the byte that reads as a character in Windows-1252, or in
// Latin-1, which has control characters at 80 to 9F.
func byteOf1252(r rune) (byte, bool) {
	if r <= 0xFF {
		return byte(r), true
	}
	if r > '™' {
		return 0, false
	}
	for i, h := range high1252 {
		if h == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// bytesOf1252 appends the bytes that a text was before it was read as
// Windows-1252; false when it has other characters. Bytes that are no UTF-8
// stand for themselves.
func bytesOf1252(dst, text []byte) ([]byte, bool) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n <= 1 {
			dst = append(dst, text[i])
			i++
			continue
		}
		b, ok := byteOf1252(r)
		if !ok {
			return dst, false
		}
		dst = append(dst, b)
		i += n
	}
	return dst, true
}

// decoder decodes the cells of one column: with the encodings of its profile,
// and where those give nothing with any. A sample of the file cannot see the
// encoding of one branch among thousands.
type decoder struct {
	whole  *codec   // of the whole column, nil when cells must prove theirs one by one
	codecs []*codec // of the profile, likeliest first
	all    []*codec
}

func newDecoder(names []string, whole bool) decoder {
	var d decoder
	known := loadCodecs()
	for _, name := range names {
		if c, ok := known[name]; ok {
			d.codecs = append(d.codecs, c)
		}
	}
	if whole && len(d.codecs) > 0 {
		d.whole = d.codecs[0]
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		d.all = append(d.all, known[name])
	}
	return d
}

// decode returns the text of a cell, decoded when it needs to be and can be.
// In a column that is in one encoding as a whole it is decoded by that.
// Elsewhere UTF-8 that was read as Windows-1252, once or twice, proves itself; a
// legacy encoding is accepted only when the cell as it stands is not made of
// valid syllables, decoded it is entirely, and no other encoding of the column,
// or none at all when the profile's give nothing, gives another text.
func (d *decoder) decode(w *Worker, cell []byte) ([]byte, bool) {
	if !highText(cell) || hasToned(cell) {
		return cell, false
	}
	if text, ok := d.wholly(w, cell); ok {
		return text, true
	}
	if text, ok := w.repairUTF8(cell); ok {
		return text, true
	}
	// Sound text soon meets a letter that Windows-1252 does not have, which is
	// told sooner than syllables are.
	raw, ok := bytesOf1252(w.decoded[:0], cell)
	w.decoded = raw
	if !ok || w.syllablesOnly(cell) {
		return cell, false
	}
	winner, _ := w.winner(d.codecs, raw)
	// One word alone may be anything, and a name of the highlands (K'Suê) is made of
	// no syllables as it stands.
	if winner == nil && bytes.IndexByte(bytes.TrimSpace(cell), ' ') > 0 && bytes.IndexByte(cell, '\'') < 0 {
		winner, _ = w.winner(d.all, raw)
	}
	if winner == nil {
		return cell, false
	}
	return winner, true
}

// wholly decodes a cell of a column that is in one encoding as a whole, even
// one that could be text as it stands: "Phó" is Phú in TCVN3. What is decoded
// must not be decoded again.
func (d *decoder) wholly(w *Worker, cell []byte) ([]byte, bool) {
	if d.whole == nil || !d.whole.concerns(cell) {
		return cell, false
	}
	raw, ok := bytesOf1252(w.decoded[:0], cell)
	w.decoded = raw
	if !ok {
		return cell, false
	}
	text, ok := d.whole.decode(w.trial[:0], raw, &w.spare)
	if !ok {
		return cell, false
	}
	w.trial = text[:0]
	return text, true
}

// hasToned says whether a cell has a letter of U+1E80 to U+1EFF, as nearly
// every Vietnamese text has that is what it should be. Windows-1252 has none of
// them, so such a text is no other read by its table.
func hasToned(cell []byte) bool {
	at := bytes.IndexByte(cell, 0xE1)
	return at >= 0 && at+2 < len(cell) && cell[at+1]&^1 == 0xBA
}

// highText says whether a cell has anything beyond ASCII, or a control
// character that VISCII and TCVN use for letters.
func highText(cell []byte) bool {
	for len(cell) >= 8 {
		x := binary.LittleEndian.Uint64(cell)
		if (x|(x-spaces))&highs != 0 { // a byte borrows only if one below it is below a space
			return true
		}
		cell = cell[8:]
	}
	for _, c := range cell {
		if c >= utf8.RuneSelf || c < ' ' {
			return true
		}
	}
	return false
}

// winner decodes bytes with each codec and returns the only valid text, and
// which codecs gave it (one bit each); nil when there is none or several.
func (w *Worker) winner(codecs []*codec, raw []byte) (text []byte, by uint32) {
	buffer := w.trial[:0]
	defer func() { w.trial = buffer[:0] }()
	for i, c := range codecs {
		at := len(buffer)
		out, ok := c.decode(buffer, raw, &w.spare)
		if !ok || !w.decodedWell(out[at:]) {
			buffer = out[:at] // which may have grown
			continue
		}
		switch {
		case text == nil:
			text, by = out[at:], 1<<i
			buffer = out
		case bytes.EqualFold(text, out[at:]):
			by |= 1 << i
		default:
			return nil, 0
		}
	}
	if text == nil || bytes.Equal(text, raw) {
		return nil, 0
	}
	return text, by
}

// decodedWell says whether a decoded text is made of valid syllables, marks
// among them: every run of letters must be a syllable or a plain one.
func (w *Worker) decodedWell(text []byte) bool { return w.wellSpelled(text) && hasMarks(text) }

// syllablesOnly says whether a cell as it stands is made of valid syllables.
func (w *Worker) syllablesOnly(cell []byte) bool { return utf8.Valid(cell) && w.wellSpelled(cell) }

func (w *Worker) wellSpelled(text []byte) bool {
	from, letters := -1, false
	for i := 0; i <= len(text); {
		r, n := rune(' '), 1
		if i < len(text) {
			r, n = utf8.DecodeRune(text[i:])
		}
		switch {
		case i < len(text) && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)) && r != utf8.RuneError:
			if from < 0 {
				from = i
			}
		case r >= utf8.RuneSelf && !spaceLike(r), r < ' ' && r != '\t' && r != '\n' && r != '\r':
			return false
		case from >= 0:
			letters = true
			switch w.lookSafe(text[from:i]) {
			case wordSyllable, wordShort:
			case wordPlain:
				if !ascii(text[from:i]) {
					return false
				}
			default:
				return false
			}
			from = -1
		}
		i += n
	}
	return letters
}

func hasMarks(text []byte) bool {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r >= utf8.RuneSelf && vietnamese(r) {
			return true
		}
		i += n
	}
	return false
}

// repairUTF8 undoes UTF-8 that was read as Windows-1252, once or twice. The
// result must be valid UTF-8 of Latin letters and their marks beyond ASCII.
func (w *Worker) repairUTF8(cell []byte) ([]byte, bool) {
	current, repaired := cell, false
	for range 2 {
		at := len(w.decoded)
		if !repaired {
			at = 0
			w.decoded = w.decoded[:0]
		}
		raw, ok := bytesOf1252(w.decoded, current)
		w.decoded = raw
		raw = raw[at:]
		if n := len(raw); ok && n > 0 && raw[n-1] == 0xC3 { // à whose last byte, an NBSP, was trimmed off
			w.decoded = append(w.decoded, 0xA0)
			raw = w.decoded[at:]
		}
		if !ok || !latinUTF8(raw) {
			break
		}
		current, repaired = raw, true
	}
	return current, repaired
}

// latinUTF8 says whether bytes are UTF-8 with something beyond ASCII, all of it
// letters of the Latin script, their marks, or characters of the repeated
// misreading.
func latinUTF8(raw []byte) bool {
	wide := false
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError {
			return false
		}
		if r >= utf8.RuneSelf {
			wide = true
			_, again := byteOf1252(r)
			if !again && !(r < foldLimit && foldTable[r] != 0) && !unicode.Is(unicode.Mn, r) && !quoteLike(r) && !spaceLike(r) && !invisible(r) {
				return false
			}
		}
		i += n
	}
	return wide
}
