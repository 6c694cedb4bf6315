package text

import (
	"errors"
	"io"
)

// maxWindow is more than a record and the look ahead behind it can need: when
// so much does not hold a record, it is too long.
const maxWindow = maxRecord + 2*cellBytes

// errTooLong says that a cell or a record is longer than any may be.
var errTooLong = errors.New("a cell of more than 1 MiB or a record of more than 16 MiB")

// records reads the lines of a text one after the other.
type records struct {
	scanner
	src  io.Reader
	buf  []byte
	at   int   // of the buffer: the next line
	n    int   // bytes in the buffer
	base int64 // offset of the buffer in the text
	eof  bool
}

// start makes r read from a source that begins at an offset of the text, with
// its buffers used again.
func (r *records) start(g grammar, src io.Reader, base int64, buffer int) {
	r.grammar, r.src, r.base = g, src, base
	r.at, r.n, r.eof = 0, 0, false
	if len(r.buf) < buffer {
		r.buf = make([]byte, buffer)
	}
	r.reset()
}

// over makes r read bytes that are all there.
func (r *records) over(g grammar, text []byte) {
	r.grammar, r.src, r.base = g, nil, 0
	r.buf, r.at, r.n, r.eof = text, 0, len(text), true
	r.reset()
}

// offset is where the next line begins in the text.
func (r *records) offset() int64 { return r.base + int64(r.at) }

// next gives the next line, an empty one too; false at the end. The line is
// valid until the next call.
func (r *records) next() (line, bool, error) {
	for {
		if r.at < r.n {
			l, st := r.record(r.buf[:r.n], r.at, r.eof)
			switch {
			case st == whole && l.next-l.from <= maxRecord:
				r.at = l.next
				return l, true, nil
			case st != more:
				return line{}, false, errTooLong
			}
		} else if r.eof {
			return line{}, false, nil
		}
		if err := r.fill(); err != nil {
			return line{}, false, err
		}
	}
}

// fill moves what is unread to the front and reads at least as much again, so
// that no byte is looked at more than a few times.
func (r *records) fill() error {
	r.reset()
	rest := r.n - r.at
	if rest >= maxWindow {
		return errTooLong
	}
	copy(r.buf, r.buf[r.at:r.n])
	r.base += int64(r.at)
	r.at, r.n = 0, rest
	if 2*rest > len(r.buf) || len(r.buf) == 0 {
		buf := make([]byte, max(2*len(r.buf), 64))
		copy(buf, r.buf[:rest])
		r.buf = buf
	}
	for want := max(2*rest, rest+1); r.n < want; {
		n, err := r.src.Read(r.buf[r.n:])
		r.n += n
		if err == io.EOF {
			r.eof = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
