package link

import (
	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
	"lamsach/schemas"
)

// finding is what one field of the row is to the person it is held against.
type finding struct {
	result    schemas.Result
	mechanism schemas.Mechanism
	reason    schemas.Reason // meaningful when the result is no agreement
}

// explain fills results, reasons and mismatches: against the person linked,
// the candidate, or the owner of the number.
func (w *Worker) explain(o *pipeline.Outcome, at uint32) {
	if w.observer != nil {
		w.observer(at)
	}
	w.keepCandidates(o, at)
	against := o.Person
	if against == pipeline.NoPerson {
		against = o.Candidate
	}
	if against == pipeline.NoPerson {
		against = o.Owner
	}
	w.numberReasons(o)
	switch o.Verdict {
	case schemas.Ambiguous:
		o.Reasons = o.Reasons.With(schemas.ReasonSeveralCandidates)
	case schemas.Review:
		o.Reasons = o.Reasons.With(schemas.ReasonWeakEvidence)
	case schemas.NotFound:
		o.Reasons = o.Reasons.With(schemas.ReasonNobodyFound)
	}
	if w.row.name.Len == 0 {
		o.Reasons = o.Reasons.With(schemas.ReasonNameMissing)
	}
	if w.row.birth == 0 {
		o.Reasons = o.Reasons.With(schemas.ReasonBirthDateMissing)
	}
	if against == pipeline.NoPerson {
		return
	}
	c := w.compare(against)
	w.record(o, at, against, schemas.FieldID, w.judgeID(c, o, against))
	if o.Verdict == schemas.Contradicted && o.Candidate == pipeline.NoPerson { // nobody else was found: the number is its owner's
		o.Reasons = o.Reasons.Without(schemas.ReasonNumberAgrees).Without(schemas.ReasonCMNDAgrees).With(schemas.ReasonNumberOfOther)
	}
	w.record(o, at, against, schemas.FieldName, w.judgeName(c))
	w.record(o, at, against, schemas.FieldBirthDate, w.judgeBirth(c))
	w.record(o, at, against, schemas.FieldGender, w.judgeGender(c))
	w.record(o, at, against, schemas.FieldPlace, w.judgePlace(c))
	w.judgeStatus(o, at, against)
	if w.rows.Background != nil && o.Person != pipeline.NoPerson {
		w.judgeStated(o, at)
	}
}

// record writes one field's finding into the outcome, and a mismatch where the
// field disagrees.
func (w *Worker) record(o *pipeline.Outcome, at, against uint32, field schemas.Field, f finding) {
	o.Results[field] = f.result
	if f.result == schemas.Minor || f.result == schemas.Differ {
		o.Reasons = o.Reasons.With(f.reason)
		w.result.Mismatches = append(w.result.Mismatches,
			pipeline.Mismatch{Row: at, Against: against, Field: field, Mechanism: f.mechanism, Reason: f.reason})
	} else if f.mechanism == schemas.MechanismMarksLost {
		o.Reasons = o.Reasons.With(schemas.ReasonNameMarksLost)
	}
}

// agreed is Agree, or AgreeNormalised where cleaning had to change the cell.
func agreed(changed bool) finding {
	if changed {
		return finding{result: schemas.AgreeNormalised}
	}
	return finding{result: schemas.Agree}
}

// numberReasons says what the row's own numbers are, whoever it is held against.
func (w *Worker) numberReasons(o *pipeline.Outcome) {
	r := &w.row
	none := r.pin == 0 && r.cmnd == 0
	if r.couple {
		o.Reasons = o.Reasons.With(schemas.ReasonSecondPerson)
	}
	switch {
	case none && r.handed: // there is one, but not of this person
	case none && r.notes&(1<<schemas.IssueNumberMalformed|1<<schemas.IssueNumberDummy) != 0:
		o.Reasons = o.Reasons.With(schemas.ReasonNumberUnusable)
	case none:
		o.Reasons = o.Reasons.With(schemas.ReasonNumberMissing)
	case len(w.owners) == 0:
		o.Reasons = o.Reasons.With(schemas.ReasonNumberUnknown)
	}
	if r.notes.between(schemas.RepairNumberLetters, schemas.RepairNumberMoved) {
		o.Reasons = o.Reasons.With(schemas.ReasonNumberRepaired)
	}
	if o.Verdict.Linked() && none {
		o.Reasons = o.Reasons.With(schemas.ReasonFoundWithoutNumber)
	}
	if w.rows.PaperDiffers(r.at) {
		o.Reasons = o.Reasons.With(schemas.ReasonPaperDiffers)
	}
	if w.conflicting() {
		o.Reasons = o.Reasons.With(schemas.ReasonNumbersConflict)
	}
}

