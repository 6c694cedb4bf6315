package sandbox

import (
	"context"
	"encoding/binary"
	"errors"
	"io"

	"lamsach/internal/store"
)

// maxToldErrors is how many errors of the store a child is told; more of them are
// the last one.
const maxToldErrors = 64

// want serves a range that the child asked for. A room is the child's own to
// divide: if it asks twice for one, what comes is its own confusion; but it
// cannot make more goroutines than there are rooms.
func (c *child) want(f frame) error {
	if int(f.lane) >= c.shape.Rooms || f.n == 0 || int64(f.n) > int64(c.shape.Room) || f.arg < 0 || f.half > 1 {
		return errFrame
	}
	if f.half == 1 && int(f.gen) >= len(c.lanes) || f.half == 0 && f.arg > c.object.Size()-int64(f.n) {
		return errFrame
	}
	if int(c.pending.Add(1)) > c.shape.Rooms {
		c.pending.Add(-1)
		return errFrame
	}
	c.serving.Go(func() {
		answer := frame{kind: kindBytes, lane: f.lane}
		room := c.shape.room(c.mem, f.lane)[:f.n]
		var n int
		var err error
		if f.half == 1 {
			n = c.lanes[f.gen].copyCells(room, f.arg)
		} else {
			n, err = c.object.ReadAt(room, f.arg)
		}
		if answer.arg = int64(n); n < len(room) && err != nil && !errors.Is(err, io.EOF) {
			answer.n = c.tell(c.readError(err))
		}
		c.pending.Add(-1)
		_ = c.conn.send(answer) // if it is gone, nobody waits
	})
	return nil
}

// copyCells copies cells that a caller has laid.
func (l *lane) copyCells(p []byte, off int64) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if off >= int64(len(l.laid)) {
		return 0
	}
	return copy(p, l.laid[off:])
}

// tell keeps an error of the parent and gives it a number for the child.
func (c *child) tell(err error) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.told) == maxToldErrors {
		c.told = c.told[:maxToldErrors-1]
	}
	c.told = append(c.told, err)
	return uint32(len(c.told))
}

// toldError finds an error by its number.
func (c *child) toldError(number int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number < 1 || number > int64(len(c.told)) {
		return nil
	}
	return c.told[number-1]
}

// readError gives an error of an object its type; one that has it stays itself.
func (c *child) readError(err error) error {
	u := new(store.Unavailable)
	if errors.As(err, &u) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &store.Unavailable{Op: "read", Key: c.key, Err: err}
}

func rowsOf(f frame) int { return int(binary.LittleEndian.Uint32(f.body)) }
