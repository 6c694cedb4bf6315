package synth

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// RegisterOptions says which register to invent.
type RegisterOptions struct {
	People  int64
	Seed    uint64
	From    int    // first and last birth year, both 0 for a whole population;
	To      int    // between 1920 and 2025
	Dir     string // gets part-00000.parquet and on
	Workers int    // 0: one for each processor; the bytes do not depend on it
}

// The register's metadata keys, by which WriteInputs finds numbers that nobody
// in the register has.
const (
	metaSeed   = "lamsach.synth.seed"
	metaBlocks = "lamsach.synth.blocks"
	metaYears  = "lamsach.synth.years"
)

// Sizes of the register's files. groupBlocks blocks make a row group, the unit
// of work here and in WriteInputs.
const (
	groupBlocks   = 8
	groupPeople   = groupBlocks * blockPeople
	groupsPerFile = 16
	oldestYear    = 1920
)

// check fills in defaults and refuses what cannot be made.
func (o *RegisterOptions) check() error {
	if o.From == 0 && o.To == 0 {
		o.From, o.To = oldestYear, lastBirthYear
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	switch {
	case o.People < 1:
		return errors.New("synth: a register needs at least one person; give a positive number of people")
	case o.From < oldestYear || o.To > lastBirthYear || o.From > o.To:
		return fmt.Errorf("synth: birth years %d-%d; give years from %d to %d, the first not after the last", o.From, o.To, oldestYear, lastBirthYear)
	case o.Dir == "":
		return errors.New("synth: no output folder; name one")
	}
	// A third of the personal IDs of 63 provinces and two genders stays free.
	if limit := int64(o.To-o.From+1) * 63 * 2 * 600_000; o.People > limit {
		return fmt.Errorf("synth: %d people born %d-%d exceed the personal IDs of these years; ask for at most %d", o.People, o.From, o.To, limit)
	}
	return nil
}

// WriteRegister invents a register and writes it as Parquet files with the
// columns of the register input. Memory does not grow with People.
func WriteRegister(ctx context.Context, o RegisterOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	blocks := uint64((o.People + blockPeople - 1) / blockPeople)
	space := newNumberSpace(theGeography(), o.Seed, blocks)
	scratch := sync.Pool{New: func() any { return &registerWorker{block: newBlock(space, o.From, o.To)} }}
	metadata := map[string]string{
		metaSeed: strconv.FormatUint(o.Seed, 10), metaBlocks: strconv.FormatUint(blocks, 10), metaYears: fmt.Sprintf("%d-%d", o.From, o.To),
	}
	groups := int((o.People + groupPeople - 1) / groupPeople)
	part := table{dir: o.Dir, prefix: "part", schema: registerSchema, metadata: metadata}
	return writeGroups(ctx, groups, o.Workers, groupsPerFile, []table{part}, func(group int, out []*parquet.ConcurrentRowGroupWriter) error {
		w := scratch.Get().(*registerWorker)
		defer scratch.Put(w)
		first := int64(group) * groupPeople
		return w.write(o.Seed, uint64(group)*groupBlocks, int(min(groupPeople, o.People-first)), out[0])
	})
}
