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
	"lamsach/schemas"
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
	Not      []string `json:"not_compared"` // what only the whole job knows, unless all of it was replayed
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
	if len(r.Not) > 0 {
		fmt.Fprintf(w, "not compared, because only the whole job knows: %s (--sample 0 replays it)\n", columnList(r.Not))
	}
}

// notReplayed names what cannot be known of a row without all others.
var notReplayed = []string{
	"duplicate_of_file", "duplicate_of_row", "reasons duplicate", "number_shared_in_file", "person_claimed_by_several_rows",
}

// Replay links rows of a published run again and holds their outcomes against
// what was published, bit for bit: of a sample every column that linking
// decides, of the whole run also what settling finds.
func Replay(ctx context.Context, location string, o ReplayOptions) (*Replayed, error) {
	r, err := Reopen(ctx, location, o.ReopenOptions)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if outputs := (&Spec{Outputs: r.Manifest.Job.Outputs}); !outputs.Wants("outcomes") {
		return nil, fail(ExitGiven, fmt.Errorf("%s: %w", r.run.path(), errNoOutcomes))
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	picked, whole, err := r.chosen(ctx, o)
	if err != nil {
		return nil, err
	}
	replay := r.replaySome
	if whole {
		replay = r.replayAll
	}
	differences, err := replay(ctx, picked, o.Workers)
	if err == nil {
		err = r.Sound()
	}
	if err != nil {
		return nil, err
	}
	done := r.replayed(picked, differences)
	if whole {
		done.Compared, done.Not = append(slices.Clone(linkedColumns), settledColumns...), []string{}
	}
	if all := slices.Concat(differences...); o.Differs != nil {
		for _, d := range all[:min(len(all), MaxDifferences)] {
			o.Differs(d)
		}
	}
	return done, nil
}

// replayed counts what the parts of a replay came to.
func (r *Reopened) replayed(picked []chosen, differences [][]Difference) *Replayed {
	done := &Replayed{Event: "replayed", RunID: r.Manifest.RunID, Rows: r.Manifest.Rows, Parts: len(picked), Compared: linkedColumns, Not: notReplayed}
	files := map[string]bool{} // sheets of one are one
	for i, c := range picked {
		files[r.Source(c.part).File] = true
		done.Replayed += int64(c.count())
		done.Differed += int64(len(differences[i]))
	}
	done.Files, done.Agreed = len(files), done.Replayed-done.Differed
	if done.Differed > 0 {
		done.Exit = ExitLook
	}
	return done
}

// onEach does the chosen parts on several workers, each with scratch of its own.
func (r *Reopened) onEach(ctx context.Context, picked []chosen, workers int, do func(ctx context.Context, at int, r *Reader, w *teller) error) error {
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(picked))) {
		p.Go(func(ctx context.Context) error {
			reader, w := r.Reader(), &teller{writer: r.writer()}
			for {
				at := int(next.Add(1)) - 1
				if at >= len(picked) {
					return nil
				}
				if err := guardedPart(ctx, picked[at].part, func() error { return do(ctx, at, reader, w) }); err != nil {
					return err
				}
			}
		})
	}
	return p.Wait()
}

// guardedPart is the work on a part, whose panic becomes an error that shows no
// cell.
func guardedPart(ctx context.Context, p pipeline.Part, do func() error) (err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("part %d", p.Index), err) }()
	if err := ctx.Err(); err != nil {
		return err
	}
	return do()
}

// replaySome links the chosen rows again and gives those that differ, by part.
func (r *Reopened) replaySome(ctx context.Context, picked []chosen, workers int) ([][]Difference, error) {
	differences := make([][]Difference, len(picked))
	err := r.onEach(ctx, picked, workers, func(ctx context.Context, at int, reader *Reader, w *teller) error {
		c := picked[at]
		if err := reader.Read(ctx, c.part); err != nil {
			return err
		}
		var out []pipeline.Outcome
		for _, row := range c.rows {
			out = append(out, reader.Linker.Link(reader.Rows.Row(row)).Outcomes...)
		}
		again, err := r.relinked(ctx, c.part, out, unsettled{}, w)
		if err == nil {
			differences[at], err = r.compare(ctx, c, again, linkedColumns, schemas.SettledReasons)
		}
		return err
	})
	return differences, err
}

// compare holds rows of a part that were answered again against what was
// published. Of reasons those without are left out.
func (r *Reopened) compare(ctx context.Context, c chosen, again *outcomeTable, columns []string, without schemas.ReasonSet) (list []Difference, err error) {
	published, err := r.outcomes(ctx, c.part)
	if err != nil {
		return nil, err
	}
	if again.rows != c.count() {
		return nil, failf(ExitInternal, "part %d: %d outcomes for %d rows", c.part.Index, again.rows, c.count())
	}
	src := r.Source(c.part)
	for i := range again.rows {
		row := c.row(i)
		if differ := again.differing(i, published, row, columns, without); len(differ) > 0 {
			list = append(list, Difference{"differs", src.File, src.Sheet, c.part.FirstRow + int64(row), differ})
		}
	}
	return list, nil
}
