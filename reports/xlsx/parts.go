package xlsx

import "strconv"

// fixedParts are the parts of the package that do not depend on the run. Sheets
// refer to the cell styles by number: see the style constants in sheet.go.
// Source: ECMA-376 part 1 (SpreadsheetML) and part 2 (packaging).
var fixedParts = []struct{ name, text string }{
	{"[Content_Types].xml", header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		sheetType("1") + sheetType("2") + sheetType("3") +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`</Types>`},
	{"_rels/.rels", header + `<Relationships xmlns="` + relations + `">` +
		`<Relationship Id="rId1" Type="` + officeRelation + `officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`</Relationships>`},
	{"docProps/core.xml", header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:creator>lamsach</dc:creator>` + // fixed times: the bytes are a function of the run
		`<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>`},
	{"xl/_rels/workbook.xml.rels", header + `<Relationships xmlns="` + relations + `">` +
		`<Relationship Id="rId1" Type="` + officeRelation + `worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeRelation + `worksheet" Target="worksheets/sheet2.xml"/>` +
		`<Relationship Id="rId3" Type="` + officeRelation + `worksheet" Target="worksheets/sheet3.xml"/>` +
		`<Relationship Id="rId4" Type="` + officeRelation + `styles" Target="styles.xml"/>` +
		`</Relationships>`},
	{"xl/styles.xml", header + `<styleSheet xmlns="` + mainNamespace + `">` +
		`<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>` +
		`<font><i/><sz val="10"/><color rgb="FF566069"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FF14618A"/></patternFill></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFF0F3F5"/></patternFill></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="7">` +
		style(`numFmtId="49" fontId="0" fillId="0"`, "") + // styleText
		style(`numFmtId="49" fontId="1" fillId="2"`, `<alignment vertical="center" wrapText="1"/>`) + // styleHead
		style(`numFmtId="49" fontId="2" fillId="3"`, `<alignment vertical="center" wrapText="1"/>`) + // styleHeadEnglish
		style(`numFmtId="3" fontId="0" fillId="0"`, "") + // styleNumber
		style(`numFmtId="49" fontId="3" fillId="0"`, "") + // styleBold
		style(`numFmtId="49" fontId="0" fillId="0"`, `<alignment vertical="top" wrapText="1"/>`) + // styleProse
		style(`numFmtId="1" fontId="0" fillId="0"`, "") + // stylePlainNumber
		`</cellXfs></styleSheet>`},
}

const (
	header         = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNamespace  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations      = "http://schemas.openxmlformats.org/package/2006/relationships"
	officeRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// workbook names the sheets. The filter of the first sheet needs a hidden name
// of its own, or some programs drop it.
func workbook(written int64) string {
	last := string('A' + rune(len(columns)-1))
	return header + `<workbook xmlns="` + mainNamespace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		`<sheet name="` + sheetCorrections + `" sheetId="1" r:id="rId1"/>` +
		`<sheet name="` + sheetSummary + `" sheetId="2" r:id="rId2"/>` +
		`<sheet name="` + sheetHelp + `" sheetId="3" r:id="rId3"/></sheets>` +
		`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'` + sheetCorrections + `'!$A$2:$` + last + `$` +
		strconv.FormatInt(written+2, 10) + `</definedName></definedNames></workbook>`
}

// The sheets' names: at most 31 characters, without / ? * [ ] : \.
const (
	sheetCorrections = "Cần sửa (To correct)"
	sheetSummary     = "Tóm tắt (Summary)"
	sheetHelp        = "Cách đọc (How to read)"
)

func sheetType(n string) string {
	return `<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
}

func style(attributes, inner string) string {
	const applied = ` borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"`
	if inner == "" {
		return `<xf ` + attributes + applied + `/>`
	}
	return `<xf ` + attributes + applied + `>` + inner + `</xf>`
}
