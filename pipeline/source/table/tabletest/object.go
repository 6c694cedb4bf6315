package tabletest

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"lamsach/internal/store"
)

// Object is an object in memory that may be made to fail.
type Object struct {
	key string

	mu     sync.Mutex
	data   []byte
	size   int64
	reads  int // that still succeed, if fails
	fails  bool
	closed int
}

// NewObject is an object of some bytes, which it does not copy.
func NewObject(key string, data []byte) *Object {
	return &Object{key: key, data: data, size: int64(len(data))}
}

var errStore = errors.New("connection reset")

// ReadAt implements store.Object.
func (o *Object) ReadAt(b []byte, at int64) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fails {
		if o.reads--; o.reads < 0 {
			return 0, &store.Unavailable{Op: "read", Key: o.key, Err: errStore}
		}
	}
	if o.closed > 0 {
		return 0, errors.New("read after Close")
	}
	return bytes.NewReader(o.data).ReadAt(b, at)
}

// Size implements store.Object.
func (o *Object) Size() int64 { return o.size }

// Info implements store.Object.
func (o *Object) Info() store.Info { return store.Info{Key: o.key, Size: o.size} }

// Close implements store.Object.
func (o *Object) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed++
	return nil
}

// Closed is how often the object was closed.
func (o *Object) Closed() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closed
}

// FailAfter makes reads fail after so many more.
func (o *Object) FailAfter(reads int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fails, o.reads = true, reads
}

// Replace gives the object other bytes behind the back of its reader.
func (o *Object) Replace(data []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.data = data
}

var _ io.ReaderAt = (*Object)(nil)
