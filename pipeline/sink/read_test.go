package sink_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// readTable reads a file by another library: the names of its leaves and their
// cells by column and row.
func readTable(t *testing.T, data []byte) (*parquet.File, []string, [][]any) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	paths := f.Schema().Columns()
	names, cells, lists := make([]string, len(paths)), make([][]any, len(paths)), make([]bool, len(paths))
	for i, path := range paths {
		leaf, _ := f.Schema().Lookup(path...)
		names[i], lists[i] = path[0], leaf.MaxRepetitionLevel > 0
		if len(path) == 4 {
			names[i] += "." + path[3]
		}
	}
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		defer rows.Close()
		buf := make([]parquet.Row, 16)
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				row.Range(func(i int, values []parquet.Value) bool {
					cells[i] = append(cells[i], cellOf(values, lists[i]))
					return true
				})
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return f, names, cells
}

func cellOf(values []parquet.Value, list bool) any {
	one := func(v parquet.Value) any {
		if v.IsNull() {
			return nil
		}
		return v.String()
	}
	if !list {
		return one(values[0])
	}
	out := []any{}
	for _, v := range values {
		if v.DefinitionLevel() > 0 {
			out = append(out, one(v))
		}
	}
	return out
}
