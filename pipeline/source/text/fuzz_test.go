package text

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// seeds are the texts of testdata, in all carriers.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no testdata")
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if in, ok := strings.CutPrefix(line, "< "); ok {
				text, err := unescape(strings.TrimSuffix(in, "\n"))
				if err != nil {
					f.Fatal(err)
				}
				f.Add([]byte(text))
			}
		}
	}
	for _, carrier := range carriers {
		f.Add([]byte(carrier.wrap(f, "HO_TEN,SO_CCCD\nLê Lan,079\n\"Lê, Mai\",001\n")))
	}
}

// Whatever lies there is a table or an error of the file; a table has the rows
// it counts, however it is cut, in sound batches.
func FuzzOpenRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := open(t.Context(), newObject(string(raw)), table.Options{Memory: 64 << 20}, nil)
		if err != nil {
			var format *table.FormatError
			if !errors.As(err, &format) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		defer file.Close()
		_ = file.Format()
		if len(file.Columns()) > 300 {
			return
		}
		var whole [][]string
		for _, part := range []int{1 << 18, 3} {
			rows := [][]string{}
			for _, cut := range file.Cuts(part) {
				var b pipeline.Batch
				if err := file.Read(t.Context(), pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, allColumns(file), &b); err != nil {
					t.Fatal(err)
				}
				mem := make([]byte, b.LaidSize()) // in multiples of 8, so it is aligned
				b.Lay(mem)
				if err := new(pipeline.Batch).Attach(mem); err != nil {
					t.Fatal(err)
				}
				rows = append(rows, batchRows(&b)...)
			}
			if int64(len(rows)) != file.Rows() || whole != nil && !slices.EqualFunc(rows, whole, slices.Equal) {
				t.Fatalf("parts of %d rows give %d rows of %d, or others than the whole", part, len(rows), file.Rows())
			}
			whole = rows
		}
	})
}

// A response read again has the same rows and the added cells.
func FuzzRespond(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := open(t.Context(), newObject(string(raw)), table.Options{Memory: 64 << 20}, nil)
		if err != nil || len(file.Columns()) > 300 {
			return
		}
		defer file.Close()
		added := func(row int64, j int) string { return fmt.Sprintf("%d, \"%d\"", row, j) }
		out, err := respondWith(file, []string{"KẾT QUẢ"}, "tcvn3_abc", added)
		if err != nil {
			t.Fatal(err)
		}
		if w, err := widthOf([]byte(out)[:min(len(out), 64<<10)]); file.packing == bare && (err != nil || w != file.width) {
			return // NULs that were too few to tell anything are now among more text
		}
		same := func(d *dialect) { *d = file.dialect }
		again, err := open(context.Background(), newObject(out), table.Options{Memory: 64 << 20}, same)
		if err != nil {
			t.Fatalf("the response is no file: %v", err)
		}
		defer again.Close()
		if again.first+again.Rows() != file.first+file.Rows() {
			t.Fatalf("%q has %d records, %q has %d", raw, file.first+file.Rows(), out, again.first+again.Rows())
		}
		if again.first != file.first || again.cells != file.cells || again.index.longest > extraColumns {
			return // the names made another header of it, or other bytes another encoding
		}
		at := file.columnsBefore()
		before, after := allRows(t, file, 5), allRows(t, again, 5)
		for row := range before {
			want := slices.Clone(before[row])
			for len(want) < at {
				want = append(want, null)
			}
			cell := added(int64(row), 0)
			if !file.quotes {
				cell = strings.Map(func(r rune) rune {
					if r == rune(file.sep) {
						return ' '
					}
					return r
				}, cell)
			}
			got := after[row]
			if w := sameWidth([][]string{append(want, cell)}); !slices.Equal(sameWidth([][]string{got})[0], w[0]) {
				t.Fatalf("row %d\ngot  %q\nwant %q", row, got, w[0])
			}
		}
	})
}
