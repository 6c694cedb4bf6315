package arrowipc

import (
	"bufio"
	"context"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"lamsach/pipeline/source/arrowipc/messages"
)

// maxZstdWindow is how far back a compressed buffer may reach; zstd itself
// promises no reader more than 8 MiB.
const maxZstdWindow = 32 << 20

// basin holds the rivers of one record batch.
type basin struct {
	asked  int // when it was last used
	rivers map[int64]*river
}

// river unpacks a buffer from its beginning to its end, for parts that are each
// less than the batch and are read about in ascending order. It keeps a stretch
// of what it unpacked last; who asks for what flowed past makes it begin again.
type river struct {
	file  *File
	codec messages.Codec
	at    int64 // of the buffer in the object
	span  messages.Span
	keep  int64 // bytes

	mu   sync.Mutex
	from io.Reader // nil before the beginning
	raw  *raw      // what it unpacks
	size int64
	held []byte // unpacked bytes that are still there
	base int64  // where they begin
}

// river finds or makes the river of a buffer of the batch that r reads.
func (f *File) river(r *reader, s messages.Span) *river {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	b := f.rivers[r.message]
	if b == nil {
		f.dropBasin()
		b = &basin{rivers: map[int64]*river{}}
		f.rivers[r.message] = b
	}
	b.asked = f.asked
	v := b.rivers[s.Offset]
	if v == nil {
		v = &river{file: f, codec: r.head.Codec, at: r.at + s.Offset, span: s, keep: f.memory / riverShare / int64(3*len(f.cols))}
		b.rivers[s.Offset] = v
	}
	return v
}

// dropBasin makes room for one more batch. The caller holds the lock.
func (f *File) dropBasin() {
	if len(f.rivers) < 2 {
		return
	}
	oldest := -1
	for i, b := range f.rivers {
		if oldest < 0 || b.asked < f.rivers[oldest].asked {
			oldest = i
		}
	}
	delete(f.rivers, oldest)
}

// read fills dst with unpacked bytes from a position on.
func (v *river) read(ctx context.Context, dst []byte, from int64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.from == nil || from < v.base {
		if err := v.begin(); err != nil {
			return err
		}
	}
	to := from + int64(len(dst))
	if to > v.size {
		return errShort
	}
	err := v.flow(ctx, from, to)
	if err != nil {
		v.from = nil
		return err
	}
	copy(dst, v.held[from-v.base:])
	return nil
}

// begin goes back to the source.
func (v *river) begin() error {
	var prefix [8]byte
	if v.span.Length < int64(len(prefix)) {
		return errShort
	}
	if err := v.file.readAt(prefix[:], v.at); err != nil {
		return err
	}
	r := &reader{head: messages.Head{Codec: v.codec}}
	n, stored, err := r.size(prefix[:], v.span)
	if err != nil {
		return err
	}
	v.held, v.base, v.size = v.held[:0], 0, n
	v.raw = &raw{from: io.NewSectionReader(v.file.object, v.at+8, v.span.Length-8)}
	packed := bufio.NewReaderSize(v.raw, 1<<18)
	switch {
	case stored:
		v.from = packed
	case v.codec == messages.Zstd:
		v.from, err = zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
	default:
		v.from = lz4.NewReader(packed)
	}
	return err
}

// flow unpacks on until the bytes from from to to are held.
func (v *river) flow(ctx context.Context, from, to int64) error {
	const step = 1 << 18
	for end := v.base + int64(len(v.held)); end < to; {
		if err := ctx.Err(); err != nil {
			return err
		}
		// What lies far enough behind goes, before the stretch becomes longer.
		past := min(from, end) - max(v.keep, to-from) - v.base
		if past > step && past > int64(len(v.held))/2 {
			v.held = v.held[:copy(v.held, v.held[past:])]
			v.base += past
		}
		at, n := len(v.held), int(min(step, v.size-end))
		if cap(v.held) < at+n {
			v.held = append(make([]byte, 0, at+n+at/2), v.held...)
		}
		v.held = v.held[:at+n]
		if _, err := io.ReadFull(v.from, v.held[at:]); err != nil {
			return v.fault()
		}
		if end += int64(n); end == v.size {
			return v.finish()
		}
	}
	return nil
}

// finish sees to it that the buffer ends where it said.
func (v *river) finish() error {
	var more [1]byte
	if n, err := io.ReadFull(v.from, more[:]); n > 0 || err != io.EOF {
		return v.fault()
	}
	return nil
}

// fault tells a failing store from bytes that do not unpack.
func (v *river) fault() error {
	if v.raw.err != nil {
		return v.raw.err
	}
	return errUnpack
}

// raw remembers how reading from the store failed.
type raw struct {
	from io.Reader
	err  error
}

func (r *raw) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}
