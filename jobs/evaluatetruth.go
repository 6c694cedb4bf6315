package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

var nan = math.NaN()

// truthColumns of a truth file; the first three must be there.
var truthColumns = []string{"source_file", "source_row", "person_id", "source_sheet", "kind", "errors"}

// Places of truthColumns.
const (
	truthFile = iota
	truthRow
	truthPerson
	truthSheet
	truthKind
	truthErrors
	truthWidth
	mustColumns = truthSheet
)

// truthFiles reads labels, file by file and run by run.
type truthFiles struct {
	ctx     context.Context
	opened  *opened
	found   []found
	tables  map[string]int32 // source_file and source_sheet → input of the run
	classes *evaluate.Vocabulary
	foreign int64  // labels about files that the run did not read
	unknown string // one of those files

	file    int // being read: of found, its next table, the cuts of it that are left
	table   int
	cuts    []table.Cut
	columns [truthWidth]int // place in the batch, -1 for an absent one
	read    []int
	batch   pipeline.Batch
	spread  pipeline.Column
	inputs  []int32 // scratch: source_file entry → input
	names   [][]byte
	out     []evaluate.Label
}

// openTruth finds the files of a truth.
func openTruth(ctx context.Context, m *Manifest, o EvaluateOptions) (*truthFiles, error) {
	patterns, err := truthPatterns(ctx, o.Truth)
	if err != nil {
		return nil, err
	}
	all, err := resolve(ctx, patterns, o.Voice)
	if err != nil {
		return nil, err
	}
	var readers sandbox.Options
	readers.Headers = truthColumns
	return &truthFiles{
		ctx: ctx, opened: newOpened(ctx, readers), found: all,
		tables: tablesOf(m), classes: evaluate.NewVocabulary(),
	}, nil
}

func (t *truthFiles) close() { t.opened.close() }

// truthPatterns makes a pattern of a folder: everything in it that looks like a
// table.
func truthPatterns(ctx context.Context, places []string) (out []string, err error) {
	for _, place := range places {
		if strings.Contains(place, "*") || isTable(place) {
			out = append(out, place)
			continue
		}
		inside, err := resolve(ctx, []string{strings.TrimRight(place, "/") + "/*"}, Silent{})
		if err != nil && ExitOf(err) != ExitGiven {
			return nil, err
		}
		before := len(out)
		for _, f := range inside {
			if isTable(f.Rel) {
				out = append(out, strings.TrimRight(place, "/")+"/"+f.Rel)
			}
		}
		if len(out) == before {
			out = append(out, place) // a file of an unusual name, or nothing
		}
	}
	return out, nil
}

func isTable(name string) bool {
	name = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), ".zst")
	return slices.Contains([]string{".parquet", ".csv", ".tsv", ".xlsx", ".arrow"}, path.Ext(name))
}

// tablesOf numbers the inputs of a run by the names that a label may give them:
// as source_file and source_sheet, and, where only one input is meant, without
// the sheet or without the folder.
func tablesOf(m *Manifest) map[string]int32 {
	files, bases := map[string][]int32{}, map[string][]int32{}
	for i, in := range m.Inputs {
		files[in.File] = append(files[in.File], int32(i))
		bases[path.Base(in.File)] = append(bases[path.Base(in.File)], int32(i))
	}
	tables := map[string]int32{}
	for name, inputs := range bases {
		if len(inputs) == 1 && len(files[name]) == 0 {
			tables[tableKey(name, "")] = inputs[0]
		}
	}
	for name, inputs := range files {
		if len(inputs) == 1 {
			tables[tableKey(name, "")] = inputs[0]
		}
	}
	for i, in := range m.Inputs {
		tables[tableKey(in.File, in.Sheet)] = int32(i)
	}
	return tables
}

func tableKey(file, sheet string) string { return file + "\x00" + sheet }

// again reads everything from the beginning.
func (t *truthFiles) again() evaluate.Source[evaluate.Label] {
	t.file, t.table, t.cuts, t.foreign = 0, 0, nil, 0
	return t.next
}

// next is the source of labels.
func (t *truthFiles) next() ([]evaluate.Label, error) {
	for t.file < len(t.found) {
		more, err := t.fill()
		if err != nil {
			return nil, t.named(err)
		}
		if !more {
			t.file, t.table = t.file+1, 0
		} else if len(t.out) > 0 {
			return t.out, nil
		}
	}
	return nil, nil
}

// named says in which file of the truth an error is.
func (t *truthFiles) named(err error) error {
	in := t.found[t.file]
	if bad := new(table.FormatError); errors.As(err, &bad) {
		return fmt.Errorf("truth %w", inputFault(in, err))
	}
	if ExitOf(err) == ExitInternal {
		err = passing(err)
	}
	return fmt.Errorf("truth %s: %w", in.Rel, err)
}

