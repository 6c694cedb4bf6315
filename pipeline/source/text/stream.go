package text

import (
	"bytes"
	"context"
	"io"

	"lamsach/internal/store"
)

// origin is an object and what its text lies in.
type origin struct {
	obj store.Object
	packing
	width
}

// direct says whether the text is the bytes of the object, so that reading may
// begin anywhere.
func (o *origin) direct() bool { return o.packing == bare && o.width == octets }

// stream is the text of an object from its beginning, as bytes or UTF-8.
type stream struct {
	io.Reader
	closers []func()
}

// open begins to read the text. ctx bounds the whole stream.
func (o *origin) open(ctx context.Context, readAhead bool) (*stream, error) {
	s := &stream{Reader: &objectReader{ctx: ctx, obj: o.obj}}
	if o.packing != bare {
		u, err := unpack(o.packing, s.Reader)
		if err != nil {
			return nil, err
		}
		s.Reader, s.closers = u, append(s.closers, u.close)
	}
	if o.width != octets {
		s.narrow(nil, o.width)
	}
	if readAhead {
		s.readAhead()
	}
	return s, nil
}

// narrow makes the rest of the stream, and what was read of it already, UTF-8.
func (s *stream) narrow(head []byte, w width) {
	s.Reader = newNarrower(io.MultiReader(bytes.NewReader(head), s.Reader), w)
}

// readAhead lets a goroutine read the rest of the stream.
func (s *stream) readAhead() {
	a := newAhead(s.Reader)
	s.Reader, s.closers = a, append(s.closers, a.Close)
}

// Close ends the stream; the goroutine that reads ahead comes first.
func (s *stream) Close() {
	for i := len(s.closers) - 1; i >= 0; i-- {
		s.closers[i]()
	}
}
