package sandbox

import (
	"bufio"
	"encoding/binary"
	"io"
	"sync"
)

// kind says what a frame means.
type kind uint8

// Frames to the child.
const (
	kindSetup  kind = 1 + iota // body: setup
	kindCall                   // on lane, gen: body is a call
	kindTaken                  // the piece in half of lane has been taken
	kindBytes                  // arg bytes lie in room lane; n is the number of an error; half is 1 at the end of the object
	kindCells                  // cells of arg bytes can be fetched
	kindCancel                 // nobody waits for the call on lane any more
)

// Frames from the child.
const (
	kindReady kind = 64 + iota // arg: the rights it has given up
	kindPiece                  // arg bytes lie in half of lane
	kindDone                   // the call on lane has ended; body: outcome
	kindWant                   // n bytes at arg, of the object (half 0) or of the cells of lane gen (half 1), into room lane
	kindAsk                    // the cells of table n for the rows from arg on; body: how many
)

// frame is one message of the control channel: a fixed head and a short body.
//
//	0   4  length of the body
//	4   1  kind
//	5   1  half
//	6   2  lane
//	8   8  arg
//	16  4  n
//	20  2  gen: which call of its lane
//	22  2  0
type frame struct {
	kind kind
	half uint8
	lane uint16
	gen  uint16
	n    uint32
	arg  int64
	body []byte
}

const (
	frameHead = 24
	// maxBody is how long a body may be. Whatever is longer, as the list of
	// columns or a batch, goes through shared memory.
	maxBody = 1 << 16
	// maxTold is the same for what the parent says: it is trusted, and a list
	// of columns to read may be long.
	maxTold = 1 << 26
)

// conn is one end of the control channel.
type conn struct {
	r    *bufio.Reader
	most uint32 // bytes of a body

	mu  sync.Mutex
	w   io.Writer
	out []byte
}

func newConn(r io.Reader, w io.Writer, most uint32) *conn {
	return &conn{r: bufio.NewReader(r), w: w, most: most}
}

// send writes a frame whole. It is safe for concurrent use.
func (c *conn) send(f frame) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = appendFrame(c.out[:0], f)
	_, err := c.w.Write(c.out)
	return err
}

func appendFrame(dst []byte, f frame) []byte {
	le := binary.LittleEndian
	dst = le.AppendUint32(dst, uint32(len(f.body)))
	dst = append(dst, byte(f.kind), f.half)
	dst = le.AppendUint16(dst, f.lane)
	dst = le.AppendUint64(dst, uint64(f.arg))
	dst = le.AppendUint32(dst, f.n)
	dst = le.AppendUint16(dst, f.gen)
	dst = append(dst, 0, 0)
	return append(dst, f.body...)
}

// receive reads the next frame.
func (c *conn) receive() (frame, error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(c.r, head[:]); err != nil {
		return frame{}, err
	}
	le := binary.LittleEndian
	length := le.Uint32(head[:])
	if length > c.most {
		return frame{}, errFrame
	}
	f := frame{
		kind: kind(head[4]), half: head[5], lane: le.Uint16(head[6:]),
		arg: int64(le.Uint64(head[8:])), n: le.Uint32(head[16:]), gen: le.Uint16(head[20:]),
	}
	if length > 0 {
		f.body = make([]byte, length)
		if _, err := io.ReadFull(c.r, f.body); err != nil {
			return frame{}, err
		}
	}
	return f, nil
}
