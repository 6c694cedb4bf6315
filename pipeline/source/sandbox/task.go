package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"unsafe"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// task is a call that runs in a child. What it writes goes through the two
// halves of its lane.
type task struct {
	server *server
	lane   uint16
	gen    uint16
	ctx    context.Context
	cancel context.CancelFunc

	taken    chan uint8 // halves that the parent has emptied
	answered chan frame // kindCells

	half uint8
	full [2]bool // halves that the parent has not emptied yet
	fill int     // bytes in the present half

	laid  []uint64 // of the cells
	added pipeline.Batch
}

func newTask(s *server, f frame) *task {
	t := &task{server: s, lane: f.lane, gen: f.gen, taken: make(chan uint8, 2), answered: make(chan frame, 1)}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	return t
}

// hear takes what the parent says of this call. Nothing here can block: the
// parent never says more than was asked for.
func (t *task) hear(f frame) {
	switch f.kind {
	case kindTaken:
		t.taken <- f.half
	case kindCells:
		t.answered <- f
	case kindCancel:
		t.cancel()
	}
}

// run does the call and says how it ended.
func (t *task) run(body []byte) {
	defer t.cancel()
	err := t.guarded(body)
	if err == nil {
		err = t.flush()
	}
	_ = t.server.conn.send(frame{kind: kindDone, lane: t.lane, gen: t.gen, body: outcomeOf(err).encode()})
}

// guarded does the call. The value of a panic may quote the file, so only its
// type is told.
func (t *task) guarded(body []byte) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = table.Damage("", "the decoder gave up (%T)", v)
		}
	}()
	var r request
	if err := json.Unmarshal(body, &r); err != nil {
		return err
	}
	return t.server.do(t.ctx, t, &r)
}

// Write implements io.Writer.
func (t *task) Write(p []byte) (int, error) {
	n := len(p)
	g := t.server.setup.Geometry
	for len(p) > 0 {
		for t.full[t.half] {
			select {
			case half := <-t.taken:
				t.full[half] = false
			case <-t.ctx.Done():
				return 0, t.ctx.Err()
			}
		}
		copied := copy(g.half(t.server.mem, t.lane, t.half)[t.fill:], p)
		p = p[copied:]
		if t.fill += copied; t.fill == g.Half {
			if err := t.flush(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

// flush hands the present half over.
func (t *task) flush() error {
	if t.fill == 0 {
		return nil
	}
	f := frame{kind: kindPiece, lane: t.lane, gen: t.gen, half: t.half, arg: int64(t.fill)}
	t.full[t.half], t.half, t.fill = true, t.half^1, 0
	return t.server.conn.send(f)
}

// cells asks the parent for the added cells of a run of rows.
func (t *task) cells(ctx context.Context, tab int, cut table.Cut) (*pipeline.Batch, error) {
	ask := frame{kind: kindAsk, lane: t.lane, gen: t.gen, n: uint32(tab), arg: cut.FirstRow, body: rowsBody(cut.Rows)}
	if err := t.server.conn.send(ask); err != nil {
		return nil, err
	}
	var f frame
	select {
	case f = <-t.answered:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-t.ctx.Done():
		return nil, t.ctx.Err()
	}
	if t.laid = sized(t.laid, uint64(f.arg+7)/8); len(t.laid) == 0 {
		return nil, fmt.Errorf("the parent sent no cells")
	}
	mem := unsafe.Slice((*byte)(unsafe.Pointer(&t.laid[0])), f.arg)
	if _, err := t.server.fetch(mem, 0, frame{kind: kindWant, half: 1, gen: t.lane}); err != nil {
		return nil, err
	}
	return &t.added, t.added.Attach(mem)
}
