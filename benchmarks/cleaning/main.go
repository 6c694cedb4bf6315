package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/synth"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

type config struct {
	people, rows int64
	rounds       int
	mix, results string
}

func main() {
	var c config
	flag.Int64Var(&c.people, "people", 200_000, "people of the register that the file is about")
	flag.Int64Var(&c.rows, "rows", 200_000, "rows of the file")
	flag.StringVar(&c.mix, "mix", "default", "of errors")
	flag.IntVar(&c.rounds, "rounds", 7, "rounds, of which the middle one is told")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.Parse()
	if err := c.measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "cleaning:", err)
		os.Exit(1)
	}
}

// cost is what a cleaner takes.
type cost struct {
	Cleaner string    `json:"cleaner"`
	Rounds  []float64 `json:"cpu_ns_per_row"`
	Middle  float64   `json:"median_cpu_ns_per_row"`
	Cells   int       `json:"cells"` // distinct within a part
}

// remembered is what came of remembering names.
type remembered struct {
	Names      int     `json:"names"`        // cells
	Words      int     `json:"words"`        // in the cleaned names
	WordHits   float64 `json:"word_hits"`    // share of words that had been met before
	SlowNames  int64   `json:"slow_names"`   // that the short way could not clean
	SlowHits   float64 `json:"slow_hits"`    // share of these that had been met before
	Bytes      int64   `json:"bytes_held"`   // by names and words
	HostileMax int64   `json:"hostile_held"` // the same on names that are all different and long
}

// report is what is kept.
type report struct {
	Machine measure.Machine `json:"machine"`
	People  int64           `json:"people"`
	Rows    int             `json:"rows"`
	Mix     string          `json:"mix"`
	Costs   []cost          `json:"costs"`
	Memory  remembered      `json:"memory"`
}

func (c *config) measure(ctx context.Context) error {
	parts, rows, err := c.invent(ctx)
	if err != nil {
		return err
	}
	r := report{Machine: measure.ReadMachine(), People: c.people, Rows: rows, Mix: c.mix}
	profile := clean.MakeProfile(parts[0], columns("name", "number", "date", "gender", "cmnd", "phone", "address"))
	who := []string{"name", "number", "date", "gender"}
	together := c.together("name+number+date+gender", who, parts, rows, profile)
	r.Costs = append(r.Costs, c.alone(parts, rows, profile)...)
	for _, name := range []string{"cmnd", "phone", "address"} {
		r.Costs = append(r.Costs, c.together(name, append(slices.Clone(who), name), parts, rows, profile).beyond(together))
	}
	r.Costs = append(r.Costs, together, c.together("all", append(who, "cmnd", "phone", "address"), parts, rows, profile))
	r.Memory = remember(parts, profile)
	r.print()
	return r.Machine.Keep(c.results, fmt.Sprintf("cleaning-%dx%d-%s.json", c.people, c.rows, c.mix), r)
}

// alone are the costs of the cleaners of one column, without what a row needs
// beside.
func (c *config) alone(parts []*pipeline.Batch, rows int, p clean.Profile) (costs []cost) {
	most := 0
	for _, b := range parts {
		most = max(most, b.Rows)
	}
	var (
		names   pipeline.Texts
		numbers = make([]schemas.Number, most)
		dates   = make([]schemas.Date, most)
		genders = make([]schemas.Gender, most)
	)
	for _, cleaner := range []struct {
		column string
		clean  func(w *clean.Worker, column *pipeline.Column)
	}{
		{"name", func(w *clean.Worker, column *pipeline.Column) { w.Names(column, &names) }},
		{"number", func(w *clean.Worker, column *pipeline.Column) { w.Numbers(column, schemas.NoNumber, numbers) }},
		{"date", func(w *clean.Worker, column *pipeline.Column) { w.Dates(column, dates) }},
		{"gender", func(w *clean.Worker, column *pipeline.Column) { w.Genders(column, genders) }},
	} {
		plan := clean.New(clean.NoColumns(), p)
		costs = append(costs, c.cost(cleaner.column, []string{cleaner.column}, parts, rows, func() func(b *pipeline.Batch) {
			w := plan.Worker()
			return func(b *pipeline.Batch) { cleaner.clean(w, &b.Columns[at[cleaner.column]]) }
		}))
	}
	return costs
}

