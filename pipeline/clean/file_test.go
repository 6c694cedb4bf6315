package clean

import (
	"os"
	"path/filepath"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	tables "lamsach/pipeline/source/table"
)

// credit is an invented credit file, read in parts as a job reads it.
type credit struct {
	parts []*pipeline.Batch
	rows  int
}

// The columns of an invented credit file.
const (
	creditName = 3 + iota
	creditNumber
	creditCMND
	creditBirth
	creditGender
	creditAddress
	creditPhone
	creditColumns = 14
)

// creditFile invents a credit file, unless LAMSACH_CREDIT names one.
func creditFile(tb testing.TB, people, rows int64, mix string) *credit {
	tb.Helper()
	ctx := tb.Context()
	path := os.Getenv("LAMSACH_CREDIT")
	if path == "" {
		dir := tb.TempDir()
		register, inbox := filepath.Join(dir, "register"), filepath.Join(dir, "inbox")
		if err := synth.WriteRegister(ctx, synth.RegisterOptions{People: people, Seed: 7, Dir: register}); err != nil {
			tb.Fatal(err)
		}
		if err := synth.WriteInputs(ctx, synth.InputOptions{Register: register, Dataset: synth.Dataset, Rows: rows, Seed: 7, Mix: mix, Dir: inbox}); err != nil {
			tb.Fatal(err)
		}
		path = filepath.Join(inbox, "bank-credit-00000.parquet")
	}
	object, err := store.NewFiles(filepath.Dir(path)).Open(ctx, filepath.Base(path))
	if err != nil {
		tb.Fatal(err)
	}
	file, err := parquet.Open(ctx, object, tables.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	columns := make([]int, creditColumns)
	for i := range columns {
		columns[i] = i
	}
	t := file.Tables()[0]
	c := new(credit)
	for _, cut := range t.Cuts(pipeline.UsualPartRows) {
		b := new(pipeline.Batch)
		if err := t.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, columns, b); err != nil {
			tb.Fatal(err)
		}
		c.parts = append(c.parts, b)
		c.rows += b.Rows
	}
	return c
}

// creditRoles are the columns that linking and cleaned read.
func creditRoles() Columns {
	c := NoColumns()
	c.Name, c.Number, c.CMND, c.Birth, c.Gender, c.Address, c.Phone = creditName, creditNumber, creditCMND, creditBirth, creditGender, creditAddress, creditPhone
	return c
}

// BenchmarkCredit cleans an invented credit file, each time with a worker that
// remembers nothing: each column by itself, and whole batches, of which "who"
// are name, number, birth date and gender.
func BenchmarkCredit(b *testing.B) {
	c := creditFile(b, 200_000, 200_000, "")
	plan := New(creditRoles(), MakeProfile(c.parts[0], creditRoles()))
	who := *plan
	who.cols.CMND, who.cols.Phone, who.cols.Address = -1, -1, -1
	for _, part := range []struct {
		name  string
		plan  *Cleaner
		clean func(w *Worker, b *pipeline.Batch)
	}{
		{"name", plan, func(w *Worker, b *pipeline.Batch) { w.cleanNames(&b.Columns[creditName], &w.rows.Name) }},
		{"number", plan, func(w *Worker, b *pipeline.Batch) { w.number = w.cleanNumbers(&b.Columns[creditNumber], w.number) }},
		{"cmnd", plan, func(w *Worker, b *pipeline.Batch) { w.cmnd = w.cleanNumbers(&b.Columns[creditCMND], w.cmnd) }},
		{"birth", plan, func(w *Worker, b *pipeline.Batch) { w.cleanDates(&b.Columns[creditBirth]) }},
		{"gender", plan, func(w *Worker, b *pipeline.Batch) { w.cleanGenders(&b.Columns[creditGender]) }},
		{"phone", plan, func(w *Worker, b *pipeline.Batch) { w.cleanPhones(&b.Columns[creditPhone], &w.rows.Phone) }},
		{"address", plan, func(w *Worker, b *pipeline.Batch) { w.cleanAddresses(&b.Columns[creditAddress], &w.rows.Address) }},
		{"who", &who, func(w *Worker, b *pipeline.Batch) { w.Clean(b) }},
		{"all", plan, func(w *Worker, b *pipeline.Batch) { w.Clean(b) }},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			began := cpuTime()
			var w *Worker
			for b.Loop() {
				w = part.plan.Worker()
				for _, batch := range c.parts {
					part.clean(w, batch)
				}
			}
			b.ReportMetric(float64(cpuTime()-began)/float64(b.N)/float64(c.rows), "cpu-ns/row")
			if m := w.places.Memory(); m.Texts > 0 {
				b.ReportMetric(100*float64(m.Known)/float64(m.Parts), "%parts-known")
				b.ReportMetric(100*float64(m.Whole)/float64(m.Texts), "%read-whole")
			}
		})
	}
}
