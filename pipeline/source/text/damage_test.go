package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

func openError(t *testing.T, text string) error {
	t.Helper()
	f, err := Open(t.Context(), newObject(text), table.Options{})
	if err == nil {
		f.Close()
	}
	return err
}

// One stray quote costs one record, wherever the next quote is.
func TestStrayQuoteCostsOneRecord(t *testing.T) {
	rows := strings.Repeat("Mai,001,HN\n", 200_000) // 2.2 MB
	for _, c := range []struct{ name, tail, last string }{
		{"no other quote", "", "Mai"},
		{"the next one opens a cell", "\"Hoa, Lan\",002,HN\n", "Hoa, Lan"},
		{"the next one would close it, beyond the limit", "5\",002,HN\n", "5\""},
		{"many quotes", strings.Repeat("\"Hoa, Lan\",002,HN\n", 1000), "Hoa, Lan"},
	} {
		f := mustOpen(t, "HO_TEN,SO_CCCD,TINH\n\"Lan,079,HN\n"+rows+c.tail)
		if got, want := f.Rows(), int64(200_001+strings.Count(c.tail, "\n")); got != want {
			t.Errorf("%s: %d rows, want %d", c.name, got, want)
		}
		if got := rowsOf(t, f, 0, 2); got[0][0] != `"Lan` || got[0][2] != "HN" || got[1][0] != "Mai" {
			t.Errorf("%s: %q", c.name, got)
		}
		if got := rowsOf(t, f, f.Rows()-1, 1); got[0][0] != c.last {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// A file of nothing but strays is read in time that grows with its length.
func TestManyStrayQuotes(t *testing.T) {
	for _, piece := range []string{"\"a\n", "\"a,\"\"\n", "\"\"\"a\n", "\"a\"b,\"\n", "\",x\n"} {
		text := "HO_TEN,SO_CCCD\n" + strings.Repeat(piece, (3<<20)/len(piece))
		f := mustOpen(t, text)
		if f.Rows() == 0 {
			t.Errorf("%q: no rows", piece)
		}
	}
}

func TestLimits(t *testing.T) {
	head := "HO_TEN,SO_CCCD,TINH\nLan,079,HN\n"
	long := strings.Repeat("x", maxCell)
	for _, c := range []struct {
		name, text string
		row        int64 // of the error; -1: none
	}{
		{"a cell of 1 MiB", head + long + ",1,2\n", -1},
		{"a quoted cell of 1 MiB", head + `"` + long + "\",1,2\n", -1},
		{"a cell of more", head + long + "xxx,1,2\n", 1},
		{"a quoted cell of more", head + `"` + long + "x\",1,2\n", 1},
		{"a quoted cell of 10 MiB", head + `"` + strings.Repeat(long, 10) + "\",1,2\n", 1},
		{"one endless line", head + strings.Repeat(long, 40), 1},
		{"a record of 15 MiB", head + strings.Repeat(long[:1<<19]+",", 30) + "\n", -1},
		{"a record of 17 MiB", head + strings.Repeat(long[:1<<19]+",", 34) + "\n", 1},
		{"a record of 17 MiB in quotes", head + strings.Repeat("\""+long[:1<<19]+"\",", 34) + "\n", 1},
	} {
		for _, p := range []packing{bare, zstandard} {
			err := openError(t, packed(t, p, c.text))
			var format *table.FormatError
			switch {
			case c.row < 0 && err != nil:
				t.Errorf("%s %s: %v", p, c.name, err)
			case c.row >= 0 && (!errors.As(err, &format) || format.Row != c.row || !errors.Is(err, table.ErrDamaged)):
				t.Errorf("%s %s: %v", p, c.name, err)
			case err != nil && strings.Contains(err.Error(), "xxx"):
				t.Errorf("%s %s: the error tells a cell", p, c.name)
			}
		}
	}
}

// A packed file that is cut anywhere, or in which a byte is another, is an
// error or the same table.
func TestDamagedPackedFiles(t *testing.T) {
	text := invented(",", true, 20<<10)
	want := fmt.Sprint(allRows(t, mustOpen(t, text), 100))
	for _, p := range []packing{gzipped, zstandard} {
		whole := packed(t, p, text)
		for n := 4; n < len(whole); n += 1 + len(whole)/300 {
			if err := openError(t, whole[:n]); !errors.Is(err, table.ErrDamaged) {
				t.Fatalf("%s cut at %d of %d: %v", p, n, len(whole), err)
			}
			flipped := []byte(whole)
			flipped[n] ^= 1 << (n % 8)
			f, err := open(t.Context(), newObject(string(flipped)), table.Options{}, nil)
			if err == nil {
				if got := fmt.Sprint(allRows(t, f, 100)); got != want {
					t.Fatalf("%s with another byte at %d: another table", p, n)
				}
				f.Close()
			}
		}
		if err := openError(t, whole+"garbage"); !errors.Is(err, table.ErrDamaged) {
			t.Errorf("%s with garbage behind it: %v", p, err)
		}
	}
}

func TestRefusedPackings(t *testing.T) {
	text := "HO_TEN,SO_CCCD\nLan,079\n"
	for _, c := range []struct{ name, text, says string }{
		{"gzip in gzip", packed(t, gzipped, packed(t, gzipped, text)), "packed twice"},
		{"zstd in gzip", packed(t, gzipped, packed(t, zstandard, text)), "packed twice"},
		{"a workbook in gzip", packed(t, gzipped, "PK\x03\x04xxxx"), "in gzip, a zip archive"},
		{"nothing in gzip", packed(t, gzipped, ""), "nothing"},
		{"a zstd window of 256 MiB", "\x28\xb5\x2f\xfd\x00\x90\x01\x00\x00", "--long=27"},
	} {
		if err := openError(t, c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// changing is an object whose bytes are others after it was opened.
type changing struct {
	*object
	now *bytes.Reader
}

func (c *changing) ReadAt(p []byte, at int64) (int, error) { return c.now.ReadAt(p, at) }

func TestFileThatChanged(t *testing.T) {
	text := invented(",", true, 300<<10)
	middle := strings.Index(text[150<<10:], "\r\n") + 150<<10 + 2
	for name, now := range map[string]string{
		"cut": text[:200<<10], "a line less": text[:middle] + text[middle+strings.Index(text[middle:], "\r\n")+2:] + strings.Repeat("\n", 200),
		"a line more": text[:middle] + "x\r\n" + text[middle:], "emptied": "",
	} {
		for _, p := range []packing{bare, zstandard} {
			whole := packed(t, p, text)
			obj := &changing{newObject(whole), bytes.NewReader([]byte(whole))}
			f, err := open(t.Context(), obj, table.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			obj.now = bytes.NewReader([]byte(packed(t, p, now)))
			var b pipeline.Batch
			err = f.Read(t.Context(), pipeline.Part{Rows: int(f.Rows())}, []int{0}, &b)
			if !errors.Is(err, table.ErrDamaged) {
				t.Errorf("%s %s: read with %v", p, name, err)
			}
			_, err = respondWith(f, []string{"x"}, "", func(int64, int) string { return "" })
			if !errors.Is(err, table.ErrDamaged) {
				t.Errorf("%s %s: answered with %v", p, name, err)
			}
			f.Close()
		}
	}
}

// failing is an object of a store that fails behind some bytes.
type failing struct {
	*object
	after int64
	err   error
}

func (f *failing) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > f.after {
		return 0, f.err
	}
	return f.object.ReadAt(p, at)
}

func TestStoreThatFails(t *testing.T) {
	text := invented(",", true, 600<<10)
	for _, p := range []packing{bare, gzipped} {
		whole := packed(t, p, text)
		for _, after := range []int64{0, 100, int64(len(whole)) / 2} {
			var unavailable *store.Unavailable
			if _, err := Open(t.Context(), &failing{newObject(whole), after, errors.New("no route")}, table.Options{}); !errors.As(err, &unavailable) {
				t.Errorf("%s after %d: %v", p, after, err)
			}
			gone := &store.ChangedError{Key: "a"}
			var changed *store.ChangedError
			if _, err := Open(t.Context(), &failing{newObject(whole), after, gone}, table.Options{}); !errors.As(err, &changed) || errors.As(err, &unavailable) && unavailable.Err == gone {
				t.Errorf("%s after %d: %v", p, after, err)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, p := range []packing{bare, zstandard} {
		f := mustOpen(t, packed(t, p, invented(",", true, 300<<10)))
		cancel()
		var b pipeline.Batch
		if err := f.Read(ctx, pipeline.Part{Rows: int(f.Rows())}, []int{0}, &b); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", p, err)
		}
		if _, err := Open(ctx, newObject("a,b\n"), table.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: opened with %v", p, err)
		}
		if err := f.Read(t.Context(), pipeline.Part{Rows: int(f.Rows())}, []int{0}, &b); err != nil {
			t.Errorf("%s: after that: %v", p, err)
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	f, err := open(t.Context(), newObject("HO_TEN,GHI_CHU\n"+strings.Repeat("Lan,"+strings.Repeat("x", 1000)+"\n", 3000)), table.Options{Memory: 1 << 20}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b pipeline.Batch
	if err := f.Read(t.Context(), pipeline.Part{Rows: 3000}, []int{0}, &b); err != nil {
		t.Error(err)
	}
	f2, err := open(t.Context(), newObject(invented(",", true, 4<<20)), table.Options{Memory: 1 << 20}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f2.Close()
	if err := f2.Read(t.Context(), pipeline.Part{Rows: int(f2.Rows())}, allColumns(f2), &b); !errors.Is(err, table.ErrUnsupported) {
		t.Errorf("read with %v", err)
	}
}
