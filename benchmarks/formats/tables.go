package formats

import (
	"archive/zip"
	"bytes"
	"io"
	"iter"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows a worksheet can hold below its titles and header.
const sheetRows = 1<<20 - 8

// workbook writes sheets of at most sheetRows rows, each with two titles above
// its header, as offices do.
func workbook(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	book := excelize.NewFile()
	defer book.Close()
	var sheet *excelize.StreamWriter
	names := []string{"Sheet1", "Sheet2", "Sheet3", "Sheet4"}
	at, n := 0, 0
	cells := make([]any, len(header))
	put := func(values []string) error {
		for i, v := range values {
			if cells[i] = any(v); v == "" {
				cells[i] = nil
			}
		}
		at++
		name, err := excelize.CoordinatesToCellName(1, at)
		if err != nil {
			return err
		}
		return sheet.SetRow(name, cells[:len(values)])
	}
	begin := func() (err error) {
		if sheet != nil {
			err = sheet.Flush()
		}
		if err == nil && n > 0 {
			_, err = book.NewSheet(names[n])
		}
		if err != nil {
			return err
		}
		sheet, err = book.NewStreamWriter(names[n])
		n, at = n+1, 0
		for _, titles := range [][]string{{"DANH SÁCH KHÁCH HÀNG"}, {"(Kèm theo báo cáo)"}, header} {
			if err == nil {
				err = put(titles)
			}
		}
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	for row := range rows {
		if at >= sheetRows {
			if err := begin(); err != nil {
				return err
			}
		}
		if err := put(row); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return timeless(w, book)
}

// timeless writes a workbook without the time at which it was packed.
func timeless(w io.Writer, book *excelize.File) error {
	packed, err := book.WriteToBuffer()
	if err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return err
	}
	out := zip.NewWriter(w)
	for _, f := range in.File {
		part, err := out.Create(f.Name)
		if err != nil {
			return err
		}
		from, err := f.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(part, from); err != nil {
			return err
		}
	}
	return out.Close()
}

// parquetFile writes optional text columns in row groups of a quarter million.
// The library sorts the columns by name.
func parquetFile(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	group := parquet.Group{}
	for _, h := range header {
		group[h] = parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
	}
	schema := parquet.NewSchema("table", group)
	at := make([]int, len(header)) // column of the table → column of the file
	for i, path := range schema.Columns() {
		at[slices.Index(header, path[0])] = i
	}
	out := parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(1<<18))
	values := make(parquet.Row, len(header))
	for row := range rows {
		for i, v := range row {
			c := at[i]
			if values[c] = parquet.ByteArrayValue([]byte(v)).Level(0, 1, c); v == "" {
				values[c] = parquet.NullValue().Level(0, 0, c)
			}
		}
		if _, err := out.WriteRows([]parquet.Row{values}); err != nil {
			return err
		}
	}
	return out.Close()
}

// batchRows of a record batch.
const batchRows = 1 << 16

type recordWriter interface {
	Write(arrow.Record) error
	Close() error
}

func arrowFile(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	schema := arrowSchema(header)
	out, err := ipc.NewFileWriter(&seeker{w: w}, ipc.WithSchema(schema), ipc.WithZstd())
	if err != nil {
		return err
	}
	return records(out, schema, rows)
}

func arrowStream(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	schema := arrowSchema(header)
	return records(ipc.NewWriter(w, ipc.WithSchema(schema)), schema, rows)
}

func arrowSchema(header []string) *arrow.Schema {
	var fields []arrow.Field
	for _, h := range header {
		fields = append(fields, arrow.Field{Name: h, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

func records(out recordWriter, schema *arrow.Schema, rows iter.Seq[[]string]) error {
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	n := 0
	flush := func() error {
		record := b.NewRecord()
		defer record.Release()
		n = 0
		return out.Write(record)
	}
	for row := range rows {
		for i, v := range row {
			field := b.Field(i).(*array.StringBuilder)
			if v == "" {
				field.AppendNull()
			} else {
				field.Append(v)
			}
		}
		if n++; n == batchRows {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return out.Close()
}

// seeker lets a file writer, which asks only where it is, write into a stream.
type seeker struct {
	w  io.Writer
	at int64
}

func (s *seeker) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.at += int64(n)
	return n, err
}

func (s *seeker) Seek(int64, int) (int64, error) { return s.at, nil }
