package sandbox

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lamsach/pipeline"
)

// numbers are such that the edges meet.
var numbers = rapid.SliceOfN(rapid.OneOf(
	rapid.Int32Range(-3, 12), rapid.SampledFrom([]int32{math.MinInt32, math.MinInt32 + 1, math.MaxInt32 - 1, math.MaxInt32}),
), 0, 40)

// The checks that collect signs agree with the plain words.
func TestChecksAsInWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, limit := numbers.Draw(t, "list"), rapid.IntRange(0, 12).Draw(t, "limit")
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(list)
		}
		inside, ascending := true, true
		for i, v := range list {
			inside = inside && v >= -1 && int(v) < limit
			ascending = ascending && v >= 0 && int(v) <= limit && (i == 0 || v >= list[i-1])
		}
		if got := indexes(list, limit); got != inside {
			t.Errorf("indexes(%v, %d) is %t", list, limit, got)
		}
		if got := ascends(list, limit); got != ascending {
			t.Errorf("ascends(%v, %d) is %t", list, limit, got)
		}
	})
}

// Batches of all sizes one after the other, on a desk that is sometimes too
// small, arrive as they were; what one holds never shows in another.
func TestDesk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &desk{mem: make([]byte, rapid.SampledFrom([]int{0, 64, 1000, 4096, 1 << 16}).Draw(t, "desk"))}
		var got pipeline.Batch
		for range rapid.IntRange(1, 8).Draw(t, "batches") {
			columns := make([]int, rapid.IntRange(1, 4).Draw(t, "columns"))
			b := d.batch(0, columns)
			var want pipeline.Batch
			want.Rows = rapid.IntRange(0, 50).Draw(t, "rows")
			b.Rows = want.Rows
			for i := range columns {
				c := invent(t, want.Rows)
				want.Columns = append(want.Columns, c)
				to := &b.Columns[i]
				to.Index, to.Offsets, to.Bytes = append(to.Index[:0], c.Index...), append(to.Offsets[:0], c.Offsets...), append(to.Bytes[:0], c.Bytes...)
				if to.Lists = append(to.Lists[:0], c.Lists...); c.Lists == nil {
					to.Lists = nil
				}
			}
			d.learn()
			var sent bytes.Buffer
			if err := writeBatch(&sent, b, d); err != nil {
				t.Fatal(err)
			}
			r := batchReader{r: &sent, desk: d.mem, limit: 1 << 20}
			if err := r.read(len(columns), &got); err != nil || sent.Len() > 0 {
				t.Fatalf("%v, %d bytes are left", err, sent.Len())
			}
			for i := range columns {
				x, y := &got.Columns[i], &want.Columns[i]
				if !slices.Equal(x.Index, y.Index) || !slices.Equal(x.Offsets, y.Offsets) || !bytes.Equal(x.Bytes, y.Bytes) || !slices.Equal(x.Lists, y.Lists) {
					t.Fatalf("column %d: %+v became %+v", i, y, x)
				}
			}
		}
	})
}

// invent is a column of so many rows.
func invent(t *rapid.T, rows int) (c pipeline.Column) {
	c.Offsets = []int32{0}
	for range rapid.IntRange(0, 60).Draw(t, "entries") {
		c.Bytes = append(c.Bytes, rapid.SliceOfN(rapid.Byte(), 0, 30).Draw(t, "entry")...)
		c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	}
	elements := rows
	if rapid.Bool().Draw(t, "list") {
		c.Lists = []int32{0}
		elements = 0
		for range rows {
			elements += rapid.IntRange(0, 3).Draw(t, "elements")
			c.Lists = append(c.Lists, int32(elements))
		}
	}
	for range elements {
		c.Index = append(c.Index, int32(rapid.IntRange(-1, c.Entries()-1).Draw(t, "index")))
	}
	return c
}

