package parquet_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// added are columns of an answer, and what they say of a row: "" for nothing.
// testdata/read_response.py knows them too.
var added = []struct {
	name string
	cell func(row int64) string
}{
	{"kết quả", func(row int64) string { return []string{"verified", "corrected", "rejected"}[row%3] }},
	{"reasons", func(row int64) string {
		if row%4 == 0 {
			return ""
		}
		return fmt.Sprintf("lý do %d", row%97)
	}},
	{"số đúng", func(row int64) string {
		if row%10 != 3 {
			return ""
		}
		return fmt.Sprintf("%012d", row)
	}},
	{"nothing", func(int64) string { return "" }},
	{"long", func(row int64) string { return fmt.Sprintf("dòng %d %s", row, strings.Repeat("x", 50)) }},
}

// answerOf answers every row with the added columns.
func answerOf() table.Answer {
	var names []string
	for _, a := range added {
		names = append(names, a.name)
	}
	next := int64(0)
	b := &pipeline.Batch{}
	return table.Answer{
		Tables: []table.Addition{{Names: names, Marked: []int{0}}},
		Cells: func(_ context.Context, table int, cut table.Cut) (*pipeline.Batch, error) {
			if table != 0 || cut.FirstRow != next {
				return nil, fmt.Errorf("cells of table %d, rows %+v, after row %d", table, cut, next)
			}
			next += int64(cut.Rows)
			b.Rows = cut.Rows
			b.Columns = make([]pipeline.Column, len(added)+1)
			for i := range b.Columns {
				b.Columns[i].Offsets = []int32{0}
			}
			for i, a := range added {
				answerColumn(&b.Columns[i], cut, a.cell)
			}
			b.Columns[len(added)].Index = make([]int32, cut.Rows)
			return b, nil
		},
	}
}

// answerColumn fills a column with a dictionary of a few of its values.
func answerColumn(c *pipeline.Column, cut table.Cut, cell func(int64) string) {
	seen := map[string]int32{}
	for row := range int64(cut.Rows) {
		v := cell(cut.FirstRow + row)
		e, ok := seen[v]
		switch {
		case v == "":
			e = -1
		case !ok:
			e = int32(c.Entries())
			c.Bytes = append(c.Bytes, v...)
			c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
			if len(seen) < 1000 {
				seen[v] = e
			}
		}
		c.Index = append(c.Index, e)
	}
}

