//go:build linux

package sandbox_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/internal/store"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/table/tabletest"
)

// A reader in a child keeps every promise of a reader: one of a format that
// streams, one of a format that is read at random.
func TestPromises(t *testing.T) {
	open := func(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
		return sandbox.Open(ctx, obj, sandbox.Options{Options: o})
	}
	for _, r := range []tabletest.Reader{
		{Name: "TSV, gzip", Key: "in/a.tsv.gz", Open: open, Write: writeTSV},
		{Name: "Parquet", Key: "in/a.parquet", Open: open, Write: writeParquet},
	} {
		tabletest.Run(t, r)
	}
}

func writeTSV(t testing.TB, g tabletest.Grid) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := csv.NewWriter(zipped)
	w.Comma = '\t'
	if err := w.WriteAll(append([][]string{g.Names}, g.Rows...)); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func writeParquet(t testing.TB, g tabletest.Grid) []byte {
	t.Helper()
	group := parquet.Group{}
	for _, name := range g.Names {
		group[name] = parquet.Optional(parquet.String())
	}
	schema := parquet.NewSchema("grid", ordered{group, g.Names})
	var out bytes.Buffer
	w := parquet.NewWriter(&out, schema, parquet.MaxRowsPerRowGroup(20_000))
	for _, cells := range g.Rows {
		row := make(parquet.Row, len(cells))
		for i, s := range cells {
			if row[i] = parquet.ByteArrayValue([]byte(s)).Level(0, 1, i); s == "" {
				row[i] = parquet.NullValue().Level(0, 0, i)
			}
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// ordered is a group whose fields stand as the grid has them.
type ordered struct {
	parquet.Group
	names []string
}

func (o ordered) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range o.Group.Fields() {
		byName[f.Name()] = f
	}
	out := make([]parquet.Field, len(o.names))
	for i, name := range o.names {
		out[i] = byName[name]
	}
	return out
}
