package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/table"
)

// rowsPerByte is how many rows a byte of a file may stand for, once there are
// a million: real files of people have bytes for each row.
const rowsPerByte = 1 << 10

// Footer is what a file says of itself, held against the file.
type Footer struct {
	Rows      int64
	Schema    []format.SchemaElement // depth first
	Groups    []Group
	CreatedBy string // what the writer calls itself: whatever it likes
	Start     int64  // where the footer lies: everything in front is pages and their indexes
	size      int64
	sum       uint64 // of its bytes
}

// Group is a row group.
type Group struct {
	Rows   int64
	Chunks []Chunk // one for each leaf, in schema order
}

// Chunk is one column of one row group: Size bytes from Start.
type Chunk struct {
	Type   format.Type
	Codec  format.CompressionCodec
	Values int64 // with nulls and elements of lists
	Start  int64
	Size   int64
}

// ReadFooter reads and checks the footer of a file of size bytes: magic at
// both ends, every list as long as it says, every chunk inside the file, row
// counts that agree. Errors of r come back as they are.
func ReadFooter(r io.ReaderAt, size int64) (*Footer, error) {
	n, err := footerSize(r, size)
	if err != nil {
		return nil, err
	}
	f := &Footer{Start: size - 8 - n, size: n}
	b := make([]byte, n)
	if err := readFull(r, b, f.Start); err != nil {
		return nil, err
	}
	f.sum = xxhash.Sum64(b)
	length, _, ok := measure(b)
	var meta format.FileMetaData
	var protocol thrift.CompactProtocol
	if !ok || thrift.NewDecoder(protocol.NewReaderFromBytes(b[:length])).Decode(&meta) != nil || len(meta.Schema) == 0 || meta.NumRows < 0 {
		return nil, damaged("the footer cannot be read")
	}
	f.Rows, f.Schema, f.CreatedBy = meta.NumRows, meta.Schema, strings.Clone(meta.CreatedBy)
	for i := range f.Schema {
		f.Schema[i].Name = strings.Clone(f.Schema[i].Name) // else it holds the whole footer
	}
	if meta.EncryptionAlgorithm.Value != nil {
		return nil, table.ErrEncrypted
	}
	for i := range meta.RowGroups {
		g, err := group(&meta.RowGroups[i])
		if err != nil {
			return nil, err
		}
		f.Groups = append(f.Groups, g)
	}
	return f, f.check(f.Start)
}

// Again reads the bytes of the footer again. Other ones than before mean that
// the file was changed meanwhile.
func (f *Footer) Again(r io.ReaderAt) ([]byte, error) {
	b := make([]byte, f.size)
	if err := readFull(r, b, f.Start); err != nil {
		return nil, err
	}
	if xxhash.Sum64(b) != f.sum {
		return nil, damaged("the footer is not what it was when the file was opened")
	}
	return b, nil
}

// footerSize finds the footer by the magic at both ends of the file.
func footerSize(r io.ReaderAt, size int64) (int64, error) {
	if size == 0 {
		return 0, damaged("the file is empty")
	}
	if size < 12 {
		return 0, damaged("too short to be a Parquet file")
	}
	var head, tail [8]byte
	if err := readFull(r, head[:4], 0); err != nil {
		return 0, err
	}
	if err := readFull(r, tail[:], size-8); err != nil {
		return 0, err
	}
	switch begin, end := string(head[:4]), string(tail[4:]); {
	case begin == "PARE" || end == "PARE":
		return 0, table.ErrEncrypted
	case begin != "PAR1":
		return 0, damaged("not a Parquet file: it does not begin with PAR1")
	case end != "PAR1":
		return 0, damaged("the file does not end with PAR1: it is cut short, or something was put behind its end")
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	if n > size-12 {
		return 0, damaged(fmt.Sprintf("the footer claims %d bytes of a file of %d", n, size))
	}
	if n > MaxFooter {
		return 0, damaged(fmt.Sprintf("the footer claims %d bytes; at most %d are read", n, MaxFooter))
	}
	return n, nil
}

// readFull fills b or says why not; the end of the file is damage.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("the file is cut short")
	}
	return err
}

// group keeps of a row group what is needed to read it.
func group(g *format.RowGroup) (Group, error) {
	out := Group{Rows: g.NumRows, Chunks: make([]Chunk, len(g.Columns))}
	for i := range g.Columns {
		c := &g.Columns[i]
		m := &c.MetaData
		if len(c.EncryptedColumnMetadata) > 0 || c.CryptoMetadata.Value != nil {
			return out, table.ErrEncrypted
		}
		if c.FilePath != "" {
			return out, unsupported("a column kept in another file")
		}
		k := Chunk{Type: m.Type, Codec: m.Codec, Values: m.NumValues, Start: m.DataPageOffset, Size: m.TotalCompressedSize}
		if d := m.DictionaryPageOffset; d > 0 && d < k.Start {
			k.Start = d
		}
		if k.Type < format.Boolean || k.Type > format.FixedLenByteArray || k.Values < 0 || k.Size < 0 || k.Start < 0 {
			return out, damaged("the footer cannot be read")
		}
		out.Chunks[i] = k
	}
	if g.NumRows < 0 {
		return out, damaged("the footer cannot be read")
	}
	return out, nil
}

// check holds the footer against the file: its data end at end.
func (f *Footer) check(end int64) error {
	var rows int64
	for i, g := range f.Groups {
		if g.Rows > MaxRows || rows+g.Rows > MaxRows {
			return damaged(fmt.Sprintf("row group %d claims %d rows", i, g.Rows))
		}
		rows += g.Rows
		for _, c := range g.Chunks {
			if g.Rows == 0 && c.Values == 0 {
				continue // a group without rows need not lie anywhere
			}
			if c.Start < 4 || c.Start > end || c.Size > end-c.Start {
				return damaged(fmt.Sprintf("row group %d has a column outside the file", i))
			}
		}
	}
	if rows > 1<<20 && rows/rowsPerByte > end {
		return damaged(fmt.Sprintf("%d rows in a file of %d bytes", rows, end))
	}
	if rows != f.Rows {
		return damaged(fmt.Sprintf("the footer claims %d rows, its row groups %d", f.Rows, rows))
	}
	return nil
}
