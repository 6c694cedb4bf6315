package pages

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/table"
)

func TestMeasure(t *testing.T) {
	cases := []struct {
		what, bytes string
		want        string // "n": length, "short", "bad"
	}{
		{"an empty struct", "00", "1"},
		{"an integer, and bytes behind", "15 06 00 ff", "3"},
		{"a field with a long number", "05 40 06 00", "4"},
		{"text", "18 02 61 62 00", "5"},
		{"a boolean is its type", "11 12 00", "3"},
		{"booleans of a list are bytes", "19 21 01 02 00", "5"},
		{"a map", "1b 01 88 01 61 01 62 00", "8"},
		{"nothing", "", "short"},
		{"no end", "15 06", "short"},
		{"text longer than what follows", "18 05 61 00", "short"},
		{"a list of two thousand million structs", "19 fc ff ff ff ff 07 00", "bad"},
		{"a list of structs of nothing", "19 4c 00 00 00 00 00", "7"},
		{"a list of more structs than bytes", "19 6c 00 00 00 00 00", "short"},
		{"text of two thousand million bytes", "18 ff ff ff ff 07 00", "bad"},
		{"an unknown type", "1e 00", "bad"},
		{"deep", strings.Repeat("1c", 5000), "bad"},
		{"deep in lists", strings.Repeat("19", 5000), "bad"},
		{"a number without end", "15 ff ff ff ff ff ff ff ff ff ff ff 00", "bad"},
	}
	for _, c := range cases {
		b, err := hex.DecodeString(strings.ReplaceAll(c.bytes, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		n, short, ok := measure(b)
		got := "bad"
		if ok {
			got = string(rune('0' + n))
		} else if short {
			got = "short"
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
	}
}

// A footer that describes more than fits in memory is refused, though it has
// the bytes for it.
func TestMeasureHoldsBackManyColumns(t *testing.T) {
	footer := func(elements int) []byte {
		b := []byte{0x29, 0xfc, byte(elements) | 0x80, byte(elements>>7) | 0x80, byte(elements >> 14)}
		return append(append(b, bytes.Repeat([]byte{0x48, 0, 0}, elements)...), 0)
	}
	if _, _, ok := measure(footer(100_000)); !ok {
		t.Error("100,000 columns are refused")
	}
	if _, _, ok := measure(footer(1_000_000)); ok {
		t.Error("a million columns are let through")
	}
}

// What measure lets through the library reads without a panic, and both agree
// where it ends.
func FuzzMeasure(f *testing.F) {
	var protocol thrift.CompactProtocol
	b, err := thrift.Marshal(&protocol, &format.FileMetaData{Schema: []format.SchemaElement{{Name: "a"}}, RowGroups: []format.RowGroup{{Columns: []format.ColumnChunk{{}}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		n, _, ok := measure(b)
		if !ok {
			return
		}
		for _, v := range []any{&format.FileMetaData{}, &format.PageHeader{}} {
			r := protocol.NewReaderFromBytes(b[:n])
			if err := thrift.NewDecoder(r).Decode(v); err == nil && r.BytesRead() != n {
				t.Errorf("measured %d bytes, %d were read", n, r.BytesRead())
			}
		}
	})
}

func TestRuns(t *testing.T) {
	cases := []struct {
		what        string
		stream      []byte
		width, most int
		n, cut      int
		bad         bool
	}{
		{"nothing", nil, 1, 8, 0, 0, false},
		{"a run", []byte{6, 1}, 1, 3, 3, 0, false},
		{"a group", []byte{3, 0xaa}, 1, 8, 8, 0, false},
		{"both", []byte{3, 0xaa, 6, 1}, 1, 11, 11, 0, false},
		{"runs of nothing", []byte{0, 0, 6, 1}, 1, 3, 3, 0, false},
		{"a group cut short", []byte{3, 1, 2}, 8, 2, 2, 6, false},
		{"a thousand million groups cut short", []byte{0xff, 0xff, 0xff, 0xff, 0x0f, 1}, 8, 2, 0, 0, true},
		{"a run without a value", []byte{6}, 1, 3, 0, 0, true},
		{"a run of a thousand million", []byte{0xfe, 0xff, 0xff, 0xff, 0x0f, 1}, 1, 3, 0, 0, true},
		{"groups without width", []byte{0xff, 0xff, 0xff, 0xff, 0x0f}, 0, 3, 0, 0, true},
		{"a head without end", []byte{0xff, 0xff}, 1, 3, 0, 0, true},
	}
	for _, c := range cases {
		n, cut, err := runs(c.stream, c.width, c.most)
		if (err != nil) != c.bad || (!c.bad && (n != c.n || cut != c.cut)) {
			t.Errorf("%s: %d values, %d cut, %v", c.what, n, cut, err)
		}
	}
}

func TestDeltasMeasureWhatTheLibraryWrites(t *testing.T) {
	for _, n := range []int{0, 1, 2, 33, 128, 129, 1000} {
		values := make([]int64, n)
		for i := range values {
			values[i] = int64(i*i) << (i % 40)
		}
		b, err := parquet.DeltaBinaryPacked.EncodeInt64(nil, values)
		if err != nil {
			t.Fatal(err)
		}
		total, widest, rest, err := deltas(append(b, "behind"...), n)
		if err != nil || total != n || string(rest) != "behind" || widest > 64 {
			t.Errorf("%d values: %d of %d bits, %d bytes behind, %v", n, total, widest, len(rest), err)
		}
		if _, _, _, err := deltas(b, n-1); err == nil && n > 0 {
			t.Errorf("%d values passed as %d", n, n-1)
		}
	}
}

func TestPrefixedTexts(t *testing.T) {
	texts, offsets := []byte("aabcabcdabcd"), []uint32{0, 1, 4, 8, 12}
	good, err := parquet.DeltaByteArray.EncodeByteArray(nil, texts, offsets)
	if err != nil {
		t.Fatal(err)
	}
	ints := func(v ...int32) []byte {
		b, err := parquet.DeltaBinaryPacked.EncodeInt32(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	bomb := []int32{0}
	for range 200_000 {
		bomb = append(bomb, 3000)
	}
	cases := []struct {
		what   string
		b      []byte
		length int
		bad    bool
	}{
		{"good", good, 0, false},
		{"a prefix longer than the value before", append(ints(0, 2), append(ints(1, 1), "ab"...)...), 0, true},
		{"suffixes longer than the page", append(ints(0, 1), append(ints(1, 9), "ab"...)...), 0, true},
		{"a negative length", append(ints(0, 1), append(ints(1, -1), "ab"...)...), 0, true},
		{"another length than the type's", append(ints(0, 1), append(ints(2, 2), "abcd"...)...), 2, true},
		{"more than any page", append(ints(bomb...), append(ints(append([]int32{3000}, make([]int32, 200_000)...)...), make([]byte, 3000)...)...), 0, true},
	}
	for _, c := range cases {
		if err := prefixed(c.b, c.length, 1<<20); (err != nil) != c.bad {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// A page that decompresses to more than it claims is refused before there is
// room for it, with every codec.
func TestUnpackHoldsToTheClaim(t *testing.T) {
	page := bytes.Repeat([]byte("Nguyễn Thị Hoa "), 4000)
	for _, codec := range []format.CompressionCodec{format.Snappy, format.Gzip, format.Brotli, format.Zstd, format.Lz4Raw} {
		packed, err := parquet.LookupCompressionCodec(codec).Encode(nil, page)
		if err != nil {
			t.Fatal(err)
		}
		var u unpacker
		for _, claim := range []int{len(page), len(page) - 1, len(page) + 1, 1, 0} {
			dst := make([]byte, claim)
			err := u.unpack(codec, dst, packed)
			if claim == len(page) && (err != nil || !bytes.Equal(dst, page)) || claim != len(page) && !errors.Is(err, table.ErrDamaged) {
				t.Errorf("%s: a claim of %d bytes: %v", codec, claim, err)
			}
		}
	}
	var u unpacker
	for _, codec := range []format.CompressionCodec{format.LZO, 99} {
		if err := u.unpack(codec, make([]byte, 9), []byte("x")); !errors.Is(err, table.ErrUnsupported) {
			t.Errorf("%s: %v", codec, err)
		}
	}
}
