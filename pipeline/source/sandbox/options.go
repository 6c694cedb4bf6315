package sandbox

import (
	"time"

	"lamsach/internal/sandbox"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// Options are what a reader is told and what its child may take.
type Options struct {
	table.Options
	Limits Limits
	// Ended is told what the child took when it has ended; it may be nil.
	Ended func(Usage)
}

// Usage is what a child took.
type Usage struct {
	CPU  time.Duration
	Peak int64 // bytes of memory at once; if it died, an upper bound
	Died bool  // by itself or for what it did, before the file was closed
}

// Limits are what a child may take; a zero means the default. Time is allowed
// for each call: Base, and what Rate gives for the bytes and CellRate for the
// cells of the call. Time that the child waits for its parent does not count.
type Limits struct {
	Memory int64         // bytes of private memory; 1 GiB
	Base   time.Duration // of processor time; 4 s
	Stall  time.Duration // of time by the clock; 30 s
	Rate   int64         // bytes of the object for each second; 5 MB/s
}

const (
	defaultMemory = 1 << 30
	defaultBase   = 4 * time.Second
	defaultStall  = 30 * time.Second
	defaultRate   = 5_000_000

	// cellRate is how many cells a second of processor time must at least give:
	// a tenth of what the slowest reader does.
	cellRate = 1_000_000
	// patience is how many times its processor time a call may take by the
	// clock beyond Stall: the machine may be busy with something else.
	patience = 8
)

func (l Limits) withDefaults() Limits {
	if l.Memory <= 0 {
		l.Memory = defaultMemory
	}
	if l.Base <= 0 {
		l.Base = defaultBase
	}
	if l.Stall <= 0 {
		l.Stall = defaultStall
	}
	if l.Rate <= 0 {
		l.Rate = defaultRate
	}
	return l
}

// reader is what the reader in the child is told: it may plan with half of the
// memory, as a garbage collector needs room.
func (o Options) reader() table.Options {
	r := o.Options
	if half := o.Limits.Memory / 2; r.Memory <= 0 || r.Memory > half {
		r.Memory = half
	}
	return r
}

// cost is the processor time that a call may take.
func (l Limits) cost(bytes, cells int64) time.Duration {
	return l.Base + seconds(bytes, l.Rate) + seconds(cells, cellRate)
}

// seconds is how long n things take at a rate. It does not overflow.
func seconds(n, rate int64) time.Duration {
	const year = 365 * 24 * time.Hour
	return time.Duration(min(float64(n)/float64(rate)*float64(time.Second), float64(year)))
}

// partCost is what reading rows up to a last one may cost: a format without
// random access is read from its beginning.
func (l Limits) partCost(size, rows int64, p pipeline.Part, columns int) time.Duration {
	end := float64(p.FirstRow+int64(p.Rows)) / float64(max(rows, 1))
	return l.cost(int64(end*float64(size)), int64(p.Rows)*int64(columns))
}

// Strength says in words what a child is denied on this system.
func Strength() string {
	if !sandbox.Supported {
		return "no child process on this system: files are decoded in the program itself"
	}
	return sandbox.Offers().String()
}
