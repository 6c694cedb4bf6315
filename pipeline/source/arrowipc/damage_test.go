package arrowipc_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"lamsach/internal/store"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/arrowipc/flat"
	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// small are files with everything in them and few rows.
func small(t testing.TB) (out [][]byte) {
	t.Helper()
	for _, l := range layouts {
		records, _ := invent(t, 7, columns, 5, 3)
		out = append(out, write(t, l.stream, records, l.options...))
		records, _ = dictionaries(t, false, 2, 20)
		if !l.stream {
			records = records[:1]
		}
		out = append(out, write(t, l.stream, records, l.options...))
	}
	return out
}

func TestCutShort(t *testing.T) {
	records, _ := invent(t, 8, columns[:6], 4, 0, 2)
	for _, l := range layouts {
		data := write(t, l.stream, records, l.options...)
		for n := range data {
			_, err := readThrough(data[:n])
			var format *table.FormatError
			if !errors.As(err, &format) {
				t.Fatalf("%s cut to %d of %d bytes: %v", l.name, n, len(data), err)
			}
		}
	}
}

// Whatever is wrong with the bytes, it is told as such or goes unseen, and
// costs little memory.
func TestFlippedBytes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	tried, told := 0, 0
	for _, good := range small(t) {
		for range 400 {
			data := bytes.Clone(good)
			for range 1 + rnd.IntN(2)*rnd.IntN(3) {
				at := rnd.IntN(len(data))
				data[at] ^= []byte{1 << rnd.IntN(8), 0xFF, byte(rnd.UintN(256))}[rnd.IntN(3)]
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := readThrough(data)
			runtime.ReadMemStats(&after)
			var format *table.FormatError
			if err != nil && !errors.As(err, &format) {
				t.Errorf("damaged: %v", err)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 100<<20 {
				t.Errorf("damaged: %d MiB allocated, %v", took>>20, err)
			}
			if tried++; err != nil {
				told++
			} else if tried%4 == 0 {
				respondUnseen(t, data)
			}
		}
	}
	if told < tried/10 {
		t.Errorf("%d of %d were told", told, tried)
	}
}

// respondUnseen sees to it that an object whose damage was not seen comes back
// with all it has.
func respondUnseen(t *testing.T, data []byte) {
	t.Helper()
	before := open(t, data).Tables()[0]
	after := open(t, respond(t, data, answer(nil))).Tables()[0]
	if len(after.Columns()) != len(before.Columns())+len(added) || after.Rows() != before.Rows() {
		t.Fatalf("%d columns and %d rows came back as %d and %d", len(before.Columns()), before.Rows(), len(after.Columns()), after.Rows())
	}
	want, err := readParts(before, readable(before), 1000)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readParts(after, readable(after), 1000)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "unseen damage", got[:len(want)], want)
}

// forged changes the metadata of message n, whose table is given, at places
// that change finds.
func forged(t testing.TB, data []byte, n int, change func(meta []byte, message flat.Table)) []byte {
	t.Helper()
	data = bytes.Clone(data)
	at := int64(0)
	if bytes.HasPrefix(data, []byte("ARROW1")) {
		at = 8
	}
	for {
		length, ok := messages.Prefix(data[at:])
		if !ok || length == 0 {
			t.Fatal("there is no such message")
		}
		meta := data[at+8 : at+8+length]
		if n == 0 {
			change(meta, flat.NewWalk(meta).Root())
			return data
		}
		m, err := messages.Read(meta)
		if err != nil {
			t.Fatal(err)
		}
		n--
		at += 8 + length + m.Body
	}
}

// put writes a number over another of so many bytes, which must be there.
func put(t testing.TB, meta []byte, width int, old, now int64) {
	t.Helper()
	var a, b [8]byte
	binary.LittleEndian.PutUint64(a[:], uint64(old))
	binary.LittleEndian.PutUint64(b[:], uint64(now))
	i := bytes.Index(meta, a[:width])
	if i < 0 {
		t.Fatalf("there is no %d", old)
	}
	copy(meta[i:], b[:width])
}

// inVector changes a number in a vector of a record batch: its nodes are slot 1,
// its buffers slot 2, both of two numbers of 8 bytes.
func inVector(slot, within int, v int64) func([]byte, flat.Table) {
	return func(meta []byte, m flat.Table) {
		binary.LittleEndian.PutUint64(meta[m.Table(2).Vector(slot, 16).At()+4+within:], uint64(v))
	}
}

// vector changes the length of a vector of the header of a message.
func vector(slot, width int, n uint32) func([]byte, flat.Table) {
	return func(meta []byte, m flat.Table) {
		binary.LittleEndian.PutUint32(meta[m.Table(2).Vector(slot, width).At():], n)
	}
}

