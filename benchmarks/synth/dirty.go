package synth

import (
	"context"

	"lamsach/schemas"
)

// Clerk is who keeps a file: whom it lists, and how it is written.
type Clerk struct {
	From, To int     // ages of the people listed; both 0 for grown-ups
	Dead     float64 // how many of the dead are still listed, 0 to 1
	Again    float64 // share of rows about the person of an earlier row

	Text       string // class of the text system, "" for clean letters; see tables/mixes.csv
	Date       string // class of the form of dates, "" for DD/MM/YYYY
	Gender     string // class of the form of genders, "" for Nam and Nữ
	LosesZeros bool
	OldUnits   bool

	Organisations float64 // share of rows about organisations
	Foreigners    float64 // share of rows about people with a passport only
	ParentsNumber float64 // share of the rows of children with a parent's number as theirs
}

// Relative is somebody else whom a row names. Empty where there is none.
type Relative struct {
	Name, ID string
	Birth    schemas.Date
}

// Dirty is one row of a dirty file: its cells as the clerk wrote them, what else
// a file may say of the person, and the truth about it.
type Dirty struct {
	Number, CMND, Name, Birth, Gender, Address, Phone string

	Passport string
	Other    string       // another name
	Born     schemas.Date // truly
	Died     string       // YYYY-MM-DD or less, "" for the living
	Male     bool
	Street   string // the parts of the address in present units
	Commune  string
	Province string
	House    string // code of the household

	Father, Mother, Spouse, Head, Guardian Relative
	Relation                               string // to the head

	Kind   string   // match, absent, contradicted, garbage
	Person string   // personal ID of the person described, "" for nobody of the register
	Errors []string // classes of errors and forms
}

// InputsAbout invents rows about the people of a register as one clerk would
// have them, and hands them over one by one; a row is the callee's until it
// returns. The same options give the same rows.
func InputsAbout(ctx context.Context, o InputOptions, clerk Clerk, each func(*Dirty) error) error {
	rates, err := newMixture(o.Mix)
	if err != nil {
		return err
	}
	register, err := openRegister(o.Register)
	if err != nil {
		return err
	}
	defer register.close()
	w := &inputWorker{
		g: theGeography(), names: theNames(), mix: rates, seed: o.Seed, years: register.years,
		space: newNumberSpace(theGeography(), register.seed, register.blocks),
	}
	groups := int64(len(register.groups))
	for group := range groups { // as many rows about each part of the register
		rows := o.Rows*(group+1)/groups - o.Rows*group/groups
		if rows == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.crowd.read(register, int(group)); err != nil {
			return err
		}
		if err := w.dirty(clerk, mixText(o.Dataset)^uint64(group), rows, each); err != nil {
			return err
		}
	}
	return nil
}

// dirty makes the rows about one row group.
func (w *inputWorker) dirty(clerk Clerk, key uint64, rows int64, each func(*Dirty) error) error {
	d := newDice(w.seed, mixText("dirty"), key)
	people := w.listed(&d, clerk)
	home := w.newBranch("", int(key%1000), 0)
	home.text, home.date, home.gender, home.losesZeros, home.oldUnits, home.emptyText = clerk.Text, clerk.Date, clerk.Gender, clerk.LosesZeros, clerk.OldUnits, false
	next := 0
	for range rows {
		at := people[next%len(people)]
		if next > 0 && d.p(clerk.Again) {
			at = people[d.n(min(next, len(people)))]
		} else {
			next++
		}
		row := row{branch: &home}
		out := w.dirtyRow(&d, clerk, &row, at)
		if err := each(out); err != nil {
			return err
		}
	}
	return nil
}

// listed are the people whom a clerk lists, in random order.
func (w *inputWorker) listed(d *dice, clerk Clerk) []int32 {
	from, to := clerk.From, clerk.To
	if from == 0 && to == 0 {
		from, to = 18, 200
	}
	var people []int32
	for i := range int32(w.crowd.n) {
		age := registerYear - w.crowd.year(i)
		if age >= from && age <= to && (!w.crowd.dead(i) || d.p(clerk.Dead)) {
			people = append(people, i)
		}
	}
	return d.mixed(people)
}

