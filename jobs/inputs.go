package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"lamsach/internal/store"
	"lamsach/pipeline/source"
	"lamsach/reports"
)

// openSource opens an input object as a table.
func openSource(ctx context.Context, in found) (*source.File, error) {
	object, err := in.Store.Open(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return source.Open(ctx, object)
}

// damageOf is what is told of a file that cannot be read; nil when the error
// is not about the file.
func damageOf(name string, err error) *reports.Damage {
	bad := new(source.FormatError)
	if !errors.As(err, &bad) {
		return nil
	}
	var place []string
	if bad.Group >= 0 {
		place = append(place, fmt.Sprintf("row group %d", bad.Group))
	}
	if bad.Row >= 0 {
		place = append(place, fmt.Sprintf("row %d", bad.Row))
	}
	if bad.Column != "" {
		place = append(place, fmt.Sprintf("column %q", bad.Column))
	}
	return &reports.Damage{File: name, Place: strings.Join(place, ", "), Problem: bad.Err.Error()}
}

// inputs keeps the files open that workers are reading: a file is opened at its
// first part and closed after its last.
type inputs struct {
	plan *Plan
	mu   sync.Mutex
	open map[int]*openInput
}

type openInput struct {
	once sync.Once
	file *source.File
	err  error
	left int // parts that are not done
}

// newInputs prepares to read these parts.
func newInputs(plan *Plan, todo []int) *inputs {
	in := &inputs{plan: plan, open: map[int]*openInput{}}
	for _, part := range todo {
		f := plan.Parts[part].File
		if in.open[f] == nil {
			in.open[f] = new(openInput)
		}
		in.open[f].left++
	}
	return in
}

// get opens a file, or returns it open. Release it for every part.
func (in *inputs) get(ctx context.Context, file int) (*source.File, error) {
	in.mu.Lock()
	o := in.open[file]
	in.mu.Unlock()
	o.once.Do(func() {
		f := in.plan.Files[file]
		o.file, o.err = openSource(ctx, f.found)
		if errors.Is(o.err, store.ErrNotExist) {
			o.err = failf(ExitStorage, "input %s is gone since the run began; run the job again", f.File)
		}
		if o.err == nil && o.file.Rows() != f.Rows {
			o.file.Close()
			o.err = failf(ExitStorage, "input %s has changed since the run began; run the job again", f.File)
		}
	})
	return o.file, o.err
}

// release says that a part of a file is done or given up.
func (in *inputs) release(file int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	o := in.open[file]
	if o.left--; o.left == 0 {
		o.close()
		delete(in.open, file)
	}
}

// closeAll closes what a failed run left open. Nobody may be reading.
func (in *inputs) closeAll() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, o := range in.open {
		o.close()
	}
	clear(in.open)
}

func (o *openInput) close() {
	if o.file != nil && o.err == nil {
		o.file.Close()
	}
}

// unchanged says whether every input is as long as when the run began.
func (p *Plan) unchanged(ctx context.Context) error {
	for _, f := range p.Files {
		info, err := f.found.Store.Stat(ctx, f.found.Key)
		if err != nil {
			return passing(fmt.Errorf("input %s: %w", f.File, err))
		}
		if info.Size != f.Size {
			return failf(ExitStorage, "input %s has changed since the run began; run the job again", f.File)
		}
	}
	return nil
}
