package jobs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lamsach/internal/strict"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// layout says which columns of a file are read, and what each is for.
type layout struct {
	read    []int                // columns of the file, ascending: the batch's columns in this order
	clean   clean.Columns        // indexes into the batch
	marked  sink.ResponseColumns // indexes into the file: what is marked in a response
	unit    int                  // index into the batch of the column that names the unit, -1 for none
	missing []schemas.Role
	columns []InputColumn // all columns of the file, for manifest and report
	odd     []string      // what people should look at: columns of two meanings, meanings of two columns
	usable  bool          // some row could be looked up
}

// maxUnknown is how many columns without a role are carried through.
const maxUnknown = 64

// layoutOf sorts the columns of a file by what they were recognised as. Lists
// are left out: no dataset of persons has one.
func layoutOf(d *schemas.Description, cols []schemas.ColumnInfo, lists []bool) layout {
	return layoutBy(d, cols, lists, d.Recognise(cols))
}

// layoutBy is layoutOf for columns whose roles are known.
func layoutBy(d *schemas.Description, cols []schemas.ColumnInfo, lists []bool, found []schemas.Recognised) layout {
	at := d.Layout(found)
	l := layout{unit: -1, missing: d.Missing(found), usable: at.Usable(), clean: clean.NoColumns(), odd: append(contradictions(cols, found), twice(cols, found)...)}
	wanted := make([]bool, len(cols))
	for _, c := range at.Columns() {
		wanted[c] = true
	}
	pass := at.Pass
	taken := map[string]bool{}
	for _, p := range pass {
		taken[p.Name] = true
	}
	for i, r := range found {
		l.columns = append(l.columns, inputColumn(cols[i].Name, r))
		if r.Role == "" && !lists[i] && len(pass) < len(at.Pass)+maxUnknown {
			pass = append(pass, schemas.Pass{Column: i, Name: outputName(cols[i].Name, i, taken)})
		}
	}
	for _, p := range pass {
		wanted[p.Column] = true
	}
	place := make([]int, len(cols)) // column of the file → column of the batch
	for c, is := range wanted {
		place[c] = len(l.read)
		if is && !lists[c] {
			l.read = append(l.read, c)
		} else {
			place[c] = -1
		}
	}
	l.place(at, found, pass, place)
	l.check(d, pass, place)
	l.dates(d, pass, place)
	l.mark(at)
	return l
}

// inputColumn is what manifest and report tell of a column.
func inputColumn(name string, r schemas.Recognised) InputColumn {
	c := InputColumn{Name: name, Role: r.Role, Certainty: round(r.Certainty), By: r.By}
	if r.Contradicts {
		c.Says = r.Says
	}
	return c
}

// contradictions says of each column whose values are not what its header says
// what they are.
func contradictions(cols []schemas.ColumnInfo, found []schemas.Recognised) (odd []string) {
	for i, r := range found {
		if r.Contradicts {
			odd = append(odd, fmt.Sprintf("column %s: %s", strict.Printable(cols[i].Name), contradiction(r, cols[i].Sample)))
		}
	}
	return odd
}

// twice says of each role which columns name it beside the one that has it.
func twice(cols []schemas.ColumnInfo, found []schemas.Recognised) (odd []string) {
	for i, r := range found {
		if r.Rival == "" {
			continue
		}
		has := slices.IndexFunc(found, func(o schemas.Recognised) bool { return o.Role == r.Rival })
		odd = append(odd, fmt.Sprintf("columns %s and %s are both %s by their headers; the first is taken, the other is carried through as text (rename the wrong one, or name both in a description with repeat: true)",
			strict.Printable(cols[has].Name), strict.Printable(cols[i].Name), r.Rival))
	}
	return odd
}

// clearlyBetter are the certainties of another dataset and of the job's own from
// which the job is asked whether it names the right one.
const clearlyBetter, hardlyOwn = 0.9, 0.05

