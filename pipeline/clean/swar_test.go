package clean

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// plainDigits is allDigits digit by digit.
func plainDigits(cell []byte) (v uint64, ok bool) {
	if len(cell) < 8 || len(cell) > 13 {
		return 0, false
	}
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + uint64(c-'0')
	}
	return v, true
}

// plainShort and plainISO are shortWay and isoWay digit by digit.
func plainShort(c []byte) (first, second, year int, ok bool) {
	if c[2] != c[5] || c[2] != '/' && c[2] != '-' && c[2] != '.' {
		return 0, 0, 0, false
	}
	first, ok1 := plainNumber(c[:2])
	second, ok2 := plainNumber(c[3:5])
	year, ok3 := plainNumber(c[6:10])
	return first, second, year, ok1 && ok2 && ok3
}

func plainISO(c []byte) (year, month, day int, ok bool) {
	year, ok1 := plainNumber(c[:4])
	month, ok2 := plainNumber(c[5:7])
	day, ok3 := plainNumber(c[8:10])
	return year, month, day, ok1 && ok2 && ok3 && c[4] == '-' && c[7] == '-'
}

func plainNumber(s []byte) (n int, ok bool) {
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// checkWords holds what reads eight bytes at a time against its plain twin.
func checkWords(t *testing.T, cell []byte) {
	t.Helper()
	v, ok := allDigits(cell)
	want, wantOK := plainDigits(cell)
	if ok != wantOK || ok && v != want {
		t.Fatalf("%q: %d %v, digit by digit %d %v", cell, v, ok, want, wantOK)
	}
	if ok && !mayBeDummy(cell) && dummyNumber(len(cell), v) {
		t.Fatalf("%q is a dummy that was passed over", cell)
	}
	high := slices.ContainsFunc(cell, func(c byte) bool { return c >= 0x80 || c < ' ' })
	if highText(cell) != high {
		t.Fatalf("%q: beyond ASCII %v", cell, !high)
	}
	if len(cell) != 10 {
		return
	}
	a, b, c, ok := shortWay(cell)
	d, e, f, okPlain := plainShort(cell)
	if ok != okPlain || ok && (a != d || b != e || c != f) {
		t.Fatalf("%q: %d %d %d %v, plain %d %d %d %v", cell, a, b, c, ok, d, e, f, okPlain)
	}
	a, b, c, ok = isoWay(cell)
	d, e, f, okPlain = plainISO(cell)
	if ok != okPlain || ok && (a != d || b != e || c != f) {
		t.Fatalf("%q: %d %d %d %v, plain %d %d %d %v", cell, a, b, c, ok, d, e, f, okPlain)
	}
}

func TestEightBytesAtATime(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	shapes := []string{"nn/nn/nnnn", "nn-nn-nnnn", "nnnn-nn-nn", "nn.nn.nnnn", "nnnnnnnn", "nnnnnnnnnnnn", "nnnnnnnnnnnnn", "nnnnnnnnn"}
	for range 200_000 {
		cell := []byte(shapes[r.IntN(len(shapes))])
		step := r.IntN(4) - 1 // runs up and down are no chance
		digit := r.IntN(10)
		for i, c := range cell {
			if c == 'n' {
				if r.IntN(8) == 0 {
					digit = r.IntN(10)
				}
				cell[i] = '0' + byte(digit)
				digit = (digit + step + 10) % 10
			}
		}
		if r.IntN(3) == 0 {
			cell[r.IntN(len(cell))] = []byte{'/', ':', '0' - 1, '9' + 1, 0, 0x80, 0xB5, ' ', 0x1F, 'n'}[r.IntN(10)]
		}
		checkWords(t, cell)
	}
}

func FuzzEightBytesAtATime(f *testing.F) {
	for _, s := range []string{"001085012345", "012345678910", "999999999999", "098765432", "31/12/1985", "1985-12-31", "1.12.1985", "\x1f12345678", "12345678\x80"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, cell []byte) { checkWords(t, cell) })
}

// checkQuick holds the quick way of names against the one word by word, and a
// name that is remembered against one that is cleaned anew. Behind the cell
// stands something else, as in a batch.
func checkQuick(t *testing.T, w *Worker, name []byte) {
	t.Helper()
	cell := append(slices.Clone(name), "Xuân  next cell, any bytes"...)[:len(name)]
	got, gotCodes, gotOK := w.quickName([]byte("before"), cell)
	want, wantCodes, wantOK := w.plainName([]byte("before"), cell)
	if !bytes.Equal(got, want) || gotCodes != wantCodes || gotOK != wantOK {
		t.Fatalf("%q: %q %s %v, word by word %q %s %v", name, got, codeNames(gotCodes), gotOK, want, codeNames(wantCodes), wantOK)
	}
	if gotOK {
		return
	}
	for range 2 {
		got, gotCell := w.name([]byte("before"), cell)
		text, whole := w.plan.name.wholly(w, cell)
		want, wantCell := w.slowName([]byte("before"), cell, text, whole)
		if !bytes.Equal(got, want) || gotCell != wantCell {
			t.Fatalf("%q: %q %+v, anew %q %+v", name, got, gotCell, want, wantCell)
		}
	}
}

