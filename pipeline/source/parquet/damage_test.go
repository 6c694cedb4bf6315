package parquet_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/table"
)

// readThrough opens a file and reads all its readable columns: the rows of
// each, and the first error.
func readThrough(data []byte) (rows int64, err error) {
	f, err := parquet.Open(ctx, newObject(data), table.Options{})
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var columns []int
	for i, c := range f.Columns() {
		if c.Type != "nested" && c.Type != "other" {
			columns = append(columns, i)
		}
	}
	var b pipeline.Batch
	for _, c := range f.Cuts(1000) {
		if err := f.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columns, &b); err != nil {
			return rows, err
		}
		rows += int64(b.Rows)
	}
	return rows, nil
}

// damagedAs says that an error is a table.FormatError that tells of some text, and
// that nothing of a cell stands in it.
func damagedAs(t *testing.T, what string, err error, want string) {
	t.Helper()
	var format *table.FormatError
	if !errors.As(err, &format) {
		t.Errorf("%s: %v", what, err)
		return
	}
	if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Nguyễn") {
		t.Errorf("%s: says %q, want %q", what, err, want)
	}
}

func TestNoParquetFile(t *testing.T) {
	good := parquetOf(t, invent(20))
	huge := bytes.Clone(good)
	binary.LittleEndian.PutUint32(huge[len(huge)-8:], 1<<31)
	encrypted := bytes.Clone(good)
	copy(encrypted[len(encrypted)-4:], "PARE")
	cases := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "the file is empty"},
		{"short", []byte("PAR1PAR1"), "too short"},
		{"text", []byte("MA_KH,TEN_KH,SO_CCCD\n1,2,3\n"), "does not begin with PAR1"},
		{"zip", append([]byte("PK\x03\x04"), good...), "does not begin with PAR1"},
		{"cut", good[:len(good)-1], "cut short"},
		{"footer only claimed", []byte("PAR1\xff\x00\x00\x00PAR1"), "footer claims 255 bytes"},
		{"huge footer", huge, "footer claims"},
		{"encrypted", encrypted, "encrypted"},
		{"footer of nothing", []byte("PAR1\x00\x00\x00\x00PAR1"), "footer cannot be read"},
	}
	for _, c := range cases {
		_, err := readThrough(c.data)
		damagedAs(t, c.name, err, c.want)
	}
}

func TestEncryptedColumnsAreNamed(t *testing.T) {
	data := refoot(t, parquetOf(t, invent(20)), func(f *format.FileMetaData) {
		f.RowGroups[0].Columns[2].EncryptedColumnMetadata = []byte("x")
	})
	if _, err := readThrough(data); !errors.Is(err, table.ErrEncrypted) {
		t.Errorf("got %v", err)
	}
}

// However a file is cut, it is noticed.
func TestEveryCutShortFile(t *testing.T) {
	for name, options := range layouts {
		data := parquetOf(t, invent(60), options...)
		for n := 0; n < len(data); n += 1 + n/200 {
			rows, err := readThrough(data[:n])
			var format *table.FormatError
			if !errors.As(err, &format) {
				t.Fatalf("%s cut to %d of %d bytes: %d rows, %v", name, n, len(data), rows, err)
			}
		}
	}
}

// A flipped bit anywhere ends in an error or in as many rows as the footer
// says, never in a panic. One in the body of a page, which has a checksum here,
// is always noticed.
func TestEveryFlippedByte(t *testing.T) {
	for name, options := range layouts {
		data := parquetOf(t, invent(40), options...)
		inPage := pageBytes(t, data)
		var noticed, inside int
		for i := range data {
			data[i] ^= 1 << (i % 8)
			rows, err := readThrough(data)
			data[i] ^= 1 << (i % 8)
			var format *table.FormatError
			if err != nil && !errors.As(err, &format) {
				t.Fatalf("%s byte %d: %v", name, i, err)
			}
			if inPage[i] {
				inside++
				if err != nil {
					noticed++
				} else if rows != 40 {
					t.Fatalf("%s byte %d: %d rows", name, i, rows)
				}
			}
		}
		if noticed != inside {
			t.Errorf("%s: %d of %d flips noticed", name, noticed, inside)
		}
	}
}

// pageBytes says which bytes of a file are the bodies of pages.
func pageBytes(t *testing.T, data []byte) []bool {
	t.Helper()
	f, err := parquetgo.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]bool, len(data))
	for _, g := range f.Metadata().RowGroups {
		for _, c := range g.Columns {
			at := c.MetaData.DataPageOffset
			if d := c.MetaData.DictionaryPageOffset; d > 0 {
				at = d
			}
			for end := at + c.MetaData.TotalCompressedSize; at < end; {
				h, n, err := pages.ParseHeader(data[at:end])
				if err != nil || !h.HasCRC {
					t.Fatalf("page header: %+v, %v", h, err)
				}
				for i := range h.Packed {
					out[int(at)+n+i] = true
				}
				at += int64(n + h.Packed)
			}
		}
	}
	return out
}

