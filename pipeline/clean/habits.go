package clean

import (
	"slices"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// One branch of many writes 1 for a woman where the others write it for a man,
// or 03/05 for the fifth of March. The same cell then means one thing in its
// rows and another elsewhere, so it is settled row by row, when the rows are
// joined.

// UnitHabit is what a unit of a file writes otherwise than the file.
type UnitHabit struct {
	Unit       string        `json:"unit"` // as the file has it
	Genders    []GenderValue `json:"genders,omitempty"`
	OtherOrder bool          `json:"other_order,omitempty"` // of day and month
}

// habit is a UnitHabit at hand.
type habit struct {
	genders    [codedKinds]schemas.Gender // NoGender: as the file
	otherOrder bool
}

func newHabits(units []UnitHabit) map[string]*habit {
	of := make(map[string]*habit, len(units))
	for _, u := range units {
		h := &habit{otherOrder: u.OtherOrder}
		for _, v := range u.Genders {
			if kind := codedKind(v.Value); kind != notCoded {
				h.genders[kind] = v.Gender
			}
		}
		of[u.Unit] = h
	}
	return of
}

// unitHabits are the habits of a batch: its units by row, and the habit of each
// of them, nil for those that write as the file does.
type unitHabits struct {
	index []int32
	of    []*habit
}

// readHabits finds the habits of a batch's units.
func (w *Worker) readHabits(b *pipeline.Batch, c *Columns) {
	h := &w.habits
	if h.index = nil; len(w.plan.habits) == 0 || c.Unit < 0 {
		return
	}
	units := &b.Columns[c.Unit]
	h.of = sized(h.of, units.Entries())
	for e := range h.of {
		if h.of[e] = w.plan.habits[string(units.Entry(int32(e)))]; h.of[e] != nil {
			h.index = units.Index
		}
	}
}

// applyHabits reads gender and birth date of a row as its unit writes them.
func (w *Worker) applyHabits(j *joined, row int) {
	h := &w.habits
	if h.index == nil || h.index[row] < 0 || h.of[h.index[row]] == nil {
		return
	}
	habit := h.of[h.index[row]]
	if g := habit.genders[j.gender.coded]; g != schemas.NoGender {
		j.gender.gender, j.gender.codes = g, codeGenderCoded
	}
	if habit.otherOrder && j.birth.order == orderOpen {
		j.birth = w.plan.dates.swapped(j.birth)
	}
}

// unitHabit decides what a unit writes otherwise than its file.
func (e *unitEvidence) habit(unit string, monthFirst bool, file *genderVotes) (UnitHabit, bool) {
	u := UnitHabit{Unit: unit, Genders: e.genders.otherThan(file), OtherOrder: e.orders.other(monthFirst)}
	return u, u.OtherOrder || len(u.Genders) > 0
}

// dateOrders counts birth dates that are possible in one order only.
type dateOrders struct{ dayFirst, monthFirst int64 }

func (o *dateOrders) add(order dateOrder) {
	switch order {
	case orderDayFirst:
		o.dayFirst++
	case orderMonthFirst:
		o.monthFirst++
	}
}

func (o *dateOrders) merge(p dateOrders) {
	o.dayFirst += p.dayFirst
	o.monthFirst += p.monthFirst
}

// other says whether a unit writes the other order than its file: five dates
// prove it at least, and five times as many as speak against it.
func (o *dateOrders) other(monthFirst bool) bool {
	other, same := o.monthFirst, o.dayFirst
	if monthFirst {
		other, same = same, other
	}
	return other >= 5 && other >= 5*same
}

// genderVotes are what personal IDs and middle names (Thị, Văn) say of each
// coded value of a gender column. At NoGender stands how many rows have it.
type genderVotes [codedKinds][schemas.Female + 1]int64

func (v *genderVotes) merge(o *genderVotes) {
	for kind := range v {
		for g := range v[kind] {
			v[kind][g] += o[kind][g]
		}
	}
}

func (v *genderVotes) without(o *genderVotes) {
	for kind := range v {
		for g := range v[kind] {
			v[kind][g] -= o[kind][g]
		}
	}
}

// decided is the gender that four votes to one, and so many at least, give a
// coded value.
func (v *genderVotes) decided(kind codedValue, least int64) schemas.Gender {
	male, female := v[kind][schemas.Male], v[kind][schemas.Female]
	switch {
	case male >= least && male >= 4*female:
		return schemas.Male
	case female >= least && female >= 4*male:
		return schemas.Female
	}
	return schemas.NoGender
}

// most is the gender with more votes.
func (v *genderVotes) most(kind codedValue) schemas.Gender {
	switch male, female := v[kind][schemas.Male], v[kind][schemas.Female]; {
	case male > female:
		return schemas.Male
	case female > male:
		return schemas.Female
	}
	return schemas.NoGender
}

// How many votes decide the meaning of a value in a file and in a unit, and how
// many leave a value of a file without one when they contradict each other.
const (
	fileVotes  = 3
	unitVotes  = 8
	doubtVotes = 20
)

// coding is what the coded values of a file mean. The empty cell means something
// only beside one value alone: an x in a column "Nữ".
func (v *genderVotes) coding() (values []GenderValue) {
	written := v.written()
	for kind := range codedKinds {
		g := v.decided(kind, fileVotes)
		switch {
		case kind == notCoded:
			if len(written) != 1 || g == schemas.NoGender || v[kind][g] < doubtVotes || v.decided(written[0], fileVotes) != 3-g {
				continue
			}
		case g == schemas.NoGender && (v[kind][schemas.Male]+v[kind][schemas.Female] < doubtVotes || genderWords[codedValues[kind]] != schemas.NoGender):
			continue
		case g == genderWords[codedValues[kind]] && g != schemas.NoGender: // as everywhere
			continue
		}
		values = append(values, GenderValue{codedValues[kind], g})
	}
	sortGenders(values)
	return values
}

// written are the coded values that occur.
func (v *genderVotes) written() (kinds []codedValue) {
	for kind := notCoded + 1; kind < codedKinds; kind++ {
		if v[kind][schemas.NoGender] > 0 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// otherThan is what coded values mean in a unit whose votes contradict those of
// the file. Of two values the one that votes leave open is the other gender.
func (v *genderVotes) otherThan(file *genderVotes) (values []GenderValue) {
	if v == nil {
		return nil
	}
	written := v.written()
	for _, kind := range written {
		if g := v.decided(kind, unitVotes); g != schemas.NoGender && g != file.most(kind) {
			values = append(values, GenderValue{codedValues[kind], g})
		}
	}
	if len(values) == 1 && len(written) == 2 {
		other := written[0]
		if codedValues[other] == values[0].Value {
			other = written[1]
		}
		if v.most(other) != values[0].Gender {
			values = append(values, GenderValue{codedValues[other], 3 - values[0].Gender})
		}
	}
	sortGenders(values)
	return values
}

func sortGenders(values []GenderValue) {
	slices.SortFunc(values, func(a, b GenderValue) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
}
