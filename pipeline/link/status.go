package link

import (
	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/register"
	"lamsach/schemas"
)

// judgeStatus says whether the person lives, and whether what the row tells of
// happened after the person's death. A row that states the death knows of it:
// only another date is a mismatch then.
func (w *Worker) judgeStatus(o *pipeline.Outcome, at, p uint32) {
	switch w.people.Status(p) {
	case register.Missing:
		o.Reasons = o.Reasons.With(schemas.ReasonMissingPerson)
		return
	case register.Deceased:
	default:
		return
	}
	o.Reasons = o.Reasons.With(schemas.ReasonDeceased)
	m := pipeline.Mismatch{Row: at, Against: p, Field: schemas.FieldStatus, Mechanism: schemas.MechanismDied, Reason: schemas.ReasonDeceased}
	died, stated := w.people.Death(p), w.rows.Death.At(w.row.at)
	switch {
	case stated != 0:
		if !apartDates(stated, died) {
			return
		}
		m.Mechanism = schemas.MechanismOtherDate
	case after(w.row.event, died):
		m.Reason = schemas.ReasonEventAfterDeath
		o.Reasons = o.Reasons.With(m.Reason)
	}
	w.result.Mismatches = append(w.result.Mismatches, m)
}

// life says whether a person lived when what the row tells of happened. What is
// not dated stood in the file when that was made.
func (w *Worker) life(p uint32) matchers.LifeLevel {
	event, reported := w.row.event, w.row.reported
	switch {
	case event == 0 && reported == 0:
		return matchers.LifeMissing
	case w.people.Status(p) != register.Deceased:
		return matchers.LifeThen
	}
	died := w.people.Death(p)
	switch {
	case after(event, died.AddYears(1)):
		return matchers.LifeLongEnded
	case after(event, died):
		return matchers.LifeEnded
	case event == 0 && after(reported, died.AddYears(1)):
		return matchers.LifeListed
	}
	return matchers.LifeThen
}

// after says whether all of a day, month or year lies after all of another.
// Where either is not known nothing does.
func after(event, death schemas.Date) bool {
	a, b := common(event, death)
	return a > b
}

// apartDates says whether two dates are different days, months or years, as far
// as both are known.
func apartDates(a, b schemas.Date) bool {
	a, b = common(a, b)
	return a != b
}

// common are two dates as far as both are known; both 0 if one is not.
func common(a, b schemas.Date) (schemas.Date, schemas.Date) {
	switch {
	case a == 0 || b == 0:
		return 0, 0
	case a.Precision() == schemas.YearOnly || b.Precision() == schemas.YearOnly:
		return schemas.MakeDate(a.Year(), 0, 0), schemas.MakeDate(b.Year(), 0, 0)
	case a.Precision() != schemas.FullDate || b.Precision() != schemas.FullDate:
		return schemas.MakeDate(a.Year(), a.Month(), 0), schemas.MakeDate(b.Year(), b.Month(), 0)
	}
	return a, b
}
