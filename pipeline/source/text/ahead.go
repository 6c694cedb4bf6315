package text

import (
	"io"
	"sync"
)

// Blocks that are read ahead: how long, and how many are on their way.
const (
	aheadBytes  = 256 << 10
	aheadBlocks = 8
)

// ahead reads a source in a goroutine of its own, so that unpacking goes on
// while rows are taken apart. Close ends the goroutine.
type ahead struct {
	full  chan block
	empty chan []byte
	stop  chan struct{}
	done  sync.WaitGroup
	once  sync.Once
	cur   block
	rest  []byte
}

type block struct {
	buf []byte // as it came from empty, or nil
	n   int
	err error
}

func newAhead(src io.Reader) *ahead {
	a := &ahead{full: make(chan block, aheadBlocks), empty: make(chan []byte, aheadBlocks), stop: make(chan struct{})}
	for range aheadBlocks {
		a.empty <- nil // made when it is first needed
	}
	a.done.Add(1)
	go a.run(src)
	return a
}

func (a *ahead) run(src io.Reader) {
	defer a.done.Done()
	for {
		var buf []byte
		select {
		case <-a.stop:
			return
		case buf = <-a.empty:
		}
		if buf == nil {
			buf = make([]byte, aheadBytes)
		}
		b := block{buf: buf}
		for b.n < len(buf) && b.err == nil {
			var n int
			n, b.err = src.Read(buf[b.n:])
			b.n += n
			if b.err == nil && len(buf)-b.n < 4 { // a narrower needs room for four
				break
			}
		}
		a.full <- b // has room: there are no more blocks than it holds
		if b.err != nil {
			return
		}
	}
}

// Read implements io.Reader.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.cur.err != nil {
			return 0, a.cur.err
		}
		if a.cur.buf != nil {
			a.empty <- a.cur.buf
		}
		a.cur = <-a.full
		a.rest = a.cur.buf[:a.cur.n]
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// Close stops reading ahead and waits until nobody reads the source any more.
// It may be called again, but not while another goroutine reads.
func (a *ahead) Close() {
	a.once.Do(func() {
		close(a.stop)
		a.done.Wait()
	})
}
