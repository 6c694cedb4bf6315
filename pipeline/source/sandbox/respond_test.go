//go:build linux

package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// added are the cells of a run of rows: the row's number and, in the second
// column, a mark on every third row.
func added(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
	b := &pipeline.Batch{Rows: cut.Rows, Columns: make([]pipeline.Column, 2)}
	for i := range b.Columns {
		c := &b.Columns[i]
		c.Offsets = []int32{0}
		for row := range cut.Rows {
			if at := cut.FirstRow + int64(row); i == 0 || at%3 == 0 {
				c.Index = append(c.Index, int32(len(c.Offsets)-1))
				c.Bytes = fmt.Appendf(c.Bytes, "dòng %d", at)
				c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
			} else {
				c.Index = append(c.Index, -1)
			}
		}
	}
	return b, nil
}

var addition = []table.Addition{{Names: []string{"kết quả"}, Marked: []int{0}}}

func TestRespond(t *testing.T) {
	f, err := openHook(t, "respond fine", short)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got, want bytes.Buffer
	for range 2 {
		got.Reset()
		if err := f.Respond(ctx, &got, table.Answer{Tables: addition, Cells: added}); err != nil {
			t.Fatal(err)
		}
	}
	for row := range hookRows {
		mark := ""
		if row%3 == 0 {
			mark = fmt.Sprintf("dòng %d", row)
		}
		fmt.Fprintf(&want, "dòng %d;%s;\n", row, mark)
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("%d bytes came back, want %d", got.Len(), want.Len())
	}
}

// what the decoder does => the error of Respond
const badResponses = `
respond crash => gửi/a.csv: sheet "Tờ 1", row 0: the decoder crashed: damaged
respond loop  => gửi/a.csv: sheet "Tờ 1", row 0: the decoder took too long: * of processor time, * are allowed: damaged
respond skip  => gửi/a.csv: sheet "Tờ 1", row 0: the decoder failed: it asked for cells out of order: damaged
respond late  => gửi/a.csv: sheet "Tờ 1", row 250: the decoder failed: it asked for cells out of order: damaged
`

func TestBadResponses(t *testing.T) {
	for line := range strings.Lines(strings.TrimSpace(badResponses)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), "=>")
		f, err := openHook(t, strings.TrimSpace(name), short)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Respond(ctx, io.Discard, table.Answer{Tables: addition, Cells: added})
		if got := formatError(t, err).Error(); !like(got, strings.TrimSpace(want)) {
			t.Errorf("%s: got %s\nwant %s", name, got, want)
		}
		f.Close()
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// What goes wrong in the parent stays what it is, and the file can be read on.
func TestRespondFailsInTheParent(t *testing.T) {
	f, err := openHook(t, "respond fine", short)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	full := errors.New("the disk is full")
	cells := func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return nil, full }
	if err := f.Respond(ctx, io.Discard, table.Answer{Tables: addition, Cells: cells}); err != full {
		t.Errorf("cells that fail: %v", err)
	}
	if err := f.Respond(ctx, failing{full}, table.Answer{Tables: addition, Cells: added}); err != full {
		t.Errorf("a writer that fails: %v", err)
	}
	some, cancel := context.WithCancel(ctx)
	stop := func(ctx context.Context, i int, cut table.Cut) (*pipeline.Batch, error) {
		cancel()
		return added(ctx, i, cut)
	}
	if err := f.Respond(some, io.Discard, table.Answer{Tables: addition, Cells: stop}); !is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if rows, err := all(f, 250); rows != hookRows || err != nil {
		t.Errorf("and then %d rows, %v", rows, err)
	}
}
