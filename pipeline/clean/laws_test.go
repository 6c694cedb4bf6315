package clean

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// vietnameseLetters are the 134 letters with marks, upper and lower case.
func vietnameseLetters() []rune {
	var letters []rune
	for r := rune(0x80); r < foldLimit; r++ {
		if vietnameseTable[r] {
			letters = append(letters, r)
		}
	}
	return letters
}

func TestThereAre134Letters(t *testing.T) {
	if n := len(vietnameseLetters()); n != 134 {
		t.Errorf("%d letters with marks, want 134", n)
	}
}

// Every letter comes back from every form of Unicode.
func TestLettersSurviveUnicodeForms(t *testing.T) {
	for _, r := range vietnameseLetters() {
		want := string(r)
		halves := norm.NFD.String(want)
		forms := []string{want, norm.NFD.String(want), norm.NFKD.String(want)}
		if marks := []rune(halves); len(marks) == 3 { // half-composed: vowel mark inside, tone outside, or the reverse
			forms = append(forms, norm.NFC.String(string(marks[:2]))+string(marks[2]), norm.NFC.String(string(marks[0])+string(marks[2]))+string(marks[1]))
		}
		for _, form := range forms {
			got, changed := appendTidy(nil, []byte(form))
			if string(got) != want || changed != (norm.NFC.String(form) != want) {
				t.Errorf("%q of %q became %q (changed %v)", form, want, got, changed)
			}
		}
	}
}

