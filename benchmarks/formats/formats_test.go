package formats_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"lamsach/benchmarks/formats"
)

// The writers are tools of tests: they must write something different for each
// kind, and the same each time.
func TestKindsAreDistinctAndDeterministic(t *testing.T) {
	header := []string{"HO_TEN", "NGAY_SINH"}
	rows := slices.Values([][]string{{"Nguyễn Thị Hường", "1/2/1980"}, {"Đỗ Văn Ước", ""}})
	seen := map[string]string{}
	for _, k := range formats.Kinds {
		var a, b bytes.Buffer
		if err := k.Write(&a, header, rows); err != nil {
			t.Fatal(err)
		}
		if err := k.Write(&b, header, rows); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two writings differ", k.Name)
		}
		if other, ok := seen[a.String()]; ok {
			t.Errorf("%s and %s write the same bytes", k.Name, other)
		}
		seen[a.String()] = k.Name
	}
	for kind, want := range map[string]string{
		"csv-tcvn3": "Nguy\xd4n Th\xde", "csv-utf16le": "\xff\xfeH\x00O\x00", "csv-bom-semicolon": "\xef\xbb\xbfHO_TEN;",
	} {
		if data := lookup(seen, kind); !strings.Contains(data, want) {
			t.Errorf("%s lacks the bytes %q", kind, want)
		}
	}
}

func lookup(seen map[string]string, kind string) string {
	for data, name := range seen {
		if name == kind {
			return data
		}
	}
	return ""
}
