package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// respond gives a file back with what answerOf says, after checking that the
// cells were asked for in order and that the same answer gives the same bytes.
func respond(t testing.TB, f table.File, additions ...table.Addition) []byte {
	t.Helper()
	var first []byte
	for range 2 {
		next := make([]int64, len(additions))
		last := 0
		var out bytes.Buffer
		err := f.Respond(ctx, &out, table.Answer{Tables: additions, Cells: func(_ context.Context, i int, cut table.Cut) (*pipeline.Batch, error) {
			if i < last || additions[i].None() || cut.FirstRow != next[i] || cut.Rows > pipeline.UsualPartRows {
				t.Errorf("table %d was asked for %+v, after table %d and row %d", i, cut, last, next[i])
			}
			last, next[i] = i, cut.FirstRow+int64(cut.Rows)
			return answerOf(cut, len(additions[i].Names), len(additions[i].Marked)), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range additions {
			if rows := f.Tables()[i].Rows(); !a.None() && next[i] != rows {
				t.Errorf("cells of table %d were asked for up to row %d, want %d", i, next[i], rows)
			}
		}
		if first == nil {
			first = out.Bytes()
		} else if !bytes.Equal(first, out.Bytes()) {
			t.Error("the same answer gives other bytes the second time")
		}
	}
	if len(first) < 1<<18 { // the other reader is slow
		wellFormed(t, first)
	}
	return first
}

// unpacked gives the parts of an archive by name.
func unpacked(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	out := map[string]string{}
	for _, e := range z.File {
		r, err := e.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		out[e.Name] = string(text)
	}
	return out
}

// wellFormed holds every part to the XML reader of the standard library.
func wellFormed(t testing.TB, data []byte) {
	t.Helper()
	for name, text := range unpacked(t, data) {
		if err := faultOfXML(text); err != nil {
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
	}
}

func faultOfXML(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// answer is the text that answerOf gives a cell, "" for none.
func answer(column int, row int64) string {
	if row%4 == 3 {
		return ""
	}
	return fmt.Sprintf("câu trả lời %d của dòng %d", column, row)
}

func TestResponseReadsAsTheFileWithColumns(t *testing.T) {
	for name, data := range map[string][]byte{"motley": motley(t), "large": invented(t, 66_000)} {
		f := open(t, data)
		add := table.Addition{Names: []string{"verdict", "lý do"}, Marked: []int{3, 1}}
		additions := make([]table.Addition, len(f.Tables()))
		additions[0] = add
		back := open(t, respond(t, f, additions...))
		if len(back.Tables()) != len(f.Tables()) {
			t.Fatalf("%s: %d tables came back, want %d", name, len(back.Tables()), len(f.Tables()))
		}
		for i, tab := range f.Tables() {
			want, got := readAll(t, tab, 1<<16), readAll(t, back.Tables()[i], 1<<16)
			if i > 0 {
				if drawn(got) != drawn(want) {
					t.Errorf("%s: table %d was changed", name, i)
				}
				continue
			}
			at := slices.Index(names(back.Tables()[0]), "verdict")
			if at < len(want[0]) || names(back.Tables()[0])[at+1] != "lý do" || len(got) != len(want) {
				t.Fatalf("%s: %d rows of columns %q, want %d", name, len(got), names(back.Tables()[0]), len(want))
			}
			for row := range want {
				w := append(slices.Clone(want[row]), make([]string, at-len(want[row]))...)
				w = append(w, answer(0, int64(row)), answer(1, int64(row)))
				if !slices.Equal(got[row], w) {
					t.Fatalf("%s: row %d is %q, want %q", name, row, got[row], w)
				}
			}
		}
	}
}

// TestResponseInAnotherProgram: for another reader too every cell, style, merged
// range, width and hidden row is as it was, but for the marks.
func TestResponseInAnotherProgram(t *testing.T) {
	data := motley(t)
	out := respond(t, open(t, data), table.Addition{Names: []string{"verdict", "=lý do"}, Marked: []int{3, 5}}, table.Addition{})
	was, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	is, err := excelize.OpenReader(bytes.NewReader(out))
	must(t, err)
	for _, s := range was.GetSheetList() {
		mergedWas, err := was.GetMergeCells(s)
		must(t, err)
		mergedIs, err := is.GetMergeCells(s)
		must(t, err)
		if fmt.Sprint(mergedIs) != fmt.Sprint(mergedWas) {
			t.Errorf("%s: merged cells %v, want %v", s, mergedIs, mergedWas)
		}
		for row := 1; row <= 24; row++ {
			for column := 1; column <= 8; column++ {
				ref, err := excelize.CoordinatesToCellName(column, row)
				must(t, err)
				sameCell(t, was, is, s, ref)
			}
			visible, err := is.GetRowVisible(s, row)
			must(t, err)
			if want, _ := was.GetRowVisible(s, row); visible != want {
				t.Errorf("%s: row %d visible: %v, want %v", s, row, visible, want)
			}
		}
		widthWas, _ := was.GetColWidth(s, "B")
		if widthIs, _ := is.GetColWidth(s, "B"); widthIs != widthWas {
			t.Errorf("%s: column B is %v wide, want %v", s, widthIs, widthWas)
		}
	}
	for ref, want := range map[string]string{"I4": "verdict", "J4": "'=lý do", "I5": answer(0, 0), "J5": answer(1, 0), "I8": "", "I17": answer(0, 12), "I21": "", "I3": ""} {
		if got, err := is.GetCellValue("Sheet1", ref); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", ref, got, want, err)
		}
	}
	if w, _ := is.GetColWidth("Sheet1", "I"); w != 24 {
		t.Errorf("the added column is %v wide, want 24", w)
	}
	bold, _ := is.GetCellStyle("Sheet1", "F4")
	if got, _ := is.GetCellStyle("Sheet1", "I4"); got != bold {
		t.Errorf("the added name has style %d, want that of its neighbour, %d", got, bold)
	}
}

// sameCell compares a cell and its style; a cell that is to be marked has a
// fill and is else the same.
func sameCell(t *testing.T, was, is *excelize.File, sheet, ref string) {
	t.Helper()
	for _, raw := range []bool{false, true} {
		want, err := was.GetCellValue(sheet, ref, excelize.Options{RawCellValue: raw})
		must(t, err)
		if got, err := is.GetCellValue(sheet, ref, excelize.Options{RawCellValue: raw}); err != nil || got != want {
			t.Errorf("%s!%s is %q, want %q (%v)", sheet, ref, got, want, err)
		}
	}
	formulaWas, _ := was.GetCellFormula(sheet, ref)
	if formula, _ := is.GetCellFormula(sheet, ref); formula != formulaWas {
		t.Errorf("%s!%s has formula %q, want %q", sheet, ref, formula, formulaWas)
	}
	column, row, err := excelize.CellNameToCoordinates(ref)
	must(t, err)
	marked := sheet == "Sheet1" && (column == 4 || column == 6) && row >= 5 && row <= 16 && (row-5)%3 == 0
	a, _ := was.GetCellStyle(sheet, ref)
	b, _ := is.GetCellStyle(sheet, ref)
	if !marked {
		if a != b {
			t.Errorf("%s!%s has style %d, want %d", sheet, ref, b, a)
		}
		return
	}
	before, err := was.GetStyle(a)
	must(t, err)
	after, err := is.GetStyle(b)
	must(t, err)
	if len(after.Fill.Color) != 1 || after.Fill.Color[0] != "FFEB84" {
		t.Errorf("%s!%s has fill %+v, want the mark", sheet, ref, after.Fill)
	}
	after.Fill = before.Fill
	if got, want := asJSON(t, after), asJSON(t, before); got != want {
		t.Errorf("%s!%s has style %s, want %s", sheet, ref, got, want)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	must(t, err)
	return string(text)
}

func TestOtherPartsStayByteForByte(t *testing.T) {
	data := motley(t)
	was, is := unpacked(t, data), unpacked(t, respond(t, open(t, data), table.Addition{Names: []string{"verdict"}}))
	for name, text := range was {
		if changed := is[name] != text; changed != (name == "xl/worksheets/sheet1.xml") {
			t.Errorf("%s changed: %v", name, changed)
		}
	}
	if len(is) != len(was) {
		t.Errorf("%d parts came back, want %d", len(is), len(was))
	}
	if nothing := unpacked(t, respond(t, open(t, data))); fmt.Sprint(nothing) != fmt.Sprint(was) {
		t.Error("an answer of nothing changes parts")
	}
}

const (
	addedName              = `<c r="C1" t="inlineStr"><is><t>verdict</t></is></c>`
	added0, added1, added2 = `<c r="C2" t="inlineStr"><is><t>câu trả lời 0 của dòng 0</t></is></c>`, `<c r="C3" t="inlineStr"><is><t>câu trả lời 0 của dòng 1</t></is></c>`, `<c r="C4" t="inlineStr"><is><t>câu trả lời 0 của dòng 2</t></is></c>`
	addedWidths            = `<cols><col min="3" max="3" width="24" customWidth="1"/></cols>`
	headerCells            = `<row r="1"><c r="A1" t="str"><v>Họ và tên</v></c><c r="B1" t="str"><v>Ngày sinh</v></c>`
)

func sheetAround(before, rows, behind string) string {
	return head + `<worksheet ` + main + `>` + before + `<sheetData>` + rows + `</sheetData>` + behind + `</worksheet>`
}

// oddSheets are sheets and what they become with a column added.
var oddSheets = []struct{ name, in, want string }{
	{
		"plain",
		sheetAround("", headerCells+`</row><row r="2"><c r="A2"><v>1</v></c></row>`, ""),
		sheetAround(addedWidths, headerCells+addedName+`</row><row r="2"><c r="A2"><v>1</v></c>`+added0+`</row>`, ""),
	},
	{
		"no numbers",
		sheetAround("", `<row><c t="str"><v>Họ và tên</v></c><c t="str"><v>Ngày sinh</v></c></row><row><c><v>1</v></c></row>`, ""),
		sheetAround(addedWidths, `<row><c t="str"><v>Họ và tên</v></c><c t="str"><v>Ngày sinh</v></c>`+addedName+`</row><row><c><v>1</v></c>`+added0+`</row>`, ""),
	},
	{
		"gaps, empty rows and spans",
		sheetAround("", headerCells+`</row><row r="2" spans="1:2" ht="9"/><row r="4" spans="1:2"><c r="A4"><v>1</v></c></row>`, ""),
		sheetAround(addedWidths, headerCells+addedName+`</row><row r="2" ht="9">`+added0+`</row><row r="3">`+added1+`</row><row r="4"><c r="A4"><v>1</v></c>`+added2+`</row>`, ""),
	},
	{
		"a row without an answer stays",
		sheetAround("", headerCells+`</row><row r="5" spans="1:2"><c r="A5"><v>1</v></c></row><row r="9" spans="1:2"/>`, ""),
		sheetAround(addedWidths, headerCells+addedName+`</row><row r="2">`+added0+`</row><row r="3">`+added1+`</row><row r="4">`+added2+`</row><row r="5" spans="1:2"><c r="A5"><v>1</v></c></row><row r="9" spans="1:2"/>`, ""),
	},
	{
		"empty cells where the columns come",
		sheetAround("", headerCells+`<c r="C1" s="0"/><c r="D1" s="0"/></row><row r="2"><c r="A2"><v>1</v></c><c r="C2"></c><c r="F2"/></row>`, ""),
		sheetAround(addedWidths, headerCells+addedName+`<c r="D1" s="0"/></row><row r="2"><c r="A2"><v>1</v></c>`+added0+`<c r="F2"/></row>`, ""),
	},
	{
		"cells without numbers behind the columns",
		sheetAround("", `<row><c t="str"><v>Họ và tên</v></c><c t="str"><v>Ngày sinh</v></c><c/><c s="0"/></row><row><c><v>1</v></c></row>`, ""),
		sheetAround(addedWidths, `<row><c t="str"><v>Họ và tên</v></c><c t="str"><v>Ngày sinh</v></c>`+addedName+`<c s="0" r="D1"/></row><row><c><v>1</v></c>`+added0+`</row>`, ""),
	},
	{
		"dimension and widths",
		sheetAround(`<dimension ref="A1:B2"/><cols><col min="1" max="2" width="9"/></cols>`, headerCells+`</row><row r="2"><c r="A2"><v>1</v></c></row>`, `<mergeCells count="1"><mergeCell ref="A9:A10"/></mergeCells>`),
		sheetAround(`<dimension ref="A1:C2"/><cols><col min="1" max="2" width="9"/><col min="3" max="3" width="24" customWidth="1"/></cols>`, headerCells+addedName+`</row><row r="2"><c r="A2"><v>1</v></c>`+added0+`</row>`, `<mergeCells count="1"><mergeCell ref="A9:A10"/></mergeCells>`),
	},
	{
		"widths that reach over the columns",
		sheetAround(`<cols><col min="1" max="16384" width="9"/></cols>`, headerCells+`</row><row r="2"><c r="A2"><v>1</v></c></row>`, ""),
		sheetAround(`<cols><col min="1" max="16384" width="9"/></cols>`, headerCells+addedName+`</row><row r="2"><c r="A2"><v>1</v></c>`+added0+`</row>`, ""),
	},
	{
		"comments and strangers",
		sheetAround("", headerCells+`<!-- a --></row><!-- b --><row r="2"><c r="A2"><v>1</v></c><!-- c --><ext/></row><!-- d -->`, "<!-- e -->"),
		sheetAround(addedWidths, headerCells+`<!-- a -->`+addedName+`</row><!-- b --><row r="2"><c r="A2"><v>1</v></c><!-- c --><ext/>`+added0+`</row><!-- d -->`, "<!-- e -->"),
	},
	{
		"a cell beyond that holds an error is not lost",
		sheetAround("", headerCells+`</row><row r="2"><c r="A2"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c></row>`, ""),
		sheetAround(strings.ReplaceAll(addedWidths, `"3"`, `"4"`), headerCells+strings.Replace(addedName, "C1", "D1", 1)+`</row><row r="2"><c r="A2"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c>`+strings.Replace(added0, "C2", "D2", 1)+`</row>`, ""),
	},
}

func TestResponseOfOddSheets(t *testing.T) {
	for _, c := range oddSheets {
		f := open(t, zipOf(t, parts([]string{c.in})...))
		got := unpacked(t, respond(t, f, table.Addition{Names: []string{"verdict"}}))["xl/worksheets/sheet1.xml"]
		if got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestPrefixesAreKept(t *testing.T) {
	in := head + `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="str"><x:v>Họ và tên</x:v></x:c><x:c t="str"><x:v>CCCD</x:v></x:c></x:row><x:row r="3"><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	got := unpacked(t, respond(t, open(t, zipOf(t, parts([]string{in})...)), table.Addition{Names: []string{"verdict"}}))["xl/worksheets/sheet1.xml"]
	for _, want := range []string{`<x:cols><x:col `, `<x:c r="C1" t="inlineStr"><x:is><x:t>verdict</x:t></x:is></x:c></x:row>`, `<x:row r="2"><x:c r="C2"`, `</x:c></x:row></x:sheetData>`} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in %s", want, got)
		}
	}
}

func TestMarksInWorkbooksOfFewStyles(t *testing.T) {
	sheet := sheetOf(header(1) + `<row>` + num("1") + `</row>`)
	bare := head + `<styleSheet ` + main + `><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>`
	content := entry{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rels + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`}
	theme := entry{"xl/theme/theme1.xml", `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>`} // without it the other reader knows no colours
	for name, more := range map[string][]entry{
		"no styles": {content}, "styles without fills": {{"xl/styles.xml", bare}}, "an empty list of fills": {{"xl/styles.xml", strings.Replace(bare, "<cellXfs", "<fills/><cellXfs", 1)}},
		"prefixes": {{"xl/styles.xml", strings.NewReplacer("xmlns", "xmlns:x", "</", "</x:", "<?", "<?", "<", "<x:").Replace(bare)}}, "many": {{"xl/styles.xml", caseStyles}},
	} {
		out := respond(t, open(t, zipOf(t, parts([]string{sheet}, append(more, theme)...)...)), table.Addition{Marked: []int{0}})
		back, err := excelize.OpenReader(bytes.NewReader(out))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		id, err := back.GetCellStyle("Sheet1", "A2")
		must(t, err)
		style, err := back.GetStyle(id)
		if err != nil || len(style.Fill.Color) != 1 || style.Fill.Color[0] != "FFEB84" {
			t.Errorf("%s: style %d with fill %+v, %v; want the mark", name, id, style, err)
		}
		if id, _ := back.GetCellStyle("Sheet1", "A1"); id != 0 {
			t.Errorf("%s: the header has style %d", name, id)
		}
	}
}
