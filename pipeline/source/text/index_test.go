package text

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// longText is a text of several stretches whose borders lie in cells of many
// lines, in stray quotes, in blank lines and in long cells.
func longText() string {
	var b strings.Builder
	b.WriteString("HO_TEN,SO_CCCD,DIA_CHI\n")
	for i := 0; b.Len() < 3*stretchBytes; i++ {
		switch i % 7 {
		case 0:
			fmt.Fprintf(&b, "Lan,%012d,\"%s\"\n", i, strings.Repeat("Số 1, P 2\nMai,000000000001,x\n", 30000))
		case 1:
			fmt.Fprintf(&b, "Lan,%012d,%s\n", i, strings.Repeat("x", 700<<10))
		case 2:
			fmt.Fprintf(&b, "\"Lan,%012d,HN\n", i)
		case 3:
			b.WriteString(strings.Repeat("\n\r\n", 1000))
		default:
			fmt.Fprintf(&b, "Tr\xc7n,%012d,x\n", i) // few, so that most of what is looked at together is UTF-8
			for j := range 20000 {
				fmt.Fprintf(&b, "Lan,%012d,%d\n", i, j)
			}
		}
	}
	return b.String()
}

func TestIndexInStretches(t *testing.T) {
	text := longText()
	direct := mustOpen(t, text)
	packed := mustOpen(t, packed(t, zstandard, text))
	if direct.index.counts != packed.index.counts || !slices.Equal(direct.index.points, packed.index.points) {
		t.Errorf("index of the open file\n%+v %d points\nof the packed one\n%+v %d points",
			direct.index.counts, len(direct.index.points), packed.index.counts, len(packed.index.points))
	}
	if got, want := direct.index.broken, int64(strings.Count(text, "Tr\xc7n")); got != want {
		t.Errorf("%d records are not UTF-8, %d were counted", want, got)
	}
	want := divided(direct.grammar, text)
	if int64(len(want)) != direct.index.records {
		t.Fatalf("%d records indexed, %d are there", direct.index.records, len(want))
	}
	for _, first := range []int64{0, 1, 2, 3, 40000, direct.Rows() - 1} {
		got := rowsOf(t, direct, first, 1)
		if again := rowsOf(t, packed, first, 1); !slices.Equal(got[0], again[0]) {
			t.Errorf("row %d differs between open and packed", first)
		}
		name, _, _ := strings.Cut(want[direct.first+first], " | ")
		raw, err := unescape(name)
		if err != nil {
			t.Fatal(err)
		}
		if got[0][0] != utf8Cells.text([]byte(raw)) {
			t.Errorf("row %d begins with another cell than its record", first)
		}
	}
}

// Records that are not UTF-8 are counted one by one, wherever they stand in what
// is looked at together.
func TestBrokenRecordsAreCounted(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, share := range []int{3, 200, 5000} { // one of so many
		var b strings.Builder
		b.WriteString("HO_TEN,SO_CCCD\n")
		want := counts{records: 1, widest: 2, longest: 2, first: -1}
		for b.Len() < stretchBytes+stretchBytes/2 {
			name := "Nguyễn Thị Hồng"
			switch {
			case rnd.IntN(share) == 0:
				if name = "Nguy\xd4n Th\xde"; want.broken == 0 {
					want.first = want.records
				}
				want.broken++
			case rnd.IntN(4) == 0:
				name = "Lan"
			default:
				want.high++
			}
			fmt.Fprintf(&b, "%s,%012d\n", name, want.records)
			want.records++
		}
		for _, p := range []packing{bare, zstandard} {
			if got := mustOpen(t, packed(t, p, b.String())).index.counts; got != want {
				t.Errorf("%s, one of %d: %+v, want %+v", p, share, got, want)
			}
		}
	}
}

// A stretch that is done again, after a wrong guess, forgets what it saw.
func TestStretchDoneAgain(t *testing.T) {
	g := grammar{sep: ',', quotes: true}
	var st stretch
	for _, c := range []struct {
		row    string
		broken int64
	}{{"Nguyễn,1\n", 0}, {"Nguy\xd4n,1\n", 1000}, {"Nguyễn,1\n", 0}} {
		var r records
		r.over(g, []byte(strings.Repeat(c.row, 1000)))
		st.scan(&r, stretchBytes)
		if st.records != 1000 || st.broken != c.broken || st.high != 1000-c.broken || len(st.points) != 1 {
			t.Errorf("%q: %+v", c.row, st.counts)
		}
	}
}

// One broken record near where the first look ends.
func TestBrokenRecordAtTheEndOfALook(t *testing.T) {
	const row = "Nguyễn Thị Hồng,000000000001\n"
	rows := 2 * judgedBytes / len(row)
	for i := (judgedBytes - 700) / len(row); i < (judgedBytes+700)/len(row); i++ {
		text := strings.Repeat(row, i) + "Nguy\xd4n,000000000001\n" + strings.Repeat(row, rows-i)
		if got := mustOpen(t, text).index.counts; got.broken != 1 || got.first != int64(i) {
			t.Fatalf("record %d is broken, %d are counted, the first is %d", i, got.broken, got.first)
		}
	}
}
