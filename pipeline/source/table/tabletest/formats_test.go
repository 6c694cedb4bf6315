package tabletest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	parquetgo "github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"lamsach/internal/store"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/table/tabletest"
	"lamsach/pipeline/source/text"
	"lamsach/pipeline/source/xlsx"
)

func TestArrow(t *testing.T) {
	for _, r := range []tabletest.Reader{
		{Name: "file", Key: "in/a.arrow", Write: arrowOf(false)},
		{Name: "LZ4 file", Key: "in/a.feather", Write: arrowOf(false, ipc.WithLZ4())},
		{Name: "stream", Key: "in/a.arrows", Write: arrowOf(true, ipc.WithDictionaryDeltas(true))},
		{Name: "zstd stream", Key: "in/a.arrows", Write: arrowOf(true, ipc.WithZstd())},
	} {
		r.Open = arrowipc.Open
		tabletest.Run(t, r)
	}
}

func TestParquet(t *testing.T) {
	tabletest.Run(t, tabletest.Reader{
		Name: "Parquet", Key: "in/a.parquet", Write: parquetOf,
		Open: func(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
			f, err := parquet.Open(ctx, obj, o)
			if err != nil {
				return nil, err // no File, rather than an empty one
			}
			return f, nil
		},
	})
}

func TestText(t *testing.T) {
	tabletest.Run(t, tabletest.Reader{Name: "CSV", Key: "in/a.csv", Open: text.Open, Write: csvOf(',')})
	tabletest.Run(t, tabletest.Reader{Name: "CSV, semicolons", Key: "in/a.csv", Open: text.Open, Write: csvOf(';')})
	tabletest.Run(t, tabletest.Reader{Name: "TSV, gzip", Key: "in/a.tsv.gz", Open: text.Open, Write: gzipped(csvOf('\t'))})
}

func TestXLSX(t *testing.T) {
	tabletest.Run(t, tabletest.Reader{Name: "XLSX", Key: "in/a.xlsx", Open: xlsx.Open, Write: xlsxOf})
}

// arrowOf writes record batches of 10,000 rows with some types of their own.
func arrowOf(stream bool, options ...ipc.Option) func(testing.TB, tabletest.Grid) []byte {
	kinds := map[int]arrow.DataType{2: arrow.FixedWidthTypes.Date32, 5: arrow.PrimitiveTypes.Int64, 7: arrow.Null}
	if stream {
		kinds[3] = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	}
	return func(t testing.TB, g tabletest.Grid) []byte {
		t.Helper()
		var fields []arrow.Field
		for i, name := range g.Names {
			f := arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
			if kind := kinds[i]; kind != nil {
				f.Type = kind
			}
			fields = append(fields, f)
		}
		schema := arrow.NewSchema(fields, nil)
		var out place
		w := writer(t, &out, stream, append(options, ipc.WithSchema(schema)))
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for at := 0; at < len(g.Rows); at += 10000 {
			for _, row := range g.Rows[at:min(at+10000, len(g.Rows))] {
				for i, s := range row {
					appendArrow(t, b.Field(i), s)
				}
			}
			if err := w.Write(b.NewRecord()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

// place is a buffer that says where it stands, as the writer of files wants.
type place struct{ bytes.Buffer }

func (p *place) Seek(int64, int) (int64, error) { return int64(p.Len()), nil }

func writer(t testing.TB, out *place, stream bool, options []ipc.Option) interface {
	Write(arrow.Record) error
	Close() error
} {
	t.Helper()
	if stream {
		return ipc.NewWriter(out, options...)
	}
	w, err := ipc.NewFileWriter(out, options...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func appendArrow(t testing.TB, b array.Builder, s string) {
	t.Helper()
	if s == "" {
		b.AppendNull()
		return
	}
	var err error
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(s)
	case *array.BinaryDictionaryBuilder:
		err = b.AppendString(s)
	case *array.Int64Builder:
		var n int64
		n, err = strconv.ParseInt(s, 10, 64)
		b.Append(n)
	case *array.Date32Builder:
		var day time.Time
		day, err = time.Parse(time.DateOnly, s)
		b.Append(arrow.Date32FromTime(day))
	default:
		err = errors.New("no such builder here")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// customer is a row of the grid; pointers are cells that may be null.
type customer struct {
	Code    string  `parquet:"Mã khách hàng"`
	Name    *string `parquet:"Họ và tên,dict"`
	Birth   *string `parquet:"Ngày sinh,dict"`
	Gender  *string `parquet:"Giới tính,dict"`
	Address *string `parquet:"Địa chỉ"`
	Debt    *int64  `parquet:"Dư nợ"`
	Note    *string `parquet:"Ghi chú"`
	Empty   *string `parquet:"Bỏ trống"`
}

func parquetOf(t testing.TB, g tabletest.Grid) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquetgo.NewGenericWriter[customer](&out, parquetgo.MaxRowsPerRowGroup(20000), parquetgo.PageBufferSize(20000), parquetgo.Compression(&parquetgo.Zstd))
	for _, row := range g.Rows {
		cell := func(i int) *string {
			if row[i] == "" {
				return nil
			}
			return &row[i]
		}
		debt, err := strconv.ParseInt(row[5], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		c := customer{row[0], cell(1), cell(2), cell(3), cell(4), &debt, cell(6), cell(7)}
		if _, err := w.Write([]customer{c}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func csvOf(comma rune) func(testing.TB, tabletest.Grid) []byte {
	return func(t testing.TB, g tabletest.Grid) []byte {
		t.Helper()
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.Comma = comma
		if err := w.WriteAll(append([][]string{g.Names}, g.Rows...)); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func gzipped(write func(testing.TB, tabletest.Grid) []byte) func(testing.TB, tabletest.Grid) []byte {
	return func(t testing.TB, g tabletest.Grid) []byte {
		t.Helper()
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(write(t, g)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func xlsxOf(t testing.TB, g tabletest.Grid) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range append([][]string{g.Names}, g.Rows...) {
		cells := make([]any, len(row))
		for i, s := range row {
			switch {
			case s == "":
			case i == 5 && r > 0:
				if cells[i], err = strconv.Atoi(s); err != nil {
					t.Fatal(err)
				}
			default:
				cells[i] = s
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(r+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