// together is the cost of whole rows of some columns.
func (c *config) together(what string, names []string, parts []*pipeline.Batch, rows int, p clean.Profile) cost {
	plan := clean.New(columns(names...), p)
	return c.cost(what, names, parts, rows, func() func(b *pipeline.Batch) {
		w := plan.Worker()
		return func(b *pipeline.Batch) { w.Clean(b) }
	})
}

// cost cleans the file, each round with a new worker.
func (c *config) cost(what string, names []string, parts []*pipeline.Batch, rows int, worker func() func(b *pipeline.Batch)) cost {
	of := cost{Cleaner: what}
	for _, b := range parts {
		for _, name := range names {
			of.Cells += b.Columns[at[name]].Entries()
		}
	}
	for range c.rounds {
		clean := worker()
		began := processor()
		for _, b := range parts {
			clean(b)
		}
		of.Rounds = append(of.Rounds, float64(processor()-began)/float64(rows))
	}
	of.Middle = middle(of.Rounds)
	return of
}

// beyond is what one more column adds.
func (of cost) beyond(less cost) cost {
	for i := range of.Rounds {
		of.Rounds[i] -= less.Rounds[i]
	}
	of.Middle, of.Cells = middle(of.Rounds), of.Cells-less.Cells
	return of
}

func middle(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// remember cleans the names once and asks the worker what it knew already.
func remember(parts []*pipeline.Batch, p clean.Profile) (m remembered) {
	plan := clean.New(columns("name"), p)
	w := plan.Worker()
	for _, b := range parts {
		names := &w.Clean(b).Name
		for e := range names.Entries() {
			if text := names.Entry(int32(e)); len(text) > 0 {
				m.Names++
				m.Words += len(slices.Collect(words(text)))
			}
		}
	}
	used := w.Memory()
	m.WordHits = 1 - float64(used.Words)/float64(max(m.Words, 1))
	m.SlowNames = used.Names
	m.SlowHits = 1 - float64(used.Slow)/float64(max(used.Names, 1))
	m.Bytes = used.Bytes
	w = plan.Worker()
	w.Clean(hostile())
	m.HostileMax = w.Memory().Bytes
	return m
}

// processor is the processor time of this process so far, in nanoseconds.
func processor() int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return r.Utime.Nano() + r.Stime.Nano()
}

// at is where the columns of an invented credit file stand.
var at = map[string]int{"name": 3, "number": 4, "cmnd": 5, "date": 6, "gender": 7, "address": 8, "phone": 9}

const width = 14

func columns(names ...string) clean.Columns {
	c := clean.NoColumns()
	for _, name := range names {
		*map[string]*int{
			"name": &c.Name, "number": &c.Number, "cmnd": &c.CMND, "date": &c.Birth, "gender": &c.Gender, "address": &c.Address, "phone": &c.Phone,
		}[name] = at[name]
	}
	return c
}

// invent makes the file and reads it in parts, as a job does.
func (c *config) invent(ctx context.Context) (parts []*pipeline.Batch, rows int, err error) {
	dir, err := os.MkdirTemp("", "lamsach-cleaning-*")
	if err != nil {
		return nil, 0, err
	}
	defer os.RemoveAll(dir)
	register, inbox := filepath.Join(dir, "register"), filepath.Join(dir, "inbox")
	if err := synth.WriteRegister(ctx, synth.RegisterOptions{People: c.people, Seed: 7, Dir: register}); err != nil {
		return nil, 0, err
	}
	if err := synth.WriteInputs(ctx, synth.InputOptions{Register: register, Dataset: synth.Dataset, Rows: c.rows, Seed: 7, Mix: c.mix, Dir: inbox}); err != nil {
		return nil, 0, err
	}
	object, err := store.NewFiles(inbox).Open(ctx, synth.Dataset+"-00000.parquet")
	if err != nil {
		return nil, 0, err
	}
	file, err := parquet.Open(ctx, object, table.Options{})
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	all := make([]int, width)
	for i := range all {
		all[i] = i
	}
	t := file.Tables()[0]
	for _, cut := range t.Cuts(pipeline.UsualPartRows) {
		b := new(pipeline.Batch)
		if err := t.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, all, b); err != nil {
			return nil, 0, err
		}
		parts = append(parts, b)
		rows += b.Rows
	}
	return parts, rows, nil
}
