package clean

import (
	"bytes"
	"strconv"

	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Fact is something that a row says of the people around the person, or of
// where the person comes from. Most files have no column of any.
type Fact uint8

// The facts: names of relatives, then their numbers, then the rest.
const (
	FatherName Fact = iota
	MotherName
	SpouseName
	HeadName     // of the household, who may be the person
	GuardianName // of a child: mostly a parent
	FatherNumber
	MotherNumber
	SpouseNumber
	GuardianNumber
	HeadNumber
	BirthProvince
	Household
	Relation // to the head
	Facts

	factNames   = FatherNumber  // how many are names, the first ones
	factNumbers = BirthProvince // where those end that are numbers
)

// BackgroundColumn is a column of the batch that states a fact.
type BackgroundColumn struct {
	Column int  `json:"column"`
	Fact   Fact `json:"fact"`
}

// FactOf is the fact that a column of a role states.
func FactOf(role schemas.Role) (Fact, bool) {
	f, ok := factRoles[role]
	return f, ok
}

var factRoles = map[schemas.Role]Fact{
	schemas.RoleFatherName: FatherName, schemas.RoleMotherName: MotherName, schemas.RoleSpouseName: SpouseName,
	schemas.RoleHouseholdHead: HeadName, schemas.RoleGuardianName: GuardianName,
	schemas.RoleFatherID: FatherNumber, schemas.RoleMotherID: MotherNumber, schemas.RoleSpouseID: SpouseNumber, schemas.RoleGuardianID: GuardianNumber,
	schemas.RoleBirthProvince: BirthProvince, schemas.RoleBirthPlace: BirthProvince, schemas.RoleBirthRegistration: BirthProvince,
	schemas.RoleHousehold: Household, schemas.RoleHeadID: HeadNumber, schemas.RoleRelation: Relation,
}

// Background is what the rows of a part say beside the person: columns by fact,
// empty for one that no column of the file states; nil states nothing.
type Background struct {
	Names   [factNames]pipeline.Texts // canonical
	Numbers [factNumbers - factNames][]schemas.Number
	Born    []places.Place // only provinces of it count
	House   pipeline.Texts // the household's code, canonical
	Tied    pipeline.Texts // how the person is related to the head, as written
}

// RelationToHead is how a row says that the person is related to the head.
func (b *Background) RelationToHead(row int) schemas.Relation {
	return schemas.RelationOf(valueOf(&b.Tied, row))
}

// Name is the canonical name that a row states, nil for none.
func (b *Background) Name(f Fact, row int) []byte {
	if b == nil {
		return nil
	}
	return valueOf(&b.Names[f], row)
}

// Number is the number of a relative that a row states, 0 for none.
func (b *Background) Number(f Fact, row int) schemas.Number {
	if b == nil || len(b.Numbers[f-factNames]) == 0 {
		return 0
	}
	return b.Numbers[f-factNames][row]
}

// Birthplace is where a row says that the person was born.
func (b *Background) Birthplace(row int) places.Place {
	if b == nil || len(b.Born) == 0 {
		return places.Place{}
	}
	return b.Born[row]
}

// HouseCode is the code of the household that a row states, nil for none.
func (b *Background) HouseCode(row int) []byte {
	if b == nil {
		return nil
	}
	return valueOf(&b.House, row)
}

// Text is what a row states of a fact in canonical form: of a place of birth the
// province.
func (b *Background) Text(f Fact, row int) string {
	switch {
	case f < factNames:
		return string(b.Name(f, row))
	case f < factNumbers:
		return b.Number(f, row).String()
	case f == Household:
		return string(b.HouseCode(row))
	case f == Relation:
		return string(valueOf(&b.Tied, row))
	}
	p := b.Birthplace(row)
	if name := places.OldProvinceName(p.OldProvince); name != "" {
		return name
	}
	return places.ProvinceName(p.Province)
}

func valueOf(c *pipeline.Texts, row int) []byte {
	if len(c.Index) == 0 {
		return nil
	}
	return c.Value(row)
}

// row is row i of a background as one of its own.
func (b *Background) row(i int) *Background {
	if b == nil {
		return nil
	}
	one := &Background{House: rowOf(b.House, i), Tied: rowOf(b.Tied, i)}
	for f := range b.Names {
		one.Names[f] = rowOf(b.Names[f], i)
	}
	for f, list := range b.Numbers {
		if len(list) > 0 {
			one.Numbers[f] = list[i : i+1]
		}
	}
	if len(b.Born) > 0 {
		one.Born = b.Born[i : i+1]
	}
	return one
}

// background is the scratch of cleaning a Background.
type background struct {
	rows    Background
	codes   [Facts][]codes        // by entry of the column
	issues  [Facts][]schemas.Code // by entry: what is wrong with it, of the background's own issues
	names   []nameCell            // by entry of the column being cleaned
	numbers []numberCell
	born    []places.Place
	texts   [Facts]pipeline.Texts // of numbers and provinces, for whoever writes them
}

// cleanBackground cleans the columns of the background, each entry once; nil
// where the file has none.
func (w *Worker) cleanBackground(b *pipeline.Batch, c *Columns) *Background {
	if len(c.Background) == 0 {
		return nil
	}
	if w.background == nil {
		w.background = new(background)
	}
	g := w.background
	own := w.nameCells // which the rows are still to be joined from
	w.nameCells = g.names
	defer func() { g.names, w.nameCells = w.nameCells, own }()
	for _, col := range c.Background {
		in := &b.Columns[col.Column]
		f := col.Fact
		g.codes[f], g.issues[f] = sized(g.codes[f], in.Entries()), sized(g.issues[f], in.Entries())
		clear(g.issues[f])
		switch {
		case f < factNames:
			w.cleanNames(in, &g.rows.Names[f])
			for e := range g.codes[f] {
				g.codes[f][e], g.issues[f][e] = relativeCodes(w.nameCells[e].codes, schemas.IssueRelativeName)
			}
		case f < factNumbers:
			w.cleanRelativeNumbers(g, f, in)
		case f == BirthProvince:
			w.cleanBirthplaces(g, in)
		case f == Relation:
			g.rows.Tied = *in
			clear(g.codes[f])
		default:
			w.cleanHouseholds(in, &g.rows.House, g.codes[f])
		}
	}
	return &g.rows
}

// relativeCodes are the notes on a relative's cell: repairs as they are, one
// issue for all that is wrong with it, so that nobody takes it for an issue of
// the person's own cell.
func relativeCodes(cs codes, issue schemas.Code) (codes, schemas.Code) {
	const repairs codes = 1<<schemas.IssueNumberMissing - 1
	if cs&^(repairs|codeNumberMissing|codeMissing|codeAbbreviated|code(schemas.IssueNameTruncated)) == 0 {
		issue = schemas.NoCode
	}
	return cs & repairs, issue
}

func (w *Worker) cleanRelativeNumbers(g *background, f Fact, in *pipeline.Column) {
	g.numbers = w.cleanNumbers(in, g.numbers)
	text := &g.texts[f]
	reset(text, in.Entries())
	for e := range g.numbers {
		cell := &g.numbers[e]
		n := firstNumber(cell.pin, cell.cmnd)
		g.codes[f][e], g.issues[f][e] = relativeCodes(cell.codes, schemas.IssueRelativeNumber)
		if n != 0 {
			text.Bytes = append(text.Bytes, n.String()...)
			g.issues[f][e] = schemas.NoCode
		}
		endEntry(text)
	}
	indexLike(in, text)
	list := &g.rows.Numbers[f-factNames]
	*list = sized(*list, len(in.Index))
	for i, e := range in.Index {
		(*list)[i] = 0
		if e >= 0 {
			(*list)[i] = firstNumber(g.numbers[e].pin, g.numbers[e].cmnd)
		}
	}
}

// cleanBirthplaces reads provinces out of places of birth: text, or a code of
// the 63 provinces, with which personal IDs begin too.
func (w *Worker) cleanBirthplaces(g *background, in *pipeline.Column) {
	text := &g.texts[BirthProvince]
	reset(text, in.Entries())
	g.born = sized(g.born, in.Entries())
	for e := range g.born {
		cell := bytes.TrimSpace(in.Entry(int32(e)))
		g.born[e], g.codes[BirthProvince][e] = w.birthplace(cell), 0
		switch p := &g.born[e]; {
		case p.OldProvince != 0:
			text.Bytes = appendTwo(text.Bytes, p.OldProvince)
		case p.Province == 0 && len(cell) > 0:
			g.issues[BirthProvince][e] = schemas.IssueBirthplaceUnknown
		}
		endEntry(text)
	}
	indexLike(in, text)
	g.rows.Born = sized(g.rows.Born, len(in.Index))
	for i, e := range in.Index {
		g.rows.Born[i] = places.Place{}
		if e >= 0 {
			g.rows.Born[i] = g.born[e]
		}
	}
}

func (w *Worker) birthplace(cell []byte) places.Place {
	if digits := whole(cell); len(digits) > 0 && len(digits) <= 3 && onlyDigits(digits) {
		n, _ := strconv.Atoi(string(digits))
		if old := uint8(min(n, 255)); places.KnownOldProvince(old) {
			return places.Place{OldProvince: old, Province: places.NewProvince(old)}
		}
		return places.Place{}
	}
	text, _ := w.addressText(cell)
	p := w.places.Parse(text)
	return places.Place{Province: p.Province, OldProvince: p.OldProvince}
}

func appendTwo(dst []byte, code uint8) []byte {
	return append(dst, '0'+code/10, '0'+code%10)
}

// cleanHouseholds brings the codes of households into canonical form.
func (w *Worker) cleanHouseholds(in *pipeline.Column, out *pipeline.Texts, notes []codes) {
	reset(out, in.Entries())
	for e := range in.Entries() {
		out.Bytes, notes[e] = w.paper(&householdKind, out.Bytes, in.Entry(int32(e)))
		endEntry(out)
	}
	indexLike(in, out)
}

// noteBackground appends the notes on the background of a row.
func (w *Worker) noteBackground(b *pipeline.Batch, row int) {
	for _, col := range w.rows.Cols.Background {
		if e := b.Columns[col.Column].Index[row]; e >= 0 {
			w.noteField(uint32(row), FieldOf(col.Fact), w.background.codes[col.Fact][e])
			if issue := w.background.issues[col.Fact][e]; issue != schemas.NoCode {
				w.rows.Notes = append(w.rows.Notes, Note{Row: uint32(row), Field: FieldOf(col.Fact), Code: issue})
			}
		}
	}
}

// showBackground is the batch with names and numbers of the background in
// canonical form where they are carried through, and the code of the province
// of birth beside its text.
func (w *Worker) showBackground(b *pipeline.Batch) *pipeline.Batch {
	c := &w.rows.Cols
	if len(c.Background) == 0 {
		return b
	}
	if b != &w.view {
		w.view.Part, w.view.Rows = b.Part, b.Rows
		w.view.Columns = append(w.view.Columns[:0], b.Columns...)
	}
	w.passes = append(w.passes[:0], c.Pass...)
	for i, p := range c.Pass {
		for _, col := range c.Background {
			if col.Column != p.Column {
				continue
			}
			switch f := col.Fact; {
			case f < factNames:
				w.passes[i].Column = w.show(&w.background.rows.Names[f])
			case f < factNumbers:
				w.passes[i].Column = w.show(&w.background.texts[f])
			case f == Household:
				w.passes[i].Column = w.show(&w.background.rows.House)
			case f == BirthProvince:
				w.passes = append(w.passes, Pass{Column: w.show(&w.background.texts[f]), Name: "birth_province_code"})
			}
		}
	}
	c.Pass = w.passes
	return &w.view
}

// show puts a column behind the batch's own and says where it is.
func (w *Worker) show(c *pipeline.Texts) int {
	w.view.Columns = append(w.view.Columns, *c)
	return len(w.view.Columns) - 1
}
