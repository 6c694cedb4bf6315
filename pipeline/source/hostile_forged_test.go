package source_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// forgedTexts are text files that no program writes.
func forgedTexts() []hostile {
	line := "079073778592;Trần Thị Mật;5 Nguyễn Trãi\n"
	var out []hostile
	for _, c := range []struct {
		name string
		text func() string
	}{
		{"one line of 32 MiB", func() string { return strings.Repeat("Trần Thị Mật ", 32<<20/15) }},
		{"one line of 32 MiB of separators", func() string { return strings.Repeat(";", 32<<20) }},
		{"a quote that never ends", func() string { return "Mã;Tên;Địa chỉ\n\"" + strings.Repeat(line, 200_000) }},
		{"quotes everywhere", func() string { return "Mã;Tên\n" + strings.Repeat(`""";""";"`+"\n", 100_000) }},
		{"200,000 columns", func() string { return strings.Repeat("cột;", 200_000) + "\n" + strings.Repeat("1;", 200_000) + "\n" }},
		{"ragged to the utmost", func() string { return "a;b\n" + strings.Repeat(strings.Repeat(";", 3000)+"\nx\n", 500) }},
		{"lone returns", func() string {
			return strings.ReplaceAll("Mã;Tên;Địa chỉ\n"+strings.Repeat(line, 1000), "\n", "\r")
		}},
		{"NULs", func() string { return strings.Repeat("Mã\x00;Tên\x00\n\x00", 10_000) }},
		{"line ends only", func() string { return strings.Repeat("\n", 4<<20) }},
		{"a cell of 16 MiB", func() string { return "Mã;Tên\n1;" + strings.Repeat("x", 16<<20) + "\n2;An\n" }},
		{"bytes of no encoding", func() string { return "Mã;Tên\n" + strings.Repeat("\x81\x8d\xfe\xff;\xc3(\xf0\x90\n", 50_000) }},
		{"two encodings", func() string {
			return "Mã;Tên\n" + strings.Repeat(line, 500) + strings.Repeat("1;Tr\xcc\xa2n\xec V\xe3n\n", 500)
		}},
		{"half a mark of UTF-16", func() string { return "\xff\xfe\x00" }},
		{"UTF-16 of lone surrogates", func() string { return "\xff\xfe" + strings.Repeat("\x00\xd8", 50_000) }},
		{"a header and no rows", func() string { return "Mã;Tên\n" }},
	} {
		out = append(out, hostile{name: "text: " + c.name, key: "x.csv", rows: anything, make: func() []byte { return []byte(c.text()) }})
	}
	return out
}

