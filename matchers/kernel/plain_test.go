package kernel

import (
	"fmt"
	"testing"

	"lamsach/schemas"
)

// plainOSA is the textbook optimal string alignment distance, the twin of
// oneLetter.
func plainOSA(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func FuzzOneLetter(f *testing.F) {
	for _, p := range [][2]string{{"", ""}, {"a", ""}, {"ab", "ba"}, {"huong", "hung"}, {"aab", "abb"}, {"abc", "acbd"}} {
		f.Add(p[0], p[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 64 || len(b) > 64 {
			return
		}
		if got, want := oneLetter([]byte(a), []byte(b)), plainOSA(a, b) <= 1; got != want {
			t.Errorf("%q %q: %v, distance %d", a, b, got, plainOSA(a, b))
		}
	})
}

// FuzzRelateNumbers holds the number kernel against the edit distance of the
// digits as text.
func FuzzRelateNumbers(f *testing.F) {
	f.Add(uint64(1085012345), 12, uint64(1085012354), 12)
	f.Add(uint64(108501234), 11, uint64(1085012345), 12)
	f.Add(uint64(11085012345), 13, uint64(1085012345), 12)
	f.Fuzz(func(t *testing.T, a uint64, da int, b uint64, db int) {
		if da < 1 || da > 13 || db < 1 || db > 13 {
			return
		}
		a, b = a%pow10(da), b%pow10(db)
		x, y := fmt.Sprintf("%0*d", da, a), fmt.Sprintf("%0*d", db, b)
		got := RelateNumbers(a, da, b, db)
		switch want := plainOSA(x, y); {
		case (got == NumberEqual) != (want == 0):
			t.Errorf("%s %s: relation %d, distance %d", x, y, got, want)
		case got.IsSlip() != (want == 1):
			t.Errorf("%s %s: relation %d, distance %d", x, y, got, want)
		case got == NumberMissingDigit && da != db-1, got == NumberExtraDigit && da != db+1:
			t.Errorf("%s %s: relation %d for those lengths", x, y, got)
		}
	})
}

func pow10(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

func TestRelateDates(t *testing.T) {
	date := schemas.MakeDate
	for _, c := range []struct {
		row, person schemas.Date
		want        DateRelation
	}{
		{0, date(1980, 5, 3), DateMissing},
		{date(1980, 5, 3), date(1980, 5, 3), DateSame},
		{date(1980, 0, 0), date(1980, 0, 0), DateSame},
		{date(1980, 3, 5), date(1980, 5, 3), DateSwapped},
		{date(1980, 5, 13), date(1980, 5, 3), DateDigit},
		{date(1908, 5, 3), date(1980, 5, 3), DateDigit},
		{date(1990, 5, 3), date(1980, 5, 3), DateDigit},
		{date(1981, 5, 3), date(1980, 5, 3), DateYearOff},
		{date(1979, 5, 3), date(1980, 5, 3), DateYearOff},
		{date(1980, 0, 0), date(1980, 5, 3), DateRowYear},
		{date(1980, 1, 1), date(1980, 5, 3), DateRowYear},
		{date(1980, 5, 3), date(1980, 0, 0), DatePersonYear},
		{date(1980, 5, 3), date(1980, 1, 1), DatePersonYear},
		{date(1980, 11, 27), date(1980, 5, 3), DateSameYear},
		{date(1963, 5, 3), date(1980, 5, 3), DateSameDay},
		{date(1963, 11, 27), date(1980, 5, 3), DateOther},
		{date(1963, 1, 1), date(1985, 1, 1), DateOther},
		{date(1981, 0, 0), date(1980, 5, 3), DateNextYear},
		{date(1980, 5, 3), date(1981, 1, 1), DateNextYear},
		{date(1950, 0, 0), date(1951, 0, 0), DateNextYear},
		{date(1981, 1, 1), date(1980, 1, 1), DateYearOff},
		{date(1982, 0, 0), date(1980, 5, 3), DateOther},
	} {
		if got := RelateDates(c.row, c.person); got != c.want {
			t.Errorf("%s against %s: %d, want %d", c.row, c.person, got, c.want)
		}
	}
}

func BenchmarkCompareNames(b *testing.B) {
	c := NewCoder(Base())
	names := make([]Name, 64)
	for i, s := range []string{"Nguyễn Thị Thu Hương", "Nguyễn Văn Hường", "Trần Quốc Toản", "Lê Thị Mai"} {
		for j := range 16 {
			c.Encode([]byte(s), &names[i*16+j])
		}
	}
	for i := 0; b.Loop(); i++ {
		c.CompareNames(&names[i&63], &names[(i*7+13)&63])
	}
}