// seenAs1252 is how bytes look to a program that reads them as Windows-1252.
func seenAs1252(raw []byte) string {
	var b strings.Builder
	for _, c := range raw {
		if c >= 0x80 && c < 0xA0 {
			b.WriteRune(high1252[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// Every letter that an encoding has comes back from its bytes read as
// Windows-1252, alone and inside a word.
func TestLettersSurviveLegacyEncodings(t *testing.T) {
	for name, c := range loadCodecs() {
		bytesOf := make(map[rune][]byte)
		for b, r := range c.single {
			if r != 0 {
				bytesOf[r] = []byte{byte(b)}
			}
		}
		for pair, r := range c.pair {
			bytesOf[r] = []byte{byte(pair >> 8), byte(pair)}
		}
		if name == "cp1258" {
			addComposed1258(c, bytesOf)
		}
		found := 0
		for _, r := range vietnameseLetters() {
			raw, ok := bytesOf[r]
			if !ok {
				continue
			}
			found++
			back, ok := bytesOf1252(nil, []byte(seenAs1252(raw)))
			if !ok || !bytes.Equal(back, raw) {
				t.Errorf("%s: % x came back as % x", name, raw, back)
			}
			text, ok := c.decode(nil, back, new([]byte))
			if !ok || string(text) != string(r) {
				t.Errorf("%s: % x decoded to %q, want %q", name, raw, text, r)
			}
		}
		// Encodings whose capitals come from a font of capitals have half.
		if want := 67; found < want {
			t.Errorf("%s: only %d letters", name, found)
		}
	}
}

// addComposed1258 adds the letters that Windows-1258 writes with a combining tone.
func addComposed1258(c *codec, bytesOf map[rune][]byte) {
	for _, r := range vietnameseLetters() {
		if _, known := bytesOf[r]; known {
			continue
		}
		d := []rune(norm.NFD.String(string(r)))
		tone := slices.IndexFunc(d, func(r rune) bool { return strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", r) })
		if tone < 0 {
			continue
		}
		rest := norm.NFC.String(string(slices.Delete(slices.Clone(d), tone, tone+1)))
		base, _ := utf8.DecodeRuneInString(rest)
		first, ok := bytesOf[base]
		if base < utf8.RuneSelf {
			first, ok = []byte{byte(base)}, true
		}
		if mark, known := bytesOf[d[tone]]; ok && known {
			bytesOf[r] = append(slices.Clone(first), mark...)
		}
	}
}

// UTF-8 read as Windows-1252 once and twice comes back, for every letter.
func TestLettersSurviveMisreadUTF8(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	for _, r := range vietnameseLetters() {
		once := seenAs1252([]byte("x" + string(r) + "x"))
		twice := seenAs1252([]byte(once))
		for _, seen := range []string{once, twice} {
			got, ok := w.repairUTF8([]byte(seen))
			if !ok || string(got) != "x"+string(r)+"x" {
				t.Errorf("%q came back as %q, want %q", seen, got, string(r))
			}
		}
	}
}

// nameText draws cells that look like what people and programs write.
var nameText = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{
			"Nguyễn", "NGUYEN", "trần", "Thị", "VAN", "Văn", "An", "Hoà", "Thuý", "H'Hen", "Niê", "Ng.", "T.", "N.V.A", "A", "Y",
			"Ông", "BA", "Mr.", "(chết)", "- TC", "2", "A1", "VND", ",", "tức", "đã", "Tra6n2", "Thij", "NguyenVanAn", "Jean-Pierre", "?", "N?m", "\u00a0", "HKD",
			"H", "K", "H.", "Y", "YMoan", "Y-Moan", "HBia", "HBIA", "K-Brế", "KBRE", "Niê", "Rơ", "Châm", "con", "bà", "vợ", "ông", "D-ức", "D-", "Maria", "Gioan",
			"&", "và", "+", "\n", "VănHùng", "THIHOA", "Vawn", "Hungf", "Va8n", "P<VNM", "<<", "MR", "II", "SN", "1985", "(bà)", "Đ/c", "họ", "tên:", "V0", "\"", "Иван", "Α",
		}),
		rapid.StringMatching(`[A-Za-zÀ-ɏḀ-ỹ'.,()<0-9-]{1,8}`),
	), 0, 7).Draw(t, "words")
	return strings.Join(words, " ")
})

func TestNameTwiceIsNameOnce(t *testing.T) {
	w := New(NoColumns(), Profile{NameEncodings: []string{"vni_win", "tcvn3_abc"}}).Worker()
	rapid.Check(t, func(t *rapid.T) {
		in := nameText.Draw(t, "name")
		once, cell := w.name(nil, []byte(in))
		checkName(t, in, once, cell)
		twice, _ := w.name(nil, once)
		if len(once) > 0 && !bytes.Equal(once, twice) {
			t.Fatalf("%q -> %q -> %q", in, once, twice)
		}
	})
}

// checkName holds a cleaned name to what is promised of every name.
func checkName(t interface{ Fatalf(string, ...any) }, in string, out []byte, cell nameCell) {
	if !utf8.Valid(out) || !norm.NFC.IsNormal(out) {
		t.Fatalf("%q -> %q is not NFC", in, out)
	}
	if bytes.Contains(out, []byte("  ")) || len(bytes.TrimSpace(out)) != len(out) || bytes.ContainsAny(out, "\t\r\n\u00a0") {
		t.Fatalf("%q -> %q has stray spaces", in, out)
	}
	if cell.kind != Person && len(out) > 0 {
		t.Fatalf("%q is no person and has the name %q", in, out)
	}
}

// Without a decoding, look-alike, typing or scanner repair, a cleaned name has no letter
// that the cell has not.
func TestNoLetterIsInvented(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	rapid.Check(t, func(t *rapid.T) {
		in := nameText.Draw(t, "name")
		out, cell := w.name(nil, []byte(in))
		if cell.codes&(codeTyping|codeOCR|codeComposed|code(schemas.RepairNameDecoded)) != 0 {
			return
		}
		have := make(map[rune]int)
		for _, r := range string(appendFold(nil, []byte(strings.ToLower(strings.ToUpper(in))))) {
			have[r]++
		}
		for _, r := range string(appendFold(nil, bytes.ToLower(bytes.ToUpper(out)))) {
			if have[r]--; have[r] < 0 && unicode.IsLetter(r) {
				t.Fatalf("%q -> %q has a letter %q too many", in, out, r)
			}
		}
	})
}

// A cleaned number has the digits of the cell in their order, behind the zeros
// that are noted.
func TestNoDigitIsInvented(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	cell := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(`[0-9]{7,14}`), rapid.StringMatching(`0[0-9]{2}[01][0-9]{8}`),
			rapid.SampledFrom([]string{"CCCD:", "/", "; ", " ", "-", ".0", "'", "O", "l", "(", ")", "ID"}),
		), 0, 5).Draw(t, "parts"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		in := cell.Draw(t, "cell")
		c := cells(false, in)
		w.any = w.cleanNumbers(&c, w.any)
		got := w.any[0]
		for _, n := range []schemas.Number{got.pin, got.cmnd, got.pad} {
			if n == 0 {
				continue
			}
			text := n.String()
			if n == got.pad || got.codes&codeNumberZeros != 0 {
				text = strings.TrimLeft(text, "0")
			}
			if !subsequence(text, strings.NewReplacer("O", "0", "l", "1", "I", "1").Replace(in)) {
				t.Fatalf("%q -> %v", in, n)
			}
		}
	})
}

func subsequence(part, whole string) bool {
	for i := 0; len(part) > 0; i++ {
		if i == len(whole) {
			return false
		}
		if whole[i] == part[0] {
			part = part[1:]
		}
	}
	return true
}

// Rows are cleaned alike wherever a part begins, and whether or not the column
// has a dictionary.
func TestPartBoundariesChangeNothing(t *testing.T) {
	var all [][]string
	for _, c := range readTable(t, "rows.txt") {
		all = append(all, rowCells(t, c))
	}
	plan := New(rowColumns(), Profile{})
	whole := plan.Worker().Clean(rowBatch(all))
	var want []string
	for row := range all {
		fields, notes := describe(whole, row)
		want = append(want, fields+"|"+notes)
	}
	for _, size := range []int{1, 7, 20} {
		w := plan.Worker()
		for from := 0; from < len(all); from += size {
			part := all[from:min(from+size, len(all))]
			r := w.Clean(rowBatch(part))
			for row := range part {
				if fields, notes := describe(r, row); fields+"|"+notes != want[from+row] {
					t.Fatalf("parts of %d: row %d is %s|%s, want %s", size, from+row, fields, notes, want[from+row])
				}
			}
		}
	}
}

