package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx"
)

// FuzzOpen: no bytes make the reader panic or hang, and what it opens it reads
// and gives back, or refuses with a FormatError.
func FuzzOpen(f *testing.F) {
	f.Add(motley(f))
	f.Add(invented(f, 20))
	f.Add(with(f, entry{"xl/styles.xml", caseStyles}, entry{"xl/sharedStrings.xml", caseStrings}))
	f.Add(compoundOf("Root Entry", "EncryptedPackage"))
	f.Add(zipOf(f, entry{"a.csv", "x"}))
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, data) })
}

// FuzzSheet: whatever the XML of a sheet is, if it is read then any parts give
// the same cells, and the response holds the same cells and the added ones.
func FuzzSheet(f *testing.F) {
	for line := range strings.Lines(cellCases) {
		if in, _, found := strings.Cut(line, " -> "); found && line[0] != '#' {
			f.Add([]byte(sheetOf(header(1) + `<row r="3">` + strings.TrimSpace(in) + `</row>`)))
		}
	}
	f.Add([]byte(`<x:worksheet><x:dimension ref="A1:B2"/><x:cols><x:col min="1" max="2"/></x:cols><x:sheetData><x:row r="2" spans="1:2"><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row/></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B9"/></x:mergeCells></x:worksheet>`))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		more := []entry{{"xl/styles.xml", caseStyles}, {"xl/sharedStrings.xml", caseStrings}}
		if len(sheet) > 1<<16 {
			return
		}
		data := archived(t, zip.Store, parts([]string{string(sheet)}, more...))
		file, err := xlsx.Open(ctx, newObject(data), table.Options{Memory: 64 << 20})
		if err != nil {
			var format *table.FormatError
			if !errors.As(err, &format) {
				t.Fatal(err)
			}
			return
		}
		tab := file.Tables()[0]
		if tab.Rows() > 2_000 {
			return // a few bytes can name the last row of all
		}
		want := readAll(t, tab, 100_000)
		if got := readAll(t, tab, 3); drawn(got) != drawn(want) {
			t.Fatalf("in parts of 3 rows it reads\n%swant\n%s", drawn(got), drawn(want))
		}
		if slow := withoutShortcuts(sheet); slow != nil {
			other, err := xlsx.Open(ctx, newObject(archived(t, zip.Store, parts([]string{string(slow)}, more...))), table.Options{Memory: 64 << 20})
			if err != nil {
				t.Fatalf("written otherwise it is not read: %v", err)
			}
			if got := readAll(t, other.Tables()[0], 100_000); drawn(got) != drawn(want) {
				t.Fatalf("written otherwise it reads\n%swant\n%s", drawn(got), drawn(want))
			}
		}
		respondsTo(t, file, want, faultOfXML(string(sheet)) == nil)
	})
}

// withoutShortcuts writes the same sheet so that no cell has one of the forms
// for which there is a shortcut; nil where that cannot be told.
func withoutShortcuts(sheet []byte) []byte {
	if bytes.Contains(sheet, []byte("<!")) || bytes.Contains(sheet, []byte("<?")) && !bytes.HasPrefix(sheet, []byte(head)) {
		return nil
	}
	slow := bytes.ReplaceAll(sheet, []byte("<v>"), []byte("<v >"))
	return bytes.ReplaceAll(slow, []byte("<is>"), []byte("<is >"))
}

// respondsTo gives a file back and compares what is then read. The response to
// sound XML is sound.
func respondsTo(t *testing.T, f table.File, want [][]string, sound bool) {
	t.Helper()
	var out bytes.Buffer
	add := table.Addition{Names: []string{"lamsach kết quả", "b"}}
	err := f.Respond(ctx, &out, table.Answer{Tables: []table.Addition{add}, Cells: func(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
		return answerOf(cut, 2, 0), nil
	}})
	if err != nil {
		if strings.Contains(err.Error(), "fills all") {
			return
		}
		t.Fatal(err)
	}
	if sound {
		wellFormed(t, out.Bytes())
	}
	back, err := xlsx.Open(ctx, newObject(out.Bytes()), table.Options{})
	if err != nil {
		if errors.Is(err, table.ErrUnsupported) {
			return // the added columns are too many, or their names made other rows the header
		}
		t.Fatalf("the response is not read: %v", err)
	}
	got := readAll(t, back.Tables()[0], 100_000)
	if len(got) != len(want) {
		return // the names made other rows the header
	}
	for i, w := range want {
		if !slices.Equal(got[i][:min(len(w), len(got[i]))], w) {
			t.Fatalf("row %d is %q, want it to begin with %q", i, got[i], w)
		}
	}
}
