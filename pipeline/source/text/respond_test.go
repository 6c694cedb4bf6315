package text

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

var answers = [][2]string{{"Đã xác minh", ""}, {`a "b"`, "Số 1, P 2"}, {"=1+1", "＠x"}, {"", "+84"}}

func TestResponses(t *testing.T) {
	names := map[string]bool{"tcvn3_abc": true, "vni_win": true, "cp1258": true}
	checkCases(t, "testdata/responses.txt", func(t *testing.T, in string) string {
		f := mustOpen(t, in)
		encoding := t.Name()[strings.LastIndex(t.Name(), "/")+1:]
		if !names[encoding] {
			encoding = ""
		}
		out, err := respondWith(f, []string{"KẾT QUẢ", "Gợi ý"}, encoding, func(row int64, j int) string { return answers[row%4][j] })
		if err != nil {
			t.Fatal(err)
		}
		return escape(out)
	})
}

// What a spreadsheet program would run gets an apostrophe before it.
func TestFormulasAreEscaped(t *testing.T) {
	a := added{grammar: grammar{sep: ',', quotes: true}}
	for _, c := range []struct{ value, want string }{
		{"=1", ",'=1"},
		{"+1", ",'+1"},
		{"-1", ",'-1"},
		{"@x", ",'@x"},
		{"\tx", ",'\tx"},
		{"\rx", ",\"'\rx\""},
		{"＝1", ",'＝1"},
		{"＋1", ",'＋1"},
		{"－1", ",'－1"},
		{"＠x", ",'＠x"},
		{"1-1", ",1-1"},
		{"'=1", ",'=1"},
		{"", ","},
		{"\xff", ",\uFFFD"},
	} {
		if got := string(a.append(nil, []byte(c.value))); got != c.want {
			t.Errorf("%q is written %q, want %q", c.value, got, c.want)
		}
	}
}

// A table that gets nothing is given back byte for byte.
func TestResponseWithoutAdditions(t *testing.T) {
	for _, carrier := range carriers {
		in := carrier.wrap(t, "HO_TEN,SO_CCCD\n\"Lan,079\n")
		f := mustOpen(t, in)
		for _, tables := range [][]table.Addition{nil, {{}}} {
			var out bytes.Buffer
			if err := f.Respond(t.Context(), &out, table.Answer{Tables: tables}); err != nil || out.String() != in {
				t.Errorf("%s: %q of %q, %v", carrier.name, out.String(), in, err)
			}
		}
	}
}

// The container of the response is that of the file, and the same each time.
func TestResponseIsPackedAlike(t *testing.T) {
	text := invented(",", true, 600<<10)
	for _, p := range []packing{gzipped, zstandard} {
		f := mustOpen(t, packed(t, p, text))
		added := func(row int64, j int) string { return answers[row%4][j] }
		once, err := respondWith(f, []string{"x", "y"}, "", added)
		if err != nil {
			t.Fatal(err)
		}
		twice, _ := respondWith(f, []string{"x", "y"}, "", added)
		if once != twice || packingOf([]byte(once)) != p {
			t.Errorf("%s: responses of %d and %d bytes, packed as %s", p, len(once), len(twice), packingOf([]byte(once)))
		}
		again := mustOpen(t, once)
		if again.Rows() != f.Rows() || len(again.Columns()) != len(f.Columns())+2 {
			t.Errorf("%s: %d rows of %d columns", p, again.Rows(), len(again.Columns()))
		}
	}
}

// Cells are asked for each cut once, in order; what they or the taker say is
// told as it is.
func TestResponseErrors(t *testing.T) {
	f := mustOpen(t, invented(",", true, 600<<10))
	broken := errors.New("broken")
	cells := func(err error) func(context.Context, int, table.Cut) (*pipeline.Batch, error) {
		return func(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
			b := &pipeline.Batch{Rows: cut.Rows, Columns: []pipeline.Column{{Index: make([]int32, cut.Rows), Offsets: []int32{0, 1}, Bytes: []byte("x")}}}
			return b, err
		}
	}
	ask := []table.Addition{{Names: []string{"x"}}}
	if err := f.Respond(t.Context(), &bytes.Buffer{}, table.Answer{Tables: ask, Cells: cells(broken)}); err != broken {
		t.Errorf("cells that fail: %v", err)
	}
	if err := f.Respond(t.Context(), fullDisk{broken}, table.Answer{Tables: ask, Cells: cells(nil)}); err != broken {
		t.Errorf("a taker that fails: %v", err)
	}
	if err := f.Respond(t.Context(), fullDisk{broken}, table.Answer{}); err != broken {
		t.Errorf("a taker of the copy that fails: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Respond(ctx, &bytes.Buffer{}, table.Answer{Tables: ask, Cells: cells(nil)}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	short := func(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
		return &pipeline.Batch{Rows: cut.Rows - 1}, nil
	}
	var format *table.FormatError
	if err := f.Respond(t.Context(), &bytes.Buffer{}, table.Answer{Tables: ask, Cells: short}); err == nil || errors.As(err, &format) {
		t.Errorf("too few cells: %v", err)
	}
}

type fullDisk struct{ err error }

func (d fullDisk) Write([]byte) (int, error) { return 0, d.err }
