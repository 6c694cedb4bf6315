package matchers

import (
	"math"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Weigh returns the weights of a pair.
func (m *Model) Weigh(c *Comparison) Weights {
	w := Weights{
		PIN:    m.Number.Weigh(c.PIN, c.Frequency.People),
		CMND:   m.CMND.Weigh(c.CMND, c.Frequency.People),
		Name:   m.weighName(c),
		Birth:  m.WeighBirth(c.Birth, &c.Frequency),
		Gender: m.WeighGender(c.Gender, c.Frequency.Gender),
		Place:  m.WeighPlace(c.Place, int(c.PlaceFits), c.PlaceCommuneKnown, &c.Frequency),
	}
	switch c.Detail {
	case Agrees:
		w.Place += log2(m.Place.Detail) + c.DetailBits
	case Differs:
		w.Place += log2(m.Place.DetailDiffer)
	}
	if c.Background.Asked {
		m.weighBackground(c, &w)
	}
	w.Life = m.WeighLife(c.Life)
	// The two numbers are not independent evidence: a file that copied one from
	// a card copied the other from it too.
	switch most := m.Number.SecondNumberBits; {
	case own(c.PIN):
		w.CMND = min(w.CMND, most)
	case own(c.CMND) && c.PIN == NumberRelative:
		w.PIN = min(w.PIN, most)
	}
	// Nor are an owner's number and place: a borrowed number is most often a
	// relative's, who lives where the row says.
	if c.HasOwnNumber() && w.Place > m.Place.OwnerBits {
		w.Place = m.Place.OwnerBits
	}
	return w
}

func own(e NumberEvidence) bool { return e == NumberOwn || e == NumberFormer }

// Weigh compares how likely a row of the person carries this number with how
// likely an outsider's row does. An outsider's row carries a given insider's
// number with probability BorrowedByOutsider / people.
func (m *NumberModel) Weigh(e NumberEvidence, people float64) float64 {
	outsider := m.BorrowedByOutsider / people
	switch e {
	case NumberOwn:
		return log2(m.Own / outsider)
	case NumberFormer:
		return log2(m.Former / outsider)
	case NumberSlip:
		return log2(m.Slip / m.Slips / outsider)
	case NumberFreeSlip:
		return m.FreeSlipBits
	case NumberRelative:
		return log2(m.Relative / outsider)
	case NumberStranger:
		return log2(m.Stranger / m.BorrowedByOutsider)
	case NumberUnknown:
		return log2(m.UnknownOfInsider / m.UnknownOfOutsider)
	}
	return 0
}

// Least is the least that a number weighs, whatever it is to somebody.
func (m *NumberModel) Least(people float64) float64 {
	least := 0.0
	for e := NumberMissing; e <= NumberUnknown; e++ {
		least = min(least, m.Weigh(e, people))
	}
	return least
}

// weighName weighs the name by how the row's spelling would come about. For
// slips the row's name is produced by the person's (probability slip), or by the
// name of anybody (RowName, slips counted in): a slip that yields a common name,
// or one that the names of many yield by a slip, proves little. For another name it is the usual m / u of the level.
func (m *Model) weighName(c *Comparison) float64 {
	n, f := &m.NameM, &c.Frequency
	match := &c.Name
	var bits float64
	switch {
	case c.Nameless, c.SpouseName:
		return 0
	case c.Exact:
		bits = n.Same - log2(f.Person)
	case match.Count[kernel.Different] > 0:
		bits = n.otherName(match, c.Plain, f)
	default:
		slip := math.Exp2(n.slip(match, c.Plain))
		if bits = log2(slip / (f.RowName + slip*n.spread(match, f))); match.Other() {
			bits = math.Min(bits, n.otherName(match, c.Plain, f))
		}
	}
	if c.OtherName {
		bits += n.FormerName
	}
	return bits
}

// slip is the log2 probability of an alignment without unrelated syllables.
func (n *NameModel) slip(m *kernel.NameMatch, plain bool) float64 {
	bits := n.Same + n.misspelt(m, plain)
	bits += n.Lost*float64(m.Lost) + n.Added*float64(m.Added) + n.Cut*float64(m.Cut)
	if m.Order {
		bits += n.Order
	}
	return bits
}

// misspelt is the log2 probability of how syllables are written that stand for
// one another. A name that has no marks at all was written without: its
// syllables did not lose theirs one by one.
func (n *NameModel) misspelt(m *kernel.NameMatch, plain bool) (bits float64) {
	for r, each := range [kernel.Different]float64{
		kernel.Unmarked: n.Unmarked, kernel.Tone: n.Tone, kernel.VowelMark: n.VowelMark, kernel.Stroke: n.Stroke,
		kernel.IY: n.IY, kernel.Sound: n.Sound, kernel.Letter: n.Letter, kernel.Wild: n.Wild,
		kernel.Initial: n.Initial, kernel.Prefix: n.Prefix,
	} {
		bits += each * float64(m.Count[r])
	}
	if plain {
		bits -= n.Unmarked * float64(m.Count[kernel.Unmarked])
	}
	return bits
}

// spread is the share of people whose names relate to the row's as the
// person's does: each syllable lost or added may stand at several places.
func (n *NameModel) spread(m *kernel.NameMatch, f *Frequency) float64 {
	spread := math.Max(f.Person, f.Partial)
	if m.Order {
		spread *= 2
	}
	return spread * math.Exp2(float64(m.Lost+m.Added+m.Cut))
}

// otherName weighs a name of which a part is another, by the parts that are left;
// where these are misspelt besides, two things went wrong.
func (n *NameModel) otherName(match *kernel.NameMatch, plain bool, f *Frequency) float64 {
	var bits, most float64
	surname, given := f.Surname, f.Given
	if match.Clan { // brothers and sisters differ where others have the middle name
		surname, given = f.Given, f.Surname
	}
	switch match.Mechanism() {
	case schemas.MechanismOtherMiddle:
		bits, most = n.OtherMiddle-log2(math.Max(f.Surname*f.Given, f.Person)), n.OtherMiddleCap
	case schemas.MechanismOtherGiven:
		bits, most = n.OtherGiven-log2(surname), n.OtherGivenCap
	case schemas.MechanismOtherSurname:
		bits, most = n.OtherSurname-log2(given), n.OtherSurnameCap
	default:
		return n.Other
	}
	if match.Clan {
		most = math.Min(most, n.OtherGivenCap)
	}
	return math.Max(math.Min(bits+n.misspelt(match, plain), most), math.Min(n.Other, most))
}

// WeighBirth weighs how two birth dates relate; of the frequencies it reads
// RowDay, Day and Year.
func (m *Model) WeighBirth(relation kernel.DateRelation, f *Frequency) float64 {
	b := &m.Birth
	slip := func(bits float64) float64 {
		p := math.Exp2(bits)
		return log2(p / (f.RowDay + p*f.Day))
	}
	switch relation {
	case kernel.DateSame:
		return b.Same - log2(f.Day)
	case kernel.DateSwapped:
		return slip(b.Swapped)
	case kernel.DateDigit:
		return slip(b.Digit)
	case kernel.DateYearOff:
		return slip(b.YearOff)
	case kernel.DateNextYear:
		return math.Min(b.YearOff-log2(f.Year), 0)
	case kernel.DateSameDay:
		return slip(b.SameDay)
	case kernel.DateRowYear:
		return b.RowYear - log2(f.Year)
	case kernel.DatePersonYear:
		return b.PersonYear - log2(f.Year)
	case kernel.DateSameYear:
		return math.Min(b.SameYear-log2(f.Year), 0)
	case kernel.DateOther:
		return b.Other
	}
	return 0
}

// WeighGender weighs genders, share being that of the person's.
func (m *Model) WeighGender(a Agreement, share float64) float64 {
	switch a {
	case Agrees:
		return log2(m.Gender.Agree / share)
	case Differs:
		return log2(m.Gender.Differ / (1 - share))
	}
	return 0
}

// WeighLife weighs whether the person lived when what the row tells of happened.
// Files list those who had died as often as r times the living. So against
// somebody who is not in the register the death weighs r / (1 - u × (1 - r)),
// where u is the share of the person's cohort that had died; u is taken for 0,
// for the living too: it is small for those whom files are about, and the
// register may lack deaths.
func (m *Model) WeighLife(level LifeLevel) float64 {
	switch level {
	case LifeListed:
		return log2(m.Life.Listed)
	case LifeLongEnded:
		return log2(m.Life.AfterDeath)
	}
	return 0
}

// WeighPlace weighs how near a place, whose text fits so many communes, is to
// the residence; of the frequencies it reads Commune and Province.
func (m *Model) WeighPlace(level PlaceLevel, fits int, communeKnown bool, f *Frequency) float64 {
	p := &m.Place
	switch level {
	case PlaceCommune:
		return log2(p.Commune / (f.Commune * float64(max(fits, 1))))
	case PlaceProvince:
		if communeKnown {
			return log2(p.Province / f.Province)
		}
		return log2((p.Commune + p.Province) / f.Province)
	case PlaceOther:
		return log2(p.Differ / (1 - f.Province))
	}
	return 0
}
