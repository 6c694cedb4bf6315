package store

// sizeOf is the length of a block: all have blockSize bytes but the law.
func (r *reader) sizeOf(i int64) int64 { return min(blockSize, r.Size()-i*blockSize) }

// add makes room for a block and puts it on the map, on its way.
func (r *reader) add(i int64) *block {
	if len(r.blocks) >= cacheBlocks {
		r.evict()
	}
	b := &block{data: blockPool.Get().(*[blockSize]byte), size: int(r.sizeOf(i)), ready: make(chan struct{})}
	r.blocks[i] = b
	return b
}

// evict lets go of the block that was used longest ago, if nobody holds it.
func (r *reader) evict() bool {
	var oldest *block
	var at int64
	for i, b := range r.blocks {
		if b.refs == 0 && done(b) && (oldest == nil || b.used < oldest.used) {
			oldest, at = b, i
		}
	}
	if oldest == nil {
		return false
	}
	r.drop(at, oldest)
	return true
}

func done(b *block) bool {
	select {
	case <-b.ready:
		return true
	default:
		return false
	}
}

// drop takes a block off the map; its memory is lent out again unless someone
// still holds it or fills it.
func (r *reader) drop(i int64, b *block) {
	if r.blocks[i] == b {
		delete(r.blocks, i)
	}
	if b.refs == 0 && done(b) && b.data != nil {
		blockPool.Put(b.data)
		b.data = nil
	}
}

// release ends a read. Blocks that a walk has passed are let go.
func (r *reader) release(pieces []piece, passed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range pieces {
		x.b.refs--
		if passed && x.from+len(x.dst) == x.b.size {
			x.b.spent = true
		}
		if x.b.refs == 0 && (x.b.spent || x.b.err != nil || r.closed) {
			r.drop(x.i, x.b)
		}
	}
}

// load fetches consecutive blocks, from block i on, that are on their way.
func (r *reader) load(i int64, blocks []*block) {
	bufs := make([][]byte, len(blocks))
	for k, b := range blocks {
		bufs[k] = b.data[:b.size]
	}
	next := 0
	err := r.s.getRange(r.ctx, r.h.info.Key, r.pin(), i*blockSize, bufs, func(k int) {
		blocks[k].err = r.hold(i+int64(k), bufs[k])
		close(blocks[k].ready)
		next = k + 1
	})
	for k := next; k < len(blocks); k++ {
		blocks[k].err = err
		close(blocks[k].ready)
	}
	r.mu.Lock()
	for k, b := range blocks {
		if b.err != nil || r.closed {
			r.drop(i+int64(k), b) // the next read tries again
		}
	}
	r.mu.Unlock()
}

// walk is one of several reads from front to back that an object may see
// at the same time: parts of one file are read side by side.
type walk struct {
	next   int64 // where the last read of it ended, in bytes
	length int   // reads in a row
	ahead  int64 // block up to which reading ahead has been ordered
	used   uint64
}

// follow recognises a read that goes on where an earlier one ended, and reads
// ahead of it. It says whether the walk is long enough to let go of what it
// has passed.
func (r *reader) follow(off, end int64) bool {
	r.tick++
	oldest := 0
	for k := range r.walks {
		w := &r.walks[k]
		if w.used > 0 && off >= w.next && off-w.next < blockSize {
			w.length++
			w.next, w.used = end, r.tick
			r.readAhead(w)
			return w.length > 2
		}
		if w.used < r.walks[oldest].used {
			oldest = k
		}
	}
	r.walks[oldest] = walk{next: end, ahead: (end + blockSize - 1) / blockSize, used: r.tick}
	return false
}

// readAhead orders the blocks before a walk: the longer it is, the more.
func (r *reader) readAhead(w *walk) {
	here := (w.next + blockSize - 1) / blockSize
	window := int64(min(2<<min(w.length, 8), maxAhead))
	last := (r.Size() + blockSize - 1) / blockSize
	goal := min(here+window, last)
	w.ahead = max(w.ahead, here)
	for w.ahead < goal && r.ahead < parallelGets {
		n := 0
		for i := w.ahead; i < goal && n < runBlocks && r.blocks[i] == nil; i++ {
			n++
		}
		if n == 0 {
			w.ahead++
			continue
		}
		if n < runBlocks && w.ahead+int64(n) < last && w.ahead > here {
			return // wait until a whole run is due
		}
		for len(r.blocks)+n > cacheBlocks {
			if !r.evict() {
				return
			}
		}
		blocks := make([]*block, n)
		for k := range blocks {
			r.tick++
			blocks[k] = r.add(w.ahead + int64(k))
			blocks[k].used = r.tick
		}
		r.ahead++
		go func(from int64) {
			r.load(from, blocks)
			r.mu.Lock()
			r.ahead--
			r.mu.Unlock()
		}(w.ahead)
		w.ahead += int64(n)
	}
}