func TestRowCountsMustAgree(t *testing.T) {
	good := parquetOf(t, invent(60), parquetgo.DataPageVersion(1), parquetgo.Compression(&parquetgo.Snappy))
	cases := []struct {
		name   string
		change func(*format.FileMetaData)
		want   string
	}{
		{"file says more", func(f *format.FileMetaData) { f.NumRows++ }, "footer claims 61 rows, its row groups 60"},
		{"group says more", func(f *format.FileMetaData) { f.NumRows++; f.RowGroups[0].NumRows++ }, "60 values for 61 rows"},
		{"group says less", func(f *format.FileMetaData) { f.NumRows--; f.RowGroups[0].NumRows-- }, "60 values for 59 rows"},
		{"all say more", func(f *format.FileMetaData) { claim(f, 61) }, "the column has 60 rows, the footer says 61"},
		{"all say less", func(f *format.FileMetaData) { claim(f, 59) }, "more rows than the footer's 59"},
		{"all say far too many", func(f *format.FileMetaData) { claim(f, 1<<50) }, "claims"},
		{"too many for its size", func(f *format.FileMetaData) { claim(f, 1<<30) }, "1073741824 rows in a file of"},
		{"negative", func(f *format.FileMetaData) { claim(f, -1) }, "footer cannot be read"},
		{"a column less", func(f *format.FileMetaData) { f.RowGroups[0].Columns = f.RowGroups[0].Columns[1:] }, "row group 0 has 8 columns, the schema has 9"},
		{"outside", func(f *format.FileMetaData) {
			f.RowGroups[0].Columns[3].MetaData.DataPageOffset = 1 << 40
			f.RowGroups[0].Columns[3].MetaData.DictionaryPageOffset = 0
		}, "outside the file"},
		{"too large", func(f *format.FileMetaData) { f.RowGroups[0].Columns[3].MetaData.TotalCompressedSize = 1 << 40 }, "outside the file"},
		{"another type", func(f *format.FileMetaData) { f.RowGroups[0].Columns[6].MetaData.Type = format.Int32 }, "its type is not the schema's"},
		{"no root", func(f *format.FileMetaData) { f.Schema = f.Schema[1:] }, "schema"},
		{"children", func(f *format.FileMetaData) { f.Schema[0].NumChildren.V = 1 << 30 }, "schema is no tree"},
		{"LZO", func(f *format.FileMetaData) { f.RowGroups[0].Columns[0].MetaData.Codec = format.LZO }, "LZO is not supported"},
		{"elsewhere", func(f *format.FileMetaData) { f.RowGroups[0].Columns[0].FilePath = "other" }, "another file is not supported"},
	}
	for _, c := range cases {
		_, err := readThrough(refoot(t, good, c.change))
		damagedAs(t, c.name, err, c.want)
	}
}

// claim makes every part of a footer say that there are so many rows.
func claim(f *format.FileMetaData, rows int64) {
	f.NumRows, f.RowGroups[0].NumRows = rows, rows
	for i := range f.RowGroups[0].Columns {
		m := &f.RowGroups[0].Columns[i].MetaData
		if more := m.NumValues - 60; more >= 0 {
			m.NumValues = rows + more
		}
	}
}

