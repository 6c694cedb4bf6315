package places

import (
	"strings"
	"testing"
)

// benchTexts are the official addresses of all units and the table's own, some
// 13,000 of 30 to 90 bytes.
func benchTexts(b *testing.B) [][]byte {
	var texts [][]byte
	for _, c := range Communes() {
		texts = append(texts, []byte("Số 12, đường Lê Lợi, Tổ 4, "+CommuneName(c)+", "+ProvinceName(CommuneProvince(c))))
	}
	for i, c := range OldCommunes() {
		d := OldCommuneDistrict(c)
		text := "Thôn 5, " + OldCommuneName(c) + ", " + DistrictName(d) + ", " + OldProvinceName(DistrictProvince(d))
		if i%2 == 0 {
			text = folded(text)
		}
		texts = append(texts, []byte(text))
	}
	for _, line := range lines(b, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		texts = append(texts, []byte(text))
	}
	return texts
}

func BenchmarkParse(b *testing.B) {
	p, texts := NewParser(), benchTexts(b)
	bytes := 0
	for _, text := range texts {
		bytes += len(text)
	}
	b.SetBytes(int64(bytes / len(texts)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Parse(texts[i%len(texts)])
	}
}

func BenchmarkParseAndCanonical(b *testing.B) {
	p, texts := NewParser(), benchTexts(b)
	var dst []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Parse(texts[i%len(texts)])
		dst = p.Canonical(dst[:0], texts[i%len(texts)])
	}
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		build()
	}
}
