package pipeline

import (
	"encoding/binary"
	"path/filepath"
	"slices"
	"testing"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow/array"

	"lamsach/internal/mmap"
)

// sample is a batch of a repeated column, a column with nulls and a list.
func sample() *Batch {
	return &Batch{Rows: 3, Columns: []Column{
		{Index: []int32{0, 1, 0}, Offsets: []int32{0, 3, 7}, Bytes: []byte("NamNữ!")},
		{Index: []int32{-1, 0, -1}, Offsets: []int32{0, 4}, Bytes: []byte("1980")},
		{Index: []int32{0, 1}, Offsets: []int32{0, 9, 18}, Bytes: []byte("011234567171234567"), Lists: []int32{0, 2, 2, 2}},
	}}
}

func TestColumnAsArrow(t *testing.T) {
	b := sample()
	for i := range b.Columns[:2] {
		c := &b.Columns[i]
		a := c.Arrow()
		defer a.Release()
		values := a.Dictionary().(*array.String)
		for row := range b.Rows {
			want := c.Value(row)
			if a.IsNull(row) != (want == nil) {
				t.Errorf("column %d row %d: null is %v in Arrow", i, row, a.IsNull(row))
			} else if want != nil && values.Value(a.GetValueIndex(row)) != string(want) {
				t.Errorf("column %d row %d: %q in Arrow, %q in the batch", i, row, values.Value(a.GetValueIndex(row)), want)
			}
		}
		if c.Entries() > 0 && unsafe.StringData(values.Value(0)) != &c.Bytes[0] {
			t.Errorf("column %d was copied on the way to Arrow", i)
		}
	}
}

// One mapping of a file lays the batch down, another attaches to it: what two
// processes would do.
func TestBatchInSharedMemory(t *testing.T) {
	b := sample()
	path := filepath.Join(t.TempDir(), "batch")
	writer, err := mmap.Create(path, int64(b.LaidSize()))
	if err != nil {
		t.Fatal(err)
	}
	b.Lay(writer.Bytes())
	reader, err := mmap.Map(path)
	if err != nil {
		t.Fatal(err)
	}
	var got Batch
	if err := got.Attach(reader.Bytes()); err != nil {
		t.Fatal(err)
	}
	if !equal(&got, b) {
		t.Errorf("attached %+v, laid %+v", got, b)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
}

func equal(a, b *Batch) bool {
	return a.Rows == b.Rows && slices.EqualFunc(a.Columns, b.Columns, func(x, y Column) bool {
		return slices.Equal(x.Index, y.Index) && slices.Equal(x.Offsets, y.Offsets) && slices.Equal(x.Bytes, y.Bytes) && slices.Equal(x.Lists, y.Lists)
	})
}

// aligned copies bytes to an address that is a multiple of 8.
func aligned(mem []byte) []byte {
	words := make([]uint64, len(mem)/8+1)
	out := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*8)[:len(mem)]
	copy(out, mem)
	return out
}

func laid(b *Batch) []byte {
	mem := aligned(make([]byte, b.LaidSize()))
	b.Lay(mem)
	return mem
}

// Whatever lies there, every cell of an accepted batch can be read.
func FuzzAttach(f *testing.F) {
	whole := laid(sample())
	f.Add(whole)
	f.Add(whole[:len(whole)-8])
	f.Add([]byte("LSBATCH\x01"))
	f.Fuzz(func(t *testing.T, mem []byte) {
		var b Batch
		if b.Attach(aligned(mem)) != nil {
			return
		}
		for i := range b.Columns {
			c := &b.Columns[i]
			for _, e := range c.Index {
				if e >= 0 {
					_ = c.Entry(e)
				}
			}
			for row := 0; c.Lists != nil && row < b.Rows; row++ {
				_ = c.Index[c.Lists[row]:c.Lists[row+1]]
			}
		}
	})
}

func TestAttachRefusesBrokenPromises(t *testing.T) {
	whole := laid(sample())
	for _, c := range []struct {
		what string
		at   int
		to   uint64
	}{
		{"another magic", 0, 0},
		{"more rows than a part has", 8, MaxPartRows + 1},
		{"more rows than the columns", 8, 4},
		{"more columns than there is room for", 16, 1 << 40},
		{"an offset list that is too long", 24, 1 << 60},
		{"an index that is too short", 32, 2},
		{"an index of no entry", 24 + 3*32, 0x0000000700000000},
	} {
		mem := aligned(whole)
		binary.LittleEndian.PutUint64(mem[c.at:], c.to)
		var b Batch
		if b.Attach(mem) == nil {
			t.Errorf("%s: attached", c.what)
		}
	}
	for n := range len(whole) {
		var b Batch
		if n > 0 && b.Attach(aligned(whole[:n])) == nil {
			t.Fatalf("attached to the first %d of %d bytes", n, len(whole))
		}
	}
}
