package jobs

import (
	"strconv"

	"lamsach/dedupe"
	"lamsach/pipeline/sink/columnar"
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

// persons makes the table of the people of a partition and counts them.
func (a *across) persons(list []dedupe.Sighting, w *columnar.Writer) (data []byte, people int64) {
	id, disagree, rows := newCells(), cellsOf(a.disagreements), a.rowList()
	found, inDoubt, missing, agrees, deceased := a.runList(), a.runList(), a.runList(), a.runList(), a.runList()
	tally := a.newTally()
	a.chain.People(list, func(s *dedupe.Seen) {
		people++
		tally.Add(uint64(s.Found), uint64(s.InDoubt), uint64(s.Missing), uint64(s.Agrees), uint64(s.Deceased), s.Differ)
		if a.showsValues() {
			id.person(s.Person)
		} else {
			id.null()
		}
		found.set(s.Found)
		inDoubt.set(s.InDoubt)
		missing.set(s.Missing)
		if a.showsFields() {
			for run, fields := range s.Differ {
				for f := range schemas.Fields {
					if fields>>f&1 != 0 {
						disagree.pick(run*int(schemas.Fields) + int(f))
					}
				}
			}
		}
		disagree.endList()
		if !a.showsFields() {
			s.Agrees, s.Deceased = 0, 0
		}
		agrees.set(s.Agrees)
		deceased.set(s.Deceased)
		for _, first := range s.First {
			rows.add(first.Run, first.At)
		}
		rows.end()
	})
	w.Begin(int(people))
	w.Text("person_id", id.index, id.texts, true)
	found.write(w, "found_in")
	inDoubt.write(w, "in_doubt_in")
	missing.write(w, "missing_in")
	w.Lists("disagree", disagree.lists, disagree.member("", false))
	agrees.write(w, "number_agrees_in")
	deceased.write(w, "deceased_in")
	rows.write(w, "rows")
	a.take(tally)
	return w.Finish(a.meta), people
}
