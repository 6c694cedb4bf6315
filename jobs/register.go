package jobs

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"lamsach/register"
	"lamsach/schemas"
)

// RegisterBuild says which snapshot to build.
type RegisterBuild struct {
	Base    string   // the snapshot that the input brings up to date; "" when the input is the whole register
	Input   []string // patterns
	Out     string   // the snapshot file
	Dataset string   // a description of another layout; "" for the register's own
	Workers int      // 0: one for each CPU
	Memory  int64    // bytes the build may take; 0: 8 GiB
	Voice   Voice
}

// RegisterBuilt is what became of a build.
type RegisterBuilt struct {
	*register.BuildReport
	Base    *RegisterBase  `json:"base,omitempty"` // of an update
	Out     string         `json:"out"`
	Files   []string       `json:"files"` // by number, as problems name them
	Absent  []schemas.Role `json:"absent_columns,omitempty"`
	Seconds float64        `json:"seconds"`
}

// RegisterBase is what became of the people of an earlier snapshot.
type RegisterBase struct {
	ID       string `json:"id"`
	Kept     int64  `json:"kept"`
	Replaced int64  `json:"replaced"`
}

// BuildRegister builds a snapshot. Rows that cannot be kept are reported, never
// fatal; a file that cannot be read is, because a register with a hole in it
// would answer "not found" for everybody in the hole.
//
// With a base it is an update: the snapshot that a build from all rows would
// give, had the input's rows replaced those they stand for. The base is checked
// whole first.
func BuildRegister(ctx context.Context, o RegisterBuild) (*RegisterBuilt, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	defer limitHeap(o.Memory)()
	base, err := openBase(ctx, o.Base)
	if err != nil {
		return nil, err
	}
	if base != nil {
		defer base.Close()
	}
	in, err := openRegister(ctx, &o)
	if err != nil {
		return nil, err
	}
	defer in.close()
	built := &RegisterBuilt{Out: o.Out, Absent: in.files[0].layout.absent}
	for _, f := range in.files {
		built.Files = append(built.Files, f.input.found.place)
	}
	err = keepSnapshot(ctx, o.Out, func(path string) error {
		b := register.NewBuilder(register.BuildOptions{Path: path, Rules: CleaningRules(), Workers: in.workers, Memory: o.Memory})
		defer b.Close()
		if err := in.add(ctx, b, o.Voice); err != nil {
			return err
		}
		in.close() // the decoders' memory is needed for what follows
		if base != nil {
			if built.Base, err = addBase(ctx, b, base, in.delta, o.Voice); err != nil {
				return passing(err)
			}
		}
		m := measure(o.Voice, "index", in.rows, 0)
		built.BuildReport, err = b.Finish(ctx)
		m.done(err)
		return passing(err)
	})
	if err != nil {
		return nil, err
	}
	built.Seconds = time.Since(began).Seconds()
	return built, nil
}

// limitHeap keeps the collector from letting the heap grow to twice what is in
// use, as it else would: a build may take no more than its memory, of which
// the decoders have an eighth. The function it returns ends that.
func limitHeap(memory int64) func() {
	before := debug.SetMemoryLimit(memory - memory/8)
	return func() { debug.SetMemoryLimit(before) }
}

// openBase opens the snapshot of an update and reads it through; nil for none.
func openBase(ctx context.Context, location string) (*Snapshot, error) {
	if location == "" {
		return nil, nil
	}
	base, err := openFitting(ctx, location)
	if err != nil {
		return nil, err
	}
	if err := base.Verify(ctx); err != nil {
		base.Close()
		return nil, fail(ExitGiven, err)
	}
	return base, nil
}

func addBase(ctx context.Context, b *register.Builder, base *Snapshot, d *register.Delta, v Voice) (*RegisterBase, error) {
	m := measure(v, "base", int64(base.People()), 0)
	r, err := b.AddSnapshot(ctx, base.Snapshot, d, m.add)
	m.done(err)
	return &RegisterBase{ID: base.ID(), Kept: r.Kept, Replaced: r.Replaced}, err
}

// WriteText tells people what became of a build.
func (r *RegisterBuilt) WriteText(w io.Writer) {
	fmt.Fprintf(w, "snapshot %s\n  id      %s\n  people  %s of %s rows", r.Out, r.ID, Thousands(r.People), Thousands(r.Rows))
	if r.Base != nil {
		fmt.Fprintf(w, " and %s people of the base (%s replaced)", Thousands(r.Base.Kept), Thousands(r.Base.Replaced))
	}
	fmt.Fprintf(w, "\n  size    %s\n  time    %.1f s, %s people/s\n",
		sizeText(r.Bytes), r.Seconds, Thousands(int64(float64(r.People)/max(r.Seconds, 1e-9))))
	if len(r.Absent) > 0 {
		fmt.Fprintf(w, "  absent columns: %s\n", roleList(r.Absent))
	}
	for p := range register.Problems {
		f, ok := r.Problems[p]
		if !ok {
			continue
		}
		fmt.Fprintf(w, "  %-14s %10s rows, first: ", p, Thousands(f.Count))
		for i, at := range f.Examples[:min(len(f.Examples), 3)] {
			if i > 0 {
				fmt.Fprint(w, ", ")
			}
			fmt.Fprintf(w, "%s row %d", r.Files[at.File], at.Row)
		}
		fmt.Fprintln(w)
	}
}
