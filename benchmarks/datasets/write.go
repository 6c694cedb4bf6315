package datasets

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/formats"
	"lamsach/benchmarks/synth"
	"lamsach/schemas"
)

// maxRows is what a workbook's sheet holds: these are files that people keep.
const maxRows = 1_000_000

// Names are the datasets that WriteInputs can make, as in schemas.
func Names() []string {
	return slices.DeleteFunc(slices.Clone(schemas.DatasetNames), func(name string) bool { return name == "register" })
}

// WriteInputs invents the files of a dataset in the form its senders use, with
// the truth in a folder truth beside them. Banks' credit files are Parquet of any
// size and are made by synth.
func WriteInputs(ctx context.Context, o synth.InputOptions) error {
	if o.Dataset == synth.Dataset {
		return synth.WriteInputs(ctx, o)
	}
	f := formOf(o.Dataset)
	switch {
	case f == nil:
		return fmt.Errorf("synth: unknown dataset; there are %s", strings.Join(Names(), ", "))
	case o.Rows < 1 || o.Rows > maxRows:
		return fmt.Errorf("synth: give from 1 to %d rows of this dataset", maxRows)
	case o.Dir == "" || o.Register == "":
		return errors.New("synth: give the register's folder and an output folder")
	}
	if o.Mix == "" {
		o.Mix = "default"
	}
	t, err := f.make(ctx, o)
	if err != nil {
		return err
	}
	return t.write(f, o.Dir)
}

// forms are all there are, by name.
var forms = slices.Concat(people, things)

func formOf(dataset string) *form {
	for i := range forms {
		if forms[i].dataset == dataset {
			return &forms[i]
		}
	}
	return nil
}

// made is a file in memory, with its truth.
type made struct {
	name   string
	header []string
	rows   [][]string
	truth  []truthRow
}

// truthRow is the shape of the truth, as synth writes it.
type truthRow struct {
	SourceFile string   `parquet:"source_file,dict"`
	SourceRow  int64    `parquet:"source_row"`
	Kind       string   `parquet:"kind,dict"`
	PersonID   *string  `parquet:"person_id,optional"`
	Errors     []string `parquet:"errors,list" parquet-element:",dict"`
}

// make invents the rows of a file.
func (f *form) make(ctx context.Context, o synth.InputOptions) (*made, error) {
	kind, err := formats.Find(f.kind)
	if err != nil {
		return nil, err
	}
	t := &made{name: f.dataset + "-00000" + kind.Ext}
	for _, c := range f.columns {
		t.header = append(t.header, c.header)
	}
	key := fnv.New64a()
	io.WriteString(key, f.dataset)
	l := &line{d: rand.New(rand.NewPCG(o.Seed, key.Sum64()))}
	err = synth.InputsAbout(ctx, o, f.clerk, func(p *synth.Dirty) error {
		l.Dirty, l.n = p, len(t.rows)+1
		t.add(f.line(l), p)
		return nil
	})
	if f.total && err == nil {
		total := make([]string, len(t.header))
		total[0] = "Tổng cộng: " + itoa(len(t.rows))
		t.add(total, &synth.Dirty{Kind: "garbage", Errors: []string{"total_row"}})
	}
	return t, err
}

// line writes the cells of a row. What is no person's row has no more than the
// clerk wrote.
func (f *form) line(l *line) []string {
	cells := make([]string, len(f.columns))
	for i, c := range f.columns {
		switch {
		case slices.Contains(l.Errors, "repeated_header"):
			cells[i] = c.header
		case slices.Contains(l.Errors, "blank_row") && c.header != "STT":
		default:
			cells[i] = c.cell(l)
		}
	}
	return cells
}

func (t *made) add(cells []string, p *synth.Dirty) {
	row := truthRow{SourceFile: t.name, SourceRow: int64(len(t.rows)), Kind: p.Kind, Errors: p.Errors}
	if p.Person != "" {
		row.PersonID = &p.Person
	}
	t.rows, t.truth = append(t.rows, cells), append(t.truth, row)
}

// write writes the file and its truth.
func (t *made) write(f *form, dir string) error {
	kind, err := formats.Find(f.kind)
	if err != nil {
		return err
	}
	first, rows := t.header, t.rows
	if len(f.titles) > 0 { // above the header, which is then one of the rows
		var lines [][]string
		for _, title := range f.titles {
			lines = append(lines, append([]string{title}, make([]string, len(t.header)-1)...))
		}
		lines = append(append(lines, t.header), rows...)
		first, rows = lines[0], lines[1:]
	}
	err = create(filepath.Join(dir, t.name), func(w io.Writer) error { return kind.Write(w, first, slices.Values(rows)) })
	if err != nil {
		return err
	}
	return create(filepath.Join(dir, "truth", "part-00000.parquet"), func(w io.Writer) error {
		out := parquet.NewGenericWriter[truthRow](w, parquet.CreatedBy("lamsach", "synth", ""), parquet.Compression(&parquet.Snappy))
		if _, err := out.Write(t.truth); err != nil {
			return err
		}
		return out.Close()
	})
}

// create writes a file below a folder that is made if need be.
func create(path string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func itoa(n int) string { return strconv.Itoa(n) }

func two(n int) string { return fmt.Sprintf("%02d", n) }
