package xlsx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// saved gives the bytes of a workbook made by another program.
func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// must is for calls that only fail when the test is wrong.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// invented is a workbook of one sheet with so many rows: number, name, birth
// date (a date, a text, a year), personal ID (a text, a number), place (a shared
// text).
func invented(t testing.TB, rows int) []byte {
	t.Helper()
	var shared, sheet strings.Builder
	for i := range 50 {
		fmt.Fprintf(&shared, "<si><t>thôn %d</t></si>", i)
	}
	for i, name := range []string{"STT", "Họ và tên", "Ngày sinh", "CCCD", "Nơi cư trú"} {
		fmt.Fprintf(&sheet, `<c r="%c1" t="str"><v>%s</v></c>`, 'A'+i, name)
	}
	sheet.WriteString("</row>")
	for i := range rows {
		n := i + 2
		fmt.Fprintf(&sheet, `<row r="%d" spans="1:5"><c r="A%d"><v>%d</v></c><c r="B%d" t="inlineStr"><is><t>Người Thử %d</t></is></c>`, n, n, i+1, n, i%97)
		switch i % 5 {
		case 0:
			fmt.Fprintf(&sheet, `<c r="C%d" t="str"><v>05/06/1987</v></c>`, n)
		case 1:
			fmt.Fprintf(&sheet, `<c r="C%d"><v>1987</v></c>`, n)
		default:
			fmt.Fprintf(&sheet, `<c r="C%d" s="1"><v>%d</v></c>`, n, 20_000+i%20_000)
		}
		if i%3 == 0 {
			fmt.Fprintf(&sheet, `<c r="D%d"><v>%d</v></c>`, n, i*7919)
		} else {
			fmt.Fprintf(&sheet, `<c r="D%d" t="inlineStr"><is><t>0%011d</t></is></c>`, n, i*7919)
		}
		fmt.Fprintf(&sheet, `<c r="E%d" t="s"><v>%d</v></c></row>`, n, i%50)
	}
	return zipOf(t, parts([]string{sheetOf(`<row r="1">` + sheet.String())}, entry{"xl/styles.xml", caseStyles}, entry{"xl/sharedStrings.xml", head + "<sst " + main + ">" + shared.String() + "</sst>"})...)
}

// motley is a workbook with what senders put into one: titles, merged cells,
// hidden rows and sheets, dates, numbers, formulas, styles, several sheets.
func motley(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	code, zeros := "dd/mm/yyyy", "000000000000"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	must(t, err)
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E0EBF5"}}})
	must(t, err)
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true}})
	must(t, err)
	const s = "Sheet1"
	set := func(sheet, ref string, value any) { must(t, f.SetCellValue(sheet, ref, value)) }
	set(s, "A1", "DANH SÁCH KHÁCH HÀNG VAY VỐN")
	must(t, f.MergeCell(s, "A1", "F1"))
	set(s, "A2", "Kỳ báo cáo: tháng 5 năm 2021")
	for i, name := range []string{"STT", "Họ và tên", "Ngày sinh", "CCCD", "Dư nợ", "Địa chỉ"} {
		ref, err := excelize.CoordinatesToCellName(i+1, 4)
		must(t, err)
		set(s, ref, name)
	}
	must(t, f.SetCellStyle(s, "A4", "F4", bold))
	for i := range 12 {
		row := fmt.Sprint(i + 5)
		set(s, "A"+row, i+1)
		set(s, "B"+row, "Người Thử "+string(rune('A'+i)))
		set(s, "C"+row, time.Date(1980+i, 2, 3, 0, 0, 0, 0, time.UTC))
		set(s, "D"+row, 1090000000+i)
		set(s, "E"+row, 1.5e9+float64(i)/4)
		set(s, "F"+row, " thôn & <xã> \"1\" ")
		must(t, f.SetCellStyle(s, "C"+row, "C"+row, date))
		must(t, f.SetCellStyle(s, "D"+row, "D"+row, id))
	}
	must(t, f.SetCellFormula(s, "E10", "E9+1"))
	must(t, f.SetCellFormula(s, "E19", "SUM(E5:E16)"))
	must(t, f.SetRowVisible(s, 8, false))
	must(t, f.SetColWidth(s, "B", "B", 30))
	set(s, "A20", "Tổng cộng")
	set(s, "E20", 18e9)
	must(t, f.MergeCell(s, "B21", "H22"))
	_, err = f.NewSheet("Chi nhánh 2")
	must(t, err)
	set("Chi nhánh 2", "A1", "Họ và tên")
	set("Chi nhánh 2", "B1", "Số CMND")
	set("Chi nhánh 2", "A2", "Người Thử Z")
	set("Chi nhánh 2", "B2", "012345678")
	_, err = f.NewSheet("Ẩn")
	must(t, err)
	set("Ẩn", "A1", "Mã")
	set("Ẩn", "A2", "x")
	must(t, f.SetSheetVisible("Ẩn", false))
	return saved(t, f)
}

func TestMotleyWorkbook(t *testing.T) {
	f := open(t, motley(t))
	const format = "XLSX, 2 sheets, dates of 1900, header in row 4 of sheet 1, header in row 1 of sheet 2, 1 hidden sheet left out, 1 formula without stored value"
	if f.Format() != format {
		t.Errorf("format %q, want %q", f.Format(), format)
	}
	first := f.Tables()[0]
	rows := readAll(t, first, 5)
	if first.Rows() != 16 || strings.Join(names(first), "|") != "STT|Họ và tên|Ngày sinh|CCCD|Dư nợ|Địa chỉ" {
		t.Fatalf("%d rows and columns %q", first.Rows(), names(first))
	}
	for row, want := range map[int]string{
		0:  `1|Người Thử A|1980-02-03|001090000000|1500000000| thôn & <xã> "1" `,
		3:  `4|Người Thử D|1983-02-03|001090000003|1500000000.75| thôn & <xã> "1" `,
		5:  `6|Người Thử F|1985-02-03|001090000005|1500000001.25| thôn & <xã> "1" `,
		12: "|||||",
		15: "Tổng cộng||||18000000000|",
	} {
		if got := strings.Join(rows[row], "|"); got != want {
			t.Errorf("row %d: %q, want %q", row, got, want)
		}
	}
	if got := drawn(readAll(t, f.Tables()[1], 5)); got != "Người Thử Z|012345678\n" || f.Tables()[1].Sheet() != "Chi nhánh 2" {
		t.Errorf("second table %q: %q", f.Tables()[1].Sheet(), got)
	}
}
