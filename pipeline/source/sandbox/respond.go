package sandbox

import (
	"context"
	"io"
	"math"
	"unsafe"

	"lamsach/pipeline/source/table"
)

// A response may be that many times as long as the file and what is added to
// it, and some more: a child that writes without end must not fill the disk.
const (
	responseTimes = 64
	responseMore  = 64 << 20
)

// answering is a call that writes a file again.
type answering struct {
	*call
	file   *file
	w      io.Writer
	answer table.Answer
	left   [][]table.Cut // of each table, cells not asked for yet
	words  []uint64      // memory of the cells
	buf    []byte
}

// Respond implements table.File. The child writes the response into shared
// memory and asks for the added cells, which come back the same way.
func (f *file) Respond(ctx context.Context, w io.Writer, a table.Answer) error {
	var cells int64
	left := make([][]table.Cut, len(f.tables))
	for i, t := range f.tables {
		cells += t.rows * int64(len(t.columns))
		if i < len(a.Tables) && !a.Tables[i].None() {
			cells += t.rows * int64(len(a.Tables[i].Names)+len(a.Tables[i].Marked))
			left[i] = t.cuts
		}
	}
	limit := int64(responseMore)
	if f.size < (math.MaxInt64-limit)/responseTimes {
		limit += responseTimes * f.size
	}
	r := request{Op: opRespond, Tables: a.Tables, Encoding: a.Encoding}
	c, err := f.child.begin(ctx, r, f.child.limits.cost(f.size, cells), nowhere, limit)
	if err != nil {
		return err
	}
	it := &answering{call: c, file: f, w: w, answer: a, left: left, buf: make([]byte, f.child.shape.Half)}
	err = it.run()
	if err == nil && c.outcome.end == endFine {
		err = it.complete()
	}
	return c.end(err)
}

// run goes on until the child says that it has ended.
func (it *answering) run() error {
	for it.outcome == nil {
		f, err := it.next()
		switch {
		case err != nil:
		case f.kind == kindAsk:
			err = it.cells(f)
		default:
			if err = it.take(f); err == nil && f.kind == kindPiece {
				err = it.write()
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// write writes the present piece, from private memory: what reads it twice
// sees the same bytes.
func (it *answering) write() error {
	n, err := it.Read(it.buf)
	if err != nil {
		return err
	}
	it.wait(true)
	defer it.wait(false)
	_, err = it.w.Write(it.buf[:n])
	return err
}

// cells lays the added cells that the child asks for where it can fetch them.
func (it *answering) cells(f frame) error {
	tab := int(f.n)
	if tab >= len(it.left) || len(it.left[tab]) == 0 {
		return errAsked
	}
	cut := it.left[tab][0]
	if cut.FirstRow != f.arg || cut.Rows != rowsOf(f) {
		return errAsked
	}
	it.left[tab] = it.left[tab][1:]
	it.lane.mu.Lock()
	it.ours, it.laid = true, nil
	it.place = it.file.tables[tab].place(cut.FirstRow)
	it.lane.mu.Unlock()
	b, err := it.answer.Cells(it.ctx, tab, cut)
	if err != nil {
		return err
	}
	it.words = sized(it.words, uint64(b.LaidSize()+7)/8)
	laid := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(it.words))), b.LaidSize())
	b.Lay(laid)
	it.limit += responseTimes * int64(len(laid))
	it.lane.mu.Lock()
	it.ours, it.laid = false, laid
	it.lane.mu.Unlock()
	return it.child.send(frame{kind: kindCells, lane: it.number, gen: it.gen, arg: int64(len(laid))})
}

// complete says whether every cell was asked for.
func (it *answering) complete() error {
	for _, left := range it.left {
		if len(left) > 0 {
			return errTooLittle
		}
	}
	return nil
}