func FuzzQuickName(f *testing.F) {
	seeds(f, "names.txt")
	for _, n := range []int{7, 8, 9, 15, 16, 17, 64, 65} {
		f.Add([]byte("An " + strings.Repeat("a", n) + " Thu"))
	}
	w := New(NoColumns(), Profile{NameEncodings: codecFiles}).Worker()
	f.Fuzz(func(t *testing.T, name []byte) { checkQuick(t, w, name) })
}

func TestQuickName(t *testing.T) {
	w := New(NoColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	r := rand.New(rand.NewPCG(7, 8))
	pieces := []string{"Nguyễn", "NGUYỄN", "Thị", "thu", "Thử", "nghiệm", "An", "\x00", "An\x00", "Phương", "NGHIÊNG", "nghiêngnghiêng", "aaaaaaaa", "Ðức", "N", "Ông", "  ", "\t", "Nguyeãn", "-", "H'Hen", "Nguyễn"}
	for range 50_000 {
		var name []byte
		for range 1 + r.IntN(5) {
			name = append(append(name, pieces[r.IntN(len(pieces))]...), " "[:r.IntN(2)]...)
		}
		checkQuick(t, w, name)
	}
}

// Names that never repeat do not make the memory of a worker grow.
func TestSlowNamesAreBounded(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	forgotten := 0
	for i := range 2 * nameSlots {
		used := w.slow.used
		w.name(nil, fmt.Appendf(nil, "%d Trần (con) %s", i, strings.Repeat("x", i%90)))
		if w.slow.used < used {
			forgotten++
		}
	}
	if forgotten == 0 || len(w.slow.slots) != nameSlots || cap(w.slow.arena) > 2*nameArena || cap(w.memo.arena) > 2*wordArena {
		t.Errorf("forgotten %d times, %d slots, %d bytes", forgotten, len(w.slow.slots), cap(w.slow.arena))
	}
}

// Tidy text is in NFC, also where the library was not asked.
func TestTidyTextIsComposed(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	pieces := []string{"a", "ơ", "\u0301", "\u0302", "ế", "Å", "\u1E9B", "\u0323", "ŭ", "٣", "\u0344", "\u212B", "漢", "\xff", "'", "\u00a0", "Đ", "e\u0302", " ", "`", "\t", "\x7f", "An", "~"}
	w := New(NoColumns(), Profile{}).Worker()
	for range 50_000 {
		var text []byte
		for range r.IntN(6) {
			text = append(text, pieces[r.IntN(len(pieces))]...)
		}
		tidy, changed := appendTidy(nil, text)
		if slow, also := appendTidied(nil, text); !bytes.Equal(tidy, slow) || changed != also || !norm.NFC.IsNormal(tidy) {
			t.Fatalf("%q -> %q %v, letter by letter %q %v", text, tidy, changed, slow, also)
		}
		raw := make([]byte, r.IntN(8))
		for i := range raw {
			raw[i] = byte(r.IntN(256))
		}
		for _, c := range loadCodecs() {
			if out, ok := c.decode(nil, raw, &w.spare); ok && !norm.NFC.IsNormal(out) {
				t.Fatalf("%s: %x -> %q", c.name, raw, out)
			}
		}
	}
}

// The phrases of a key are found as a search for each would find them.
func TestPhrases(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	words := strings.Fields("test tester thu nghiem co ltd jsc cong ty an tong cong tester2 xnk xn ctcp ct 漢 9 đ")
	for range 50_000 {
		var all []string
		for range r.IntN(6) {
			all = append(all, words[r.IntN(len(words))])
		}
		key := []byte(strings.Join(all, " "))
		for _, list := range []*phrases{tests, organisationWords, organisations, below} {
			begin, anywhere := false, false
			for _, some := range list {
				for _, s := range some {
					begin = begin || startsWith(key, s)
					anywhere = anywhere || hasWord(key, s)
				}
			}
			if list.begin(key) != begin || list.anywhere(key) != anywhere {
				t.Fatalf("%q: begins %v, has %v", key, !begin, !anywhere)
			}
		}
	}
}

// A worker that has seen a file allocates nothing per row of it: what is left
// is the library's composing of marks that stand apart from their letters.
func TestCleaningACreditFileAllocatesNothingPerRow(t *testing.T) {
	c := creditFile(t, 20_000, 20_000, "")
	w := New(creditRoles(), MakeProfile(c.parts[0], creditRoles())).Worker()
	clean := func() {
		for _, b := range c.parts {
			w.Clean(b)
		}
	}
	clean()
	if n := testing.AllocsPerRun(2, clean); n > float64(c.rows)/100 {
		t.Errorf("%v allocations for %d rows", n, c.rows)
	}
}