func TestForgedClaims(t *testing.T) {
	text, number := invented{"a", arrow.BinaryTypes.String, columns[0].add}, columns[10]
	records, _ := invent(t, 12, []invented{text, number}, 1000)
	node := func(i, within int, v int64) func([]byte, flat.Table) { return inVector(1, 16*i+within, v) }
	buffer := func(i, within int, v int64) func([]byte, flat.Table) { return inVector(2, 16*i+within, v) }
	rows := func(v int64) func([]byte, flat.Table) {
		return func(meta []byte, m flat.Table) {
			at := m.Table(2).At()
			put(t, meta[at:], 8, 1000, v)
		}
	}
	all := func(v int64) func([]byte, flat.Table) {
		return func(meta []byte, m flat.Table) {
			rows(v)(meta, m)
			node(0, 0, v)(meta, m)
			node(1, 0, v)(meta, m)
		}
	}
	cases := []struct {
		name    string
		message int
		change  func([]byte, flat.Table)
		want    string
	}{
		{"good", 1, func([]byte, flat.Table) {}, ""},
		{"more rows", 1, rows(1001), "a batch of 1001 rows has a column of 1000"},
		{"negative rows", 1, rows(-1), "claims -1 rows"},
		{"2^60 rows", 1, rows(1 << 60), "claims 1152921504606846976 rows"},
		{"all say more", 1, all(1 << 33), "say which are null"},
		{"a node more", 1, node(1, 0, 1001), "it needs 8008"},
		{"negative node", 1, node(0, 0, -5), "a field of -5 values"},
		{"negative nulls", 1, node(0, 8, -1), "-1 nulls"},
		{"too many nulls", 1, node(0, 8, 1001), "1001 nulls"},
		{"other nulls", 1, node(0, 8, 3), "the batch says 3"},
		{"huge buffer", 1, buffer(4, 8, math.MaxInt64), "outside its body"},
		{"negative buffer", 1, buffer(4, 8, -8), "outside its body"},
		{"far buffer", 1, buffer(4, 0, math.MaxInt64-7), "outside its body"},
		{"negative place", 1, buffer(4, 0, -64), "outside its body"},
		{"buffers over each other", 1, buffer(2, 0, 0), "lies over another"},
		{"short offsets", 1, buffer(1, 8, 4000), "it needs 4004"},
		{"short validity", 1, buffer(0, 8, 3), "say which are null"},
		{"short text", 1, buffer(2, 8, 5), "shorter than its values"},
		{"a node less", 1, vector(1, 16, 1), "1 fields, the schema has 2"},
		{"many nodes", 1, vector(1, 16, 1<<31), "outside the metadata"},
		{"buffers less", 1, vector(2, 16, 3), "3 buffers, the schema asks for 5"},
		{"many fields", 0, vector(1, 4, 1<<30), "outside the metadata"},
		{"no fields", 0, vector(1, 4, 0), "2 fields, the schema has 0"},
	}
	for _, c := range cases {
		_, err := readThrough(forged(t, write(t, true, records), c.message, c.change))
		told(t, c.name, err, c.want)
	}
}

// told holds an error to being damage or unsupported, with some words in it.
func told(t *testing.T, name string, err error, want string) {
	t.Helper()
	var format *table.FormatError
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", name, err)
	case want != "" && (!errors.As(err, &format) || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got %v, want %q", name, err, want)
	}
}

func TestForgedBodies(t *testing.T) {
	text := invented{"a", arrow.BinaryTypes.String, columns[0].add}
	records, _ := invent(t, 13, []invented{text}, 3000)
	// at finds a buffer of the record batch in the object.
	at := func(data []byte, i int) (place int64, span messages.Span) {
		forged(t, data, 1, func(_ []byte, m flat.Table) {
			v := m.Table(2).Vector(2, 16)
			span = messages.Span{Offset: v.Int64(i, 0), Length: v.Int64(i, 8)}
			body := int64(len(data)) - 8 - m.Int64(3, 0) // the end mark is behind it
			place = body + span.Offset
		})
		return place, span
	}
	cases := []struct {
		name   string
		layout int
		buffer int
		change func(b []byte)
		want   string
	}{
		{"offsets fall", 1, 1, func(b []byte) { binary.LittleEndian.PutUint32(b[40:], 0) }, "do not follow"},
		{"offsets negative", 1, 1, func(b []byte) { binary.LittleEndian.PutUint32(b, 1<<31) }, "do not follow"},
		{"offsets leave the text", 1, 1, func(b []byte) { binary.LittleEndian.PutUint32(b[len(b)-4:], 1<<30) }, "shorter than its values"},
		{"unpacks to more", 3, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, 12012) }, "does not unpack"},
		{"unpacks to less", 3, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, 12000) }, "does not unpack"},
		{"unpacks to much", 3, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, 1<<40) }, "claims to unpack to 1099511627776"},
		{"unpacks to -2", 5, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, math.MaxUint64-1) }, "claims to unpack to -2"},
		{"zstd unpacks to less", 5, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, 12000) }, "does not unpack"},
		{"zstd unpacks to much", 5, 1, func(b []byte) { binary.LittleEndian.PutUint64(b, 1<<27) }, "a buffer"},
		{"LZ4 nonsense", 3, 2, func(b []byte) { clear(b[12:60]) }, "does not unpack"},
		{"zstd nonsense", 5, 2, func(b []byte) { clear(b[12:60]) }, "does not unpack"},
	}
	for _, c := range cases {
		l := layouts[c.layout]
		data := write(t, true, records, l.options...)
		place, span := at(data, c.buffer)
		c.change(data[place : place+span.Length])
		_, err := readThrough(data)
		told(t, c.name, err, c.want)
		// In small parts a compressed buffer is read another way.
		f, err := arrowipc.Open(ctx, newObject(data), table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = readParts(f.Tables()[0], []int{0}, 300)
		told(t, c.name+" in small parts", err, c.want)
	}
}

