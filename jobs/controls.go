package jobs

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/register"
	"lamsach/reports"
	"lamsach/schemas"
)

// Controls are invented rows whose answers are known. Beside each part, before
// it is read, some are cleaned and linked by the same worker in the layout of
// the part's file: with its columns, profile, model and thresholds. They lie in
// a batch of their own, so nothing that is written of the part can hold one;
// only their score is kept.
type Controls struct {
	Share     float64 `json:"share"`     // of the rows; 0 for none
	Precision float64 `json:"precision"` // of the controls, below which somebody must look
	Recall    float64 `json:"recall"`
}

// maxControls is the largest share of controls.
const maxControls = 0.1

// rows is how many controls go beside a part. Rounding up makes it at least one
// for a job, and the same whatever the number of parts.
func (c *Controls) rows(p pipeline.Part) int {
	upTo := func(row int64) int64 { return int64(math.Ceil(float64(row) * c.Share)) }
	return int(upTo(p.StartRow+int64(p.Rows)) - upTo(p.StartRow))
}

// ControlScore is what the manifest says of the controls.
type ControlScore struct {
	Rows      int64          `json:"rows"` // beside those of the inputs, in no table
	Linked    int64          `json:"linked"`
	Right     int64          `json:"right"`
	Wrong     int64          `json:"wrong"`
	Precision evaluate.Share `json:"precision"`
	Recall    evaluate.Share `json:"recall"`
	AtLeast   Controls       `json:"at_least"` // as the job says
}

// conserveControls holds the run to it that every part was tried with as many
// controls as were planned for it.
func (c *crew) conserveControls() error {
	for i, d := range c.done {
		if d == nil {
			continue
		}
		if n := c.plan.Spec.Controls.rows(d.Part); d.Controls.All.Rows != int64(n) {
			return failf(ExitInternal, "part %d: %d of %d control rows were scored; nothing is published", i, d.Controls.All.Rows, n)
		}
	}
	return nil
}

// scoreControls adds up the controls of all parts; nil for a job without.
func (c *crew) scoreControls() *ControlScore {
	if c.plan.Spec.Controls.Share == 0 {
		return nil
	}
	var sum evaluate.Tally
	for _, d := range c.done {
		if d != nil {
			sum.Merge(&d.Controls)
		}
	}
	s := sum.Slice("")
	return &ControlScore{
		Rows: s.Rows, Linked: s.Linked, Right: s.Right, Wrong: s.Wrong, Precision: s.Precision, Recall: s.Recall, AtLeast: c.plan.Spec.Controls,
	}
}

// controlGate begins the names of the gates of controls.
const controlGate = "controls_"

// gates are the limits that the controls are held to. Controls none of which is
// linked say nothing of precision.
func (s *ControlScore) gates() (gates []reports.Gate, failed bool) {
	for _, g := range []struct {
		name  string
		share evaluate.Share
		least float64
	}{{"precision", s.Precision, s.AtLeast.Precision}, {"recall", s.Recall, s.AtLeast.Recall}} {
		gate := reports.Gate{Name: controlGate + g.name, Limit: g.least, Value: g.share.Share, Failed: g.share.Of > 0 && g.share.Share < g.least}
		gates, failed = append(gates, gate), failed || gate.Failed
	}
	return gates, failed
}

// controls invents, cleans, links and scores the controls of a part.
func (w *worker) controls(p pipeline.Part) (t evaluate.Tally) {
	n := w.plan.Spec.Controls.rows(p)
	if n == 0 || w.plan.People.People() == 0 {
		return t
	}
	c := inventControls(w.plan.Files[p.File], w.plan.People, p, n)
	linked := w.linker.Link(w.cleaner.Clean(&c.batch))
	for i := range linked.Outcomes {
		o := &linked.Outcomes[i]
		t.Add(&c.truth[i], &evaluate.Answer{Person: known(o.Person), Candidate: known(o.Candidate), Verdict: o.Verdict, Probability: o.Probability})
	}
	return t
}

// known is a person as a label names one: ordinals from 1, 0 for nobody.
func known(person uint32) uint64 {
	if person == pipeline.NoPerson {
		return 0
	}
	return uint64(person) + 1
}

// controlForm is what is wrong with a control.
type controlForm int

// Forms, which take turns.
const (
	controlPlain    controlForm = iota
	controlNoNumber             // no number
	controlSlip                 // one digit of the number is another
	controlUnmarked             // the name as a system without Vietnamese letters has it
	controlYearOnly             // of the birth date only the year
	controlOther                // somebody else's number
	controlAbsent               // a person who is not in the register: nobody's number, one's name, another's birth date
	controlForms
)

// controlRows is a batch of controls with their labels.
type controlRows struct {
	batch  pipeline.Batch
	truth  []evaluate.Label
	file   *PlannedFile
	people *register.Snapshot
	dice   dice
}

// inventControls makes the controls of a part. They are a function of the
// snapshot, of the part and of the layout of its file.
func inventControls(f *PlannedFile, people *register.Snapshot, p pipeline.Part, n int) *controlRows {
	c := &controlRows{file: f, people: people, dice: dice(uint64(p.StartRow)*0x9e3779b97f4a7c15 + uint64(people.People()))}
	c.batch = blankBatch(p, len(f.layout.read), n)
	for i := range n {
		c.row(i, controlForm((p.StartRow+int64(i))%int64(controlForms)))
	}
	return c
}

