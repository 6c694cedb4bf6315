package synth

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// InputOptions says which dirty files to invent.
type InputOptions struct {
	Register string // folder of a register that WriteRegister made
	Dataset  string // bank-credit
	Rows     int64
	Seed     uint64
	Mix      string // one of Mixes, "" for default
	Dir      string // gets <dataset>-00000.parquet and on, and truth/part-00000.parquet and on
	Workers  int    // 0: one for each processor; the bytes do not depend on it
	FileRows int64  // rows of a file at most, about; 0 for four million
}

// Dataset is the dataset that WriteInputs can make; package datasets makes the
// others.
const Dataset = "bank-credit"

func (o *InputOptions) check() error {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Mix == "" {
		o.Mix = "default"
	}
	if o.FileRows <= 0 {
		o.FileRows = 1 << 22
	}
	switch {
	case o.Rows < 1:
		return errors.New("synth: give a positive number of rows")
	case o.Dataset != Dataset:
		return fmt.Errorf("synth: unknown dataset; there is %s", Dataset)
	case o.Dir == "" || o.Register == "":
		return errors.New("synth: give the register's folder and an output folder")
	}
	return nil
}

// WriteInputs reads a register back, a row group at a time, and writes the rows
// that a bank would have about some of its people, and about others, with the
// truth in a folder of its own. The truth's person_id is the person described,
// also where the number is somebody else's.
func WriteInputs(ctx context.Context, o InputOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	rates, err := newMixture(o.Mix)
	if err != nil {
		return err
	}
	register, err := openRegister(o.Register)
	if err != nil {
		return err
	}
	defer register.close()
	plan := newInputPlan(o, register)
	space := newNumberSpace(theGeography(), register.seed, register.blocks)
	scratch := sync.Pool{New: func() any {
		return &inputWorker{g: theGeography(), names: theNames(), mix: rates, space: space, seed: o.Seed, years: register.years}
	}}
	truth := table{dir: filepath.Join(o.Dir, "truth"), prefix: "part", schema: truthSchema}
	return writeGroups(ctx, plan.units, o.Workers, plan.unitsPerFile, []table{plan.data, truth}, func(unit int, out []*parquet.ConcurrentRowGroupWriter) error {
		w := scratch.Get().(*inputWorker)
		defer scratch.Put(w)
		return w.unit(plan, register, unit, out[0], out[1])
	})
}

// Rows of a unit: enough to be worth reading a row group, few enough for memory.
const leastUnitRows, mostUnitRows = 1 << 14, 1 << 18

// inputPlan divides the rows into units, each drawn from one row group of the
// register.
type inputPlan struct {
	data                table
	rows                int64
	units, unitsPerFile int
	groups              int
}

func newInputPlan(o InputOptions, r *registerFiles) *inputPlan {
	p := &inputPlan{data: table{dir: o.Dir, prefix: o.Dataset, schema: creditSchema}, rows: o.Rows, groups: len(r.groups)}
	most := max(1, int(o.Rows/leastUnitRows))
	least := int((o.Rows + mostUnitRows - 1) / mostUnitRows)
	p.units = max(least, min(p.groups, most))
	p.unitsPerFile = max(1, int(o.FileRows*int64(p.units)/o.Rows))
	return p
}

// first is the number of the first row of a unit, over all files.
func (p *inputPlan) first(unit int) int64 { return p.rows * int64(unit) / int64(p.units) }

// group is the row group that a unit draws from.
func (p *inputPlan) group(unit int) int {
	if p.units <= p.groups {
		return int(int64(unit) * int64(p.groups) / int64(p.units))
	}
	return unit % p.groups
}

// yearsOf parses the register's span of birth years, "1985-1987".
func yearsOf(text string) (years [2]int, err error) {
	from, to, _ := strings.Cut(text, "-")
	if years[0], err = strconv.Atoi(from); err == nil {
		years[1], err = strconv.Atoi(to)
	}
	return years, err
}
