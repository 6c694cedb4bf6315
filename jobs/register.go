package jobs

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
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
	defer base.close()
	in, err := openRegister(ctx, &o)
	if err != nil {
		return nil, err
	}
	defer in.close()
	if err := enough(o.Memory, in.rows+base.people()); err != nil {
		return nil, err
	}
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
		if built.Base, err = base.add(ctx, b, in.delta, o.Voice); err != nil {
			return passing(err)
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

// What a build takes at its peak, in bytes: for each person the columns that
// stay in memory and an index while it is sorted; and what else there is.
const (
	personBytes = 60
	buildBytes  = 32 << 20
)

// enough refuses a build that would take more than its memory.
func enough(memory, people int64) error {
	if need := people*personBytes + buildBytes; need > memory {
		return failf(ExitUsage, "a snapshot of %s people is built in about %s of memory, and --memory allows %s", Thousands(people), sizeText(need), sizeText(memory))
	}
	return nil
}

// registerBase is the snapshot of an update; nil when there is none.
type registerBase struct {
	*Snapshot
	once sync.Once
}

// openBase opens the snapshot of an update and reads it through.
func openBase(ctx context.Context, location string) (*registerBase, error) {
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
	return &registerBase{Snapshot: base}, nil
}

func (base *registerBase) people() int64 {
	if base == nil {
		return 0
	}
	return int64(base.People())
}

func (base *registerBase) close() {
	if base != nil {
		base.once.Do(func() { base.Close() })
	}
}

// add gives the people that no row replaces to the builder.
func (base *registerBase) add(ctx context.Context, b *register.Builder, d *register.Delta, v Voice) (*RegisterBase, error) {
	if base == nil {
		return nil, nil
	}
	defer base.close() // what is mapped of it makes room
	m := measure(v, "base", base.people(), 0)
	r, err := b.AddSnapshot(ctx, base.Snapshot.Snapshot, d, m.add)
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
