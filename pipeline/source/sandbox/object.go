package sandbox

import (
	"context"
	"io"
	"os"

	"lamsach/internal/store"
)

// local is an object whose descriptor the child has.
type local struct {
	*os.File
	info store.Info
}

func (o *local) Size() int64      { return o.info.Size }
func (o *local) Info() store.Info { return o.info }

// remote is an object of which the parent reads ranges.
type remote struct{ server *server }

func (o *remote) Size() int64      { return o.server.setup.Size }
func (o *remote) Info() store.Info { return o.server.info() }
func (o *remote) Close() error     { return nil }

// ReadAt implements io.ReaderAt. It is safe for concurrent use.
func (o *remote) ReadAt(p []byte, off int64) (int, error) {
	size := o.server.setup.Size
	switch {
	case off < 0:
		return 0, os.ErrInvalid
	case len(p) == 0:
		return 0, nil
	case off >= size:
		return 0, io.EOF
	}
	short := int64(len(p)) > size-off
	if short {
		p = p[:size-off]
	}
	n, err := o.server.fetch(p, off, frame{kind: kindWant})
	if err == nil && short {
		err = io.EOF
	}
	return n, err
}

// fetch fills p from a place on with what the parent has, in pieces that fit
// into a room. want says of what.
func (s *server) fetch(p []byte, off int64, want frame) (n int, err error) {
	room, _ := s.rooms.take(context.Background(), nil)
	defer s.rooms.give(room)
	g := s.setup.Geometry
	want.lane = room
	for n < len(p) {
		want.arg, want.n = off+int64(n), uint32(min(len(p)-n, g.Room))
		if err := s.conn.send(want); err != nil {
			return n, err
		}
		f := <-s.ranges[room]
		n += copy(p[n:], g.room(s.mem, room)[:f.arg])
		switch {
		case f.n != 0:
			return n, &toldError{f.n}
		case f.arg < int64(want.n):
			return n, io.EOF // the object became shorter
		}
	}
	return n, nil
}