// Notes are sorted by row, field and code, without repetition.
func TestNotesAreSorted(t *testing.T) {
	var all [][]string
	for _, c := range readTable(t, "rows.txt") {
		all = append(all, rowCells(t, c))
	}
	r := New(rowColumns(), Profile{}).Worker().Clean(rowBatch(all))
	key := func(n Note) uint64 { return uint64(n.Row)<<16 | uint64(n.Field)<<8 | uint64(n.Code) }
	for i := 1; i < len(r.Notes); i++ {
		if key(r.Notes[i-1]) >= key(r.Notes[i]) {
			t.Fatalf("note %d: %v before %v", i, r.Notes[i-1], r.Notes[i])
		}
	}
}

// Forgetting all words changes no answer.
func TestMemoResetChangesNothing(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	first, _ := w.name(nil, []byte("Nguyễn Văn An"))
	resets := 0
	for i := range 2 * wordSlots {
		used := w.memo.used
		w.look([]byte{'b', byte('a' + i%26), byte('a' + i/26%26), byte('a' + i/676%26), byte('a' + i/17576)})
		if w.memo.used < used {
			resets++
		}
	}
	again, _ := w.name(nil, []byte("Nguyễn Văn An"))
	if resets == 0 || !bytes.Equal(first, again) {
		t.Errorf("%d resets; %q before, %q after", resets, first, again)
	}
}

// A worker's rows do not depend on what it cleaned before.
func TestWorkerHasNoMemory(t *testing.T) {
	one, two := cells(true, "Nguyễn Văn An", nullCell, "TEST"), cells(true, "Trần Thị Bình")
	c := NoColumns()
	c.Name = 0
	w := New(c, Profile{}).Worker()
	w.Clean(batch(3, one))
	r := w.Clean(batch(1, two))
	if r.N != 1 || len(r.Notes) != 0 || string(r.Name.Value(0)) != "Trần Thị Bình" || r.Kind[0] != Person || r.Address.Index[0] != -1 {
		t.Errorf("second batch: %d rows, notes %v, name %q", r.N, r.Notes, r.Name.Value(0))
	}
}

// The column functions answer per entry, for list columns too.
func TestColumnFunctions(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	names := cells(false, "TRẦN THỊ HOÀ", "", "Lê An")
	names.Lists = []int32{0, 2, 3}
	var out pipeline.Texts
	w.Names(&names, &out)
	if !slices.Equal(out.Index, []int32{0, -1, 2}) || !slices.Equal(out.Lists, names.Lists) || string(out.Entry(0)) != "Trần Thị Hòa" {
		t.Errorf("names: index %v, lists %v, first %q", out.Index, out.Lists, out.Entry(0))
	}
	c := cells(true, "001085012345", "012345670", "79185012345", "x")
	numbers := make([]schemas.Number, 4)
	for kind, want := range map[schemas.NumberKind][4]string{
		schemas.NoNumber:   {"001085012345", "012345670", "079185012345", ""},
		schemas.PersonalID: {"001085012345", "", "079185012345", ""},
		schemas.CMND:       {"", "012345670", "", ""},
	} {
		w.Numbers(&c, kind, numbers)
		for i, n := range numbers {
			if n.String() != want[i] {
				t.Errorf("numbers of kind %d: %v, want %v", kind, n, want[i])
			}
		}
	}
	d, g := cells(true, "1980", "12/05/1980"), cells(true, "Nam", "F")
	dates, genders := make([]schemas.Date, 2), make([]schemas.Gender, 2)
	w.Dates(&d, dates)
	w.Genders(&g, genders)
	if dates[0].String() != "1980" || dates[1].String() != "1980-05-12" || genders[0] != schemas.Male || genders[1] != schemas.Female {
		t.Errorf("dates %v, genders %v", dates, genders)
	}
}

// Whatever a column holds, what a worker remembers of it stays within bounds:
// all cells different, of one huge word, of many words that nobody has, of
// garbage.
func TestMemoryIsBounded(t *testing.T) {
	w := New(NoColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	const bound = 6 << 20
	for i := range 5_000 {
		digits := strconv.Itoa(1_000_000 + i)
		word := strings.Map(func(r rune) rune { return 'a' + r - '0' }, digits)
		for _, cell := range []string{
			word + " " + word + "x y" + word, "Ông " + word, strings.Repeat(word, 9), "(" + digits + word + ")", strings.Repeat(word+" ", 20),
		} {
			w.name(nil, []byte(cell))
		}
		if i%1000 == 0 {
			w.name(nil, []byte(strings.Repeat(word+" ", 10_000)))
		}
	}
	m := w.Memory()
	if m.Bytes > bound || m.Names == 0 || m.Slow == 0 || m.Words < wordSlots {
		t.Errorf("%+v held, at most %d bytes wanted", m, bound)
	}
	if scratch := cap(w.scratch) + cap(w.names.text) + cap(w.names.buffer) + cap(w.names.out) + cap(w.decoded) + cap(w.trial); scratch > 1<<18 {
		t.Errorf("%d bytes of scratch", scratch)
	}
}
