package addresses

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"lamsach/schemas/places"
)

var show = flag.String("show", "", "what to print: wrong, province, left or several; or a habit")

// TestShow prints texts that are read falsely, or not at all.
func TestShow(t *testing.T) {
	if *show == "" {
		t.Skip("-show is for looking")
	}
	w, p := NewWriter(77), places.NewParser()
	var s Score
	n := 0
	for i := range 100_000 {
		x := w.Next()
		_, got, sure := p.Convert(nil, []byte(x.Text))
		wrong := s.Add(&x, got, sure)
		want := false
		switch {
		case *show == "wrong":
			want = wrong && i%8 == 0
		case *show == "province":
			want = got.Province != 0 && int(got.Province) != x.Province
		case *show == "noprovince":
			want = got.Province == 0 && !slices.Contains(x.Habits, "no province") && i%10 == 0
		case *show == "left":
			want = got.Fits == 0 && !slices.Contains(x.Habits, "no commune") && i%10 == 0 && !strings.Contains(strings.Join(x.Habits, " "), "typo")
		default:
			want = wrong && slices.Contains(x.Habits, *show)
		}
		if want && n < 150 {
			n++
			fmt.Printf("%s\n    %v %v got %05d(%d) old %05d d%d p%d/%d %s  want %05d old %05d d%d p%d/%d\n", x.Text, x.System, x.Habits, got.Commune, got.Fits, got.OldCommune, got.District, got.Province, got.OldProvince, got.System, x.Commune, x.OldCommune, x.District, x.Province, x.OldProvince)
		}
	}
	s.Write(os.Stdout)
}

// The same seed gives the same texts, each with a commune that is known.
func TestWriterIsDeterministic(t *testing.T) {
	a, b := NewWriter(5), NewWriter(5)
	for range 5_000 {
		x, y := a.Next(), b.Next()
		if x.Text != y.Text || x.Commune != y.Commune || x.OldCommune != y.OldCommune {
			t.Fatalf("%q, then %q", x.Text, y.Text)
		}
		if !places.KnownCommune(uint16(x.Commune)) || x.OldCommune != 0 && !places.KnownOldCommune(uint16(x.OldCommune)) {
			t.Errorf("%q: commune %d, old %d", x.Text, x.Commune, x.OldCommune)
		}
		if x.Province != int(places.CommuneProvince(uint16(x.Commune))) {
			t.Errorf("%q: province %d of commune %d", x.Text, x.Province, x.Commune)
		}
	}
	if n := len(a.l.past); n != 966 {
		t.Errorf("%d names given up", n)
	}
}
