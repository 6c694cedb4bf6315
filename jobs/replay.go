package jobs

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"lamsach/pipeline"
)

// ReplayOptions say which rows of a run are linked again.
type ReplayOptions struct {
	ReopenOptions
	Sample  int  // rows of a random sample, the same for the same run; 0: all rows
	Row     *Row // this row alone
	Workers int  // 0: one for each CPU
	// Differs is told of rows whose answer is another, in the order of the rows;
	// of no more than MaxDifferences.
	Differs func(Difference)
}

// MaxDifferences is how many rows are named whose answer is another; all are
// counted.
const MaxDifferences = 1000

// Difference is a row whose published outcome is not what the same rules, model
// and snapshot give. It holds no value.
type Difference struct {
	Event   string   `json:"event"` // "differs"
	File    string   `json:"file"`
	Sheet   string   `json:"sheet,omitempty"`
	Row     int64    `json:"row"`
	Columns []string `json:"columns"` // of outcomes
}

// WriteText writes the difference as a line for people.
func (d Difference) WriteText(w io.Writer) {
	fmt.Fprintf(w, "differs: %s, row %d: %s\n", (&Input{File: d.File, Sheet: d.Sheet}).Name(), d.Row, columnList(d.Columns))
}

// Replayed is what a replay came to.
type Replayed struct {
	Event    string   `json:"event"` // "replayed"
	RunID    string   `json:"run_id"`
	Rows     int64    `json:"rows"`     // of the run
	Replayed int64    `json:"replayed"` // linked again
	Agreed   int64    `json:"agreed"`   // with every compared column bit for bit the same
	Differed int64    `json:"differed"`
	Files    int      `json:"files"` // that the replayed rows are of
	Parts    int      `json:"parts"`
	Compared []string `json:"compared"`     // columns of outcomes
	Not      []string `json:"not_compared"` // columns and reasons that only the whole job knows
	Exit     Exit     `json:"exit"`         // ExitPublished, or ExitLook if a row differed
}

// WriteText tells people what a replay came to.
func (r *Replayed) WriteText(w io.Writer) {
	fmt.Fprintf(w, "run %s: %s of %s rows linked again, from %d parts of %d files\n", r.RunID, Thousands(r.Replayed), Thousands(r.Rows), r.Parts, r.Files)
	if r.Differed == 0 {
		fmt.Fprintf(w, "all %s agree bit for bit: %s\n", Thousands(r.Agreed), columnList(r.Compared))
	} else {
		fmt.Fprintf(w, "%s rows agree, %s DIFFER; compared were %s\n", Thousands(r.Agreed), Thousands(r.Differed), columnList(r.Compared))
	}
	fmt.Fprintf(w, "not compared, because only the whole job knows: %s\n", columnList(r.Not))
}

// notReplayed names what cannot be known of a row without all others.
var notReplayed = []string{
	"duplicate_of_file", "duplicate_of_row", "reasons duplicate", "number_shared_in_file", "person_claimed_by_several_rows",
}

// Replay links rows of a published run again and holds every column of their
// outcomes that linking decides against what was published, bit for bit.
func Replay(ctx context.Context, location string, o ReplayOptions) (*Replayed, error) {
	r, err := Reopen(ctx, location, o.ReopenOptions)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if outputs := (&Spec{Outputs: r.Manifest.Job.Outputs}); !outputs.Wants("outcomes") {
		return nil, fail(ExitGiven, fmt.Errorf("%s: %w", r.run.path(), errNoOutcomes))
	}
	todo, err := r.chosen(ctx, o)
	if err != nil {
		return nil, err
	}
	differences, err := r.replay(ctx, todo, o.Workers)
	if err == nil {
		err = r.Sound()
	}
	if err != nil {
		return nil, err
	}
	done := &Replayed{Event: "replayed", RunID: r.Manifest.RunID, Rows: r.Manifest.Rows, Parts: len(todo), Compared: linkedColumns, Not: notReplayed}
	files := map[int]bool{}
	for i, c := range todo {
		files[c.part.File] = true
		done.Replayed += int64(c.count())
		done.Differed += int64(len(differences[i]))
	}
	done.Files, done.Agreed = len(files), done.Replayed-done.Differed
	if done.Differed > 0 {
		done.Exit = ExitLook
	}
	tell(slices.Concat(differences...), o.Differs)
	return done, nil
}

func tell(all []Difference, to func(Difference)) {
	if to == nil {
		return
	}
	for _, d := range all[:min(len(all), MaxDifferences)] {
		to(d)
	}
}

// replay links the chosen rows again, on several workers.
func (r *Reopened) replay(ctx context.Context, todo []chosen, workers int) ([][]Difference, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	differences := make([][]Difference, len(todo))
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(todo))) {
		p.Go(func(ctx context.Context) (err error) {
			reader, w := r.Reader(), &teller{writer: r.writer()}
			for {
				at := int(next.Add(1)) - 1
				if at >= len(todo) {
					return nil
				}
				if differences[at], err = reader.replay(ctx, todo[at], w); err != nil {
					return err
				}
			}
		})
	}
	return differences, p.Wait()
}

// replay links the chosen rows of a part again and gives those that differ.
func (r *Reader) replay(ctx context.Context, c chosen, w *teller) (list []Difference, err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("part %d", c.part.Index), err) }()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	published, err := r.outcomes(ctx, c.part)
	if err != nil {
		return nil, err
	}
	if err := r.Read(ctx, c.part); err != nil {
		return nil, err
	}
	var out []pipeline.Outcome
	if c.rows == nil {
		out = r.Linker.Link(r.Rows).Outcomes
	}
	for _, row := range c.rows {
		out = append(out, r.Linker.Link(r.Rows.Row(row)).Outcomes...)
	}
	if len(out) != c.count() {
		return nil, failf(ExitInternal, "part %d: %d outcomes for %d rows", c.part.Index, len(out), c.count())
	}
	again, err := r.relinked(ctx, c.part, out, w)
	if err != nil {
		return nil, fmt.Errorf("part %d: outcomes: %w", c.part.Index, err)
	}
	src := r.Source(c.part)
	for i := range out {
		row := c.row(i)
		if columns := again.differing(i, published, row); len(columns) > 0 {
			list = append(list, Difference{"differs", src.File, src.Sheet, c.part.FirstRow + int64(row), columns})
		}
	}
	return list, nil
}
