package store

import (
	"context"
	"sync"
)

// scanPool lends the buffers of scan.
var scanPool = sync.Pool{New: func() any { return new([scanPiece]byte) }}

// fetched is one piece of a scan on its way.
type fetched struct {
	buf  *[scanPiece]byte
	data []byte
	done chan error
}

// scan hands the object on from front to back while the next pieces are being
// fetched.
func (r *reader) scan(ctx context.Context, each func(data []byte) error) error {
	if b := r.wholeHere(); b != nil {
		defer r.release([]piece{{i: 0, b: b}}, false)
		return each(b.data[:b.size])
	}
	ctx, cancel := context.WithCancel(ctx)
	queue := make(chan *fetched, parallelGets-1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		defer close(queue)
		for at := int64(0); at < r.Size(); at += scanPiece {
			f := &fetched{buf: scanPool.Get().(*[scanPiece]byte), done: make(chan error, 1)}
			f.data = f.buf[:min(scanPiece, r.Size()-at)]
			select {
			case queue <- f:
			case <-ctx.Done():
				return
			}
			wg.Go(func() { f.done <- r.piece(ctx, at, f.data) })
		}
	})
	for f := range queue {
		if err := <-f.done; err != nil {
			return err
		}
		if err := each(f.data); err != nil {
			return err
		}
		scanPool.Put(f.buf)
	}
	return ctx.Err()
}

func (r *reader) piece(ctx context.Context, at int64, data []byte) error {
	err := r.s.getRange(ctx, r.h.info.Key, r.pin(), at, [][]byte{data}, func(int) {})
	for n := 0; err == nil && n < len(data); n += blockSize {
		err = r.hold((at+int64(n))/blockSize, data[n:min(n+blockSize, len(data))])
	}
	return err
}

// wholeHere is the object when all of it came with its description; it is
// held until release.
func (r *reader) wholeHere() *block {
	r.mu.Lock()
	defer r.mu.Unlock()
	if b := r.blocks[0]; b != nil && done(b) && b.err == nil && int64(b.size) == r.Size() && r.sums == nil {
		b.refs++
		return b
	}
	return nil
}