// respond gives a file back with the added columns.
func respond(t testing.TB, data []byte) []byte {
	t.Helper()
	f := open(t, data)
	defer f.Close()
	var out bytes.Buffer
	if err := f.Respond(ctx, &out, answerOf()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// footerAt is where the footer of a file lies.
func footerAt(data []byte) int {
	return len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
}

// checkResponse reads a response with our own reader: the file's own bytes and
// cells are as they were, the added cells as they were given.
func checkResponse(t *testing.T, data, response []byte) {
	t.Helper()
	end := footerAt(data)
	if len(response) < len(data) || !bytes.Equal(response[:end], data[:end]) {
		t.Fatal("the file's own bytes are not what they were")
	}
	before, after := open(t, data), open(t, response)
	defer before.Close()
	defer after.Close()
	own := len(before.Columns())
	if !reflect.DeepEqual(after.Columns()[:own], before.Columns()) || len(after.Columns()) != own+len(added) || after.Rows() != before.Rows() {
		t.Fatalf("columns %v became %v", before.Columns(), after.Columns())
	}
	var readable []int
	for i, c := range before.Columns() {
		if c.Type != "nested" && c.Type != "other" {
			readable = append(readable, i)
		}
	}
	if !reflect.DeepEqual(readColumns(t, before, readable, 1000), readColumns(t, after, readable, 1000)) {
		t.Error("the file's own cells are not what they were")
	}
	for i, a := range added {
		c := after.Columns()[own+i]
		if c != (table.Column{Name: a.name, Type: "string"}) {
			t.Errorf("added column %+v", c)
		}
		for row, got := range readColumns(t, after, []int{own + i}, 1000)[0] {
			if want := a.cell(int64(row)); got != want && (got != nil || want != "") {
				t.Fatalf("column %q row %d: got %v, want %q", a.name, row, got, want)
			}
		}
	}
}

func TestRespondKeepsTheFile(t *testing.T) {
	for name, options := range layouts {
		t.Run(name, func(t *testing.T) {
			for _, rows := range []int{0, 1, 3000} {
				data := parquetOf(t, invent(rows), options...)
				response := respond(t, data)
				checkResponse(t, data, response)
				checkLibrary(t, response)
				if !bytes.Equal(response, respond(t, data)) {
					t.Error("answered twice it is not the same")
				}
			}
		})
	}
}

// checkLibrary reads the added columns with parquet-go alone.
func checkLibrary(t *testing.T, response []byte) {
	t.Helper()
	f, err := parquetgo.OpenFile(bytes.NewReader(response), int64(len(response)))
	if err != nil {
		t.Fatal(err)
	}
	row := int64(0)
	for _, g := range f.RowGroups() {
		chunks := g.ColumnChunks()
		for i, a := range added {
			values := pageValues(t, chunks[len(chunks)-len(added)+i])
			if int64(len(values)) != g.NumRows() {
				t.Fatalf("column %q has %d values for %d rows", a.name, len(values), g.NumRows())
			}
			for k, v := range values {
				if want := a.cell(row + int64(k)); v.IsNull() != (want == "") || !v.IsNull() && v.String() != want {
					t.Fatalf("column %q row %d: got %v, want %q", a.name, row+int64(k), v, want)
				}
			}
		}
		row += g.NumRows()
	}
}

func pageValues(t *testing.T, c parquetgo.ColumnChunk) (all []parquetgo.Value) {
	t.Helper()
	p := c.Pages()
	defer p.Close()
	for {
		page, err := p.ReadPage()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		values := make([]parquetgo.Value, page.NumValues())
		n, err := page.Values().ReadValues(values)
		if int64(n) != page.NumValues() || (err != nil && !errors.Is(err, io.EOF)) {
			t.Fatal(n, err)
		}
		for _, v := range values {
			all = append(all, v.Clone())
		}
	}
}

// One row group that is cut many times, with dictionaries that overflow.
func TestRespondToAHugeGroup(t *testing.T) {
	data := parquetOf(t, invent(90_000), parquetgo.Compression(&parquetgo.Zstd))
	response := respond(t, data)
	checkResponse(t, data, response)
	checkLibrary(t, response)
}

// What pyarrow, DuckDB and others read in a response is what they read in the
// file, with its types, and the added columns.
func TestForeignReadersOfResponses(t *testing.T) {
	files := writtenElsewhere(t)
	dir := t.TempDir()
	var pairs [][2]string
	for _, f := range files {
		if f.Error != "" {
			continue
		}
		data, err := os.ReadFile(f.path)
		if err != nil {
			t.Fatal(err)
		}
		response := respond(t, data)
		t.Run(f.File, func(t *testing.T) { checkResponse(t, data, response) })
		name := filepath.Join(dir, f.File)
		if err := os.WriteFile(name, response, 0o600); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, [2]string{f.path, name})
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "testdata/read_response.py")
	cmd.Stdin = bytes.NewReader(list)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

func TestRespondWithoutAnything(t *testing.T) {
	data := parquetOf(t, invent(100))
	for _, a := range []table.Answer{{}, {Tables: []table.Addition{{}}}, {Tables: []table.Addition{{Marked: []int{1}}}}} {
		var out bytes.Buffer
		if err := open(t, data).Respond(ctx, &out, a); err != nil || !bytes.Equal(out.Bytes(), data) {
			t.Errorf("%+v: %v", a.Tables, err)
		}
	}
}

// A file of rows without columns is answered too.
func TestRespondToRowsWithoutColumns(t *testing.T) {
	data := seal(t, []byte("PAR1"), &format.FileMetaData{
		Version: 1, NumRows: 70_000, Schema: []format.SchemaElement{{Name: "root"}},
		RowGroups: []format.RowGroup{{NumRows: 69_999}, {}, {NumRows: 1}},
	})
	response := respond(t, data)
	checkResponse(t, data, response)
	checkLibrary(t, response)
}

func TestFormat(t *testing.T) {
	for said, want := range map[string]string{
		"": "", "parquet-mr version 1.17.0 (build abc)": "parquet-mr", "DuckDB": "DuckDB",
		"github.com/parquet-go/parquet-go version 0.32.0(build )": "github.com/parquet-go/parquet-go",
		"Arrow2 - Native Rust implementation of Arrow":            "Arrow2 - Native Rust implementation of A",
		"a\x1b[31m\n\n b\u202e\x00<i>":                            "a31m bi", " \t ": "",
	} {
		if got := parquet.Product(said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}

	data := parquetOf(t, invent(100), parquetgo.MaxRowsPerRowGroup(40), parquetgo.CreatedBy("parquet-mr", "1.17.0", "abc"))
	if got, want := open(t, data).Format(), "Parquet, 3 row groups, written by parquet-mr"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkRespond(b *testing.B) {
	data := parquetOf(b, invent(200_000), parquetgo.Compression(&parquetgo.Snappy))
	f := open(b, data)
	made, given := answerOf(), map[int64]pipeline.Batch{}
	a := made
	a.Cells = func(ctx context.Context, i int, cut table.Cut) (*pipeline.Batch, error) {
		cells, ok := given[cut.FirstRow]
		if !ok {
			cells = *must(made.Cells(ctx, i, cut))
			given[cut.FirstRow] = cells
		}
		return &cells, nil
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Respond(ctx, io.Discard, a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/200_000, "ns/row")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
