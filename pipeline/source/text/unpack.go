package text

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"lamsach/pipeline/source/table"
)

// packing is what a text lies in.
type packing uint8

const (
	bare packing = iota
	gzipped
	zstandard
)

func (p packing) String() string { return [...]string{"", "gzip", "zstd"}[p] }

// maxZstdWindow is how much memory a zstd frame may ask for: that of level 22
// and of --long=27, the most that other programs unpack without being told to.
const maxZstdWindow = 128 << 20

// packingOf tells the packing by the first bytes. A skippable frame (18 4D 2A
// 5x) begins what parallel zstd writers make.
func packingOf(head []byte) packing {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return gzipped
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")),
		len(head) >= 4 && head[0]&0xF0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18":
		return zstandard
	}
	return bare
}

// unpacker is the reader of packed bytes. Its errors have their types.
type unpacker struct {
	packing
	io.Reader
	close func()
	src   *typedSource
	out   int64 // bytes unpacked so far
}

// A text that unpacks to more than maxRatio times its size is no text of rows
// but a bomb: tables of persons pack to a fifth, the emptiest to a fiftieth.
// The first bytes prove nothing.
const (
	maxRatio   = 200
	ratioAfter = 64 << 20 // bytes unpacked
)

// typedSource keeps the error of the bytes underneath, which the packing's
// reader may wrap or replace.
type typedSource struct {
	r   io.Reader
	in  int64 // bytes read so far
	err error
}

func (s *typedSource) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.in += int64(n)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// unpack reads what is packed in r: members and frames one after the other are
// one text.
func unpack(p packing, r io.Reader) (u *unpacker, err error) {
	u = &unpacker{packing: p, close: func() {}, src: &typedSource{r: r}}
	defer func() {
		if v := recover(); v != nil {
			err = damage("its %s data made the decoder give up (%T)", p, v)
		}
	}()
	from := bufio.NewReaderSize(u.src, 256<<10)
	switch p {
	case gzipped:
		z, err := gzip.NewReader(from)
		if err != nil {
			return nil, u.typed(err)
		}
		u.Reader = z
	case zstandard:
		// One at a time: then it decodes in our goroutine, where its panics can
		// be caught.
		z, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxMemory(maxZstdWindow), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, u.typed(err)
		}
		u.Reader, u.close = z, z.Close
	default:
		u.Reader = from
	}
	return u, nil
}

// Read implements io.Reader.
func (u *unpacker) Read(p []byte) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, damage("its %s data made the decoder give up (%T)", u.packing, v)
		}
	}()
	n, err = u.Reader.Read(p)
	u.out += int64(n)
	if err != nil && err != io.EOF {
		err = u.typed(err)
	}
	if u.packing != bare && u.out > ratioAfter && u.out/maxRatio > u.src.in {
		return 0, damage("its %s data unpacks to more than %d times its size", u.packing, maxRatio)
	}
	return n, err
}

// typed says in our words what is wrong with packed data.
func (u *unpacker) typed(err error) error {
	switch {
	case u.src.err != nil:
		return u.src.err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return damage("its %s data is cut short", u.packing)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch):
		return damage("the checksum of its %s data does not hold", u.packing)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return unsupported("its zstd data needs a window of more than %d MiB; pack it again with --long=27 or less", maxZstdWindow>>20)
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return unsupported("its zstd data needs a dictionary; pack it again without")
	}
	return damage("its %s data cannot be unpacked", u.packing)
}

// pack is the writer that packs as the submitter did.
func pack(p packing, w io.Writer) (io.WriteCloser, error) {
	switch p {
	case gzipped:
		return gzip.NewWriterLevel(w, gzip.DefaultCompression)
	case zstandard:
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(true))
	}
	return keepOpen{w}, nil
}

type keepOpen struct{ io.Writer }

// Close implements io.Closer; whoever opened the writer closes it.
func (keepOpen) Close() error { return nil }

// foreign are the beginnings of what is no text in rows, and what it is.
var foreign = []struct{ begins, what string }{
	{"\x1f\x8b", "packed twice (gzip inside)"},
	{"\x28\xb5\x2f\xfd", "packed twice (zstd inside)"},
	{"PK\x03\x04", "a zip archive or a workbook"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"},
	{"PAR1", "a Parquet file"},
	{"ARROW1", "an Arrow file"},
	{"\xff\xff\xff\xff", "an Arrow stream"},
	{"BZh", "bzip2 data"},
	{"\xfd7zXZ\x00", "xz data"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{"Rar!\x1a\x07", "a rar archive"},
	{"\x04\x22\x4d\x18", "lz4 data"},
	{"%PDF-", "a PDF document"},
	{"{\\rtf", "a rich text document"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"\x7fELF", "a program"},
	{"SQLite format 3\x00", "a database"},
}

// markup begins documents that some programs save under the name of a table.
var markup = []string{"<!doctype", "<html", "<?xml", "<table"}

// refuse says what is not read here, told by the first bytes of the text.
func refuse(head []byte, in packing) error {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.begins)) {
			return notText(f.what, in)
		}
	}
	begin := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(utf8BOM)), " \t\r\n")
	begin = bytes.ToLower(begin[:min(len(begin), 16)])
	for _, m := range markup {
		if bytes.HasPrefix(begin, []byte(m)) {
			return notText("a page of markup", in)
		}
	}
	return nil
}

func notText(what string, in packing) error {
	if in != bare {
		what = fmt.Sprintf("in %s, %s", in, what)
	}
	return fmt.Errorf("this is %s, not delimited text; send .csv or .tsv, at most once in gzip or zstd: %w", what, table.ErrUnsupported)
}
