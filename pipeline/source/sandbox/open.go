package sandbox

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"lamsach/internal/sandbox"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source"
	"lamsach/pipeline/source/table"
)

// Open does what source.Open does, in a child process of its own. A decoder
// that dies, takes too long or says what cannot be is a *table.FormatError, too;
// one that cannot be started is a *store.Unavailable. Close ends the child. On a
// system without child processes of this kind it is source.Open: see Strength.
func Open(ctx context.Context, obj store.Object, o Options) (table.File, error) {
	o.Limits = o.Limits.withDefaults()
	if !sandbox.Supported {
		return source.Open(ctx, obj, o.reader())
	}
	f, err := open(ctx, obj, o)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// open is Open, after which the object is closed if there is an error.
func open(ctx context.Context, obj store.Object, o Options) (*file, error) {
	c, err := begin(ctx, obj, o)
	if err != nil {
		return nil, errors.Join(err, obj.Close())
	}
	f := &file{child: c, size: obj.Size(), tell: o.Ended}
	if err := f.ask(ctx); err != nil {
		return nil, errors.Join(err, f.end())
	}
	return f, nil
}

// begin starts a child, if there is any need of one.
func begin(ctx context.Context, obj store.Object, o Options) (*child, error) {
	if !mainCalled.Load() {
		return nil, errors.New("sandbox: main (or TestMain) did not call sandbox.Main")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	key := obj.Info().Key
	if obj.Size() == 0 {
		return nil, table.Damage(key, "the object has no bytes")
	}
	c, err := startChild(obj, o)
	if err != nil {
		return nil, &store.Unavailable{Op: "decode", Key: key, Err: err}
	}
	return c, nil
}

// file is a file that a child has open.
type file struct {
	child  *child
	size   int64
	tell   func(Usage) // may be nil
	format string
	tables []*tab

	mu    sync.Mutex
	ended bool
}

// ask has the child open the object.
func (f *file) ask(ctx context.Context) error {
	data, err := f.bytes(ctx, request{Op: opOpen}, f.child.limits.cost(f.size, 0), nowhere)
	if err != nil {
		return err
	}
	info, ok := decodeInfo(data, pipeline.UsualPartRows)
	if !ok {
		return f.lied(errInfo)
	}
	f.format = clean(info.format)
	for i := range info.tables {
		f.tables = append(f.tables, &tab{file: f, number: i, tableInfo: info.tables[i]})
	}
	return nil
}

// nowhere is the place of a call that concerns the whole file.
var nowhere = table.FormatError{Group: -1, Row: -1}

// bytes is a call that is answered by some bytes.
func (f *file) bytes(ctx context.Context, r request, cost time.Duration, place table.FormatError) ([]byte, error) {
	c, err := f.child.begin(ctx, r, cost, place, maxInfo)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(c)
	return data, c.end(err)
}

// lied ends a child that was caught lying.
func (f *file) lied(lie *lieError) error {
	f.child.kill(table.Damage(f.child.key, "%w", lie))
	<-f.child.dead
	return f.child.fate
}

// end ends the child and gives everything back. The object is closed while the
// child is gone and ranges of it may still be read: that ends them.
func (f *file) end() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return nil
	}
	f.ended = true
	usage := f.child.stop()
	err := f.child.object.Close()
	f.child.serving.Wait() // they write into the memory
	f.child.calls.Wait()   // they read from it
	f.child.release()
	if f.tell != nil {
		f.tell(usage)
	}
	return err
}

// Close implements table.File.
func (f *file) Close() error { return f.end() }
