package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

// linkedColumns of outcomes are a function of the row, the snapshot, the model
// and the thresholds alone: what a replay must come to again, bit for bit. Of
// reasons it is all but schemas.SettledReasons, which only the whole job knows.
var linkedColumns = []string{
	"verdict", "person_id", "candidate_id", "number_owner_id", "match_probability", "match_weight", "runner_up_weight",
	"reasons", "id_result", "name_result", "birth_date_result", "gender_result", "place_result",
}

// settledColumns of outcomes are what settling finds for the whole job.
var settledColumns = []string{"duplicate_of_file", "duplicate_of_row"}

// outcomeTable is a part's table of outcomes as it stands in its object, column
// by column as text: floating-point numbers in the shortest form that gives the
// same bits again.
type outcomeTable struct {
	rows    int
	columns map[string]*pipeline.Column
}

// errNoOutcomes says that there is nothing to hold a row against.
var errNoOutcomes = errors.New("the run wrote no outcomes (outputs of its job)")

// outcomes reads the published outcomes of a part; the object must be the one
// that the manifest names.
func (r *Reopened) outcomes(ctx context.Context, p pipeline.Part) (*outcomeTable, error) {
	name := partName("outcomes", p.Index)
	data, err := r.run.publishedBytes(ctx, r.Manifest, name)
	if err != nil {
		return nil, err
	}
	t, err := readOutcomes(ctx, data)
	if err != nil {
		return nil, fail(ExitGiven, fmt.Errorf("%s/%s: %w", r.run.path(), name, err))
	}
	first := strconv.FormatInt(p.FirstRow, 10)
	if t.rows != p.Rows || t.rows > 0 && t.text("source_row", 0) != first {
		return nil, failf(ExitGiven, "%s/%s has other rows than part %d", r.run.path(), name, p.Index)
	}
	return t, nil
}

// publishedBytes reads a table of a published run, which must be as it was
// published.
func (r run) publishedBytes(ctx context.Context, m *Manifest, name string) ([]byte, error) {
	at := slices.IndexFunc(m.Objects, func(o Object) bool { return o.Path == name })
	if at < 0 {
		return nil, fail(ExitGiven, fmt.Errorf("%s: %w", r.path(), errNoOutcomes))
	}
	o := &m.Objects[at]
	data, err := store.Read(ctx, r.store, r.key(name), o.Size)
	if errors.Is(err, store.ErrNotExist) {
		return nil, failf(ExitGiven, "%s/%s is gone", r.path(), name)
	}
	if err != nil {
		return nil, err
	}
	if sum := store.Sum(data); sum.Size != o.Size || sum.SHA256 != o.SHA256 {
		return nil, failf(ExitGiven, "%s/%s is not what was published: its SHA-256 is not that of the manifest", r.path(), name)
	}
	return data, nil
}

// readOutcomes reads a table of outcomes that lies in memory.
func readOutcomes(ctx context.Context, data []byte) (*outcomeTable, error) {
	file, err := parquet.Open(ctx, inMemory{bytes.NewReader(data)}, table.Options{})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	names := append([]string{"source_row"}, append(linkedColumns, settledColumns...)...)
	columns, err := columnsNamed(file, names)
	if err != nil {
		return nil, err
	}
	var b pipeline.Batch
	if err := file.Read(ctx, pipeline.Part{Rows: int(file.Rows())}, columns, &b); err != nil {
		return nil, err
	}
	t := &outcomeTable{rows: b.Rows, columns: map[string]*pipeline.Column{}}
	for i, name := range names {
		t.columns[name] = &b.Columns[i]
	}
	return t, nil
}

// text is a cell; a null is "", as no column holds an empty text.
func (t *outcomeTable) text(column string, row int) string {
	return string(t.columns[column].Value(row))
}

// reasons are the codes of a row, without those that are left out.
func (t *outcomeTable) reasons(row int, without schemas.ReasonSet) (set schemas.ReasonSet) {
	c := t.columns["reasons"]
	for _, e := range c.Index[c.Lists[row]:c.Lists[row+1]] {
		set = set.With(reasonNamed(string(c.Entry(e))))
	}
	return set &^ without
}

// reasonNamed is the reason of a code.
func reasonNamed(code string) schemas.Reason {
	for r := range schemas.Reasons {
		if r.String() == code {
			return r
		}
	}
	return schemas.Reasons
}

// differing are those of some columns in which two rows are not the same. Of
// reasons those without are left out.
func (t *outcomeTable) differing(row int, other *outcomeTable, otherRow int, columns []string, without schemas.ReasonSet) (differ []string) {
	for _, name := range columns {
		same := name == "reasons" && t.reasons(row, without) == other.reasons(otherRow, without) ||
			name != "reasons" && t.text(name, row) == other.text(name, otherRow)
		if !same {
			differ = append(differ, name)
		}
	}
	return differ
}

// inMemory is an object whose bytes are in memory.
type inMemory struct{ *bytes.Reader }

func (o inMemory) Info() store.Info { return store.Info{Size: o.Size()} }
func (o inMemory) Close() error     { return nil }

// relinked writes outcomes as the run's job would, and reads them back.
func (r *Reopened) relinked(ctx context.Context, p pipeline.Part, out []pipeline.Outcome, settled sink.Settled, w *teller) (*outcomeTable, error) {
	data, err := w.writer.Outcomes(r.Source(p), p, out, settled, r.People, nil)
	if err != nil {
		return nil, err
	}
	return readOutcomes(ctx, data)
}

// unsettled is what is known of rows before settling.
type unsettled struct{}

func (unsettled) Row(int64) (schemas.ReasonSet, int64) { return 0, -1 }

// columnList names columns for people.
func columnList(columns []string) string { return strings.Join(columns, ", ") }
