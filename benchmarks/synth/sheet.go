package synth

import (
	"bufio"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// sheet fills one row group column by column. It keeps the slices it is given
// until the next flush, so texts must stay as they are until then. One
// goroutine's scratch.
type sheet struct {
	group   *parquet.ConcurrentRowGroupWriter
	columns []sheetColumn
	rows    int
}

type sheetColumn struct {
	values  []parquet.Value
	present int // definition level of a value that is there
}

// sheetRows is how many rows are kept before they are handed on.
const sheetRows = 1024

// start points the sheet at another row group.
func (s *sheet) start(group *parquet.ConcurrentRowGroupWriter) {
	s.group, s.rows = group, 0
	if s.columns != nil {
		return
	}
	s.columns = make([]sheetColumn, len(group.Schema().Columns()))
	for i, path := range group.Schema().Columns() {
		leaf, _ := group.Schema().Lookup(path...)
		s.columns[i].present = leaf.MaxDefinitionLevel
	}
}

// text sets a cell; nil is null in an optional column, empty in another.
func (s *sheet) text(column int, text []byte) {
	if text == nil && s.columns[column].present > 0 {
		s.put(column, parquet.NullValue().Level(0, 0, column))
		return
	}
	s.put(column, parquet.ByteArrayValue(text).Level(0, s.columns[column].present, column))
}

func (s *sheet) long(column int, x int64) {
	s.put(column, parquet.Int64Value(x).Level(0, s.columns[column].present, column))
}

func (s *sheet) short(column int, x int32) {
	s.put(column, parquet.Int32Value(x).Level(0, s.columns[column].present, column))
}

// list sets a cell of a list column.
func (s *sheet) list(column int, texts ...[]byte) {
	if len(texts) == 0 {
		s.put(column, parquet.NullValue().Level(0, 0, column))
		return
	}
	for i, text := range texts {
		s.put(column, parquet.ByteArrayValue(text).Level(min(i, 1), s.columns[column].present, column))
	}
}

func (s *sheet) put(column int, v parquet.Value) {
	s.columns[column].values = append(s.columns[column].values, v)
}

// end closes a row; full says that the caller should flush.
func (s *sheet) end() (full bool) {
	s.rows++
	return s.rows%sheetRows == 0
}

// flush hands the kept rows to the row group.
func (s *sheet) flush() error {
	for i, writer := range s.group.ColumnWriters() {
		if values := s.columns[i].values; len(values) > 0 {
			if _, err := writer.WriteRowValues(values); err != nil {
				return err
			}
			s.columns[i].values = values[:0]
		}
	}
	return nil
}

// finish flushes and compresses, so that the commit has only to copy.
func (s *sheet) finish() error {
	return errors.Join(s.flush(), s.group.Flush())
}

// outFile is a Parquet file under construction.
type outFile struct {
	file   *os.File
	buffer *bufio.Writer
	writer *parquet.GenericWriter[any]
}

// createFile begins a file of rows shaped like schema.
func createFile(path string, schema *parquet.Schema, metadata map[string]string) (*outFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	o := &outFile{file: f, buffer: bufio.NewWriterSize(f, 1<<20)}
	o.writer = parquet.NewGenericWriter[any](o.buffer, schema, parquet.CreatedBy("lamsach", "synth", ""),
		parquet.Compression(&parquet.Snappy), parquet.PageBufferSize(128<<10))
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		o.writer.SetKeyValueMetadata(key, metadata[key])
	}
	return o, nil
}

// close writes the footer. It is called once, also after a failure.
func (o *outFile) close() error {
	return errors.Join(o.writer.Close(), o.buffer.Flush(), o.file.Close())
}
