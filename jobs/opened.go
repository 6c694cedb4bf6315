package jobs

import (
	"context"
	"errors"
	"sync"

	"lamsach/internal/store"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

// maxIdle is how many input objects stay open while nobody reads them: planning
// looks at an object, its parts are read later, the workbook and the response
// still later, and opening a text or a workbook means to read it through.
const maxIdle = 8

// opened keeps input objects open between their uses.
type opened struct {
	ctx     context.Context // of the whole job: it outlives whoever opens an object
	options sandbox.Options

	mu    sync.Mutex
	files map[string]*openFile // by place
	clock int64                // counts uses
}

type openFile struct {
	opening sync.Once
	file    table.File
	err     error
	users   int
	used    int64
}

func newOpened(ctx context.Context, o sandbox.Options) *opened {
	return &opened{ctx: ctx, options: o, files: map[string]*openFile{}}
}

// get opens an object or returns it open. release must be called once for every
// get that gave no error.
func (o *opened) get(in *found) (file table.File, release func(), err error) {
	f := o.take(in.place)
	f.opening.Do(func() { f.file, f.err = in.open(o.ctx, o.options) })
	if f.err != nil {
		o.give(in.place, f)
		return nil, nil, f.err
	}
	return f.file, sync.OnceFunc(func() { o.give(in.place, f) }), nil
}

func (o *opened) take(place string) *openFile {
	o.mu.Lock()
	defer o.mu.Unlock()
	f := o.files[place]
	if f == nil {
		f = new(openFile)
		o.files[place] = f
	}
	f.users++
	return f
}

// give ends a use and closes what has been idle for longest if too much is.
func (o *opened) give(place string, f *openFile) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock++
	f.users, f.used = f.users-1, o.clock
	if f.err != nil && f.users == 0 {
		delete(o.files, place) // the next one tries again
		return
	}
	oldest, idle := "", 0
	for name, other := range o.files {
		if other.users > 0 {
			continue
		}
		if idle++; oldest == "" || other.used < o.files[oldest].used {
			oldest = name
		}
	}
	if idle > maxIdle {
		o.files[oldest].file.Close()
		delete(o.files, oldest)
	}
}

// close closes everything. Nobody may be reading.
func (o *opened) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, f := range o.files {
		if f.file != nil {
			f.file.Close()
		}
	}
	clear(o.files)
}

// open opens an input object in a child process: the very bytes that its
// checksum was made of, where it has one.
func (in *found) open(ctx context.Context, o sandbox.Options) (table.File, error) {
	object, err := in.object(ctx)
	if err != nil {
		return nil, err
	}
	return sandbox.Open(ctx, object, o)
}

// pin reads an object through for its checksum. From then on it is read from
// this very version only, and every byte must be as it was.
func (in *found) pin(ctx context.Context) (store.Checksum, error) {
	sum, blocks, err := store.SumBlocks(ctx, in.Store, in.Key)
	if err == nil {
		in.blocks, in.Info = blocks, blocks.Info()
	}
	return sum, err
}

func (in *found) object(ctx context.Context) (store.Object, error) {
	if in.blocks != nil {
		return in.blocks.Open(ctx, in.Store, in.Key)
	}
	return in.Store.OpenSame(ctx, in.Info)
}

// changed gives an input that is not what it was when the run began its exit
// code and its advice.
func changed(name string, err error) error {
	var other *store.ChangedError
	switch {
	case errors.Is(err, store.ErrNotExist):
		return failf(ExitStorage, "input %s is gone since the run began; run the job again", name)
	case errors.As(err, &other):
		return failf(ExitStorage, "input %s has changed since the run began; run the job again", name)
	}
	return err
}

// openSource opens an input object for one look, with nothing known of it.
func openSource(ctx context.Context, in found) (table.File, error) {
	return in.open(ctx, sandbox.Options{})
}
