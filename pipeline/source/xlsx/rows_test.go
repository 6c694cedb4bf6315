package xlsx_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// txt is a cell with a text.
func txt(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }

// header is a header row that is known by its names.
func header(number int) string {
	return fmt.Sprintf(`<row r="%d">`, number) + txt("STT") + txt("Họ và tên") + txt("Ngày sinh") + txt("CCCD") + `</row>`
}

func num(n string) string { return `<c><v>` + n + `</v></c>` }

const (
	aPerson = `<c><v>1</v></c><c t="inlineStr"><is><t>Lê Văn An</t></is></c><c t="inlineStr"><is><t>01/02/1990</t></is></c><c t="inlineStr"><is><t>001090000001</t></is></c>`
	aLine   = "1|Lê Văn An|01/02/1990|001090000001\n"
)

// rowCases are sheets, something of their format, and the rows of their table.
var rowCases = []struct {
	name, sheet, format, want string
}{
	{"plain", sheetOf(header(1) + `<row r="2">` + aPerson + `</row>`), "header in row 1", aLine},
	{"rows and cells without numbers", sheetOf(strings.Replace(header(1), ` r="1"`, "", 1) + `<row>` + aPerson + `</row><row>` + aPerson + `</row>`), "header in row 1", aLine + aLine},
	{"titles above", sheetOf(`<row r="1">` + txt("DANH SÁCH KHÁCH HÀNG") + `</row><row r="2">` + txt("Tháng 5 năm 2021") + `</row>` + header(4) + `<row r="5">` + aPerson + `</row>`), "header in row 4", aLine},
	{"a sheet that begins far down", sheetOf(header(100) + `<row r="101">` + aPerson + `</row>`), "header in row 100", aLine},
	{"gaps are blank rows", sheetOf(header(1) + `<row r="3">` + aPerson + `</row><row r="6">` + aPerson + `</row>`), "header in row 1", "|||\n" + aLine + "|||\n|||\n" + aLine},
	{"empty rows are blank rows", sheetOf(header(1) + `<row r="2"/><row r="3"><c r="A3" s="1"/></row><row r="4">` + aPerson + `</row>`), "header in row 1", "|||\n|||\n" + aLine},
	{"blank rows at the end are none", sheetOf(header(1) + `<row r="2">` + aPerson + `</row><row r="3"/><row r="9"><c s="1"/></row><row r="1048576"><c/></row>`), "header in row 1", aLine},
	{"hidden and filtered rows are rows", sheetOf(header(1) + `<row r="2" hidden="1">` + aPerson + `</row><row r="3" ht="0">` + aPerson + `</row>`), "header in row 1", aLine + aLine},
	{"totals are rows", sheetOf(header(1) + `<row r="2">` + aPerson + `</row><row r="3">` + txt("Tổng cộng") + num("1") + `</row>`), "header in row 1", aLine + "Tổng cộng|1||\n"},
	{"cells out of order", sheetOf(header(1) + `<row r="2"><c r="B2" t="str"><v>b</v></c><c r="A2"><v>1</v></c></row>`), "header in row 1", "1|b||\n"},
	{"columns left out", sheetOf(header(1) + `<row r="2"><c r="D2"><v>4</v></c></row>`), "header in row 1", "|||4\n"},
	{"wider than the header", sheetOf(header(1) + `<row r="2"><c r="F2"><v>6</v></c></row>`), "header in row 1", "|||||6\n"},
	{"empty cells do not widen", sheetOf(header(1) + `<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row>`), "header in row 1", "1|||\n"},
	{
		"prefixes", head + `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>` +
			strings.NewReplacer("</", "</x:", "<", "<x:").Replace(header(1)+`<row r="2">`+aPerson+`</row>`) + `</x:sheetData></x:worksheet>`,
		"header in row 1", aLine,
	},
	{"comments, instructions, strangers", sheetOf(`<!-- <row r="1"> -->` + header(1) + `<?x?><ext><row r="7"/></ext><row r="2"><!-- <c> --><ext><c><v>1</v></c></ext>` + aPerson + `</row>`), "header in row 1", aLine},
	{"pretty printed", sheetOf("\n  " + strings.ReplaceAll(header(1)+"<row r='2'>"+aPerson+"</row>", "><", ">\n  <")), "header in row 1", aLine},
	{
		"parts around the rows", head + `<worksheet ` + main + `><sheetPr><tabColor rgb="FF00FF00"/></sheetPr><dimension ref="A1:B99"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="3" width="9"/></cols><sheetData>` +
			header(1) + `<row r="2">` + aPerson + `</row></sheetData><autoFilter ref="A1:D2"/><pageMargins left="1"/></worksheet>`,
		"header in row 1", aLine,
	},
	{
		"a header of two rows with merged cells", head + `<worksheet ` + main + `><sheetData><row r="1">` + txt("Họ và tên") + `<c r="B1" t="inlineStr"><is><t>Ngày sinh</t></is></c><c r="D1" t="inlineStr"><is><t>CCCD</t></is></c></row><row r="2"><c r="B2" t="inlineStr"><is><t>Nam</t></is></c><c r="C2" t="inlineStr"><is><t>Nữ</t></is></c></row>` +
			`<row r="3">` + txt("An") + num("1990") + `</row></sheetData><mergeCells count="3"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/></mergeCells></worksheet>`,
		"header in row 2", "An|1990||\n",
	},
	{
		"a header whose cells reach into a row without values", head + `<worksheet ` + main + `><sheetData>` + header(1) + `<row r="2"/><row r="3">` + aPerson + `</row></sheetData>` +
			`<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:C2"/><mergeCell ref="D1:D2"/></mergeCells></worksheet>`,
		"header in row 2", aLine,
	},
	{
		"merged cells among the rows", head + `<worksheet ` + main + `><sheetData>` + header(1) + `<row r="2">` + aPerson + `</row><row r="3"><c r="B3" t="str"><v>Lê Thị Ba</v></c></row></sheetData>` +
			`<mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>`,
		"header in row 1", aLine + "|Lê Thị Ba||\n",
	},
	{"formulas without values", sheetOf(header(1) + `<row r="2">` + aPerson + `</row><row r="3">` + txt("x") + `<c><f>1</f></c><c><f>2</f><v/></c><c><f>3</f><v>3</v></c></row><row><c t="str"><f>4</f></c><c t="str"><f>5</f><v></v></c><c><v>5</v></c></row>`), "3 formulas without stored value", aLine + "x|||3\n||5|\n"},
}

