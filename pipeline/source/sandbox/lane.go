package sandbox

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"lamsach/pipeline/source/table"
)

// framesAhead is how many frames of a lane can be there before the caller has
// heard the first: two pieces, a question and the end.
const framesAhead = 4

// lane is where one call at a time runs.
type lane struct {
	child  *child
	number uint16
	frames chan frame

	mu    sync.Mutex // guards what the watch and the ranges look at
	busy  bool
	gen   uint16
	watch watch
	place table.FormatError // where the call stands, for people
	laid  []byte            // cells that the child may fetch
	ours  bool              // the child waits for the parent
}

// hear takes a frame of the child for the call that runs.
func (l *lane) hear(f frame) error {
	l.mu.Lock()
	ok := l.busy && l.gen == f.gen
	l.mu.Unlock()
	switch f.kind {
	case kindPiece:
		ok = ok && f.half < 2 && f.arg > 0 && f.arg <= int64(l.child.shape.Half)
	case kindAsk:
		ok = ok && len(f.body) == 4 && f.arg >= 0
	case kindDone:
	default:
		ok = false
	}
	if !ok {
		return errFrame
	}
	select {
	case l.frames <- f:
		return nil
	default:
		return errFrame
	}
}

// wait says whether the child waits for the parent from now on.
func (l *lane) wait(ours bool) {
	l.mu.Lock()
	l.ours = ours
	l.mu.Unlock()
}

// call is one call of a caller. It belongs to one goroutine.
type call struct {
	*lane
	ctx     context.Context
	piece   []byte // what has not been read of the present half
	half    uint8
	limit   int64    // bytes that may still come
	outcome *outcome // when the call has ended
}

// begin starts a call, if need be after another one has ended.
func (c *child) begin(ctx context.Context, r request, cost time.Duration, place table.FormatError, limit int64) (*call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	number, ok := c.free.take(ctx, c.dead)
	if !ok {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, c.fate
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		c.free.give(number)
		return nil, errClosed
	}
	c.calls.Add(1)
	c.mu.Unlock()
	l := c.lanes[number]
	for len(l.frames) > 0 { // of a child that spoke after its end
		<-l.frames
	}
	l.mu.Lock()
	l.busy, l.place = true, place
	l.gen++
	gen := l.gen
	l.watch.start(l, cost)
	l.mu.Unlock()
	c.crowd()
	if err := c.conn.send(frame{kind: kindCall, lane: number, gen: gen, body: told(r)}); err != nil {
		c.process.Kill() // it does not listen any more
	}
	return &call{lane: l, ctx: ctx, limit: limit}, nil
}

// crowd tells each call how many run beside it: they share the processor time
// of the child.
func (c *child) crowd() {
	n := 0
	for _, l := range c.lanes {
		l.mu.Lock()
		if l.busy {
			n++
		}
		l.mu.Unlock()
	}
	for _, l := range c.lanes {
		l.mu.Lock()
		l.watch.crowd = max(l.watch.crowd, n)
		l.mu.Unlock()
	}
}

// next waits for what the child says next.
func (c *call) next() (frame, error) {
	select {
	case f := <-c.frames:
		return f, nil
	case <-c.ctx.Done():
		return frame{}, c.ctx.Err()
	case <-c.child.dead:
		return frame{}, c.child.fate
	}
}

// Read implements io.Reader over the pieces that the child hands over, copying
// them out of shared memory.
func (c *call) Read(p []byte) (int, error) {
	for len(c.piece) == 0 {
		if c.outcome != nil {
			return 0, io.EOF
		}
		f, err := c.next()
		if err != nil {
			return 0, err
		}
		if err := c.take(f); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.piece)
	if c.piece = c.piece[n:]; len(c.piece) == 0 {
		_ = c.child.conn.send(frame{kind: kindTaken, lane: c.number, gen: c.gen, half: c.half}) // if it is gone, next says so
	}
	return n, nil
}

// take looks at a frame of a call that asks nothing.
func (c *call) take(f frame) error {
	switch f.kind {
	case kindPiece:
		if c.limit -= f.arg; c.limit < 0 {
			return errTooMuch
		}
		c.half = f.half
		c.piece = c.child.shape.half(c.child.mem, c.number, f.half)[:f.arg]
		return nil
	case kindDone:
		o, ok := decodeOutcome(f.body)
		if !ok {
			return errBody
		}
		c.outcome = &o
		return nil
	}
	return errBody
}

// end ends a call, which has come so far with an error or without, and says
// how. Whoever began a call must end it.
func (c *call) end(err error) error {
	defer c.child.calls.Done()
	for err == nil && c.outcome == nil {
		var f frame
		if f, err = c.next(); err == nil {
			if err = c.take(f); err == nil && f.kind == kindPiece {
				err = errTooMuch
			}
		}
	}
	if c.outcome == nil {
		_ = c.child.conn.send(frame{kind: kindCancel, lane: c.number, gen: c.gen})
		go c.drain()
		return c.caught(err)
	}
	c.release()
	if o := c.outcome.err(c.ctx, c.child.key, c.child.toldError); o != nil {
		return o
	}
	if len(c.piece) > 0 && err == nil {
		err = errTooMuch
	}
	return c.caught(err)
}

// caught ends a child that was caught lying: then what it says is worth
// nothing. Other errors stay what they are.
func (c *call) caught(err error) error {
	lie := new(lieError)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		lie = errTooLittle
	case !errors.As(err, &lie):
		return err
	}
	c.mu.Lock()
	why := c.at("%w", lie)
	c.mu.Unlock()
	c.child.kill(why)
	<-c.child.dead
	return c.child.fate
}

// drain waits for the end of a call that nobody waits for, so that its lane
// can be used again.
func (l *lane) drain() {
	for {
		select {
		case f := <-l.frames:
			if f.kind == kindDone {
				l.release()
				return
			}
		case <-l.child.dead:
			l.release()
			return
		}
	}
}

// release makes the lane free.
func (l *lane) release() {
	l.mu.Lock()
	l.busy, l.ours, l.laid = false, false, nil
	l.watch.timer.Stop()
	l.mu.Unlock()
	l.child.free.give(l.number)
}
