package source_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
)

// bombBytes is what a bomb unpacks to, many times what may lie in memory.
const bombBytes = 10 << 30

// deflated packs a text and then its tail over and over: a stream that unpacks
// to about size bytes, without packing them all.
func deflated(head, tail string, size int) []byte {
	const once = 16 << 20
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	must(err)
	_, err = io.WriteString(w, head)
	must(err)
	must(w.Flush())
	for range once / len(tail) {
		_, err = io.WriteString(w, tail)
		must(err)
	}
	must(w.Flush())
	// What is packed later refers back to what was packed before, which is the
	// same each time.
	first := out.Len()
	for range once / len(tail) {
		_, err = io.WriteString(w, tail)
		must(err)
	}
	must(w.Flush())
	again := bytes.Clone(out.Bytes()[first:])
	packed := bytes.Clone(out.Bytes()[:first])
	for range size/once - 1 {
		packed = append(packed, again...)
	}
	return append(packed, 3, 0) // the last block, an empty one
}

func gzipBomb(head, tail string, size int) []byte {
	out := []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff")
	out = append(out, deflated(head, tail, size)...)
	return append(out, make([]byte, 8)...) // neither sum nor length are right: nobody should get there
}

// zipBomb is a workbook whose sheet unpacks to the bomb; the directory tells
// its size, or lies.
func zipBomb(head, tail string, told uint64) []byte {
	packed := deflated(head, tail, bombBytes)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	book, err := zip.NewReader(bytes.NewReader(workbook{}.bytes(zip.Deflate)), int64(len(workbook{}.bytes(zip.Deflate))))
	must(err)
	for _, f := range book.File {
		if f.Name != "xl/worksheets/sheet1.xml" {
			must(z.Copy(f))
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(nil),
		CompressedSize64: uint64(len(packed)), UncompressedSize64: told,
	})
	must(err)
	_, err = w.Write(packed)
	must(err)
	must(z.Close())
	return out.Bytes()
}

// zstdBomb is many frames of zeros that ask for a window of 2^(10+exponent) bytes.
func zstdBomb(exponent byte) []byte {
	w, err := zstd.NewWriter(nil, zstd.WithWindowSize(1<<20), zstd.WithSingleSegment(false), zstd.WithEncoderConcurrency(1))
	must(err)
	once := w.EncodeAll(make([]byte, 64<<20), nil)
	once[5] = exponent << 3
	return bytes.Repeat(once, bombBytes/(64<<20))
}

// bombs are small files that unpack to very large ones.
func bombs() []hostile {
	head := xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c></row>`
	record := strings.Repeat("Mật;079073778592\n", 64)
	var out []hostile
	for _, c := range []struct {
		name, key string
		make      func() []byte
	}{
		{"gzip of zeros", "x.csv", func() []byte { return gzipBomb("", strings.Repeat("\x00", 1024), bombBytes) }},
		{"gzip of one line", "x.csv.gz", func() []byte { return gzipBomb("Mã;Tên\n", strings.Repeat("x", 1024), bombBytes) }},
		{"gzip of records", "y.csv.gz", func() []byte { return gzipBomb("Mã;Tên\n", record, bombBytes) }},
		{"gzip of empty lines", "z.csv.gz", func() []byte { return gzipBomb("Mã;Tên\n", strings.Repeat("\n", 1024), bombBytes) }},
		{"zstd of zeros", "x.csv.zst", func() []byte { return zstdBomb(10) }},
		{"zstd of zeros with a large window", "y.csv.zst", func() []byte { return zstdBomb(18) }},
		{"zstd of zeros with a window of 2 TiB", "z.csv.zst", func() []byte { return zstdBomb(31) }},
		{"workbook of zeros", "x.xlsx", func() []byte { return zipBomb("", strings.Repeat("\x00", 1024), bombBytes) }},
		{"workbook of blanks", "y.xlsx", func() []byte { return zipBomb(head, strings.Repeat(" ", 1024), bombBytes) }},
		{"workbook of blanks told small", "z.xlsx", func() []byte { return zipBomb(head, strings.Repeat(" ", 1024), 5000) }},
		{"workbook of rows", "r.xlsx", func() []byte {
			return zipBomb(head, strings.Repeat(`<row><c t="inlineStr"><is><t>Mật</t></is></c></row>`, 16), bombBytes)
		}},
		{"workbook of one text", "t.xlsx", func() []byte {
			return zipBomb(head+`<row><c t="inlineStr"><is><t>`, strings.Repeat("x", 1024), bombBytes)
		}},
		{"parquet of one value", "x.parquet", parquetBomb},
	} {
		out = append(out, hostile{name: "bomb: " + c.name, key: c.key, rows: refusedBomb[c.name], make: c.make})
	}
	return out
}

// refusedBomb says what becomes of each bomb; one of them holds a table.
var refusedBomb = map[string]int64{
	"gzip of zeros": refused, "gzip of one line": refused, "gzip of records": refused, "gzip of empty lines": refused,
	"zstd of zeros": refused, "zstd of zeros with a large window": refused, "zstd of zeros with a window of 2 TiB": refused, "workbook of zeros": refused, "workbook of blanks": refused,
	"workbook of blanks told small": refused, "workbook of rows": refused, "workbook of one text": refused, "parquet of one value": anything,
}

// parquetBomb has few bytes and a hundred thousand long cells, all the same.
func parquetBomb() []byte {
	type row struct {
		Text string `parquet:"text,dict"`
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[row](&out, parquet.Compression(&parquet.Zstd))
	rows := make([]row, 1<<16)
	text := strings.Repeat("Mật", 1<<18)
	for i := range rows {
		rows[i].Text = text
	}
	_, err := w.Write(rows)
	must(err)
	must(w.Close())
	return out.Bytes()
}