// otherDataset says which other built-in dataset the columns of a file clearly fit
// better than the job's, and by what; "" for none, or for a description of one's own.
func otherDataset(d *schemas.Description, cols []schemas.ColumnInfo) string {
	fits := schemas.Rank(cols)
	own := slices.IndexFunc(fits, func(f schemas.Fit) bool { return f.Dataset == d })
	if own <= 0 || fits[0].Certainty < clearlyBetter || fits[own].Certainty > hardlyOwn {
		return ""
	}
	better := DetectedDataset{Only: onlyIn(cols, fits[0].Found, fits[own].Found)}
	return fmt.Sprintf("fits the dataset %s clearly better than %s: %s", fits[0].Dataset.Name, d.Name, better.why())
}

// contradiction says what a header says and what the values look like.
func contradiction(r schemas.Recognised, sample []string) string {
	looks := "look like " + string(r.Role)
	if r.Role == "" {
		looks = "do not"
		if shapes := schemas.Shapes(sample); len(shapes) > 0 {
			looks = "are such as " + shapes[0]
		}
	}
	return fmt.Sprintf("the header says %s, the values %s", r.Says, looks)
}

// place translates columns of the file into columns of the batch.
func (l *layout) place(at schemas.Layout, found []schemas.Recognised, pass []schemas.Pass, place []int) {
	to := func(c int) int {
		if c < 0 {
			return -1
		}
		return place[c]
	}
	all := func(columns []int) (out []int) {
		for _, c := range columns {
			out = append(out, to(c))
		}
		return out
	}
	scalar := func(columns []int) []int {
		return slices.DeleteFunc(all(columns), func(c int) bool { return c < 0 })
	}
	units := func(columns []int) (out []clean.UnitPart) {
		for _, c := range columns {
			if to(c) >= 0 {
				out = append(out, clean.UnitPart{Column: to(c), Role: found[c].Role})
			}
		}
		return out
	}
	c := &l.clean
	c.Number, c.CMND, c.AnyNumber, c.Name = to(at.Number), to(at.CMND), to(at.AnyNumber), to(at.Name)
	c.Birth, c.Gender, c.Phone, c.Address = to(at.Birth), to(at.Gender), to(at.Phone), to(at.Address)
	c.Temporary = at.Address >= 0 && found[at.Address].Role == schemas.RoleTemporaryAddress
	c.NameParts, c.BirthParts, c.AddressParts = scalar(at.NameParts), all(at.BirthParts), units(at.AddressParts)
	c.Apart = to(at.Apart)
	c.PlaceParts, c.PlaceCodes = units(at.PlaceParts), all(at.PlaceCodes)
	for _, p := range pass {
		if to(p.Column) < 0 {
			continue
		}
		c.Pass = append(c.Pass, clean.Pass{Column: to(p.Column), Name: p.Name, Role: p.Role})
		if fact, ok := clean.FactOf(p.Role); ok && !slices.ContainsFunc(c.Background, func(b clean.BackgroundColumn) bool { return b.Fact == fact }) {
			c.Background = append(c.Background, clean.BackgroundColumn{Column: to(p.Column), Fact: fact})
		}
	}
	slices.SortFunc(c.Background, func(a, b clean.BackgroundColumn) int { return cmp.Compare(a.Fact, b.Fact) })
	l.beside(found, pass, to)
}

// check places the columns whose values the description checks.
func (l *layout) check(d *schemas.Description, pass []schemas.Pass, place []int) {
	columnOf := func(role schemas.Role) int {
		if role == schemas.RoleBirthDate {
			return clean.BirthColumn
		}
		for _, p := range pass {
			if p.Role == role && role != "" {
				return place[p.Column]
			}
		}
		return -1
	}
	for _, p := range pass {
		col := d.Column(p.Role)
		if col == nil || col.Check == nil || place[p.Column] < 0 || len(l.clean.Checks) == clean.MaxChecks {
			continue
		}
		l.clean.Checks = append(l.clean.Checks, clean.ValueCheck{
			Column: place[p.Column], Name: p.Name, Check: col.Check,
			NotBefore: columnOf(col.Check.NotBefore), NotAfter: columnOf(col.Check.NotAfter),
		})
	}
}

