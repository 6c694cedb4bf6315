package places

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// twins reads texts part by part and whole, in two parsers that live long.
type twins struct {
	parts, whole *Parser
	got, want    []byte
}

func newTwins() *twins { return &twins{parts: NewParser(), whole: NewParser()} }

func (w *twins) check(t *testing.T, text []byte) {
	t.Helper()
	var got, want Place
	var gotSame, wantSame bool
	w.got, got, gotSame = w.parts.Read(append(w.got[:0], "before"...), text)
	w.want, want, wantSame = w.whole.readWhole(append(w.want[:0], "before"...), text)
	if !bytes.Equal(w.got, w.want) || got != want || gotSame != wantSame {
		t.Fatalf("%q:\npart by part %q %+v same %v\nwhole        %q %+v same %v", text, w.got, got, gotSame, w.want, want, wantSame)
	}
}

// parts of addresses that look at each other, or might.
var trickyParts = []string{
	"", " ", "12", "Số 12", "SN 5", "Tổ 4", "Thôn 5", "phố Quan Nhân", "Phố Quận 1", "Khu", "Tổ dân", "khu phố", "T", "Thành", "TP",
	"Rịa - Vũng Tàu", "Bà", "Bà Rịa - Vũng", "Tàu", "Bà Rịa - Vũng Tàu", "A - B", "- X", "X -", "Huyện", "Huyện Xyz", "TX", "Quận", "Thị",
	"Sóc Sơn", "Hà Nội", "HN", "HCM", "TP HCM", "TP. Hồ Chí Minh", "TPHCM", "T. TTH", "Việt Nam", "VN", "100000", "Nam", "Lê Lợi", "Tân An",
	"TAN AN", "tan an", "TÂN AN", "XÃ", "Xã", "X.Hải Lăng", "P 2", "P.5 Q3", "H. Phú Giáo", "tỉnh Bình Dương", "TX Sơn Tây", "M'Drắk", "’", "\u0301",
	"Th. 3", "Ð", "đg 5 (cũ)", "Khối 3; P. 1", "\xff", "Y", "Quy Nhơn", "Qui Nhơn", "Khu phố 3", "To 12", "TDP 2", "00012", "123456", "ˠ", strings.Repeat("a", 50),
}

func TestReadIsCanonicalAndParse(t *testing.T) {
	w := newTwins()
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		for _, form := range []string{text, strings.ToUpper(text), folded(text), strings.ReplaceAll(text, ", ", ","), strings.ReplaceAll(text, " ", ""), "5, phố " + text, text + ", 5"} {
			w.check(t, []byte(form))
		}
	}
	for _, a := range trickyParts {
		w.check(t, []byte(a))
		for _, b := range trickyParts {
			w.check(t, []byte(a+","+b))
			w.check(t, []byte("3 Lê Lợi, "+a+" , "+b))
		}
	}
}

// Units of any place beside each other, tricky parts among them.
func TestReadOfRandomParts(t *testing.T) {
	w := newTwins()
	r := rand.New(rand.NewPCG(1, 2))
	olds, news := OldCommunes(), Communes()
	part := func() string {
		old, now := olds[r.IntN(len(olds))], news[r.IntN(len(news))]
		district := OldCommuneDistrict(old)
		names := []string{
			OldCommuneName(old), DistrictName(district), OldProvinceName(DistrictProvince(district)), CommuneName(now), ProvinceName(CommuneProvince(now)),
			trickyParts[r.IntN(len(trickyParts))],
		}
		name := names[r.IntN(len(names))]
		if typ, short := typeOf(name); typ != typeNone && r.IntN(2) == 0 {
			name = short
		}
		switch r.IntN(4) {
		case 0:
			name = folded(name)
		case 1:
			name = strings.ToUpper(name)
		}
		return name
	}
	for range 40_000 {
		var text []byte
		for n := r.IntN(6); n >= 0; n-- {
			text = append(append(text, part()...), []string{", ", ",", " , ", " - ", " "}[min(r.IntN(10), 4)]...)
		}
		w.check(t, text)
	}
}

// The same units behind one house after another: what was made of them before
// must hold whatever stands in front.
func TestAnswersHoldForEveryHouse(t *testing.T) {
	w := newTwins()
	r := rand.New(rand.NewPCG(3, 4))
	fronts := append([]string{"Xã Tân An", "Huyện Phú Giáo", "Số 12345", "SỐ 12", "số 7", "Thị xã Xyz", "Tân An"}, trickyParts...)
	var units []string
	for _, c := range OldCommunes()[:40] {
		d := OldCommuneDistrict(c)
		units = append(units, OldCommuneName(c)+", "+DistrictName(d)+", "+OldProvinceName(DistrictProvince(d)), OldCommuneName(c)+", "+DistrictName(d), OldCommuneName(c)+", , "+OldProvinceName(DistrictProvince(d)))
	}
	for range 40_000 {
		text := units[r.IntN(len(units))]
		switch r.IntN(8) {
		case 0:
			text = folded(text)
		case 1:
			text = strings.ToUpper(text)
		}
		for range r.IntN(4) {
			text = fronts[r.IntN(len(fronts))] + ", " + text
		}
		w.check(t, []byte(text))
	}
	if m := w.parts.Memory(); m.Answered < 10_000 {
		t.Errorf("%+v: hardly any answer was remembered", m)
	}
}

