package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx"
)

var ctx = context.Background()

const key = "in/a.xlsx"

// object is an object in memory.
type object struct {
	*bytes.Reader
	closed int
}

func newObject(data []byte) *object { return &object{Reader: bytes.NewReader(data)} }

func (o *object) Info() store.Info { return store.Info{Key: key, Size: o.Size()} }
func (o *object) Close() error     { o.closed++; return nil }

func open(t testing.TB, data []byte) table.File {
	t.Helper()
	f, err := xlsx.Open(ctx, newObject(data), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// openFails opens what must not open and gives the error, which is a
// FormatError over kind.
func openFails(t testing.TB, data []byte, kind error) *table.FormatError {
	t.Helper()
	o := newObject(data)
	f, err := xlsx.Open(ctx, o, table.Options{})
	if err == nil {
		t.Fatalf("it was opened: %s", f.Format())
	}
	var format *table.FormatError
	if !errors.As(err, &format) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want a FormatError over %q", err, kind)
	}
	if o.closed != 1 {
		t.Errorf("the object was closed %d times, want once", o.closed)
	}
	return format
}

// entry is a part of an archive.
type entry struct{ name, data string }

// zipOf packs parts.
func zipOf(t testing.TB, entries ...entry) []byte { return archived(t, zip.Deflate, entries) }

// archived packs parts by some method.
func archived(t testing.TB, method uint16, entries []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	rels = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
)

// parts are the parts of a workbook whose sheets are given as XML, named Sheet1
// and so on. more are added, and stand for those of the same name.
func parts(sheets []string, more ...entry) []entry {
	var list, links strings.Builder
	var out []entry
	for i, s := range sheets {
		fmt.Fprintf(&list, `<sheet name="Sheet%d" sheetId="%d" r:id="rId%d"/>`, i+1, i+1, i+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rels, i+1)
		out = append(out, entry{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), s})
	}
	links.WriteString(`<Relationship Id="rIdS" Type="` + rels + `/sharedStrings" Target="/xl/sharedStrings.xml"/>`)
	links.WriteString(`<Relationship Id="rIdT" Type="` + rels + `/styles" Target="styles.xml"/>`)
	out = append(out,
		entry{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		entry{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rels + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		entry{"xl/workbook.xml", head + `<workbook ` + main + ` xmlns:r="` + rels + `"><sheets>` + list.String() + `</sheets></workbook>`},
		entry{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links.String() + `</Relationships>`},
	)
	for _, m := range more {
		found := false
		for i := range out {
			if out[i].name == m.name {
				out[i], found = m, true
			}
		}
		if !found {
			out = append(out, m)
		}
	}
	return out
}

// sheetOf is a sheet with some rows as XML.
func sheetOf(rows string) string {
	return head + `<worksheet ` + main + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// cellsOf lists the cells of a batch, row by row; a null is "".
func cellsOf(t testing.TB, b *pipeline.Batch) [][]string {
	t.Helper()
	out := make([][]string, b.Rows)
	for row := range out {
		out[row] = make([]string, len(b.Columns))
		for i := range b.Columns {
			c := &b.Columns[i]
			if len(c.Index) != b.Rows {
				t.Fatalf("column %d has %d cells, want %d", i, len(c.Index), b.Rows)
			}
			out[row][i] = string(c.Value(row))
			if c.Index[row] >= 0 && out[row][i] == "" {
				t.Fatalf("row %d, column %d holds an empty text, want none", row, i)
			}
		}
	}
	return out
}

func allColumns(tab table.Table) []int {
	out := make([]int, len(tab.Columns()))
	for i := range out {
		out[i] = i
	}
	return out
}

// readAll reads a table in parts of at most max rows.
func readAll(t testing.TB, tab table.Table, max int) [][]string {
	t.Helper()
	var out [][]string
	var b pipeline.Batch
	for _, c := range tab.Cuts(max) {
		if c.FirstRow != int64(len(out)) || c.Rows < 1 || c.Rows > max {
			t.Fatalf("cut %+v, want one of at most %d rows that begins at %d", c, max, len(out))
		}
		if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, allColumns(tab), &b); err != nil {
			t.Fatal(err)
		}
		out = append(out, cellsOf(t, &b)...)
	}
	if int64(len(out)) != tab.Rows() {
		t.Fatalf("%d rows were read, want %d", len(out), tab.Rows())
	}
	return out
}

// names are the names of the columns of a table.
func names(tab table.Table) []string {
	var out []string
	for _, c := range tab.Columns() {
		out = append(out, c.Name)
	}
	return out
}

// drawn shows rows as lines of text.
func drawn(rows [][]string) string {
	var out strings.Builder
	for _, r := range rows {
		out.WriteString(strings.Join(r, "|") + "\n")
	}
	return out.String()
}