// conflicting says whether the personal ID is one person's and the CMND only
// others'.
func (w *Worker) conflicting() bool {
	pin, cmnd, same := false, false, false
	for i, o := range w.owners {
		if o.pin {
			pin = true
			continue
		}
		cmnd = true
		for _, other := range w.owners[:i] {
			same = same || other.pin && other.person == o.person
		}
	}
	return pin && cmnd && !same
}

// judgeID weighs the numbers against the person, the personal ID first.
func (w *Worker) judgeID(c *matchers.Comparison, o *pipeline.Outcome, p uint32) finding {
	r := &w.row
	changed := r.notes.between(schemas.RepairNumberSeparators, schemas.RepairNumberMoved)
	switch c.PIN {
	case matchers.NumberOwn:
		o.Reasons = o.Reasons.With(schemas.ReasonNumberAgrees)
		switch c.CMND {
		case matchers.NumberOwn:
			o.Reasons = o.Reasons.With(schemas.ReasonCMNDAgrees)
		case matchers.NumberMissing:
		default:
			return finding{schemas.Minor, w.otherNumber(c.CMND, p, false), schemas.ReasonCMNDDiffers}
		}
		return agreed(changed)
	case matchers.NumberFormer:
		return finding{schemas.Minor, schemas.MechanismOldNumber, schemas.ReasonFormerNumber}
	case matchers.NumberMissing:
		return w.judgeCMND(c, o, p)
	}
	if c.CMND == matchers.NumberOwn {
		o.Reasons = o.Reasons.With(schemas.ReasonCMNDAgrees)
	}
	return finding{w.numberResult(c.PIN), w.otherNumber(c.PIN, p, true), w.numberReason(c.PIN, p, true)}
}

// judgeCMND judges a row whose personal ID is missing or unusable.
func (w *Worker) judgeCMND(c *matchers.Comparison, o *pipeline.Outcome, p uint32) finding {
	switch c.CMND {
	case matchers.NumberMissing:
		return finding{result: schemas.MissingValue, mechanism: schemas.MechanismNumberAbsent}
	case matchers.NumberOwn:
		o.Reasons = o.Reasons.With(schemas.ReasonCMNDAgrees)
		return finding{schemas.Minor, schemas.MechanismOldNumber, schemas.ReasonCMNDAgrees}
	}
	return finding{w.numberResult(c.CMND), w.otherNumber(c.CMND, p, false), w.numberReason(c.CMND, p, false)}
}

func (w *Worker) numberResult(e matchers.NumberEvidence) schemas.Result {
	if e == matchers.NumberSlip || e == matchers.NumberFreeSlip {
		return schemas.Minor
	}
	return schemas.Differ
}

func (w *Worker) numberReason(e matchers.NumberEvidence, p uint32, pin bool) schemas.Reason {
	switch e {
	case matchers.NumberSlip, matchers.NumberFreeSlip:
		return schemas.ReasonNumberSlip
	case matchers.NumberRelative:
		if w.kin(p, pin) == twin {
			return schemas.ReasonNumberOfTwin
		}
		return schemas.ReasonNumberOfRelative
	case matchers.NumberStranger:
		return schemas.ReasonNumberOfOther
	}
	return schemas.ReasonNumberUnknown
}

// kin is the closest kinship of the number's owners to a person.
func (w *Worker) kin(p uint32, pin bool) kinship {
	best := stranger
	for _, o := range w.owners {
		if o.pin == pin {
			best = max(best, w.kinship.how(o.person, p))
		}
	}
	return best
}

// otherNumber names the mechanism by which a number is not the person's own.
func (w *Worker) otherNumber(e matchers.NumberEvidence, p uint32, pin bool) schemas.Mechanism {
	switch e {
	case matchers.NumberRelative:
		if w.kin(p, pin) == twin {
			return schemas.MechanismTwin
		}
		return schemas.MechanismRelative
	case matchers.NumberStranger:
		return schemas.MechanismStranger
	case matchers.NumberSlip, matchers.NumberFreeSlip:
		return slipMechanisms[w.slipOf(p, pin)]
	}
	return schemas.MechanismNotIssued
}

var slipMechanisms = [kernel.NumberRelations]schemas.Mechanism{
	kernel.NumberWrongDigit: schemas.MechanismDigitWrong, kernel.NumberSwapped: schemas.MechanismDigitsSwapped,
	kernel.NumberMissingDigit: schemas.MechanismDigitMissing, kernel.NumberExtraDigit: schemas.MechanismDigitDoubled,
}

