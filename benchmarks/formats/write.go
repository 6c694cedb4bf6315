package formats

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"
)

// Kind is a way of writing a table.
type Kind struct {
	Name  string // csv-tcvn3
	Ext   string // .csv
	write func(w io.Writer, header []string, rows iter.Seq[[]string]) error
}

// Kinds are all ways, the plainest first.
var Kinds = []Kind{
	{"csv", ".csv", text{separator: ',', end: "\n"}.write},
	{"csv-bom-semicolon", ".csv", text{separator: ';', end: "\r\n", encode: withBOM}.write},
	{"tsv", ".tsv", text{separator: '\t', end: "\n"}.write},
	{"csv-utf16le", ".csv", text{separator: ',', end: "\r\n", encode: utf16LE}.write},
	{"csv-utf16be", ".csv", text{separator: ';', end: "\r\n", encode: utf16BE}.write},
	{"csv-tcvn3", ".csv", text{separator: ',', end: "\r\n", encode: legacy("name_tcvn3")}.write},
	{"csv-vni", ".csv", text{separator: ',', end: "\r\n", encode: legacy("name_vni")}.write},
	{"csv-cp1258", ".csv", text{separator: ';', end: "\r\n", encode: legacy("name_cp1258")}.write},
	{"csv-gz", ".csv.gz", packed(func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestSpeed) })},
	{"csv-zst", ".csv.zst", packed(func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)) })},
	{"xlsx", ".xlsx", workbook},
	{"parquet", ".parquet", parquetFile},
	{"arrow", ".arrow", arrowFile},
	{"arrow-stream", ".arrows", arrowStream},
}

// Write writes a table: the header, then the rows, each as long as the header.
// An empty cell is no value.
func (k Kind) Write(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	b := bufio.NewWriterSize(w, 1<<20)
	if err := k.write(b, header, rows); err != nil {
		return fmt.Errorf("formats: %s: %w", k.Name, err)
	}
	return b.Flush()
}

// Find gives a kind by its name.
func Find(name string) (Kind, error) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, nil
		}
	}
	return Kind{}, fmt.Errorf("formats: no kind %q", name)
}