// fill reads the next run of labels; more is false at the end of the file.
func (t *truthFiles) fill() (more bool, err error) {
	file, release, err := t.opened.get(&t.found[t.file])
	if err != nil {
		return false, err
	}
	defer release()
	tables := file.Tables()
	if len(t.cuts) == 0 {
		if t.table == len(tables) {
			return false, nil
		}
		t.table++
		if err := t.look(tables[t.table-1]); err != nil {
			return false, err
		}
	}
	t.out = t.out[:0]
	if len(t.cuts) == 0 {
		return true, nil
	}
	cut := t.cuts[0]
	t.cuts = t.cuts[1:]
	if err := tables[t.table-1].Read(t.ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, t.read, &t.batch); err != nil {
		return false, err
	}
	return true, t.labels(cut.FirstRow)
}

// look finds the columns of a table.
func (t *truthFiles) look(tab table.Table) error {
	t.read = t.read[:0]
	for c, column := range tab.Columns() {
		if slices.Contains(truthColumns, columnName(column.Name)) {
			t.read = append(t.read, c)
		}
	}
	for i, name := range truthColumns {
		t.columns[i] = slices.IndexFunc(t.read, func(c int) bool { return columnName(tab.Columns()[c].Name) == name })
		if t.columns[i] < 0 && i < mustColumns {
			return failf(ExitGiven, "no column %s; labels have source_file, source_row and person_id, and may have source_sheet, kind and errors", name)
		}
	}
	t.cuts = tab.Cuts(pipeline.UsualPartRows)
	return nil
}

func columnName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func (t *truthFiles) column(i int) *pipeline.Column {
	if t.columns[i] < 0 {
		return nil
	}
	return &t.batch.Columns[t.columns[i]]
}

// labels makes labels of the batch, which begins at a row of the file.
func (t *truthFiles) labels(first int64) error {
	t.tablesOfEntries()
	errs := t.column(truthErrors)
	if errs != nil && errs.Lists == nil {
		spread(errs, &t.spread)
		errs = &t.spread
	}
	for i := range t.batch.Rows {
		l, known, err := t.label(i)
		if err == nil && known {
			l.Errors, err = t.errors(errs, i)
		}
		if err != nil {
			return failf(ExitGiven, "row %d: %w", first+int64(i), err)
		}
		if !known {
			t.foreign++
			continue
		}
		t.out = append(t.out, l)
	}
	return nil
}

// tablesOfEntries finds the input of each source_file, once for each entry.
func (t *truthFiles) tablesOfEntries() {
	t.inputs = t.inputs[:0]
	if t.column(truthSheet) != nil {
		return
	}
	c := t.column(truthFile)
	for e := range c.Entries() {
		t.inputs = append(t.inputs, t.input(c.Entry(int32(e)), nil))
	}
}

// input is the table that a label is about, -1 for one that the run did not read.
func (t *truthFiles) input(file, sheet []byte) int32 {
	if i, ok := t.tables[tableKey(string(file), string(sheet))]; ok {
		return i
	}
	t.unknown = string(file)
	return -1
}

// label makes a label of a row; known is false when it is about another file.
func (t *truthFiles) label(i int) (l evaluate.Label, known bool, err error) {
	file := t.column(truthFile)
	switch {
	case file.Index[i] < 0:
		return l, false, errors.New("no source_file")
	case t.column(truthSheet) != nil:
		l.At.Table = t.input(file.Value(i), t.column(truthSheet).Value(i))
	default:
		l.At.Table = t.inputs[file.Index[i]]
	}
	if l.At.Table < 0 {
		return l, false, nil
	}
	if l.At.Row, err = strconv.ParseInt(string(t.column(truthRow).Value(i)), 10, 64); err != nil || l.At.Row < 0 {
		return l, false, errors.New("source_row is no row number")
	}
	if l.Person, err = evaluate.ParsePerson(t.column(truthPerson).Value(i)); err != nil {
		return l, false, err
	}
	if kind := t.column(truthKind); kind != nil && kind.Index[i] >= 0 {
		l.Kind, err = evaluate.ParseKind(string(kind.Value(i)))
	} else if l.Kind = evaluate.Match; l.Person == 0 {
		l.Kind = evaluate.Absent
	}
	return l, err == nil, err
}

// errors is the classes of error of a row.
func (t *truthFiles) errors(c *pipeline.Column, i int) (uint32, error) {
	if c == nil {
		return 0, nil
	}
	t.names = t.names[:0]
	for _, e := range c.Index[c.Lists[i]:c.Lists[i+1]] {
		if e >= 0 {
			t.names = append(t.names, bytes.TrimSpace(c.Entry(e)))
		}
	}
	return t.classes.List(t.names)
}

// hint says what to look at when nothing fits.
func (t *truthFiles) hint(m *Manifest) string {
	if t.unknown != "" && len(m.Inputs) > 0 {
		return fmt.Sprintf("its source_file is %q, the run read %q", t.unknown, m.Inputs[0].File)
	}
	return "is it the truth of this run's input?"
}
