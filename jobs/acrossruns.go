package jobs

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/reports"
)

// acrossRun is a published run of a job over several.
type acrossRun struct {
	name string
	run  run
	m    *Manifest
	rows map[string]int64 // of its objects
}

// acrossPart is a part of one of the runs: the unit in which they are read.
type acrossPart struct {
	run   int
	table int   // of the run
	first int64 // source_row of its first row
	part  int
	rows  int
}

// openRuns opens the runs of a job. All of them must be published, by kind
// link, with outcomes, against one snapshot, and not where the job writes: its
// latest.json must not take the place of theirs.
func openRuns(ctx context.Context, spec *AcrossSpec, out *output) ([]acrossRun, error) {
	var runs []acrossRun
	for _, named := range spec.Runs {
		r, m, err := openRun(ctx, named.Output)
		if err != nil {
			return nil, fmt.Errorf("run %s: %w", named.Name, passing(err))
		}
		if r.location == out.location || r.folder() != "" && r.folder() == out.folder() {
			return nil, failf(ExitUsage, "output %s is that of run %s; give the job a folder of its own", spec.Output, named.Name)
		}
		for _, before := range runs {
			switch {
			case before.m.RunID == m.RunID:
				return nil, failf(ExitGiven, "runs %s and %s are the same run %s; name it once", before.name, named.Name, m.RunID)
			case before.m.Snapshot.ID != m.Snapshot.ID:
				return nil, failf(ExitGiven,
					"run %s was made against snapshot %s of the register, run %s against %s: their people cannot be held together; run both jobs against the same register",
					before.name, before.m.Snapshot.ID, named.Name, m.Snapshot.ID)
			}
		}
		if !slices.Contains(m.Job.Outputs, "outcomes") {
			return nil, failf(ExitGiven, "run %s: %v; run its job with them", named.Name, errNoOutcomes)
		}
		opened := acrossRun{named.Name, r, m, map[string]int64{}}
		for _, o := range m.Objects {
			opened.rows[o.Path] = o.Rows
		}
		runs = append(runs, opened)
	}
	return runs, nil
}

// partsOf are the parts of all runs, in order, and how many rows they have.
func partsOf(runs []acrossRun) (parts []acrossPart, rows int64) {
	for i := range runs {
		for t, in := range runs[i].m.Inputs {
			first := int64(0)
			for part := in.Parts[0]; part < in.Parts[1]; part++ {
				n := runs[i].rows[partName("outcomes", part)]
				parts = append(parts, acrossPart{run: i, table: t, first: first, part: part, rows: int(n)})
				first += n
			}
			rows += first
		}
	}
	return parts, rows
}

// tellsValues says whether a run shows what the register says instead.
func (r *acrossRun) tellsValues() bool {
	return r.m.Job.Disclosure == "values" && slices.Contains(r.m.Job.Outputs, "mismatches")
}

// tellsNumbers says whether a run shows the numbers that its rows gave.
func (r *acrossRun) tellsNumbers() bool { return slices.Contains(r.m.Job.Outputs, "cleaned") }

// warningsOf say what the runs leave open.
func warningsOf(runs []acrossRun) (out []reports.AcrossWarning) {
	warn := func(code, run string, count int) {
		out = append(out, reports.AcrossWarning{Code: code, Run: run, Count: count})
	}
	tell := 0
	for i := range runs {
		r := &runs[i]
		if n := len(r.m.SetAside); n > 0 {
			warn(reports.AcrossSetAside, r.name, n)
		}
		if r.m.Job.Disclosure != "values" {
			warn(reports.AcrossDisclosure, r.name, 0)
		}
		if r.tellsValues() {
			tell++
		} else {
			warn(reports.AcrossNoMismatches, r.name, 0)
		}
		if !r.tellsNumbers() {
			warn(reports.AcrossNoCleaned, r.name, 0)
		}
	}
	if tell < 2 {
		warn(reports.AcrossFewTell, "", tell)
	}
	return out
}

// fact is what a report says of the run.
func (r *acrossRun) fact() reports.AcrossRun {
	return reports.AcrossRun{Name: r.name, RunID: r.m.RunID, Dataset: r.m.Job.Dataset, Rows: r.m.Rows}
}

// columns are some columns of a table of a part, in memory, as text.
type columns struct {
	pipeline.Batch
	entries [][]string // of a column, made when they are wanted
}

// read reads some columns of a table of a part.
func (r *acrossRun) read(ctx context.Context, tableName string, part int, names ...string) (*columns, error) {
	name := partName(tableName, part)
	data, err := r.run.publishedBytes(ctx, r.m, name)
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", r.name, passing(err))
	}
	c, err := readColumns(ctx, data, names)
	if err != nil {
		return nil, fail(ExitGiven, fmt.Errorf("run %s: %s/%s: %w", r.name, r.run.path(), name, err))
	}
	return c, nil
}

func readColumns(ctx context.Context, data []byte, names []string) (*columns, error) {
	file, err := parquet.Open(ctx, inMemory{bytes.NewReader(data)}, table.Options{})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	at, err := columnsNamed(file, names)
	if err != nil {
		return nil, err
	}
	c := &columns{entries: make([][]string, len(names))}
	return c, file.Read(ctx, pipeline.Part{Rows: int(file.Rows())}, at, &c.Batch)
}

// text is a cell as a string of its own; rows with one entry share it.
func (c *columns) text(column, row int) string {
	e := c.Columns[column].Index[row]
	if e < 0 {
		return ""
	}
	if c.entries[column] == nil {
		c.entries[column] = make([]string, c.Columns[column].Entries())
	}
	s := &c.entries[column][e]
	if *s == "" {
		*s = string(c.Columns[column].Entry(e))
	}
	return *s
}

// words are the codes of the entries of a column of a closed list of words. An
// unknown word is damage.
func words[T interface {
	~uint8
	String() string
}](c *columns, column int, list T,
) ([]T, error) {
	of := &c.Columns[column]
	codes := make([]T, of.Entries())
	for e := range codes {
		word := string(of.Entry(int32(e)))
		for codes[e] < list && codes[e].String() != word {
			codes[e]++
		}
		if codes[e] == list {
			return nil, fmt.Errorf("a word of a closed list is none of it")
		}
	}
	return codes, nil
}
