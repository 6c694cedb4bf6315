package store

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
)

// Sizes of reading. One GET of a run moves what a round trip of some
// milliseconds costs several times over; four at once fill two cores. What an
// object keeps is bounded by cacheBlocks; a walk, which is reads in a row from front to back,
// lets go of what lies behind it, so it holds about maxAhead blocks.
const (
	runBlocks    = 4  // blocks of one GET of reading ahead, or of a large read
	maxAhead     = 16 // blocks read ahead of one walk
	cacheBlocks  = 64 // blocks of an object in memory
	parallelGets = 4  // of one object, reading ahead; of one large read
)

// reader is an open object of an S3 store. Small reads are served from blocks,
// large ones go straight into the caller's memory.
type reader struct {
	s      *S3
	ctx    context.Context
	cancel context.CancelFunc
	h      answer
	sums   *Blocks // verifies every block when not nil

	mu     sync.Mutex
	closed bool
	blocks map[int64]*block
	walks  [8]walk
	tick   uint64 // counts reads, to tell what was used last
	ahead  int    // GETs of reading ahead under way
}

// block is one block in memory or on its way there.
type block struct {
	data  *[blockSize]byte
	size  int
	ready chan struct{} // closed when data or err stands
	err   error         // written before ready is closed
	refs  int           // reads that wait for it or copy from it
	used  uint64
	spent bool // a walk has passed it
}

func newReader(ctx context.Context, s *S3, h answer) *reader {
	ctx, cancel := context.WithCancel(ctx)
	return &reader{s: s, ctx: ctx, cancel: cancel, h: h, blocks: map[int64]*block{}}
}

// Size implements Object.
func (r *reader) Size() int64 { return r.h.info.Size }

// Info implements Object.
func (r *reader) Info() Info { return r.h.info }

// kept is our checksum that lies beside the object.
func (r *reader) kept() (Checksum, bool) {
	if r.h.kept == nil {
		return Checksum{}, false
	}
	return r.h.kept.sum, true
}

func (r *reader) pin() pin {
	return pin{etag: r.h.info.Version, version: r.h.info.Pin, size: r.h.info.Size}
}

// Close stops what is under way. Reads that still wait fail.
func (r *reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancel()
	r.closed = true
	for i, b := range r.blocks {
		r.drop(i, b)
	}
	return nil
}

// seed keeps the first block, which came with the description.
func (r *reader) seed(data []byte) {
	if len(data) == 0 {
		return
	}
	b := r.add(0)
	copy(b.data[:], data)
	close(b.ready)
}

// ReadAt implements io.ReaderAt.
func (r *reader) ReadAt(p []byte, off int64) (int, error) {
	switch {
	case off < 0:
		return 0, errors.New("store: read before the start of an object")
	case off >= r.Size():
		return 0, io.EOF
	}
	want := p[:min(int64(len(p)), r.Size()-off)]
	if len(want) > 0 {
		if err := r.fill(want, off); err != nil {
			return 0, err
		}
	}
	if len(want) < len(p) {
		return len(want), io.EOF
	}
	return len(p), nil
}

// piece is what one block gives to a read.
type piece struct {
	i    int64
	b    *block
	from int    // in the block
	dst  []byte // of the caller
}

// straight is a run of whole blocks that go into the caller's memory.
type straight struct {
	block int64
	dst   []byte
}

func (r *reader) fill(p []byte, off int64) error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return os.ErrClosed
	}
	pieces, missing, runs := r.plan(p, off)
	passed := r.follow(off, off+int64(len(p)))
	r.mu.Unlock()

	err := r.fetch(missing, runs)
	for _, x := range pieces {
		<-x.b.ready
		if x.b.err == nil {
			copy(x.dst, x.b.data[x.from:])
		} else if err == nil {
			err = x.b.err
		}
	}
	r.release(pieces, passed)
	if err != nil && r.ctx.Err() != nil {
		err = r.stopped()
	}
	return err
}

// stopped says why reads no longer work.
func (r *reader) stopped() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return os.ErrClosed
	}
	return r.ctx.Err()
}

// plan cuts a read into pieces of blocks and runs of whole blocks that are not
// in memory. Blocks of pieces are held until release.
func (r *reader) plan(p []byte, off int64) (pieces []piece, missing []piece, runs []straight) {
	for len(p) > 0 {
		i := off / blockSize
		from := off - i*blockSize
		size := r.sizeOf(i)
		dst := p[:min(int64(len(p)), size-from)]
		b := r.blocks[i]
		switch {
		case b == nil && int64(len(dst)) == size:
			runs = addRun(runs, i, p, dst)
		default:
			if b == nil {
				b = r.add(i)
				missing = append(missing, piece{i: i, b: b})
			}
			r.tick++
			b.refs, b.used = b.refs+1, r.tick
			pieces = append(pieces, piece{i, b, int(from), dst})
		}
		p, off = p[len(dst):], off+int64(len(dst))
	}
	return pieces, missing, runs
}

// addRun makes the last run longer by a block, or begins one. p begins with dst.
func addRun(runs []straight, i int64, p, dst []byte) []straight {
	if k := len(runs) - 1; k >= 0 {
		last := &runs[k]
		if n := len(last.dst); n < runBlocks*blockSize && last.block*blockSize+int64(n) == i*blockSize {
			last.dst = last.dst[:n+len(dst)]
			return runs
		}
	}
	return append(runs, straight{i, p[:len(dst)]})
}

// fetch gets what a read lacks, the last part of it on this goroutine.
func (r *reader) fetch(missing []piece, runs []straight) error {
	jobs := make([]func() error, 0, len(missing)+len(runs))
	for _, x := range missing {
		jobs = append(jobs, func() error { r.load(x.i, []*block{x.b}); return nil })
	}
	for _, run := range runs {
		jobs = append(jobs, func() error { return r.straightIn(run) })
	}
	return parallel(jobs, parallelGets)
}

// parallel does jobs, at most n at a time, and returns the first error of
// them in their order.
func parallel(jobs []func() error, n int) error {
	if len(jobs) == 1 {
		return jobs[0]()
	}
	errs := make([]error, len(jobs))
	var wg sync.WaitGroup
	slots := make(chan struct{}, n)
	for i, job := range jobs {
		slots <- struct{}{}
		wg.Go(func() {
			errs[i] = job()
			<-slots
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// straightIn fetches a run of whole blocks into the caller's memory.
func (r *reader) straightIn(run straight) error {
	from := run.block * blockSize
	err := r.s.getRange(r.ctx, r.h.info.Key, r.pin(), from, [][]byte{run.dst}, func(int) {})
	for i := run.block; err == nil && len(run.dst) > 0; i++ {
		n := min(len(run.dst), blockSize)
		err = r.hold(i, run.dst[:n])
		run.dst = run.dst[n:]
	}
	return err
}

// hold verifies a block, which is fetched once more when it does not hold.
func (r *reader) hold(i int64, data []byte) error {
	if r.sums.check(i, data) == nil {
		return nil
	}
	if err := r.s.getRange(r.ctx, r.h.info.Key, r.pin(), i*blockSize, [][]byte{data}, func(int) {}); err != nil {
		return err
	}
	return r.sums.check(i, data)
}
