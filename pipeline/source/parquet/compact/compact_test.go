package compact

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
)

func TestFields(t *testing.T) {
	cases := []struct {
		what, bytes string
		want        string // id:type:value of each field, or "bad"
		n           int
	}{
		{"an empty struct", "00", "", 1},
		{"an integer, and bytes behind", "15 06 00 ff", "1:5:06", 3},
		{"a long number of a field", "05 50 06 15 08 00", "40:5:06 41:5:08", 6},
		{"a number below the one before", "25 02 05 02 04 00", "2:5:02 1:5:04", 6},
		{"booleans are their types", "11 12 00", "1:1: 2:2:", 3},
		{"booleans of a list are bytes", "19 21 01 02 00", "1:9:210102", 5},
		{"a struct in a struct", "1c 15 06 00 15 02 00", "1:12:150600 2:5:02", 7},
		{"a map", "1b 01 88 01 61 01 62 00", "1:11:018801610162", 8},
		{"no end", "15 06", "bad", 0},
		{"text longer than what follows", "18 05 61 00", "bad", 0},
		{"a list of more than follows", "19 fc ff ff ff ff 07 00", "bad", 0},
		{"an unknown type", "1e 00", "bad", 0},
		{"deep", strings.Repeat("1c", 5000), "bad", 0},
		{"deep in lists", strings.Repeat("19", 5000), "bad", 0},
	}
	for _, c := range cases {
		b := unhex(t, c.bytes)
		fields, n, err := Fields(b)
		got := "bad"
		if err == nil {
			var parts []string
			for _, f := range fields {
				parts = append(parts, strings.Join([]string{itoa(int(f.ID)), itoa(int(f.Type)), hex.EncodeToString(f.Value)}, ":"))
			}
			got = strings.Join(parts, " ")
		}
		if got != c.want || (err == nil && n != c.n) {
			t.Errorf("%s: got %q of %d bytes, want %q of %d", c.what, got, n, c.want, c.n)
		}
	}
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + itoa(n%10)
	}
	return string(rune('0' + n))
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWriterWritesWhatIsRead(t *testing.T) {
	var w, inner Writer
	inner.I32(1, -7)
	elements := [][]byte{}
	for i := range 20 {
		elements = append(elements, AppendInt(nil, int64(i)))
	}
	w.I64(3, 1<<40)
	w.Text(4, "họ tên")
	w.Struct(100, inner.End())
	w.List(2, I32, elements...)
	b := w.End()
	fields, n, err := Fields(append(b[:len(b):len(b)], "behind"...))
	if err != nil || n != len(b) || len(fields) != 4 {
		t.Fatalf("%d fields of %d bytes, %v", len(fields), n, err)
	}
	if v, err := Int(fields[0]); v != 1<<40 || err != nil {
		t.Errorf("an integer: %d, %v", v, err)
	}
	if v, err := Bytes(fields[1]); string(v) != "họ tên" || err != nil {
		t.Errorf("a text: %q, %v", v, err)
	}
	if typ, got, err := Elements(fields[3]); typ != I32 || err != nil || !reflect.DeepEqual(got, elements) {
		t.Errorf("a list: %v of %d, %v", got, typ, err)
	}
	for _, f := range fields {
		_, wrong := Int(Field{Type: f.Type, Value: nil})
		if wrong == nil {
			t.Errorf("nothing was an integer of type %d", f.Type)
		}
	}
}

// What is read and written again has the same fields, and writing that again
// the same bytes.
func FuzzFields(f *testing.F) {
	f.Add([]byte{0x15, 6, 0})
	f.Add([]byte{0x05, 0x50, 6, 0x15, 8, 0x1c, 0x11, 0, 0})
	f.Add([]byte{0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		fields, _, err := Fields(b)
		if err != nil {
			return
		}
		var once, twice Writer
		for _, f := range fields {
			once.Field(f)
		}
		again, n, err := Fields(once.End())
		if err != nil || n != len(once.b)+1 || len(again) != len(fields) {
			t.Fatalf("%d fields became %d, %v", len(fields), len(again), err)
		}
		for i, f := range again {
			if f.ID != fields[i].ID || f.Type != fields[i].Type || !bytes.Equal(f.Value, fields[i].Value) {
				t.Fatalf("field %d became another", i)
			}
			twice.Field(f)
			_, _, _ = Elements(f)
			_, _ = Int(f)
			_, _ = Bytes(f)
		}
		if !bytes.Equal(once.End(), twice.End()) {
			t.Error("written twice it is not the same")
		}
	})
}