func TestRowsOfASheet(t *testing.T) {
	for _, c := range rowCases {
		f := open(t, zipOf(t, parts([]string{c.sheet})...))
		if !strings.Contains(f.Format(), c.format) {
			t.Errorf("%s: format %q, want %q in it", c.name, f.Format(), c.format)
		}
		tab := f.Tables()[0]
		if got := drawn(readAll(t, tab, 100)); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
		}
		if got := drawn(readAll(t, tab, 1)); got != c.want {
			t.Errorf("%s row by row: got\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestColumnsHaveNamesAndTypes(t *testing.T) {
	rows := header(1) + `<row><c><v>1</v></c><c t="str"><v>a</v></c><c s="1"><v>33294</v></c><c t="str"><v>x</v></c><c t="b"><v>1</v></c><c s="2"><v>33294</v></c></row>` +
		`<row><c><v>2</v></c><c t="str"><v>b</v></c><c/><c><v>79073778592</v></c><c/><c s="1"><v>33294</v></c></row>`
	tab := open(t, zipOf(t, parts([]string{sheetOf(rows)}, entry{"xl/styles.xml", caseStyles})...)).Tables()[0]
	want := []table.Column{
		{Name: "STT", Type: "double"},
		{Name: "Họ và tên", Type: "string"},
		{Name: "Ngày sinh", Type: "date"},
		{Name: "CCCD", Type: "mixed"},
		{Type: "bool"},
		{Type: "timestamp"},
	}
	if got := fmt.Sprintf("%+v", tab.Columns()); got != fmt.Sprintf("%+v", want) {
		t.Errorf("columns %s, want %+v", got, want)
	}
}

func TestDatesOf1904(t *testing.T) {
	book := head + `<workbook ` + main + ` xmlns:r="` + rels + `"><workbookPr date1904="true"/><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`
	rows := header(1) + `<row><c/><c/><c s="1"><v>31832</v></c></row>`
	f := open(t, zipOf(t, parts([]string{sheetOf(rows)}, entry{"xl/styles.xml", caseStyles}, entry{"xl/workbook.xml", book})...))
	if got := drawn(readAll(t, f.Tables()[0], 10)); got != "||1991-02-25|\n" || !strings.Contains(f.Format(), "dates of 1904") {
		t.Errorf("got %q of %s", got, f.Format())
	}
}

// book is a workbook.xml with sheets of some states.
func book(states ...string) entry {
	var list strings.Builder
	for i, s := range states {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" state="%s" r:id="rId%d"/>`, i+1, i+1, s, i+1)
	}
	return entry{"xl/workbook.xml", head + `<workbook ` + main + ` xmlns:r="` + rels + `"><sheets>` + list.String() + `</sheets></workbook>`}
}

func TestSheetsThatAreTables(t *testing.T) {
	full := sheetOf(header(1) + `<row>` + num("1") + `</row>`)
	bare, empty, cover := sheetOf(header(1)), sheetOf(""), sheetOf(`<row>`+txt("Hướng dẫn")+`</row><row>`+txt("Điền vào bảng")+`</row>`)
	hollow := sheetOf(header(1) + `<row><c><f>1</f></c></row>`)
	chart := head + `<chartsheet ` + main + `><drawing/></chartsheet>`
	cases := []struct {
		name   string
		sheets []string
		states []string
		format string
		want   string // names of the tables
	}{
		{"one", []string{full}, []string{"visible"}, "XLSX, 1 sheet, dates of 1900, header in row 1", "S1"},
		{"two", []string{full, full}, []string{"", ""}, "XLSX, 2 sheets, dates of 1900, header in row 1", "S1 S2"},
		{"hidden ones are left out", []string{full, full, full}, []string{"hidden", "", "veryHidden"}, "XLSX, 1 sheet, dates of 1900, header in row 1, 2 hidden sheets left out", "S2"},
		{"only hidden ones have rows", []string{full, bare}, []string{"hidden", ""}, "XLSX, 1 sheet, dates of 1900, header in row 1, 1 sheet without rows left out", "S1"},
		{"empty ones are left out", []string{empty, full, bare}, []string{"", "", ""}, "XLSX, 1 sheet, dates of 1900, header in row 1, 2 sheets without rows left out", "S2"},
		{"charts are left out", []string{full, chart}, []string{"", ""}, "XLSX, 1 sheet, dates of 1900, header in row 1, 1 sheet of another kind left out", "S1"},
		{"a header alone is a table of no rows", []string{bare, empty}, []string{"", ""}, "XLSX, 1 sheet, dates of 1900, header in row 1, 1 sheet without rows left out", "S1"},
		{"a cover does not hinder", []string{cover, full}, []string{"", ""}, "", "S1 S2"},
		{"a sheet of few formulas does not hinder", []string{hollow, full}, []string{"", ""}, "", "S2"},
	}
	for _, c := range cases {
		f := open(t, zipOf(t, parts(c.sheets, book(c.states...))...))
		var got []string
		for _, tab := range f.Tables() {
			got = append(got, tab.Sheet())
		}
		if s := strings.Join(got, " "); s != c.want && !strings.HasPrefix(c.name, "a cover") {
			t.Errorf("%s: tables %s, want %s", c.name, s, c.want)
		}
		if c.format != "" && f.Format() != c.format {
			t.Errorf("%s: format %q, want %q", c.name, f.Format(), c.format)
		}
	}
}

// TestAnyCutsGiveTheSameCells: whatever parts a sheet is read in, by whichever
// reader and in whatever order, its cells are the same.
func TestAnyCutsGiveTheSameCells(t *testing.T) {
	data := invented(t, 9_000)
	f := open(t, data)
	tab := f.Tables()[0]
	want := readAll(t, tab, pipeline.MaxPartRows)
	if len(want) != 9_000 {
		t.Fatalf("%d rows, want 9000", len(want))
	}
	for _, max := range []int{1_000, 4_096, 777, 8_999} {
		if got := readAll(t, tab, max); drawn(got) != drawn(want) {
			t.Errorf("parts of %d rows give other cells", max)
		}
	}
	var b pipeline.Batch
	for i := range 60 { // parts out of order, columns in another order and twice
		first := int64(i*7919) % 8_990
		columns := []int{3, 0, 3}
		if err := tab.Read(ctx, pipeline.Part{FirstRow: first, Rows: 1 + i%10}, columns, &b); err != nil {
			t.Fatal(err)
		}
		for row, got := range cellsOf(t, &b) {
			w := want[int(first)+row]
			if got[0] != w[3] || got[1] != w[0] || got[2] != w[3] {
				t.Fatalf("row %d read alone is %q, want %q of %q", first+int64(row), got, w[3], w)
			}
		}
	}
}

func TestSampleIsSpreadAndTheSame(t *testing.T) {
	tab := open(t, invented(t, 9_000)).Tables()[0]
	all := readAll(t, tab, 100_000)
	once, err := tab.Sample(ctx, []int{0, 1}, 1_600)
	if err != nil {
		t.Fatal(err)
	}
	again, err := tab.Sample(ctx, []int{0, 1}, 1_600)
	if err != nil {
		t.Fatal(err)
	}
	if once.Rows != 1_600 || drawn(cellsOf(t, once)) != drawn(cellsOf(t, again)) {
		t.Errorf("%d rows, or others the second time; want 1600", once.Rows)
	}
	rows := cellsOf(t, once)
	if rows[0][0] != all[0][0] || rows[1_599][0] != all[8_999][0] {
		t.Errorf("the sample goes from %q to %q, want from the first to the last row", rows[0], rows[1_599])
	}
	whole, err := tab.Sample(ctx, []int{0}, 100_000)
	if err != nil || whole.Rows != 9_000 {
		t.Errorf("a sample of more rows than there are: %v, or not all", err)
	}
}

func TestReadersDoNotDisturbOneAnother(t *testing.T) {
	tab := open(t, invented(t, 4_000)).Tables()[0]
	want := readAll(t, tab, 100_000)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			var b pipeline.Batch
			for i := range 12 {
				first := (worker*977 + i*331) % 3_900
				if err := tab.Read(ctx, pipeline.Part{FirstRow: int64(first), Rows: 100}, allColumns(tab), &b); err != nil {
					t.Error(err)
					return
				}
				for row := range b.Rows {
					for column := range b.Columns {
						if got := string(b.Columns[column].Value(row)); got != want[first+row][column] {
							t.Errorf("row %d, column %d: %q, want %q", first+row, column, got, want[first+row][column])
							return
						}
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestWrongRequestsAreRefused(t *testing.T) {
	tab := open(t, invented(t, 10)).Tables()[0]
	var b pipeline.Batch
	for _, p := range []pipeline.Part{{FirstRow: -1, Rows: 1}, {FirstRow: 0, Rows: 11}, {FirstRow: 10, Rows: 1}, {FirstRow: math.MaxInt64, Rows: 2}, {Rows: -1}, {Rows: pipeline.MaxPartRows + 1}} {
		if err := tab.Read(ctx, p, []int{0}, &b); err == nil {
			t.Errorf("part %+v of a table of 10 rows was read", p)
		}
	}
	if err := tab.Read(ctx, pipeline.Part{Rows: 1}, []int{99}, &b); err == nil {
		t.Error("a column that is not there was read")
	}
	if err := tab.Read(ctx, pipeline.Part{FirstRow: 10}, []int{0}, &b); err != nil || b.Rows != 0 {
		t.Errorf("a part of no rows: %v", err)
	}
}