func TestForgedPages(t *testing.T) {
	with := func(p forged, change func(*format.PageHeader)) forged {
		change(&p.head)
		return p
	}
	two := dataPage(2, format.Plain, plainTexts("Nguyễn", "b"))
	delta := func(values ...byte) []byte { return values }
	cases := []struct {
		name  string
		typ   format.Type
		rows  int64
		pages []forged
		want  string
	}{
		{"good", format.ByteArray, 2, []forged{two}, ""},
		{"good with a dictionary", format.ByteArray, 3, []forged{dictionaryPage(2, plainTexts("a", "b")), dataPage(3, format.RLEDictionary, []byte{1, 6, 1})}, ""},
		{"fewer values than said", format.ByteArray, 3, []forged{dataPage(3, format.Plain, plainTexts("a", "b"))}, "ends before its last value"},
		{"a length over the end", format.ByteArray, 1, []forged{dataPage(1, format.Plain, []byte{255, 255, 255, 255, 'a'})}, "ends before its last value"},
		{"index outside the dictionary", format.ByteArray, 3, []forged{dictionaryPage(2, plainTexts("a", "b")), dataPage(3, format.RLEDictionary, []byte{2, 6, 2})}, "outside its dictionary"},
		{"no dictionary", format.ByteArray, 3, []forged{dataPage(3, format.RLEDictionary, []byte{1, 6, 1})}, "dictionary that is not there"},
		{"two dictionaries", format.ByteArray, 2, []forged{dictionaryPage(0, nil), dictionaryPage(0, nil), two}, "second dictionary"},
		{"dictionary claims much", format.ByteArray, 3, []forged{dictionaryPage(1<<30, plainTexts("a")), dataPage(3, format.RLEDictionary, []byte{1, 6, 0})}, "ends before its last value"},
		{"width 33", format.ByteArray, 3, []forged{dictionaryPage(2, plainTexts("a", "b")), dataPage(3, format.RLEDictionary, []byte{33, 6, 1, 0, 0, 0, 0})}, "ends before its last value"},
		{"a page too many", format.ByteArray, 2, []forged{two, two}, "more rows than the footer's 2"},
		{"a page too few", format.ByteArray, 4, []forged{two}, "2 rows, the footer says 4"},
		{"a page of 3 GiB", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.UncompressedPageSize = 1<<31 - 1 })}, "larger than 256 MiB"},
		{"a page of two sizes", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.UncompressedPageSize = 1 << 28 })}, "claims"},
		{"negative size", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.CompressedPageSize = -1 })}, "negative size"},
		{"negative count", format.ByteArray, 2, []forged{dataPage(-1, format.Plain, nil)}, "impossible count"},
		{"longer than its column", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.CompressedPageSize = 1 << 20 })}, "ends behind its column"},
		{"unknown kind", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.Type = 9 })}, "unknown kind"},
		{"no header inside", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.DataPageHeader.Reset() })}, "impossible count"},
		{"wrong checksum", format.ByteArray, 2, []forged{with(two, func(h *format.PageHeader) { h.CRC = 1 })}, "checksum"},
		{"unknown encoding", format.ByteArray, 2, []forged{dataPage(2, 77, plainTexts("a", "b"))}, "encoding 77"},
		{"delta of texts", format.Int64, 2, []forged{dataPage(2, format.DeltaByteArray, []byte{0})}, "encoding 7"},
		{"delta claims much", format.Int64, 2, []forged{dataPage(2, format.DeltaBinaryPacked, delta(128, 1, 4, 0x80, 0x80, 0x80, 0x80, 4, 0, 2, 0, 0, 0, 0))}, "ends before its last value"},
		{"delta of nonsense", format.Int64, 2, []forged{dataPage(2, format.DeltaBinaryPacked, delta(0, 0, 2, 2))}, "impossible header"},
		{"delta width 200", format.Int64, 2, []forged{dataPage(2, format.DeltaBinaryPacked, delta(128, 1, 4, 2, 2, 2, 200, 0, 0, 0))}, "ends before its last value"},
		{"bytes of nothing", format.Int32, 4, []forged{dataPage(4, format.Plain, []byte{1, 2, 3})}, "cannot be decoded"},
	}
	for _, c := range cases {
		rows, err := readThrough(forge(t, c.typ, c.rows, c.pages, nil))
		if c.want == "" {
			if err != nil || rows != c.rows {
				t.Errorf("%s: %d rows, %v", c.name, rows, err)
			}
			continue
		}
		damagedAs(t, c.name, err, c.want)
	}
}

// The error says where: row group, column, row.
func TestDamageHasAnAddress(t *testing.T) {
	data := parquetOf(t, invent(1000), parquetgo.MaxRowsPerRowGroup(400), parquetgo.PageBufferSize(500))
	var footer format.FileMetaData
	at := len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data[at:len(data)-8], &footer); err != nil {
		t.Fatal(err)
	}
	m := footer.RowGroups[1].Columns[5].MetaData // SDT of the second group
	data[m.DataPageOffset+m.TotalCompressedSize-3] ^= 0x10
	_, err := readThrough(data)
	var format *table.FormatError
	if !errors.As(err, &format) {
		t.Fatal(err)
	}
	if format.Object != "in/a.parquet" || format.Group != 1 || format.Column != "SDT" || format.Row < 700 || format.Row >= 800 {
		t.Errorf("got %+v", format)
	}
	if want := `in/a.parquet: row group 1, row 7`; !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), `, column "SDT": `) {
		t.Errorf("says %q", err)
	}
}

func FuzzOpen(f *testing.F) {
	for _, options := range layouts {
		f.Add(parquetOf(f, invent(8), options...))
	}
	f.Add(forge(f, format.ByteArray, 2, []forged{dataPage(2, format.Plain, plainTexts("a", "b"))}, nil))
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := readThrough(data)
		var format *table.FormatError
		if err != nil && !errors.As(err, &format) {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}