// dates places the columns that are held against the date of the person's death.
func (l *layout) dates(d *schemas.Description, pass []schemas.Pass, place []int) {
	for _, p := range slices.Backward(pass) {
		switch {
		case p.Role == "" || place[p.Column] < 0:
		case p.Role == d.Event():
			l.clean.Event = place[p.Column]
		case p.Role == schemas.RoleDeathDate:
			l.clean.Death = place[p.Column]
		}
	}
}

// unitRoles are the columns that say who wrote a row, the first that a file has.
var unitRoles = []schemas.Role{schemas.RoleBranch, schemas.RoleSalePoint, schemas.RoleInstitution}

// beside places the columns that tell of the row and of who wrote it. Where no
// column names a unit, the commune's does: an office keys its own people.
func (l *layout) beside(found []schemas.Recognised, pass []schemas.Pass, to func(int) int) {
	at := map[schemas.Role]int{}
	for _, p := range slices.Backward(pass) {
		if c := to(p.Column); c >= 0 && p.Role != "" {
			at[p.Role] = c
		}
	}
	one := func(roles ...schemas.Role) int {
		for _, role := range roles {
			if c, ok := at[role]; ok {
				return c
			}
		}
		return -1
	}
	c := &l.clean
	l.unit = one(unitRoles...)
	c.IssueDate, c.ReportDate = one(schemas.RoleIssueDate), one(schemas.RoleReportDate)
	c.Nationality, c.IDType = one(schemas.RoleNationality), one(schemas.RoleIDType)
	c.LoanStart, c.LoanDue = one(schemas.RoleLoanStart), one(schemas.RoleLoanDue)
	c.DebtGroup, c.OverdueDays = one(schemas.RoleDebtGroup), one(schemas.RoleOverdueDays)
	if c.Unit = l.unit; c.Unit >= 0 {
		return
	}
	for _, role := range []schemas.Role{schemas.RoleCommuneCode, schemas.RoleCommune} {
		for _, r := range found {
			if r.Role == role && c.Unit < 0 {
				c.Unit = to(r.Column)
			}
		}
	}
}

// mark says which columns of the file make up each field, for the response.
func (l *layout) mark(at schemas.Layout) {
	whole := func(c int, parts []int) (out []int) {
		if c >= 0 {
			return []int{c}
		}
		for _, p := range parts {
			if p >= 0 {
				out = append(out, p)
			}
		}
		return out
	}
	l.marked = sink.ResponseColumns{
		PersonalID: whole(at.Number, nil), CMND: whole(at.CMND, nil), AnyNumber: whole(at.AnyNumber, nil),
		Name: whole(at.Name, at.NameParts), Birth: whole(at.Birth, at.BirthParts),
		Gender: whole(at.Gender, nil), Address: whole(at.Address, at.AddressParts),
	}
}

// kept are the columns of cleaned that a carried column may not be called.
var kept = []string{
	"source_file", "source_sheet", "source_row", "repairs", "issues", "personal_id", "cmnd", "full_name", "birth_date",
	"birth_date_precision", "gender", "phone", "address", "province_code", "commune_code", "place_system",
}

// outputName is the snake_case name under which a column without a role is
// carried through: its header without marks and case.
func outputName(header string, column int, taken map[string]bool) string {
	name := ""
	for _, c := range strings.ToLower(header) {
		if b := schemas.FoldRune(c); b >= 'a' && b <= 'z' || b >= '0' && b <= '9' {
			name += string(rune(b))
		} else if name != "" && !strings.HasSuffix(name, "_") {
			name += "_"
		}
		if len(name) >= 56 {
			break
		}
	}
	name = strings.Trim(name, "_")
	if name == "" || name[0] < 'a' {
		name = strings.TrimSuffix("column_"+name, "_")
	}
	if slices.Contains(kept, name) {
		name = "submitted_" + name
	}
	if taken[name] {
		name = fmt.Sprintf("%s_%d", name, column)
	}
	taken[name] = true
	return name
}

// round keeps a certainty readable in manifests.
func round(p float64) float64 { return float64(int(p*1000+0.5)) / 1000 }

// roleList names roles for people.
func roleList(roles []schemas.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
