package xlsx_test

import (
	_ "embed"
	"errors"
	"strings"
	"testing"

	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx"
)

//go:embed testdata/cells.txt
var cellCases string

const caseStyles = head + `<styleSheet ` + main + `><numFmts count="5"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm"/>` +
	`<numFmt numFmtId="166" formatCode="000000000000"/><numFmt numFmtId="167" formatCode="[h]:mm"/><numFmt numFmtId="168" formatCode="&quot;lúc&quot; hh:mm"/></numFmts>` +
	`<fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="8"><xf numFmtId="0"/><xf numFmtId="164" fillId="0"/><xf numFmtId="165"><alignment wrapText="1"/></xf><xf numFmtId="166"/>` +
	`<xf numFmtId="49"/><xf numFmtId="14"/><xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>`

const caseStrings = head + `<sst ` + main + ` count="9" uniqueCount="1"><si><t>Nguyễn Văn Bình</t></si><si/><si><t>a &amp; b</t></si>` +
	`<si><r><rPr><sz val="9"/></rPr><t xml:space="preserve">Trần </t></r><r><t>Thị Hoa</t></r><rPh sb="0" eb="2"><t>no</t></rPh><phoneticPr fontId="1"/></si>` +
	`<si><t>x_x000D_y</t></si><si><t xml:space="preserve"> edges </t></si></sst>`

func TestCells(t *testing.T) {
	for line := range strings.Lines(cellCases) {
		in, want, found := strings.Cut(line, " -> ")
		if !found || line[0] == '#' {
			continue
		}
		in, want = strings.TrimSpace(in), strings.TrimSpace(want)
		rows := `<row r="1"><c t="inlineStr"><is><t>Họ và tên</t></is></c><c t="inlineStr"><is><t>Ngày sinh</t></is></c></row><row r="2"><c/><c><v>1</v></c></row><row>` + in + `</row><row><c/><c><v>1</v></c></row>`
		data := zipOf(t, parts([]string{sheetOf(rows)}, entry{"xl/styles.xml", caseStyles}, entry{"xl/sharedStrings.xml", caseStrings})...)
		if fault, bad := strings.CutPrefix(want, "! "); bad {
			if err := openFails(t, data, table.ErrDamaged); !strings.Contains(err.Error(), fault) || err.Sheet != "Sheet1" {
				t.Errorf("%s: %v of sheet %q, want something about %q", in, err, err.Sheet, fault)
			}
			continue
		}
		f, err := xlsx.Open(ctx, newObject(data), table.Options{})
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		got := readAll(t, f.Tables()[0], 100)[1][0]
		want = strings.NewReplacer("(null)", "", `\s`, " ", `\r`, "\r").Replace(want)
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestErrorsCarryNoCell(t *testing.T) {
	rows := `<row r="1"><c t="inlineStr"><is><t>Họ và tên</t></is></c></row><row><c t="inlineStr"><is><t>Secret Person</t></is></c></row><row><c t="s"><v>77123456</v></c></row>`
	err := openFails(t, zipOf(t, parts([]string{sheetOf(rows)})...), table.ErrDamaged)
	for _, secret := range []string{"Secret", "77123456", "Họ"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error carries a cell: %v", err)
		}
	}
	if !strings.Contains(err.Error(), "row 3") || !errors.Is(err, table.ErrDamaged) {
		t.Errorf("got %v, want the place", err)
	}
}
