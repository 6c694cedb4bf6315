package matchers

import (
	"math"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// What a decision is told by: how the odds of a field are shared out, the
// weights one by one, and the level and the rarity behind each.

// List is the weights in the order in which Total adds them up.
func (w Weights) List() [schemas.Comparisons]float64 {
	return [schemas.Comparisons]float64{w.PIN, w.CMND, w.Name, w.Birth, w.Gender, w.Place, w.Relatives, w.Born, w.Household, w.Life}
}

// Prior is log2 of the odds, before the two are compared, that the row speaks of
// one given person of the register against nobody it could be compared with,
// those counted in who only look like a candidate.
func (f *Field) Prior() float64 { return math.Log2(f.in / f.nobody()) }

// Nobody is the posterior that the row speaks of nobody who was compared.
func (f *Field) Nobody() float64 { return f.nobody() / f.all() }

// Others is the posterior of all candidates that are not kept by name.
func (f *Field) Others() float64 {
	p := f.Together()
	for i := range f.Len {
		p -= f.Probability(&f.Best[i])
	}
	return max(p, 0)
}

// Levels are the levels of a pair.
func (c *Comparison) Levels() [schemas.Comparisons]schemas.Level {
	return [schemas.Comparisons]schemas.Level{
		numberLevels[c.PIN], numberLevels[c.CMND], c.nameLevel(), birthLevels[c.Birth],
		[...]schemas.Level{schemas.LevelMissing, schemas.LevelAgree, schemas.LevelOf(schemas.MechanismOpposite)}[c.Gender],
		c.placeLevel(), c.Background.relativesLevel(), c.Background.bornLevel(), c.Background.houseLevel(), lifeLevels[c.Life],
	}
}

var numberLevels = [...]schemas.Level{
	NumberMissing: schemas.LevelMissing, NumberOwn: schemas.LevelAgree,
	NumberFormer: schemas.LevelOf(schemas.MechanismOldNumber),
	NumberSlip:   schemas.LevelSlip, NumberFreeSlip: schemas.LevelFreeSlip,
	NumberRelative: schemas.LevelOf(schemas.MechanismRelative),
	NumberStranger: schemas.LevelOf(schemas.MechanismStranger),
	NumberUnknown:  schemas.LevelOf(schemas.MechanismNotIssued),
}

var birthLevels = [kernel.DateRelations]schemas.Level{
	kernel.DateMissing: schemas.LevelMissing, kernel.DateSame: schemas.LevelAgree,
	kernel.DateSwapped:    schemas.LevelOf(schemas.MechanismDaySwapped),
	kernel.DateDigit:      schemas.LevelOf(schemas.MechanismDateDigit),
	kernel.DateYearOff:    schemas.LevelOf(schemas.MechanismYearOff),
	kernel.DateNextYear:   schemas.LevelNextYear,
	kernel.DateRowYear:    schemas.LevelOf(schemas.MechanismYearOnlyRow),
	kernel.DatePersonYear: schemas.LevelOf(schemas.MechanismYearOnlyRegister),
	kernel.DateSameYear:   schemas.LevelOf(schemas.MechanismSameYear),
	kernel.DateSameDay:    schemas.LevelSameDay,
	kernel.DateOther:      schemas.LevelOf(schemas.MechanismOtherDate),
}

var lifeLevels = [...]schemas.Level{
	LifeMissing: schemas.LevelMissing, LifeThen: schemas.LevelAgree,
	LifeEnded: schemas.LevelDiedRecently, LifeListed: schemas.LevelDiedBeforeFile, LifeLongEnded: schemas.LevelDiedBefore,
}

// nameLevel is the level of the name under which the person was compared.
func (c *Comparison) nameLevel() schemas.Level {
	switch {
	case c.Nameless:
		return schemas.LevelMissing
	case c.OtherName:
		return schemas.LevelOf(schemas.MechanismFormerName)
	case c.SpouseName:
		return schemas.LevelSpouseName
	}
	return schemas.LevelOf(c.Name.Mechanism())
}

func (c *Comparison) placeLevel() schemas.Level {
	switch {
	case c.Detail == Agrees:
		return schemas.LevelDetail
	case c.Detail == Differs && c.Place != PlaceOther:
		return schemas.LevelOtherDetail
	}
	switch c.Place {
	case PlaceCommune:
		return schemas.LevelAgree
	case PlaceProvince:
		if c.PlaceCommuneKnown {
			return schemas.LevelOf(schemas.MechanismOtherCommune)
		}
		return schemas.LevelProvince
	case PlaceOther:
		return schemas.LevelOf(schemas.MechanismOtherProvince)
	}
	return schemas.LevelMissing
}

// Rarity is the share of the register's people who have what the row says, for
// the comparisons that agree: the rarer, the more an agreement weighs. A share
// of names is that within the person's gender and birth cohort. 0 where the
// comparison does not agree, or is of numbers, which nobody shares.
func (c *Comparison) Rarity() (shares [schemas.Comparisons]float64) {
	f := &c.Frequency
	if !c.Nameless && !c.OtherName && c.Name.Folded() {
		shares[schemas.CompareName] = f.Person
	}
	switch c.Birth {
	case kernel.DateSame:
		shares[schemas.CompareBirthDate] = f.Day
	case kernel.DateRowYear, kernel.DatePersonYear:
		shares[schemas.CompareBirthDate] = f.Year
	}
	if c.Gender == Agrees {
		shares[schemas.CompareGender] = f.Gender
	}
	switch {
	case c.Place == PlaceCommune:
		shares[schemas.ComparePlace] = f.Commune * float64(max(c.PlaceFits, 1))
	case c.Place == PlaceProvince && !c.PlaceCommuneKnown:
		shares[schemas.ComparePlace] = f.Province
	}
	shares[schemas.CompareRelatives], shares[schemas.CompareBirthProvince] = c.Background.rarity()
	return shares
}
