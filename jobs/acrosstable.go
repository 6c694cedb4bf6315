package jobs

import (
	"context"
	"strconv"

	"lamsach/dedupe"
	"lamsach/pipeline/sink/columnar"
	"lamsach/reports"
	"lamsach/schemas"
)

// cells are the values of a column, or of a member of lists, on their way into
// a table.
type cells struct {
	texts columnar.Texts
	index []int32
	lists []int32 // ends of the lists, of a column of lists
}

func newCells() *cells { return &cells{texts: columnar.Texts{Offsets: []int32{0}}, lists: []int32{0}} }

// cellsOf picks from a list of words (pick).
func cellsOf(words []string) *cells {
	c := newCells()
	for _, w := range words {
		c.text(w)
	}
	c.index = nil
	return c
}

func (c *cells) text(s string) {
	c.texts.Bytes = append(c.texts.Bytes, s...)
	c.end()
}

func (c *cells) end() {
	c.index = append(c.index, int32(len(c.texts.Offsets)-1))
	c.texts.Offsets = append(c.texts.Offsets, int32(len(c.texts.Bytes)))
}

func (c *cells) number(n schemas.Number) {
	c.texts.Bytes = n.Append(c.texts.Bytes)
	c.end()
}

func (c *cells) person(id uint64) { c.number(schemas.MakeNumber(schemas.PersonalID, id)) }
func (c *cells) pick(word int)    { c.index = append(c.index, int32(word)) }
func (c *cells) null()            { c.index = append(c.index, -1) }
func (c *cells) endList()         { c.lists = append(c.lists, int32(len(c.index))) }

func (c *cells) member(name string, nullable bool) columnar.Member {
	return columnar.Member{Name: name, Index: c.index, Texts: c.texts, Nullable: nullable}
}

// runList is a column of lists of names of runs.
type runList struct{ *cells }

func (a *across) runList() runList { return runList{cellsOf(a.names())} }

func (l runList) set(runs dedupe.RunSet) {
	for run := range runs.All {
		l.pick(run)
	}
	l.endList()
}

func (l runList) write(w *columnar.Writer, name string) { w.Lists(name, l.lists, l.member("", false)) }

// rowList is a column of lists of the addresses of rows, and which run each is of.
type rowList struct {
	a                      *across
	run, file, sheet, rows *cells
}

func (a *across) rowList() rowList {
	return rowList{a, cellsOf(a.names()), cellsOf(a.files), cellsOf(a.sheets), newCells()}
}

// add appends a row to the list.
func (l rowList) add(run uint8, at dedupe.Place) {
	table := l.a.tables[run] + at.Table()
	l.run.pick(int(run))
	l.file.pick(table)
	if l.a.sheets[table] == "" {
		l.sheet.null()
	} else {
		l.sheet.pick(table)
	}
	l.rows.text(strconv.FormatInt(at.Row(), 10))
}

func (l rowList) end() { l.run.endList() }

// write writes the column; more are members that the caller filled beside the rows.
func (l rowList) write(w *columnar.Writer, name string, more ...columnar.Member) {
	members := append([]columnar.Member{l.run.member("run", false)}, more...)
	members = append(members, l.file.member("source_file", false), l.sheet.member("source_sheet", true), l.rows.member("source_row", false))
	w.StructLists(name, l.run.lists, members...)
}

// personTable is the table of the people of a partition.
type personTable struct {
	a                                         *across
	id, disagree                              *cells
	found, inDoubt, missing, agrees, deceased runList
	places                                    rowList
	tally                                     *reports.AcrossTally
	people                                    int
}

func (a *across) personTable() *personTable {
	return &personTable{
		a: a, id: newCells(), disagree: cellsOf(a.disagreements), places: a.rowList(), tally: a.newTally(),
		found: a.runList(), inDoubt: a.runList(), missing: a.runList(), agrees: a.runList(), deceased: a.runList(),
	}
}

func (t *personTable) add(s *dedupe.Seen) {
	t.people++
	t.tally.Add(uint64(s.Found), uint64(s.InDoubt), uint64(s.Missing), uint64(s.Agrees), uint64(s.Deceased), s.Differ)
	if t.a.showsValues() {
		t.id.person(s.Person)
	} else {
		t.id.null()
	}
	t.found.set(s.Found)
	t.inDoubt.set(s.InDoubt)
	t.missing.set(s.Missing)
	agrees, deceased := s.Agrees, s.Deceased
	if t.a.showsFields() {
		for run, fields := range s.Differ {
			for f := range int(schemas.Fields) {
				if fields>>f&1 != 0 {
					t.disagree.pick(run*int(schemas.Fields) + f)
				}
			}
		}
	} else {
		agrees, deceased = 0, 0
	}
	t.disagree.endList()
	t.agrees.set(agrees)
	t.deceased.set(deceased)
	for _, first := range s.First {
		t.places.add(first.Run, first.At)
	}
	t.places.end()
}

func (t *personTable) finish(w *columnar.Writer) (data []byte, rows int64) {
	w.Begin(t.people)
	w.Text("person_id", t.id.index, t.id.texts, true)
	t.found.write(w, "found_in")
	t.inDoubt.write(w, "in_doubt_in")
	t.missing.write(w, "missing_in")
	w.Lists("disagree", t.disagree.lists, t.disagree.member("", false))
	t.agrees.write(w, "number_agrees_in")
	t.deceased.write(w, "deceased_in")
	t.places.write(w, "rows")
	return w.Finish(t.a.meta), int64(t.people)
}

// people makes both tables of the people of a partition.
func (a *across) people(ctx context.Context, partition int, list []dedupe.Sighting, w *columnar.Writer) error {
	persons, suspects := a.personTable(), a.errorTable()
	a.chain.People(list, func(s *dedupe.Seen) {
		suspects.add(s)
		if s.InChain {
			persons.add(s)
		}
	})
	a.mu.Lock()
	a.tally.Merge(persons.tally)
	a.suspects.Merge(suspects.counts)
	a.mu.Unlock()
	data, rows := persons.finish(w)
	if err := a.put(ctx, partName("persons", partition), data, rows); err != nil {
		return err
	}
	data, rows = suspects.finish(w)
	return a.put(ctx, partName("register_errors", partition), data, rows)
}
