package text

import (
	"bytes"
	"context"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
)

// The text is indexed in stretches: those of a file that lies open at once on
// several processors. Each stretch of stretchBytes begins where its first line
// is taken to begin, behind the first line end; when the one before it ends,
// that is seen to be right, or the stretch is done again from where it is. A
// record is the same wherever one began, so both give the same.
const (
	stretchBytes = 4 << 20
	pointRecords = 1024    // a place is noted every so many records, and once in a stretch
	maxPoints    = 1 << 18 // then every second place is forgotten
)

// point is a place where a record begins.
type point struct{ record, offset int64 }

// index is what one pass over a text says of it.
type index struct {
	counts
	points []point
	every  int // of the points found, one of so many is kept
	found  int
}

// stretch is what is found in one stretch.
type stretch struct {
	counts
	begin, end int64 // its first line, and the first that is not its own
	points     []point
	err        error
	judged     int64 // offset up to which sound holds
	sound      bool  // the text before judged is UTF-8
}

// scan indexes the lines of r that begin before limit. Records are counted
// from the first of them.
func (st *stretch) scan(r *records, limit int64) {
	st.begin = r.offset()
	st.points = st.points[:0]
	st.counts = counts{first: -1}
	st.judged = st.begin
	for r.offset() < limit {
		l, ok, err := r.next()
		if err != nil {
			st.err = err
			break
		}
		if !ok {
			break
		}
		if l.blank() {
			continue
		}
		if st.records%pointRecords == 0 {
			st.points = append(st.points, point{st.records, r.base + int64(l.from)})
		}
		if r.base+int64(l.end) > st.judged {
			st.judge(r, l)
		}
		st.see(&r.scanner, r.buf, l, st.sound)
	}
	st.end = r.offset()
}

// judgedBytes is how much is looked at for being UTF-8 at once.
const judgedBytes = 64 << 10

// judge looks whether a record and lines behind it are UTF-8.
func (st *stretch) judge(r *records, l line) {
	to := l.next
	if ahead := min(r.n, l.from+judgedBytes); ahead > to {
		if i := bytes.LastIndexByte(r.buf[to:ahead], '\n'); i >= 0 {
			to += i + 1
		}
	}
	st.sound = validUTF8(r.buf[l.from:to])
	st.judged = r.base + int64(to)
}

// add appends a stretch to the index.
func (x *index) add(st *stretch) {
	for _, p := range st.points {
		if x.found%x.every == 0 {
			x.points = append(x.points, point{x.records + p.record, p.offset})
		}
		x.found++
	}
	if len(x.points) > maxPoints {
		for i := 0; 2*i < len(x.points); i++ {
			x.points[i] = x.points[2*i]
		}
		x.points = x.points[:(len(x.points)+1)/2]
		x.every *= 2
	}
	x.counts.add(st.counts)
}

// before is the last point at or before a record.
func (x *index) before(record int64) int {
	return sort.Search(len(x.points), func(i int) bool { return x.points[i].record > record }) - 1
}

func newIndex() *index { return &index{every: 1, counts: counts{first: -1}} }

// indexStream indexes a text that is read once from its beginning. On an error
// the records before it are counted.
func indexStream(r *records) (*index, error) {
	x := newIndex()
	var st stretch
	for k := r.offset() / stretchBytes; ; k++ {
		before := r.offset()
		st.scan(r, (k+1)*stretchBytes)
		x.add(&st)
		if st.err != nil {
			return x, st.err
		}
		if st.end == before && r.eof && r.at == r.n {
			return x, nil
		}
	}
}

// indexDirect indexes a text that is the bytes of an object.
func indexDirect(ctx context.Context, o *origin, d *dialect) (*index, error) {
	x := newIndex()
	size := o.obj.Size()
	from := d.begin
	workers := min(runtime.GOMAXPROCS(0), 8)
	var mine records
	group := make([]stretch, 16*workers) // at a time, so that their points take little
	for k := from / stretchBytes; k*stretchBytes < size; {
		n := int(min(int64(len(group)), (size+stretchBytes-1)/stretchBytes-k))
		guess(ctx, o, d, k, from, group[:n], workers)
		for i := range n {
			st := &group[i]
			if st.begin != from || st.err != nil {
				// The guess was wrong, or nothing can be said of an error.
				mine.start(d.grammar, &objectReader{ctx: ctx, obj: o.obj, at: from}, from, bufferFor(size-from))
				st.err = nil
				st.scan(&mine, (k+int64(i)+1)*stretchBytes)
			}
			x.add(st)
			if st.err != nil {
				return x, st.err
			}
			from = st.end
		}
		k += int64(n)
	}
	return x, nil
}

// guess indexes some stretches, from the k-th of the text on, each from where
// its first line seems to begin; that of the first one is known.
func guess(ctx context.Context, o *origin, d *dialect, k, known int64, out []stretch, workers int) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(workers, len(out)) {
		wait.Go(func() {
			var r records
			for i := next.Add(1) - 1; i < int64(len(out)); i = next.Add(1) - 1 {
				st := &out[i]
				from := max((k+i)*stretchBytes-1, known)
				if i == 0 {
					from = known
				}
				r.start(d.grammar, &objectReader{ctx: ctx, obj: o.obj, at: from}, from, bufferFor(o.obj.Size()-from))
				st.err = nil
				if i > 0 {
					if st.err = r.skipLine(); st.err != nil {
						continue
					}
				}
				st.scan(&r, (k+i+1)*stretchBytes)
			}
		})
	}
	wait.Wait()
}

// skipLine moves behind the first line end, whatever it ends.
func (r *records) skipLine() error {
	for {
		if _, next, ok := r.eol(r.buf[:r.n], r.at, r.eof); ok && r.at < r.n {
			r.at = next
			return nil
		}
		if r.eof {
			return nil
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}

// bufferFor is room for a stretch and some bytes behind it, or for the rest of
// a small file.
func bufferFor(rest int64) int { return int(min(max(rest, 0)+1, stretchBytes+(64<<10))) }
