package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"lamsach/reports"
	"lamsach/schemas"
)

func meta(total int64) Meta {
	t := reports.NewTally()
	t.Row(nil, schemas.Corrected, 0, [schemas.Fields]schemas.Result{}, reports.Address{})
	r := reports.Build(t, reports.Facts{Job: "vcb <credit> & more"})
	return Meta{Report: func() *reports.Report { return r }, Total: total}
}

func some(n int) iter.Seq2[CorrectionRow, error] {
	return func(yield func(CorrectionRow, error) bool) {
		for i := range n {
			row := CorrectionRow{
				File: "vcb/a.parquet", Row: int64(i), Unit: "01149001", Customer: "000123",
				Name: "NGUYEN THI LAN", Verdict: "corrected", Field: "id", Submitted: "001085012345",
				Canonical: "001085012345", Register: "001085012354", Reason: "number_slip", Mechanism: "digits_swapped",
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func written(t *testing.T, m Meta, rows iter.Seq2[CorrectionRow, error]) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, m, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened reads a workbook with a library that had no part in writing it.
func opened(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestAnotherReaderSeesTheRows(t *testing.T) {
	f := opened(t, written(t, meta(2), some(2)))
	if got, want := f.GetSheetList(), []string{sheetCorrections, sheetSummary, sheetHelp}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("sheets %q, want %q", got, want)
	}
	rows, err := f.GetRows(sheetCorrections)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v; want two headings and two rows", len(rows), err)
	}
	want := []string{
		"vcb/a.parquet", "", "1", "01149001", "000123", "NGUYEN THI LAN", "Tìm thấy, cần sửa", "Số giấy tờ tùy thân",
		"001085012345", "001085012345", "001085012354",
	}
	if got := rows[3][:len(want)]; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("row %q\nwant %q", got, want)
	}
	if rows[0][0] != "Tệp" || rows[1][0] != "File" {
		t.Errorf("headings %q, %q", rows[0][0], rows[1][0])
	}
	kind, err := f.GetCellType(sheetCorrections, "I3")
	if err != nil || kind != excelize.CellTypeInlineString {
		t.Errorf("a number of a person has cell type %v, %v; want text", kind, err)
	}
	panes, err := f.GetPanes(sheetCorrections)
	if err != nil || !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("panes %+v, %v; want two frozen rows", panes, err)
	}
	if width, err := f.GetColWidth(sheetCorrections, "A"); err != nil || width != 28 {
		t.Errorf("width %v, %v", width, err)
	}
	names := f.GetDefinedName()
	if len(names) != 1 || !strings.HasSuffix(names[0].RefersTo, "!$A$2:$M$4") {
		t.Errorf("filter %+v", names)
	}
}

func TestCellsAreText(t *testing.T) {
	const table = `
=1+1                 -> '=1+1
+84901234567         -> '+84901234567
-5                   -> '-5
@SUM(A1)             -> '@SUM(A1)
\t=1                 -> '\t=1
\r=1                 -> '\r=1
NGUYỄN & <b>"x"</b>  -> NGUYỄN & <b>"x"</b>
001085012345         -> 001085012345
a\x00b\x1fc          -> a�b�c
\xff\xfe             -> ��
_x003D_1+1           -> _x003D_1+1
_x003_ _x00zz_       -> _x003_ _x00zz_
 hai  khoảng         -> hai  khoảng
`
	for line := range strings.Lines(strings.TrimSpace(table)) {
		in, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "->")
		in, want = unquote(t, strings.TrimSpace(in)), unquote(t, strings.TrimSpace(want))
		f := opened(t, written(t, meta(1), func(yield func(CorrectionRow, error) bool) { yield(CorrectionRow{Submitted: in}, nil) }))
		if got, err := f.GetCellValue(sheetCorrections, "I3"); err != nil || got != want {
			t.Errorf("%q reads back as %q, %v; want %q", in, got, err, want)
		}
		if formula, _ := f.GetCellFormula(sheetCorrections, "I3"); formula != "" {
			t.Errorf("%q became a formula", in)
		}
	}
}

func unquote(t *testing.T, s string) string {
	t.Helper()
	return strings.NewReplacer(`\t`, "\t", `\r`, "\r", `\x00`, "\x00", `\x1f`, "\x1f", `\xff`, "\xff", `\xfe`, "\xfe").Replace(s)
}

func TestTwoWritesAreEqual(t *testing.T) {
	if !bytes.Equal(written(t, meta(500), some(500)), written(t, meta(500), some(500))) {
		t.Error("the same rows gave other bytes")
	}
}

func TestCappedSheetSaysSo(t *testing.T) {
	m := meta(25)
	m.Limit = 10
	f := opened(t, written(t, m, some(25)))
	if rows, _ := f.GetRows(sheetCorrections); len(rows) != 12 {
		t.Errorf("%d rows, want two headings and ten", len(rows))
	}
	var text strings.Builder
	rows, _ := f.GetRows(sheetSummary)
	for _, row := range rows {
		text.WriteString(strings.Join(row, "|") + "\n")
	}
	for _, want := range []string{"NOT COMPLETE: 15 more", "CHƯA LIỆT KÊ HẾT: còn 15", "vcb <credit> & more"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the summary lacks %q:\n%s", want, text.String())
		}
	}
	whole := opened(t, written(t, meta(25), some(25)))
	if rows, _ := whole.GetRows(sheetSummary); strings.Contains(fmt.Sprint(rows), "NOT COMPLETE") {
		t.Error("a complete sheet says that it is not")
	}
}

func TestAnErrorOfTheRowsEndsTheWriting(t *testing.T) {
	lost := errors.New("lost")
	err := Write(io.Discard, meta(1), func(yield func(CorrectionRow, error) bool) {
		if yield(CorrectionRow{}, nil) {
			yield(CorrectionRow{}, lost)
		}
	})
	if !errors.Is(err, lost) {
		t.Errorf("error %v, want %v", err, lost)
	}
}

func FuzzCell(f *testing.F) {
	for _, seed := range []string{"", "=x", "Nguyễn\x00", "\xed\xa0\x80", strings.Repeat("ắ", 20_000), "]]>", "_x000D_"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := opened(t, written(t, meta(1), func(yield func(CorrectionRow, error) bool) {
			yield(CorrectionRow{Submitted: text, Name: "mốc"}, nil)
		}))
		if got, err := file.GetCellValue(sheetCorrections, "F3"); err != nil || got != "mốc" {
			t.Errorf("the cell beside reads %q, %v", got, err)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if err := Write(io.Discard, meta(100_000), some(100_000)); err != nil {
			b.Fatal(err)
		}
	}
}

// What is taken for harmless has no character that must be written otherwise.
func TestHarmlessNeedsNoEscape(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		text := string(r)
		if got, _ := utf8.DecodeRuneInString(text); got != r {
			continue // a surrogate
		}
		if harmless("a"+text) && (replacement(r, len(text)) != "" || r == '_') {
			t.Errorf("%q is no harmless character", r)
		}
	}
	for _, text := range []string{"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80", "_x003D_"} {
		if harmless(text) {
			t.Errorf("%q is not harmless", text)
		}
	}
	if !harmless("Số 12, Đường Lê Lợi") {
		t.Error("a usual text must be looked at closely")
	}
}

func TestEdgedTextsAreKept(t *testing.T) {
	for text, want := range map[string]bool{"a b": false, " a": true, "a ": true, "a\nb": true, "\ta": true, "a\u00a0": false} {
		if edged(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
