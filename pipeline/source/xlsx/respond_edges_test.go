package xlsx_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// TestAddedTextIsHarmless: what a program might take for a formula, or cannot
// hold, is made a text that it holds.
func TestAddedTextIsHarmless(t *testing.T) {
	cases := []struct{ in, want string }{
		{"=1+1", "'=1+1"},
		{"+84", "'+84"},
		{"-1", "'-1"},
		{"@x", "'@x"},
		{"＝1", "'＝1"},
		{"\tx", "'\tx"},
		{"a<b>&\"c\"'", "a<b>&\"c\"'"},
		{" x ", " x "},
		{"a\nb", "a\nb"},
		{"a\rb", "a\rb"},
		{"a\x00b", "a\x00b"},
		{"_x000D_", "_x000D_"},
		{strings.Repeat("ạ", 40_000), strings.Repeat("ạ", 32_767)},
		{strings.Repeat("😀", 20_000), strings.Repeat("😀", 16_383)},
	}
	f := open(t, zipOf(t, parts([]string{sheetOf(header(1) + `<row r="2">` + num("1") + `</row>`)})...))
	for _, c := range cases {
		var out bytes.Buffer
		must(t, f.Respond(ctx, &out, table.Answer{Tables: []table.Addition{{Names: []string{"x"}}}, Cells: func(context.Context, int, table.Cut) (*pipeline.Batch, error) {
			return &pipeline.Batch{Rows: 1, Columns: []pipeline.Column{{Index: []int32{0}, Offsets: []int32{0, int32(len(c.in))}, Bytes: []byte(c.in)}}}, nil
		}}))
		wellFormed(t, out.Bytes())
		tab := open(t, out.Bytes()).Tables()[0]
		if got := readAll(t, tab, 1)[0][4]; got != c.want {
			t.Errorf("%.30q came back as %.30q, want %.30q", c.in, got, c.want)
		}
	}
}

func TestRespondGivesUp(t *testing.T) {
	f := open(t, invented(t, 100))
	broken := errors.New("broken")
	answerWith := func(b *pipeline.Batch, err error) table.Answer {
		return table.Answer{Tables: []table.Addition{{Names: []string{"x"}}}, Cells: func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return b, err }}
	}
	if err := f.Respond(ctx, io.Discard, answerWith(nil, broken)); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of Cells", err)
	}
	if err := f.Respond(ctx, io.Discard, answerWith(&pipeline.Batch{Rows: 3}, nil)); err == nil {
		t.Error("cells of another shape were taken")
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if err := f.Respond(done, io.Discard, table.Answer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if err := f.Respond(ctx, failing{}, table.Answer{}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the error of the writer", err)
	}
}

var errFull = errors.New("full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }
