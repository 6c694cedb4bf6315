package jobs

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
	"lamsach/pipeline/sink"
	"lamsach/register"
	"lamsach/reports"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Explain says why a row of a published run was answered as it was: the row is
// cleaned and linked again as then, and held against its published outcome.
func Explain(ctx context.Context, location string, row Row, o ReopenOptions) (*reports.Explanation, error) {
	r, err := Reopen(ctx, location, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	part, at, err := r.Part(ctx, row)
	if err != nil {
		return nil, err
	}
	reader := r.Reader()
	if err := reader.Read(ctx, part); err != nil {
		return nil, err
	}
	judged := reader.Linker.Judge(reader.Rows, at)
	x := r.explanation(part, at, reader.Rows, &judged)
	if err := r.hold(ctx, x, part, at, &judged.Outcome); err != nil {
		return nil, err
	}
	return x, r.Sound()
}

// hold makes sure that the row was answered so, and takes over what only the
// whole job knew of it.
func (r *Reopened) hold(ctx context.Context, x *reports.Explanation, p pipeline.Part, at int, o *pipeline.Outcome) error {
	reasons := o.Reasons
	if outputs := (&Spec{Outputs: r.Manifest.Job.Outputs}); outputs.Wants("outcomes") {
		published, err := r.outcomes(ctx, p)
		if err != nil {
			return err
		}
		again, err := r.relinked(ctx, p, []pipeline.Outcome{*o}, unsettled{}, &teller{writer: r.writer()})
		if err != nil {
			return err
		}
		if columns := again.differing(0, published, at, linkedColumns, schemas.SettledReasons); len(columns) > 0 {
			return failf(ExitLook, "%s, row %d: its published outcome has another %s than the same rules, model and snapshot give now; lamsach replay looks at more rows",
				r.Manifest.Inputs[p.File].Name(), p.FirstRow+int64(at), columnList(columns))
		}
		x.Published, reasons = true, published.reasons(at, 0)
		if file := published.text("duplicate_of_file", at); file != "" {
			first, err := strconv.ParseInt(published.text("duplicate_of_row", at), 10, 64)
			if err != nil {
				return fail(ExitGiven, fmt.Errorf("duplicate_of_row: %w", err))
			}
			x.DuplicateOf = &reports.Address{File: file, Row: first}
		}
	}
	if r.disclosure == sink.VerdictOnly {
		reasons &= schemas.OwnReasons
	}
	for reason := range reasons.All {
		x.Reasons = append(x.Reasons, reports.Word[schemas.Reason]{Is: reason})
	}
	return nil
}

// writer is the scratch of one goroutine for writing tables as the run did.
func (r *Reopened) writer() *sink.Writer {
	return &sink.Writer{Disclosure: r.disclosure, Thresholds: r.Manifest.Job.Thresholds.bare(), Origins: r.origins()}
}

// explanation puts together what may be told of a row.
func (r *Reopened) explanation(p pipeline.Part, at int, rows *clean.Rows, j *link.Judged) *reports.Explanation {
	m, o := r.Manifest, &j.Outcome
	src := r.Source(p)
	x := &reports.Explanation{
		RunID: m.RunID, Address: reports.Address{File: src.File, Sheet: src.Sheet, Row: p.FirstRow + int64(at)},
		Snapshot: m.Snapshot, Rules: m.Rules, Model: m.Model, Disclosure: m.Job.Disclosure,
		Thresholds: m.Job.Thresholds.told(),
		Said:       saidBy(rows, at), Verdict: reports.Word[schemas.Verdict]{Is: o.Verdict}, Reasons: []reports.Word[schemas.Reason]{},
	}
	if p := r.writer().Probability(o); p == p {
		x.Probability = &p
	}
	if r.disclosure == sink.VerdictOnly {
		return x
	}
	whole := r.disclosure == sink.Values
	if whole {
		x.Weight, x.RunnerUp = weightOf(o.Weight), weightOf(o.RunnerUp)
	}
	if o.Verdict == schemas.Rejected {
		return x
	}
	if whole {
		x.Odds = &reports.Odds{Prior: j.Odds.Prior, Nobody: j.Odds.Nobody, Others: j.Odds.Others, Passed: j.Odds.Passed, Compared: int64(j.Compared)}
	}
	x.Mismatches = r.mismatches(rows.Row(at), j.Mismatches)
	row := sides{said: x.Said, event: eventOf(rows, at).String()}
	for i := range j.Candidates {
		x.Candidates = append(x.Candidates, r.candidate(&j.Candidates[i], o, &row))
	}
	return x
}

// mismatches are those of a row of its own, as their table has them.
func (r *Reopened) mismatches(row *clean.Rows, list []pipeline.Mismatch) (told []reports.Mismatch) {
	w := r.writer()
	for i := range list {
		m := &list[i]
		submitted, canonical, registered := w.Sides(row, m, r.People)
		told = append(told, reports.Mismatch{
			Field: reports.Word[schemas.Field]{Is: m.Field}, Submitted: submitted, Canonical: canonical, Register: registered,
			Reason: reports.Word[schemas.Reason]{Is: m.Reason}, Mechanism: reports.Word[schemas.Mechanism]{Is: m.Mechanism},
		})
	}
	return told
}

// weightOf is a weight as it is told, nil for none.
func weightOf(w float32) *float32 {
	if w != w {
		return nil
	}
	return &w
}

// candidate tells of a person as much as the disclosure allows.
func (r *Reopened) candidate(c *link.Candidate, o *pipeline.Outcome, row *sides) reports.Candidate {
	out := reports.Candidate{Rank: c.Rank, Linked: c.Person == o.Person, NumberOwner: c.Person == o.Owner}
	whole := r.disclosure == sink.Values
	if whole {
		out.Probability, out.Weight = &c.Probability, weightOf(float32(c.Total))
	}
	if pin := r.People.PIN(c.Person); whole || pin == o.PIN {
		out.PersonID = pin.String()
	}
	weights, levels, rarity := c.Weights.List(), c.Comparison.Levels(), c.Comparison.Rarity()
	for k := range schemas.Comparisons {
		if !asked(k, &c.Comparison) {
			continue
		}
		line := reports.Line{
			Comparison: reports.Word[schemas.Comparison]{Is: k}, Level: reports.Word[schemas.Level]{Is: levels[k]},
			Row: row.of(k),
		}
		if whole {
			line.Weight, line.Rarity = &weights[k], rarity[k]
			line.Register = strings.Clone(r.registered(c.Person, k, levels[k]))
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

// eventOf is the date of what a row tells of, or else of the file.
func eventOf(rows *clean.Rows, i int) schemas.Date {
	if d := rows.Event.At(i); d != 0 {
		return d
	}
	return rows.Reported.At(i)
}

// asked says whether a column of the file states such a thing.
func asked(k schemas.Comparison, c *matchers.Comparison) bool {
	switch k {
	case schemas.CompareRelatives, schemas.CompareBirthProvince, schemas.CompareHousehold:
		return c.Background.Asked
	case schemas.CompareLife:
		return c.Life != matchers.LifeMissing
	}
	return true
}

// registered is the register's value of a comparison. It outlives the snapshot,
// which is closed before the explanation is told.
func (r *Reopened) registered(p uint32, k schemas.Comparison, level schemas.Level) string {
	switch k {
	case schemas.ComparePersonalID:
		return r.People.PIN(p).String()
	case schemas.CompareCMND:
		var all []string
		for _, n := range r.People.CMNDs(p, nil) {
			all = append(all, n.String())
		}
		return strings.Join(all, ", ")
	case schemas.CompareName:
		names := []string{r.People.FullName(p)}
		if level == schemas.LevelOf(schemas.MechanismFormerName) {
			names = append(names, r.People.OtherFullNames(p, nil)...)
		}
		return strings.Join(names, ", ")
	case schemas.CompareBirthDate:
		return r.People.Birth(p).String()
	case schemas.CompareGender:
		return r.People.Gender(p).String()
	case schemas.CompareRelatives:
		return r.relatives(p)
	case schemas.CompareBirthProvince:
		return places.OldProvinceName(link.BirthProvince(r.People.Snapshot, p))
	case schemas.CompareHousehold:
		return "" // the snapshot keeps a hash of the code
	case schemas.CompareLife:
		return r.People.Death(p).String()
	}
	if address := r.People.Address(p); address != "" {
		return address
	}
	return strings.Trim(places.CommuneName(r.People.Commune(p))+", "+places.ProvinceName(r.People.Province(p)), ", ")
}

// relatives are the names of a person's father, mother and spouse.
func (r *Reopened) relatives(p uint32) string {
	var names []string
	for _, k := range [...]register.Kin{register.KinFather, register.KinMother, register.KinSpouse} {
		if q := r.People.Relative(k, p); q != register.NoPerson {
			names = append(names, r.People.FullName(q))
		}
	}
	return strings.Join(names, ", ")
}

// saidBy is what a row says, field by field: the canonical value, the original
// where it is another text, and what cleaning noted.
func saidBy(rows *clean.Rows, i int) []reports.Said {
	c := &rows.Cols
	notes := rows.NotesOf(i)
	original := func(columns ...int) string {
		for _, at := range columns {
			if at >= 0 {
				if v := rows.Batch.Columns[at].Value(i); len(v) > 0 {
					return string(v)
				}
			}
		}
		return ""
	}
	values := [clean.Fields][2]string{
		clean.FieldPersonalID: {rows.PIN[i].String(), original(c.Number, c.AnyNumber)},
		clean.FieldCMND:       {rows.CMND[i].String(), original(c.CMND, c.AnyNumber)},
		clean.FieldName:       {string(rows.Name.Value(i)), original(c.Name)},
		clean.FieldBirthDate:  {rows.Birth[i].String(), original(c.Birth)},
		clean.FieldGender:     {rows.Gender[i].String(), original(c.Gender)},
		clean.FieldPhone:      {string(rows.Phone.Value(i)), original(c.Phone)},
		clean.FieldAddress:    {string(rows.Address.Value(i)), original(c.Address)},
	}
	for _, p := range rows.Papers {
		if text := rows.Paper(p.Column); text != nil {
			values[p.Field] = [2]string{string(text.Value(i)), original(p.Column)}
		}
	}
	for _, b := range c.Background {
		values[clean.FieldOf(b.Fact)] = [2]string{rows.Background.Text(b.Fact, i), original(b.Column)}
	}
	var said []reports.Said
	for f, v := range values {
		s := reports.Said{Column: clean.Field(f).String(), Value: v[0]}
		if v[1] != v[0] {
			s.Original = strings.ToValidUTF8(v[1], "\ufffd")
		}
		for _, n := range notes {
			if n.Field == clean.Field(f) {
				s.Notes = append(s.Notes, reports.Word[schemas.Code]{Is: n.Code})
			}
		}
		if s.Value != "" || s.Original != "" || s.Notes != nil {
			said = append(said, s)
		}
	}
	for k, check := range c.Checks { // told only of what failed
		s := reports.Said{Column: check.Name, Value: strings.ToValidUTF8(original(check.Column), "\ufffd")}
		for _, n := range notes {
			if n.Field == clean.Fields+clean.Field(k) {
				s.Notes = append(s.Notes, reports.Word[schemas.Code]{Is: n.Code})
			}
		}
		if s.Notes != nil {
			said = append(said, s)
		}
	}
	if second := rows.Second.Name(i); second != nil {
		said = append(said, reports.Said{Column: "second_person", Value: string(second)})
	}
	return said
}

// sides are the values of a row by the comparison that they stand in.
type sides struct {
	said  []reports.Said
	event string // the date of what the row tells of
}

var saidColumns = [schemas.Comparisons][]clean.Field{
	{clean.FieldPersonalID},
	{clean.FieldCMND},
	{clean.FieldName},
	{clean.FieldBirthDate},
	{clean.FieldGender},
	{clean.FieldAddress},
	{
		clean.FieldOf(clean.FatherName), clean.FieldOf(clean.MotherName), clean.FieldOf(clean.SpouseName), clean.FieldOf(clean.HeadName), clean.FieldOf(clean.GuardianName),
		clean.FieldOf(clean.FatherNumber), clean.FieldOf(clean.MotherNumber), clean.FieldOf(clean.SpouseNumber), clean.FieldOf(clean.GuardianNumber), clean.FieldOf(clean.HeadNumber),
	},
	{clean.FieldOf(clean.BirthProvince)},
	{clean.FieldOf(clean.Household)},
	{}, // a date that is carried through: see of
}

func (s *sides) of(k schemas.Comparison) string {
	if k == schemas.CompareLife {
		return s.event
	}
	var values []string
	for _, field := range saidColumns[k] {
		for _, said := range s.said {
			if said.Column == field.String() && said.Value != "" {
				values = append(values, said.Value)
			}
		}
	}
	return strings.Join(values, ", ")
}
