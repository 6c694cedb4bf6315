package schemas

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// headerCases reads testdata/headerrows.txt: cases parted by === lines, cells
// by |, the answer behind ---: first record, records, names parted by ;.
func headerCases(t testing.TB) (names []string, records [][][]string, more [][]string, want []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/headerrows.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		lines := strings.Split(strings.TrimRight(c, "\n"), "\n")
		var recs [][]string
		var own []string
		for _, line := range lines[1 : len(lines)-2] {
			if list, ok := strings.CutPrefix(line, "@more "); ok {
				own = strings.Split(list, ", ")
				continue
			}
			var rec []string
			for _, cell := range strings.Split(line, "|") {
				rec = append(rec, strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n"))
			}
			recs = append(recs, rec)
		}
		names, records, more = append(names, lines[0]), append(records, recs), append(more, own)
		want = append(want, strings.TrimSpace(lines[len(lines)-1]))
	}
	return names, records, more, want
}

func TestFindHeader(t *testing.T) {
	names, records, more, want := headerCases(t)
	if len(names) < 40 {
		t.Errorf("%d cases", len(names))
	}
	for i := range names {
		h := FindHeader(records[i], more[i])
		got := strings.TrimSpace(fmt.Sprintf("%d %d: %s", h.First, h.Rows, strings.Join(h.Names, "; ")))
		if got != want[i] {
			t.Errorf("%s:\n got %s\nwant %s", names[i], got, want[i])
		}
	}
}

// More records below change nothing, and neither does what stands in them.
func TestFindHeaderIsStable(t *testing.T) {
	names, records, more, _ := headerCases(t)
	for i := range names {
		if len(records[i]) < 2 {
			continue
		}
		once := FindHeader(records[i], more[i])
		last := records[i][len(records[i])-1]
		if again := FindHeader(append(records[i][:len(records[i]):len(records[i])], last, last, nil, last), more[i]); again.First != once.First || again.Rows != once.Rows {
			t.Errorf("%s: %d %d with more rows, %d %d without", names[i], again.First, again.Rows, once.First, once.Rows)
		}
	}
}

func FuzzFindHeader(f *testing.F) {
	_, records, _, _ := headerCases(f)
	for _, recs := range records {
		var lines []string
		for _, rec := range recs {
			lines = append(lines, strings.Join(rec, "|"))
		}
		f.Add(strings.Join(lines, "\n"))
	}
	f.Add("\xff|\x00|\u0081\n((((|====|]]]]")
	f.Add(strings.Repeat("a|", 300) + "\n" + strings.Repeat("1|", 300))
	f.Fuzz(func(t *testing.T, text string) {
		var recs [][]string
		width := 0
		for _, line := range strings.Split(text, "\n") {
			recs = append(recs, strings.Split(line, "|"))
			width = max(width, len(recs[len(recs)-1]))
		}
		h := FindHeader(recs, nil)
		if len(h.Names) != width || h.First < 0 || h.Rows < 0 || h.Rows > maxHeaderRows || h.First+h.Rows > len(recs) || h.Rows == 0 && h.First != 0 {
			t.Errorf("first %d, rows %d, %d names of %d records %d wide", h.First, h.Rows, len(h.Names), len(recs), width)
		}
	})
}
