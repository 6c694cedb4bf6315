package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// baseRows is how many rows the files have that are then damaged.
const baseRows = 600

// customer is an invented customer.
type customer struct {
	ID      string   `parquet:"so_cccd,dict"`
	Name    string   `parquet:"ho_ten,delta"`
	Address *string  `parquet:"dia_chi,optional"`
	Debt    int64    `parquet:"du_no"`
	Rate    float64  `parquet:"lai_suat"`
	Phones  []string `parquet:"dien_thoai,list"`
}

// customers are invented; canaries stand among them.
func customers() []customer {
	out := make([]customer, baseRows)
	for i := range out {
		address := fmt.Sprintf("%d Nguyễn Trãi", i)
		out[i] = customer{ID: fmt.Sprintf("%012d", 79073778592-i/2), Name: fmt.Sprintf("Trần Thị Mật %d", i), Debt: int64(i) * 1_000_003, Rate: float64(i) / 8}
		if i%5 > 0 {
			out[i].Address = &address
		}
		for k := range i % 3 {
			out[i].Phones = append(out[i].Phones, fmt.Sprintf("09%08d", i*7+k))
		}
	}
	return out
}

// must is for what cannot fail when files are made in memory.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func parquetBase(codec compress.Codec) []byte {
	var out bytes.Buffer
	w := parquet.NewGenericWriter[customer](&out, parquet.MaxRowsPerRowGroup(200), parquet.PageBufferSize(2048), parquet.Compression(codec))
	_, err := w.Write(customers())
	must(err)
	must(w.Close())
	return out.Bytes()
}

// seekless is a buffer that says where it stands.
type seekless struct{ bytes.Buffer }

func (s *seekless) Seek(int64, int) (int64, error) { return int64(s.Len()), nil }

func arrowBase(stream bool, o ...ipc.Option) []byte {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "Số CCCD", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.BinaryTypes.String}},
		{Name: "Họ tên", Type: arrow.BinaryTypes.String},
		{Name: "Địa chỉ", Type: arrow.BinaryTypes.LargeString, Nullable: true},
		{Name: "Dư nợ", Type: arrow.PrimitiveTypes.Int64},
		{Name: "Điện thoại", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for _, c := range customers() {
		must(b.Field(0).(*array.BinaryDictionaryBuilder).AppendString(c.ID))
		b.Field(1).(*array.StringBuilder).Append(c.Name)
		if large := b.Field(2).(*array.LargeStringBuilder); c.Address == nil {
			large.AppendNull()
		} else {
			large.Append(*c.Address)
		}
		b.Field(3).(*array.Int64Builder).Append(c.Debt)
		list := b.Field(4).(*array.ListBuilder)
		list.Append(true)
		for _, p := range c.Phones {
			list.ValueBuilder().(*array.StringBuilder).Append(p)
		}
	}
	record := b.NewRecord()
	o = append(o, ipc.WithSchema(schema))
	var out seekless
	var w interface {
		Write(arrow.Record) error
		Close() error
	} = ipc.NewWriter(&out, o...)
	if !stream {
		out.Reset()
		var err error
		w, err = ipc.NewFileWriter(&out, o...)
		must(err)
	}
	for at := int64(0); at < baseRows; at += 200 {
		must(w.Write(record.NewSlice(at, at+200)))
	}
	must(w.Close())
	return out.Bytes()
}

func textBase(separator, end string) []byte {
	var out bytes.Buffer
	line := func(cells ...string) { out.WriteString(strings.Join(cells, separator) + end) }
	line("Số CCCD", "Họ và tên", "Địa chỉ", "Dư nợ")
	for i, c := range customers() {
		address := ""
		if c.Address != nil {
			address = `"` + strings.ReplaceAll(*c.Address, " ", ", ") + `"`
		}
		if i%50 == 7 {
			address = "\"hai\ndòng\"\"\""
		}
		line(c.ID, c.Name, address, fmt.Sprint(c.Debt))
	}
	return out.Bytes()
}

func utf16Base() []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(textBase("\t", "\r\n")))) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	must(err)
	must(w.Close())
	return out.Bytes()
}

func zstded(data []byte) []byte {
	w, err := zstd.NewWriter(nil)
	must(err)
	return w.EncodeAll(data, nil)
}

// workbook is a workbook by parts; what is not given is as it must be.
type workbook map[string]string

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// bytes packs a workbook, its parts stored or deflated.
func (w workbook) bytes(method uint16) []byte {
	parts := workbook{
		"[Content_Types].xml":        xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
		"_rels/.rels":                xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Khách" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":              xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       sharedStrings(),
		"xl/worksheets/sheet1.xml":   sheet(sheetRows(baseRows)),
	}
	order := []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}
	var more []string
	for name, text := range w {
		if _, known := parts[name]; !known {
			more = append(more, name)
		}
		parts[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range append(order, more...) {
		part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		must(err)
		_, err = io.WriteString(part, parts[name])
		must(err)
	}
	must(z.Close())
	return out.Bytes()
}

func sharedStrings() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	for _, s := range []string{"Số CCCD", "Họ và tên", "Dư nợ", "Ngày vay", "Trần Thị Mật", "Lê Văn Mật"} {
		b.WriteString("<si><t>" + s + "</t></si>")
	}
	return b.String() + "</sst>"
}

func sheet(rows string) string {
	return xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func sheetRows(n int) string {
	var b strings.Builder
	b.WriteString(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`)
	for i := range n {
		r := i + 2
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>%012d</t></is></c><c r="B%d" t="s"><v>%d</v></c><c r="C%d"><v>%d</v></c><c r="D%d" s="1"><v>%d</v></c></row>`,
			r, r, 79073778592-i, r, 4+i%2, r, i*1000, r, 44000+i)
	}
	return b.String()
}

// bases are the files that are damaged, by key, and how many rows they have.
func bases(t *testing.T) []hostile {
	t.Helper()
	base := func(key string, data []byte) hostile {
		return hostile{key: key, rows: baseRows, make: func() []byte { return data }}
	}
	return []hostile{
		base("a.parquet", parquetBase(&parquet.Snappy)),
		base("b.parquet", parquetBase(&parquet.Uncompressed)),
		base("c.parquet", parquetBase(&parquet.Zstd)),
		base("a.arrow", arrowBase(false)),
		base("b.feather", arrowBase(false, ipc.WithLZ4())),
		base("a.arrows", arrowBase(true)),
		base("a.csv", textBase(",", "\r\n")),
		base("a.tsv", textBase("\t", "\n")),
		base("utf16.txt", utf16Base()),
		base("a.csv.gz", gzipped(textBase(";", "\n"))),
		base("a.csv.zst", zstded(textBase("|", "\n"))),
		base("a.xlsx", workbook{}.bytes(zip.Deflate)),
		base("b.xlsx", workbook{}.bytes(zip.Store)),
	}
}