func TestForeignBeginnings(t *testing.T) {
	records, _ := invent(t, 14, columns[:2], 3)
	file, stream := write(t, false, records), write(t, true, records)
	change := func(data []byte, at int, b ...byte) []byte {
		data = bytes.Clone(data)
		copy(data[(at+len(data))%len(data):], b)
		return data
	}
	cases := []struct {
		name, want string
		data       []byte
	}{
		{"nothing", "neither an Arrow file nor", nil},
		{"text", "neither an Arrow file nor", []byte("MA_KH;TEN_KH\n1;2\n")},
		{"Feather V1", "a Feather V1 file is not supported", append([]byte("FEA1"), stream...)},
		{"before 0.15", "before 0.15 is not supported", stream[4:]},
		{"magic alone", "cut short", []byte("ARROW1")},
		{"wrong end", "does not end as an Arrow file", change(file, -1, 'x')},
		{"footer outside", "a footer of 1073741824 bytes", change(file, -10, 0, 0, 0, 64)},
		{"negative footer", "a footer of -1 bytes", change(file, -10, 255, 255, 255, 255)},
		{"two streams", "stand behind the end", append(bytes.Clone(stream), stream...)},
		{"no end mark", "cut short", stream[:len(stream)-8]},
		{"long metadata", "metadata of 1073741824 bytes", change(stream, 4, 0, 0, 0, 64)},
		{"negative metadata", "metadata of -16777216 bytes", change(stream, 4, 0, 0, 0, 255)},
		{"only an end", "does not begin with a schema", []byte{255, 255, 255, 255, 0, 0, 0, 0}},
		{"a second schema", "a second schema", append(bytes.Clone(stream[:beginning(t, stream)]), stream...)},
		{"batch left out of the footer", "the footer does not list", forgeFooter(t, file, 0)},
		{"big-endian", "big-endian Arrow is not supported", forged(t, stream, 0, func(meta []byte, m flat.Table) {
			// The Go writer leaves the default out: the field becomes that of the features.
			vtable := m.Table(2).At() - int(int32(binary.LittleEndian.Uint32(meta[m.Table(2).At():])))
			copy(meta[vtable+4:], meta[vtable+6:vtable+8])
		})},
	}
	for _, c := range cases {
		_, err := readThrough(c.data)
		told(t, c.name, err, c.want)
	}
}

// beginning is how long the first message of a stream is.
func beginning(t testing.TB, stream []byte) int {
	t.Helper()
	n, ok := messages.Prefix(stream)
	if !ok {
		t.Fatal("no stream")
	}
	return 8 + int(n)
}

// forgeFooter makes a file's footer list so many record batches.
func forgeFooter(t testing.TB, file []byte, batches uint32) []byte {
	t.Helper()
	file = bytes.Clone(file)
	end := len(file) - 10
	footer := file[end-int(binary.LittleEndian.Uint32(file[end:])) : end]
	binary.LittleEndian.PutUint32(footer[flat.NewWalk(footer).Root().Vector(3, 24).At():], batches)
	return file
}

// failing is an object whose store fails after so many reads.
type failing struct {
	*object
	left int
}

func (f *failing) ReadAt(b []byte, at int64) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errors.New("connection reset")
	}
	return f.object.ReadAt(b, at)
}

// A store that fails is not a damaged file.
func TestStoreFails(t *testing.T) {
	records, _ := invent(t, 15, columns, 2000)
	for _, l := range layouts {
		data := write(t, l.stream, records, l.options...)
		for left := 0; ; left++ {
			obj := &failing{object: newObject(data), left: left}
			f, err := arrowipc.Open(ctx, obj, table.Options{})
			if err == nil {
				_, err = readParts(f.Tables()[0], readable(f.Tables()[0]), 700)
			}
			if err == nil {
				break
			}
			var unavailable *store.Unavailable
			if !errors.As(err, &unavailable) {
				t.Fatalf("%s, read %d: %v", l.name, left, err)
			}
			left += left / 8
		}
	}
}

func FuzzOpen(f *testing.F) {
	for i, l := range layouts { // small seeds: the fuzzer takes its time over large ones
		for k := i % 4; k < len(columns); k += 12 {
			records, _ := invent(f, 16, columns[k:min(k+3, len(columns))], 3, 2)
			f.Add(write(f, l.stream, records, l.options...))
		}
	}
	records, _ := dictionaries(f, true, 2, 4)
	f.Add(write(f, true, records))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := readThrough(data)
		var format *table.FormatError
		if err != nil && !errors.As(err, &format) {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}
