package text

import (
	"context"
	"errors"
	"io"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// objectReader reads the bytes of an object from a place on. That they end
// before the object does is a change of the object.
type objectReader struct {
	ctx context.Context
	obj store.Object
	at  int64
}

// Read implements io.Reader.
func (r *objectReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	rest := r.obj.Size() - r.at
	if rest <= 0 {
		return 0, io.EOF
	}
	n, err := r.obj.ReadAt(p[:min(int64(len(p)), rest)], r.at)
	r.at += int64(n)
	switch {
	case n > 0 && (err == nil || err == io.EOF):
		return n, nil
	case err == nil:
		return 0, io.ErrNoProgress
	case errors.Is(err, io.EOF):
		return 0, errChanged
	case table.Stays(err):
		return n, err
	}
	return n, &store.Unavailable{Op: "read", Key: r.obj.Info().Key, Err: err}
}
