package quality

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lamsach/internal/store"
	"lamsach/jobs"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// A group may fall so far below what the data can decide without being named.
const allowed = 0.01

// bound is what an oracle could do with the rows of a group.
type bound struct {
	rows  int64
	alone int64   // rows that fit one person only
	right float64 // expected right answers
}

// bounds are those of the groups, by dimension and group as evaluate names them,
// and that of all rows.
type bounds map[[2]string]*bound

// boundsOf asks the oracle about every row of kind match of a run.
func boundsOf(t *testing.T, output, truth string) bounds {
	t.Helper()
	r, err := jobs.Reopen(t.Context(), output, jobs.ReopenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	labels := matches(t, truth)
	o, reader, all := newOracle(r.People.Snapshot), r.Reader(), bounds{}
	for i, in := range r.Manifest.Inputs {
		parts, err := r.Parts(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			if err := reader.Read(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			for row := range reader.Rows.N {
				id, labelled := labels[address{filepath.Base(in.File), p.FirstRow + int64(row)}]
				if !labelled {
					continue
				}
				if own, there := o.people.ByPIN(schemas.MakeNumber(schemas.PersonalID, id)); there {
					all.add(groupsOf(o.people, own), o.fits(reader.Rows, row, own))
				} else {
					all.add(groupsOfNobody(), 0)
				}
			}
		}
	}
	return all
}

// add counts a row that fits so many people; 0 where the snapshot lacks the one
// described, so that nobody can be right.
func (b bounds) add(groups [][2]string, fits int) {
	for _, group := range groups {
		x := b[group]
		if x == nil {
			x = new(bound)
			b[group] = x
		}
		x.rows++
		if fits > 0 {
			x.right += 1 / float64(fits)
		}
		if fits == 1 {
			x.alone++
		}
	}
}

// groupsOf are the groups that a person is in, as evaluate names them.
func groupsOf(people *register.Snapshot, p uint32) [][2]string {
	birth, groups := people.Birth(p), groupsOfNobody()
	if decade := birth.Year() / 10; decade > 0 {
		groups[1][1] = fmt.Sprintf("%d0-%d9", decade, decade)
	}
	groups[2][1] = [...]string{"unknown", "year_only", "month_only", "full"}[birth.Precision()]
	groups[3][1] = [...]string{"unknown", "male", "female"}[people.Gender(p)]
	groups[4][1] = [...]string{"unknown", "north", "centre", "south"}[places.RegionOf(people.Province(p))]
	groups[5][1] = [...]string{"unknown", "kinh", "minority"}[evaluate.EthnicityOf(people.Ethnicity(p))]
	return groups
}

func groupsOfNobody() [][2]string {
	return [][2]string{{"all", "rows"}, {"cohort", "unknown"}, {"birth_date", "unknown"}, {"gender", "unknown"}, {"region", "unknown"}, {"ethnicity", "unknown"}}
}

// boundsText holds every group against its bound.
func boundsText(t *testing.T, title string, all bounds, r *evaluate.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: what the data can decide, and what was decided\n\n%-24s %8s %8s %8s %8s %8s %9s %9s\n",
		title, "group", "rows", "alone", "bound", "recall", "found", "recall by", "found by")
	var recall, found []string
	line := func(dimension, group string, r, f evaluate.Share) {
		x, name := all[[2]string{dimension, group}], strings.TrimSpace(dimension+" "+group)
		if r.Of == 0 {
			return
		}
		if x == nil || x.rows != r.Of {
			t.Fatalf("%s: %d rows were scored, the oracle was asked about %+v", name, r.Of, x)
		}
		n := float64(x.rows)
		bound := x.right / n
		fmt.Fprintf(&b, "%-24s %8d %8.4f %8.4f %8.4f %8.4f %+9.4f %+9.4f\n",
			name, x.rows, float64(x.alone)/n, bound, r.Share, f.Share, r.Share-bound, f.Share-bound)
		recall, found = below(recall, name, bound-r.Share), below(found, name, bound-f.Share)
	}
	line("all", "rows", r.Recall, r.Found)
	for _, d := range r.Groups {
		for _, g := range d.Groups {
			line(d.Name, g.Name, g.Recall, g.Found)
		}
	}
	list(&b, "recall", recall)
	list(&b, "found", found)
	return b.Bytes()
}

func below(names []string, name string, by float64) []string {
	if by > allowed {
		names = append(names, fmt.Sprintf("%s by %.4f", name, by))
	}
	return names
}

func list(b *bytes.Buffer, what string, names []string) {
	fmt.Fprintf(b, "\n%s further below its bound than one point: %d groups\n", what, len(names))
	for _, name := range names {
		fmt.Fprintf(b, "  %s\n", name)
	}
}

type address struct {
	file string
	row  int64
}

// matches are the people of the rows of kind match.
func matches(t *testing.T, folder string) map[address]uint64 {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Fatal("no truth", err)
	}
	labels := map[address]uint64{}
	for _, name := range files {
		for _, row := range readColumns(t, name, "source_file", "source_row", "person_id", "kind") {
			if row[3] != evaluate.Match.String() {
				continue
			}
			if labels[addressOf(t, row)], err = evaluate.ParsePerson([]byte(row[2])); err != nil {
				t.Fatal(err)
			}
		}
	}
	return labels
}

// addressOf reads the file and the row that a truth begins with.
func addressOf(t *testing.T, row []string) address {
	t.Helper()
	at, err := strconv.ParseInt(row[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return address{row[0], at}
}

// readColumns are the cells of columns of a Parquet file; those of a list have
// spaces between.
func readColumns(t *testing.T, name string, columns ...string) (rows [][]string) {
	t.Helper()
	object, err := store.NewFiles(filepath.Dir(name)).Open(t.Context(), filepath.Base(name))
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.Open(t.Context(), object, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var at []int
	for _, name := range columns {
		at = append(at, slices.IndexFunc(f.Columns(), func(c table.Column) bool { return c.Name == name }))
	}
	var b pipeline.Batch
	for _, cut := range f.Cuts(pipeline.UsualPartRows) {
		if err := f.Read(t.Context(), pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, at, &b); err != nil {
			t.Fatal(err)
		}
		for r := range b.Rows {
			row := make([]string, len(at))
			for i := range at {
				row[i] = cell(&b.Columns[i], r)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func cell(c *pipeline.Column, row int) string {
	if len(c.Lists) == 0 {
		return string(c.Value(row))
	}
	var list []string
	for _, e := range c.Index[c.Lists[row]:c.Lists[row+1]] {
		list = append(list, string(c.Entry(e)))
	}
	return strings.Join(list, " ")
}