// forgedWorkbooks are workbooks whose parts lie.
func forgedWorkbooks() []hostile {
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	head := `<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c><c r="B1" t="inlineStr"><is><t>Tên</t></is></c></row>`
	laughs := `<!DOCTYPE sst [<!ENTITY a "Mật">`
	for c := 'b'; c <= 'k'; c++ {
		laughs += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	sheets, rels := "", ""
	for i := range 20_000 {
		sheets += fmt.Sprintf(`<sheet name="S%d" sheetId="%d" r:id="rId1"/>`, i, i+1)
	}
	rels = strings.Repeat(`<Relationship Id="rId9" Type="x" Target="worksheets/none.xml"/>`, 20_000)
	var out []hostile
	for _, c := range []struct {
		name string
		book workbook
	}{
		{"laughs", workbook{"xl/sharedStrings.xml": xmlHead + laughs + `]><sst ` + main + `><si><t>&k;</t></si></sst>`}},
		{"an entity of this machine", workbook{"xl/sharedStrings.xml": xmlHead + `<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst ` + main + `><si><t>&a;</t></si></sst>`}},
		{"a row far below", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)}},
		{"a row below all rows", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="4294967297"><c r="A4294967297"><v>1</v></c></row>`)}},
		{"a row of no number", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="-5"><c r="A-5"><v>1</v></c></row>`)}},
		{"a column far right", workbook{"xl/worksheets/sheet1.xml": sheet(head + strings.Repeat(`<row><c r="XFD2"><v>1</v></c></row>`, 300))}},
		{"a column beyond all", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>`)}},
		{"rows upwards", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="9"><c r="A9"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>`)}},
		{"a string that is not there", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="2"><c r="A2" t="s"><v>99999999999</v></c><c r="B2" t="s"><v>-1</v></c></row>`)}},
		{"a style that is not there", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="2"><c r="A2" s="4294967295"><v>1</v></c></row>`)}},
		{"numbers that are none", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="2"><c r="A2"><v>1e999999999</v></c><c r="B2" s="1"><v>-1e300</v></c></row>`)}},
		{"merged cells of everything", workbook{"xl/worksheets/sheet1.xml": strings.Replace(sheet(sheetRows(9)), "</sheetData>", "</sheetData><mergeCells>"+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 5000)+"</mergeCells>", 1)}},
		{"a dimension of everything", workbook{"xl/worksheets/sheet1.xml": strings.Replace(sheet(sheetRows(9)), "<sheetData>", `<dimension ref="A1:XFD1048576"/><sheetData>`, 1)}},
		{"a sheet cut short", workbook{"xl/worksheets/sheet1.xml": sheet(sheetRows(50))[:3000]}},
		{"a sheet of another tongue", workbook{"xl/worksheets/sheet1.xml": "Mật"}},
		{"deep nesting", workbook{"xl/worksheets/sheet1.xml": sheet(head + strings.Repeat("<a>", 200_000))}},
		{"an attribute of 8 MiB", workbook{"xl/worksheets/sheet1.xml": sheet(head + `<row r="2" x="` + strings.Repeat("x", 8<<20) + `"/>`)}},
		{"20,000 sheets", workbook{"xl/workbook.xml": xmlHead + `<workbook ` + main + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets + `</sheets></workbook>`}},
		{"20,000 relations", workbook{"xl/_rels/workbook.xml.rels": xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`}},
		{"a count of strings", workbook{"xl/sharedStrings.xml": strings.Replace(sharedStrings(), "<sst ", `<sst count="99999999999" uniqueCount="99999999999" `, 1)}},
		{"a part that climbs", workbook{"../../etc/passwd": "x", "xl/_rels/workbook.xml.rels": xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../etc/passwd"/></Relationships>`}},
		{"a book without sheets", workbook{"xl/workbook.xml": xmlHead + `<workbook ` + main + `><sheets/></workbook>`}},
		{"a zip inside", workbook{"xl/worksheets/sheet1.xml": string(workbook{}.bytes(zip.Store))}},
	} {
		out = append(out, hostile{name: "xlsx: " + c.name, key: "x.xlsx", rows: anything, make: func() []byte { return c.book.bytes(zip.Deflate) }})
	}
	return out
}

// forgedColumnar are Parquet and Arrow files whose numbers lie.
func forgedColumnar() []hostile {
	le := binary.LittleEndian
	whole := parquetBase(&parquet.Uncompressed)
	stream, file := arrowBase(true), arrowBase(false)
	edit := func(data []byte, do func([]byte)) []byte {
		data = bytes.Clone(data)
		do(data)
		return data
	}
	var out []hostile
	add := func(key, name string, rows int64, data []byte) {
		out = append(out, hostile{name: name, key: key, rows: rows, make: func() []byte { return data }})
	}
	for _, n := range []uint32{0, 1 << 20, 1<<31 - 1, 1<<32 - 1} {
		add("x.parquet", fmt.Sprintf("parquet: a footer of %d bytes", n), refused, edit(whole, func(d []byte) { le.PutUint32(d[len(d)-8:], n) }))
		add("x.arrow", fmt.Sprintf("arrow: a footer of %d bytes", n), refused, edit(file, func(d []byte) { le.PutUint32(d[len(d)-10:], n) }))
	}
	for _, n := range []uint32{1 << 20, 1<<31 - 1, 1 << 31, 1<<32 - 1} {
		add("x.arrows", fmt.Sprintf("arrow: metadata of %d bytes", n), anything, edit(stream, func(d []byte) { le.PutUint32(d[4:], n) }))
	}
	// The numbers of rows, values and bytes of a footer are varints; every byte
	// of the footer becomes the largest of its place once.
	footer := int(le.Uint32(whole[len(whole)-8:]))
	for i := range 24 {
		at := len(whole) - 8 - footer + footer*i/24
		add("x.parquet", fmt.Sprintf("parquet: byte %d of the footer at its largest", at), anything, edit(whole, func(d []byte) { copy(d[at:], "\xfe\xff\xff\xff\x7f") }))
	}
	for i := range 24 {
		at := 8 + (len(stream)-16)*i/24&^7
		add("x.arrows", fmt.Sprintf("arrow: 8 bytes at %d at their largest", at), anything, edit(stream, func(d []byte) { le.PutUint64(d[at:], 1<<62-1) }))
	}
	return out
}