// foreigners are names that no register of citizens has.
var foreigners = []string{"JOHN PETER SMITH", "KIM MIN JUN", "TANAKA HIROSHI", "MARIE DUPONT", "WANG XIAO MING", "IVAN PETROV", "ANNA SCHMIDT"}

// dirtyRow makes one row about somebody, or about somebody or something else in
// that person's stead.
func (w *inputWorker) dirtyRow(d *dice, clerk Clerk, r *row, at int32) *Dirty {
	class := w.mix.person.draw(d, 1)
	passport := ""
	switch {
	case d.p(clerk.Organisations):
		class = "organisation"
	case d.p(clerk.Foreigners):
		class, passport = "foreigner", one(d, []string{"C", "M", "TR", "A"})+string(d.digits(nil, 7))
	}
	s := &w.subject
	switch class {
	case "":
		w.describe(s, at)
		w.fill(d, r)
	case "absent", "absent_namesake", "absent_same_birth":
		w.invent(d, s, class, at)
		r.err(class)
		w.fill(d, r)
	case "foreigner":
		w.invent(d, s, "absent", at)
		r.err(class)
		w.fill(d, r)
		r.number, r.card, r.name, r.kind = "", "", one(d, foreigners), absent
	default:
		w.oddRow(d, r, class)
	}
	out := &Dirty{Passport: passport, Kind: kindNames[r.kind]}
	if class == "" {
		w.family(d, out, at)
		w.parentsNumber(d, clerk, r, out)
	}
	if r.kind != garbage {
		w.place(out)
		out.Born, out.Male, out.Other = s.birth, s.male, s.other
	}
	out.Number, out.CMND, out.Name, out.Birth, out.Gender, out.Address, out.Phone = r.number, r.card, r.name, r.birth, r.gender, r.address, r.phone
	out.Kind, out.Errors = kindNames[r.kind], r.errors
	if r.person != 0 {
		out.Person = numberText(r.person)
	}
	return out
}

// parentsNumber writes a parent's number as a child's own.
func (w *inputWorker) parentsNumber(d *dice, clerk Clerk, r *row, out *Dirty) {
	age := registerYear - w.subject.birth.Year()
	if age < 18 && out.Guardian.ID != "" && d.p(clerk.ParentsNumber) {
		r.number, r.card, r.kind = out.Guardian.ID, "", contradicted
		r.err("number_relative")
	}
}

// place are the parts of the subject's address.
func (w *inputWorker) place(out *Dirty) {
	s := &w.subject
	c := &w.g.communes[s.commune]
	out.Street, out.Commune, out.Province = detailOf(s.address), c.name, c.newName
}

// family finds the relatives of somebody of the register.
func (w *inputWorker) family(d *dice, out *Dirty, at int32) {
	c, row := &w.crowd, int(at)
	out.Died = c.columns[colDeathDate].value(row)
	out.House = c.columns[colHousehold].value(row)
	out.Father = w.relativeBy(colFather, row)
	out.Mother = w.relativeBy(colMother, row)
	out.Spouse = w.relativeBy(colSpouse, row)
	if out.Guardian = out.Mother; out.Guardian.ID == "" || out.Father.ID != "" && d.p(0.4) {
		out.Guardian = out.Father
	}
	head := at
	for _, mate := range alike(c.byHouse, c.house, c.house[at]) {
		if c.year(mate) < c.year(head) && !c.dead(mate) {
			head = mate
		}
	}
	out.Head = w.relative(head)
	switch out.Head.ID {
	case numberText(c.id(at)):
		out.Relation = "Chủ hộ"
	case out.Father.ID, out.Mother.ID:
		out.Relation = "Con"
	case out.Spouse.ID:
		out.Relation = "Vợ"
		if c.male(at) {
			out.Relation = "Chồng"
		}
	default:
		out.Relation = "Khác"
	}
}

func (w *inputWorker) relativeBy(column, row int) Relative {
	if at, ok := w.crowd.byID[w.crowd.columns[column].number(row)]; ok {
		return w.relative(at)
	}
	return Relative{}
}

func (w *inputWorker) relative(at int32) Relative {
	return Relative{Name: w.crowd.columns[colFullName].value(int(at)), ID: numberText(w.crowd.id(at)), Birth: w.crowd.birth(at)}
}