// slipOf is the slip between the row's number and the person's.
func (w *Worker) slipOf(p uint32, pin bool) kernel.NumberRelation {
	r := &w.row
	switch {
	case pin && r.pin == 0 && r.odd == 0, !pin && r.cmnd == 0 && r.odd == 0:
		return kernel.NumberDifferent
	case pin:
		return w.slipFrom(w.people.PIN(p))
	}
	for _, n := range w.people.CMNDs(p, w.cmnds[:0]) {
		if rel := w.slipFrom(n); rel.IsSlip() {
			return rel
		}
	}
	return kernel.NumberDifferent
}

func (w *Worker) judgeName(c *matchers.Comparison) finding {
	r := &w.row
	if r.name.Len == 0 {
		return finding{result: schemas.MissingValue}
	}
	mechanism := c.Name.Mechanism()
	switch {
	case c.OtherName && c.Name.Folded():
		return finding{schemas.Minor, schemas.MechanismFormerName, schemas.ReasonNameFormer}
	case c.Name.Exact(&r.name):
		return agreed(!r.asWritten)
	case c.Exact:
		return finding{result: schemas.AgreeNormalised, mechanism: mechanism}
	case mechanism >= schemas.MechanismOtherMiddle && mechanism <= schemas.MechanismOtherName:
		return finding{schemas.Differ, mechanism, schemas.ReasonNameDiffers}
	}
	return finding{schemas.Minor, mechanism, nameReasons[mechanism]}
}

var nameReasons = map[schemas.Mechanism]schemas.Reason{
	schemas.MechanismMarksLost: schemas.ReasonNameMarksLost, schemas.MechanismTone: schemas.ReasonNameSpelling,
	schemas.MechanismVowelMark: schemas.ReasonNameSpelling, schemas.MechanismStroke: schemas.ReasonNameSpelling,
	schemas.MechanismIY: schemas.ReasonNameSpelling, schemas.MechanismSoundAlike: schemas.ReasonNameSpelling,
	schemas.MechanismLetter: schemas.ReasonNameSpelling, schemas.MechanismMiddleLost: schemas.ReasonNameMiddle,
	schemas.MechanismMiddleAdded: schemas.ReasonNameMiddle, schemas.MechanismAbbreviated: schemas.ReasonNameAbbreviated,
	schemas.MechanismTruncated: schemas.ReasonNameTruncated, schemas.MechanismOrder: schemas.ReasonNameOrder,
}

func (w *Worker) judgeBirth(c *matchers.Comparison) finding {
	switch c.Birth {
	case kernel.DateMissing:
		return finding{result: schemas.MissingValue}
	case kernel.DateSame:
		return agreed(w.row.notes.between(schemas.RepairDateFormat, schemas.RepairDateSwapped))
	case kernel.DateSwapped:
		return finding{schemas.Minor, schemas.MechanismDaySwapped, schemas.ReasonBirthDateSwapped}
	case kernel.DateDigit:
		return finding{schemas.Minor, schemas.MechanismDateDigit, schemas.ReasonBirthDateSlip}
	case kernel.DateYearOff, kernel.DateNextYear:
		return finding{schemas.Minor, schemas.MechanismYearOff, schemas.ReasonBirthDateSlip}
	case kernel.DateRowYear:
		return finding{schemas.Minor, schemas.MechanismYearOnlyRow, schemas.ReasonBirthDatePartial}
	case kernel.DatePersonYear:
		return finding{schemas.Minor, schemas.MechanismYearOnlyRegister, schemas.ReasonBirthDatePartial}
	case kernel.DateSameYear:
		return finding{schemas.Differ, schemas.MechanismSameYear, schemas.ReasonBirthDateDiffers}
	}
	return finding{schemas.Differ, schemas.MechanismOtherDate, schemas.ReasonBirthDateDiffers}
}

func (w *Worker) judgeGender(c *matchers.Comparison) finding {
	switch c.Gender {
	case matchers.Missing:
		return finding{result: schemas.MissingValue}
	case matchers.Agrees:
		return agreed(w.row.notes&(1<<schemas.RepairGenderCoded) != 0)
	}
	return finding{schemas.Differ, schemas.MechanismOpposite, schemas.ReasonGenderDiffers}
}

func (w *Worker) judgePlace(c *matchers.Comparison) finding {
	switch {
	case c.Place == matchers.PlaceMissing:
		return finding{result: schemas.MissingValue}
	case c.Place == matchers.PlaceCommune, c.Place == matchers.PlaceProvince && !c.PlaceCommuneKnown:
		return agreed(w.row.notes.between(schemas.RepairAddressForm, schemas.RepairAddressUnit))
	case w.rows.Cols.Temporary: // the row does not say where the person is registered
		return finding{result: schemas.MissingValue}
	case c.Place == matchers.PlaceProvince:
		return finding{schemas.Minor, schemas.MechanismOtherCommune, schemas.ReasonPlaceDiffers}
	}
	return finding{schemas.Differ, schemas.MechanismOtherProvince, schemas.ReasonPlaceDiffers}
}
