package synth

import (
	"slices"

	"github.com/parquet-go/parquet-go"
)

// inputWorker makes units of rows. One goroutine's scratch.
type inputWorker struct {
	g       *geography
	names   *names
	mix     *mixture
	space   *numberSpace
	seed    uint64
	years   [2]int // birth years of the register
	crowd   crowd
	subject subject
	data    sheet
	truth   sheet
	arena   []byte
}

// customer is somebody the bank knows under one code: one row, or several.
type customer struct {
	class  string // "" for somebody of the register, otherwise of the person group
	at     int32  // in the crowd: who, or after whom an absent person is made
	branch int32
	rows   int32
	key    uint64
}

// unit writes the rows of one unit.
func (w *inputWorker) unit(p *inputPlan, r *registerFiles, unit int, data, truth *parquet.ConcurrentRowGroupWriter) error {
	if err := w.crowd.read(r, p.group(unit)); err != nil {
		return err
	}
	file := unit / p.unitsPerFile
	first, rows := p.first(unit), int(p.first(unit+1)-p.first(unit))
	branches := w.branches(file, unit, unit%p.unitsPerFile, rows)
	d := newDice(w.seed, mixText("unit"), uint64(unit))
	customers := w.customers(&d, branches, rows)
	w.data.start(data)
	w.truth.start(truth)
	l := ledger{file: p.data.fileName(file), bank: bankCode(file), row: first - p.first(file*p.unitsPerFile), customer: uint64(unit) * mostUnitRows}
	for i := range customers {
		if err := w.customer(&l, &customers[i], branches); err != nil {
			return err
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.data.finish(); err != nil {
		return err
	}
	return w.truth.finish()
}

// branches makes the branches of a unit.
func (w *inputWorker) branches(file, unit, inFile, rows int) []branch {
	n := max(4, rows/branchRows)
	list := make([]branch, n)
	for i := range list {
		list[i] = w.newBranch(bankCode(file), unit*n+i, inFile*n+i)
	}
	return list
}

// bankCode is an invented institution for each file.
func bankCode(file int) string {
	return string(appendPadded([]byte("01"), uint64(201+file*7), 3)) + "001"
}

// customers draws who the rows of a unit are about, by branch.
func (w *inputWorker) customers(d *dice, branches []branch, rows int) []customer {
	local := map[int32][]int32{}
	for i := range branches {
		local[branches[i].province] = append(local[branches[i].province], int32(i))
	}
	people := w.eligible(d)
	var list []customer
	for next := 0; rows > 0; {
		c := customer{class: w.mix.person.draw(d, 1), rows: 1, key: d.pcg.Uint64()}
		switch {
		case c.class != "":
			c.at = one(d, people)
		case len(list) > 0 && d.p(w.mix.share.of("second_code")):
			c.at = list[d.n(len(list))].at
		default:
			c.at = people[next%len(people)]
			next++
		}
		if c.class == "" && d.p(w.mix.share.of("second_loan")) {
			c.rows = int32(min(2+d.n(3)/2, rows))
		}
		rows -= int(c.rows)
		c.branch = w.branchFor(d, c.at, branches, local)
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b customer) int {
		switch {
		case a.branch != b.branch:
			return int(a.branch - b.branch)
		case a.key < b.key:
			return -1
		}
		return 1
	})
	return list
}

// branchFor draws a branch in somebody's province, or any.
func (w *inputWorker) branchFor(d *dice, at int32, branches []branch, local map[int32][]int32) int32 {
	if d.p(w.mix.share.of("branch_home")) {
		commune := w.g.byCommune[int(w.crowd.columns[colCommune].number(int(at)))]
		if near := local[w.g.communes[commune].province]; len(near) > 0 {
			return one(d, near)
		}
	}
	return int32(d.n(len(branches)))
}

// eligible lists who may be a customer, in random order: grown-ups alive, fewer
// of the very old, some of the dead, hardly a child.
func (w *inputWorker) eligible(d *dice) []int32 {
	var people []int32
	for i := range int32(w.crowd.n) {
		age := registerYear - w.crowd.year(i)
		share := 1.0
		switch {
		case w.crowd.dead(i):
			share = 0.2
		case age < 18:
			share = 0.005
		case age > 75:
			share = 0.3
		}
		if d.p(share) {
			people = append(people, i)
		}
	}
	return d.mixed(people)
}

// customer writes the rows of one customer: the same cells under several
// contracts.
func (w *inputWorker) customer(l *ledger, c *customer, branches []branch) error {
	d := newDice(c.key, w.seed)
	r := row{branch: &branches[c.branch]}
	switch c.class {
	case "":
		w.describe(&w.subject, c.at)
		w.fill(&d, &r)
	case "absent", "absent_namesake", "absent_same_birth":
		w.invent(&d, &w.subject, c.class, c.at)
		r.err(c.class)
		w.fill(&d, &r)
	default:
		w.oddRow(&d, &r, c.class)
	}
	l.customer++
	for range c.rows {
		w.write(l, &d, &r)
		if w.data.end() {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// mixed are people in a random order; the first of the register where there is
// nobody.
func (d *dice) mixed(people []int32) []int32 {
	if len(people) == 0 {
		people = append(people, 0)
	}
	for i := len(people) - 1; i > 0; i-- {
		j := d.n(i + 1)
		people[i], people[j] = people[j], people[i]
	}
	return people
}
