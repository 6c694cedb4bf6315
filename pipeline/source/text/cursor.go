package text

import (
	"context"
	"slices"
	"sync"
)

// cursor reads the records of a text from one on, and holds them to the index.
type cursor struct {
	records
	next  int64            // the record that comes next
	marks []point          // where later records must begin
	blank func(line) error // if not nil, is shown the empty lines
}

// step gives the next record. That the text ends before is a change of it, as
// is a record that begins elsewhere than the index says.
func (c *cursor) step() (line, error) {
	for {
		l, ok, err := c.records.next()
		if err != nil {
			return line{}, err
		}
		if !ok {
			return line{}, errChanged
		}
		if l.blank() {
			if c.blank != nil {
				if err := c.blank(l); err != nil {
					return line{}, err
				}
			}
			continue
		}
		if len(c.marks) > 0 && c.marks[0].record == c.next {
			if c.marks[0].offset != c.base+int64(l.from) {
				return line{}, errChanged
			}
			c.marks = c.marks[1:]
		}
		c.next++
		return l, nil
	}
}

// skip moves on to a record; what lies between is appended to kept if that is
// not nil.
func (c *cursor) skip(ctx context.Context, to int64, kept *[]byte) error {
	for c.next < to {
		l, err := c.step()
		if err != nil {
			return err
		}
		if kept != nil {
			*kept = append(*kept, c.buf[l.from:l.next]...)
		}
		if c.next%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// forward is how a text that can be read only from its beginning serves several
// readers: a cursor that moves on and hands out the bytes of runs of records.
// Runs that it passed on its way to a later one are kept for their readers, as
// many as fit. A reader who comes too late for that starts another cursor.
type forward struct {
	f       *File
	mu      sync.Mutex
	streams []*streaming // least recently used first
	kept    []run        // oldest first
	size    int64        // bytes of kept
	limit   int64
	ctx     context.Context // of the streams, until stop
	stop    context.CancelFunc
	starts  int // streams begun, for tests
}

// run is some records that a cursor passed.
type run struct {
	first, records int64
	text           []byte
}

type streaming struct {
	cursor
	stream *stream
}

// maxStreams is how many cursors move at the same time: one for the readers of
// parts, one for a latecomer or another pass.
const maxStreams = 2

func newForward(f *File, limit int64) *forward {
	w := &forward{f: f, limit: limit}
	w.ctx, w.stop = context.WithCancel(context.Background())
	return w
}

// take appends the bytes of some records to dst. keep says that others will ask
// for what is passed.
func (w *forward) take(ctx context.Context, first, n int64, keep bool, dst []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if dst, ok := w.fromKept(first, n, dst); ok {
		return dst, nil
	}
	s, err := w.at(ctx, first, keep)
	if err != nil {
		return dst, err
	}
	if err := s.skip(ctx, first+n, &dst); err != nil {
		return dst, w.failed(s, err)
	}
	return dst, nil
}

// through calls f with a cursor that stands at a record, for runs that are too
// long to be handed out.
func (w *forward) through(ctx context.Context, first int64, f func(*cursor) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.at(ctx, first, false)
	if err != nil {
		return err
	}
	if err := f(&s.cursor); err != nil {
		return w.failed(s, err)
	}
	return nil
}

// at finds or makes a stream and moves it to a record.
func (w *forward) at(ctx context.Context, first int64, keep bool) (*streaming, error) {
	s, err := w.nearest(first)
	if err != nil {
		return nil, err
	}
	if err := s.skip(ctx, min(first, w.f.first), nil); err != nil { // titles and header
		return nil, w.failed(s, err)
	}
	var passed *[]byte
	gap := run{first: s.next, records: first - s.next}
	if x := w.f.index; keep && gap.records > 0 && x.bytes(s.next, first) <= w.limit/2 {
		passed = &gap.text
	}
	if err := s.skip(ctx, first, passed); err != nil {
		return nil, w.failed(s, err)
	}
	if passed != nil {
		w.keep(gap)
	}
	return s, nil
}

// nearest is the stream that has least far to go, or a new one.
func (w *forward) nearest(first int64) (*streaming, error) {
	best := -1
	for i, s := range w.streams {
		if s.next <= first && (best < 0 || s.next > w.streams[best].next) {
			best = i
		}
	}
	if best >= 0 {
		s := w.streams[best]
		w.streams = append(slices.Delete(w.streams, best, best+1), s)
		return s, nil
	}
	if len(w.streams) == maxStreams {
		w.drop(w.streams[0])
	}
	src, err := w.f.origin.open(w.ctx, true)
	if err != nil {
		return nil, err
	}
	w.starts++
	s := &streaming{stream: src}
	s.start(w.f.grammar, src, 0, 512<<10)
	s.marks = w.f.index.points
	w.streams = append(w.streams, s)
	if err := s.discard(w.f.begin); err != nil {
		return nil, w.failed(s, err)
	}
	return s, nil
}

// discard passes over the bytes before the first line.
func (r *records) discard(n int64) error {
	for r.offset() < n {
		if r.at == r.n {
			if r.eof {
				return errChanged
			}
			if err := r.fill(); err != nil {
				return err
			}
		}
		r.at += int(min(n-r.offset(), int64(r.n-r.at)))
	}
	return nil
}

// failed drops a stream after an error: where it stands is not known.
func (w *forward) failed(s *streaming, err error) error {
	w.drop(s)
	return err
}

func (w *forward) drop(s *streaming) {
	if i := slices.Index(w.streams, s); i >= 0 {
		w.streams = slices.Delete(w.streams, i, i+1)
	}
	s.stream.Close()
}

// keep stores a run; the oldest ones make room.
func (w *forward) keep(r run) {
	w.kept = append(w.kept, r)
	w.size += int64(len(r.text))
	for len(w.kept) > 1 && w.size > w.limit {
		w.forget(0)
	}
}

func (w *forward) forget(i int) {
	w.size -= int64(len(w.kept[i].text))
	w.kept = slices.Delete(w.kept, i, i+1)
}

// fromKept takes records out of a kept run; those before them are not kept any
// longer, as parts are asked for in about their order.
func (w *forward) fromKept(first, n int64, dst []byte) ([]byte, bool) {
	for i := range w.kept {
		r := &w.kept[i]
		if first < r.first || first+n > r.first+r.records {
			continue
		}
		var c cursor
		c.over(w.f.grammar, r.text)
		c.next = r.first
		if c.skip(context.Background(), first, nil) != nil || c.skip(context.Background(), first+n, &dst) != nil {
			return dst[:0], false // cannot be: they were records before
		}
		if first > r.first {
			// Someone may still want the front.
			w.kept = append(w.kept, run{r.first, first - r.first, r.front(w.f.grammar, first)})
			r = &w.kept[i]
			w.size += int64(len(w.kept[len(w.kept)-1].text))
		}
		w.size -= int64(c.at)
		r.text, r.first, r.records = r.text[c.at:], first+n, r.first+r.records-first-n
		if r.records == 0 {
			w.forget(i)
		}
		return dst, true
	}
	return dst, false
}

// front is the bytes of the records of a run before one.
func (r *run) front(g grammar, before int64) []byte {
	var c cursor
	c.over(g, r.text)
	c.next = r.first
	if c.skip(context.Background(), before, nil) != nil {
		return nil
	}
	return r.text[:c.at:c.at]
}

// close ends the streams.
func (w *forward) close() {
	w.stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.streams) > 0 {
		w.drop(w.streams[0])
	}
	w.kept, w.size = nil, 0
}