// blankBatch is a batch beside a part, every cell of which is null.
func blankBatch(p pipeline.Part, columns, rows int) pipeline.Batch {
	b := pipeline.Batch{Part: pipeline.Part{Index: p.Index, File: p.File, Sheet: p.Sheet, Rows: rows}, Rows: rows, Columns: make([]pipeline.Column, columns)}
	for i := range b.Columns {
		b.Columns[i].Offsets = []int32{0}
		b.Columns[i].Index = slices.Repeat([]int32{-1}, rows)
	}
	return b
}

// setCell sets a cell of a blank batch.
func setCell[T string | []byte](c *pipeline.Column, row int, text T) {
	c.Index[row] = int32(c.Entries())
	c.Bytes = append(c.Bytes, text...)
	c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
}

// row invents one control.
func (c *controlRows) row(i int, form controlForm) {
	who, other := c.somebody(), c.somebody()
	at := c.file.layout.clean
	number, name, birth := c.people.PIN(who), c.people.FullName(who), c.people.Birth(who)
	label := evaluate.Label{Person: known(who), Kind: evaluate.Match}
	withNumber := at.Number >= 0 || at.AnyNumber >= 0
	switch {
	case form == controlNoNumber:
		number = 0
	case form == controlSlip:
		number = c.slip(number)
	case form == controlUnmarked:
		name = unmarked(name)
	case form == controlYearOnly:
		birth = schemas.MakeDate(birth.Year(), 0, 0)
	case form == controlOther && other != who && withNumber:
		number, label.Kind = c.people.PIN(other), evaluate.Contradicted
	case form == controlAbsent:
		number, birth, label = c.nobodys(number), c.people.Birth(other), evaluate.Label{Kind: evaluate.Absent}
	}
	if len(c.file.profile.NameEncodings) > 0 { // a column of another encoding cannot say every name
		name = unmarked(name)
	}
	c.truth = append(c.truth, label)
	c.put(i, at.Number, number.String())
	if at.Number < 0 {
		c.put(i, at.AnyNumber, number.String())
	}
	c.name(i, name)
	c.birth(i, birth)
	c.put(i, at.Gender, c.people.Gender(who).String())
	c.put(i, at.Address, c.people.Address(who))
}

func (c *controlRows) name(i int, name string) {
	at := c.file.layout.clean
	words := strings.Fields(name)
	parts := len(at.NameParts)
	switch {
	case at.Name >= 0 || parts == 0:
		c.put(i, at.Name, name)
	case parts == 1 || len(words) < 2:
		c.put(i, at.NameParts[parts-1], name)
	default: // surname, what is between, given name; in two columns surname and what is between stand together
		first := 1
		if parts == 2 {
			first = len(words) - 1
		}
		c.put(i, at.NameParts[0], strings.Join(words[:first], " "))
		if parts > 2 {
			c.put(i, at.NameParts[1], strings.Join(words[1:len(words)-1], " "))
		}
		c.put(i, at.NameParts[parts-1], words[len(words)-1])
	}
}

func (c *controlRows) birth(i int, d schemas.Date) {
	at := c.file.layout.clean
	if at.Birth >= 0 {
		c.put(i, at.Birth, string(appendDate(nil, d)))
		return
	}
	for k, v := range []int{d.Day(), d.Month(), d.Year()} {
		if k < len(at.BirthParts) && v > 0 {
			c.put(i, at.BirthParts[k], fmt.Sprint(v))
		}
	}
}

// put sets a cell; an absent column has none, an empty text is null.
func (c *controlRows) put(row, column int, text string) {
	if column >= 0 && text != "" {
		setCell(&c.batch.Columns[column], row, text)
	}
}

// somebody is anybody of the register.
func (c *controlRows) somebody() uint32 {
	return uint32(c.dice.below(uint64(c.people.People())))
}

// slip puts another digit into a number, beyond the place, century and year.
func (c *controlRows) slip(n schemas.Number) schemas.Number {
	scale := uint64(1)
	for range c.dice.below(6) {
		scale *= 10
	}
	digit := n.Value() / scale % 10
	return schemas.MakeNumber(n.Kind(), n.Value()-digit*scale+(digit+1+c.dice.below(9))%10*scale)
}

// nobodys is a number like one of the register that nobody bears; none if all
// that were tried are somebody's.
func (c *controlRows) nobodys(like schemas.Number) schemas.Number {
	for range 8 {
		n := schemas.MakeNumber(schemas.PersonalID, like.Value()/1e6*1e6+c.dice.below(1e6))
		if _, taken := c.people.ByPIN(n); !taken {
			return n
		}
	}
	return 0
}

// unmarked is a name in capitals without marks.
func unmarked(name string) string {
	var b strings.Builder
	for _, r := range name {
		if f := schemas.FoldRune(r); f != 0 {
			b.WriteByte(f)
		} else if r == ' ' {
			b.WriteByte(' ')
		}
	}
	return strings.ToUpper(b.String())
}

// dice is a splitmix64 generator.
type dice uint64

func (d *dice) below(n uint64) uint64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x ^ x>>31) % n
}