func FuzzRead(f *testing.F) {
	for i, a := range trickyParts {
		f.Add([]byte(a + ", " + trickyParts[(i*7+3)%len(trickyParts)] + "," + trickyParts[(i*5+1)%len(trickyParts)]))
	}
	w := newTwins()
	f.Fuzz(func(t *testing.T, text []byte) { w.check(t, text) })
}

// Texts that never repeat do not make the memory of a parser grow, and what is
// forgotten is read again.
func TestReadIsBounded(t *testing.T) {
	w := newTwins()
	forgotten := 0
	var out []byte
	for i := range 3 * maxKept {
		kept := w.parts.parts.used
		text := fmt.Appendf(nil, "%s, Xã %c%c%c%c, Tỉnh Lào Cai", strings.Repeat("x", i%40), 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576%26)
		out, _, _ = w.parts.Read(out[:0], text)
		if w.parts.parts.used < kept {
			forgotten++
			w.check(t, text)
		}
	}
	p := w.parts.parts
	if len(p.slots) > maxSlots || cap(p.kept.tokens) > 2*maxKeptTokens || cap(p.kept.bytes) > 2*maxKeptBytes || cap(p.passing.bytes) > 8<<10 {
		t.Errorf("%d slots, %d tokens, %d bytes", len(p.slots), cap(p.kept.tokens), cap(p.kept.bytes))
	}
	if forgotten == 0 {
		t.Errorf("nothing was ever forgotten: %d parts", p.used)
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	p := NewParser()
	texts := [][]byte{[]byte("Số 12, Xã Sóc Sơn, Thành phố Hà Nội"), []byte("SO 9999, DUONG LE LOI, P 2, HN"), []byte("thôn 2 xã Tân An"), []byte("1234567, Tân An, Long An")}
	var dst []byte
	read := func() {
		for _, text := range texts {
			dst, _, _ = p.Read(dst[:0], text)
		}
	}
	read()
	if n := testing.AllocsPerRun(100, read); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSameText(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "A", "b", "ã", "Ã", "Ấ", "ấ", "đ", "Đ", " ", ",", "-", "’", "\u0301", "\xff", "K", "k", "ß", "7", "٣", "\xe1\xba", "漢"}
	for range 200_000 {
		var a, b []byte
		for range r.IntN(6) {
			p := pieces[r.IntN(len(pieces))]
			a = append(a, p...)
			switch r.IntN(5) {
			case 0:
				b = append(b, pieces[r.IntN(len(pieces))]...)
			case 1:
				b = append(append(b, ' '), strings.ToLower(p)...)
			default:
				b = append(b, p...)
			}
		}
		if got, want := sameText(a, b), sameLetters(a, b); got != want {
			t.Fatalf("%q %q: %v, letter by letter %v", a, b, got, want)
		}
	}
}

// Converting recognises what Parse does, and what comes out is the text of the
// commune it was read as.
func TestConvert(t *testing.T) {
	p, again := NewParser(), NewParser()
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		out, place, sure := p.Convert(nil, []byte(text))
		if want := again.Parse([]byte(text)); place != want {
			t.Errorf("%s: converted as %s, read as %s", text, describe(place), describe(want))
		}
		got := again.Parse(out)
		if place.Fits == 1 && (got.Commune != place.Commune || got.System != SystemNew) {
			t.Errorf("%s becomes %s: %s", text, out, describe(got))
		}
		if (sure == CertaintyNone) != (place.Fits != 1) {
			t.Errorf("%s: certainty %q of %d", text, sure, place.Fits)
		}
		if fits := AppendFits(nil, place); len(fits) != int(place.Fits) {
			t.Errorf("%s: %v fit instead of %d", text, fits, place.Fits)
		}
	}
}

func TestConvertedText(t *testing.T) {
	p := NewParser()
	for _, line := range lines(t, "testdata/converted.txt") {
		text, want, _ := strings.Cut(line, " -> ")
		if got, _, sure := p.Convert(nil, []byte(text)); string(got)+" | "+sure.String() != want {
			t.Errorf("%s\n got %s | %s\nwant %s", text, got, sure, want)
		}
	}
}

func TestMemory(t *testing.T) {
	p := NewParser()
	for range 2 {
		p.Read(nil, []byte("Số 12, Xã Sóc Sơn, Thành phố Hà Nội"))
	}
	p.Read(nil, []byte("Xa\u0303 Sóc Sơn, Thành phố Hà Nội")) // decomposed: read as a whole
	if m := p.Memory(); m.Texts != 3 || m.Whole != 1 || m.Parts < 7 || m.Known < 3 || m.Known > 4 {
		t.Errorf("%+v", m)
	}
}