// Whatever bytes come, every cell of an accepted batch can be read, and no
// more room is made than the limit says.
func FuzzReadBatch(f *testing.F) {
	b := &pipeline.Batch{Rows: 3, Columns: []pipeline.Column{
		{Index: []int32{0, -1, 1}, Offsets: []int32{0, 3, 7}, Bytes: []byte("NamNữ!")},
		{Index: []int32{0, 1}, Offsets: []int32{0, 9, 18}, Bytes: []byte("011234567171234567"), Lists: []int32{0, 2, 2, 2}},
	}}
	var whole bytes.Buffer
	if err := writeBatch(&whole, b, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:60])
	huge := bytes.Clone(whole.Bytes())
	binary.LittleEndian.PutUint64(huge[16:], 1<<62)
	f.Add(huge)
	laid := bytes.Clone(whole.Bytes())
	binary.LittleEndian.PutUint64(laid[24:], 90) // on the desk, and partly beyond it
	f.Add(laid)
	f.Fuzz(func(t *testing.T, data []byte) {
		var got pipeline.Batch
		r := batchReader{r: bytes.NewReader(data), desk: make([]byte, 100), limit: 1 << 16}
		if r.read(2, &got) != nil {
			return
		}
		if got.LaidSize() > 1<<16+1<<10 || len(got.Columns) != 2 {
			t.Fatalf("%d bytes, %d columns", got.LaidSize(), len(got.Columns))
		}
		for i := range got.Columns {
			c := &got.Columns[i]
			for _, e := range c.Index {
				if e >= 0 {
					_ = c.Entry(e)
				}
			}
			for row := 0; c.Lists != nil && row < got.Rows; row++ {
				_ = c.Index[c.Lists[row]:c.Lists[row+1]]
			}
		}
	})
}

// Whatever a child says of its file, what is accepted holds together.
func FuzzDecodeInfo(f *testing.F) {
	info := fileInfo{format: "CSV", tables: []tableInfo{{sheet: "Tờ 1", rows: 5, cuts: nil}}}
	f.Add(info.encode())
	e := &encoder{}
	for range 4 {
		e.num(math.MaxInt64)
	}
	f.Add(e.buf)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, ok := decodeInfo(data, 1000)
		if !ok {
			return
		}
		for _, tab := range info.tables {
			var rows int64
			for _, c := range tab.cuts {
				if c.FirstRow != rows || c.Rows <= 0 || c.Rows > 1000 {
					t.Fatalf("cut %+v at row %d", c, rows)
				}
				rows += int64(c.Rows)
			}
			if rows != tab.rows {
				t.Fatalf("%d rows, cuts of %d", tab.rows, rows)
			}
		}
	})
}

// Whatever a child says of its end, the text is one line of bounded length.
func FuzzDecodeOutcome(f *testing.F) {
	f.Add(outcome{end: endDamaged, text: "a\nb", sheet: "Tờ", row: -1, group: -1}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		o, ok := decodeOutcome(data)
		if !ok {
			return
		}
		err := o.err(t.Context(), "k", func(int64) error { return nil })
		if (err == nil) != (o.end == endFine) {
			t.Fatalf("end %d: %v", o.end, err)
		}
		if len(o.text) > 3*maxText || bytes.ContainsAny([]byte(o.text), "\n\r\x1b") {
			t.Fatalf("text %q", o.text)
		}
	})
}

// A frame is what it was, and nothing longer than the bound is taken.
func FuzzFrames(f *testing.F) {
	f.Add(appendFrame(nil, frame{kind: kindPiece, half: 1, lane: 3, gen: 9, n: 7, arg: -1, body: []byte("x")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := newConn(bytes.NewReader(data), nil, 16)
		for {
			got, err := c.receive()
			if err != nil {
				return
			}
			if len(got.body) > 16 {
				t.Fatalf("a body of %d bytes", len(got.body))
			}
			back, err := newConn(bytes.NewReader(appendFrame(nil, got)), nil, 16).receive()
			if err != nil || !reflect.DeepEqual(back, got) {
				t.Fatalf("%+v became %+v, %v", got, back, err)
			}
		}
	})
}

// A sorted death: what the runtime cries, and what it does not.
func TestLastWords(t *testing.T) {
	for _, c := range []struct {
		said string
		want lastWords
	}{
		{"fatal error: runtime: out of memory\n\nruntime stack:\n", wordsMemory},
		{"runtime: out of memory: cannot allocate 4194304-byte block (3 in use)\nfatal error: out of memory\n", wordsMemory},
		{"runtime/cgo: pthread_create failed: Resource temporarily unavailable\n", wordsMemory},
		{"runtime: goroutine stack exceeds 67108864-byte limit\n", wordsStack},
		{"panic: x\nfatal error: out of memory\n", wordsNone},
		{"panic: fatal error: out of memory", wordsNone},
		{"fatal error: all goroutines are asleep - deadlock!\n", wordsNone},
		{"", wordsNone},
	} {
		if got := sortWords([]byte(c.said)); got != c.want {
			t.Errorf("%q: %d, want %d", c.said, got, c.want)
		}
	}
}
