package train

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// level is an outcome that is counted and whose probability training moves.
type level uint8

const (
	pinOwn level = iota // present or given up
	pinSlip
	pinRelative
	pinStranger
	pinUnknown
	cmndOwn
	cmndSlip
	cmndRelative
	cmndStranger
	cmndUnknown
	pinBorrowed // of rows that speak of nobody in the register
	pinNobodys
	cmndBorrowed
	cmndNobodys
	nameSame
	nameUnmarked
	nameTone
	nameVowelMark
	nameStroke
	nameIY
	nameSound
	nameLetter
	nameWild
	nameInitial
	namePrefix
	nameLost
	nameAdded
	nameCut
	nameOrder
	nameOtherMiddle
	nameOtherGiven
	nameOtherSurname
	nameOther
	birthSame
	birthSwapped
	birthDigit
	birthYearOff
	birthSameDay
	birthSameYear
	birthOther
	genderAgree
	genderDiffer
	placeCommune
	placeProvince
	placeDiffer
	inside
	outside
	levels
	none = levels
)

// counts are expected counts of every level.
type counts [levels]float64

// group is levels that exclude one another: their shares add up to 1.
type group struct {
	first, last level
	strength    float64 // rows that the usual shares count as
	most        float64 // bits that a level may move
}

// Without labels the rows that speak of nobody in the register are told by what
// they lack, and the few of them that carry somebody's number look like that
// person's: their groups are held hardest, since every weight of a number rests
// on them.
var groups = []group{
	{pinOwn, pinUnknown, 5_000, 1.5},
	{cmndOwn, cmndUnknown, 5_000, 1.5},
	{pinBorrowed, pinNobodys, 20_000, 0.5},
	{cmndBorrowed, cmndNobodys, 20_000, 0.5},
	{nameSame, nameOther, 4_000, 3},
	{birthSame, birthOther, 4_000, 3},
	{genderAgree, genderDiffer, 2_000, 4},
	{placeCommune, placeDiffer, 4_000, 3},
	{inside, outside, 5_000, 1.5},
}

// reach relates the entry of a slip to the share of names or dates that suffer
// it. An entry is the probability of one certain spelling from one that can
// suffer the slip: where a slip leads to one of many strings its share is more,
// where few names can suffer it, less. Judged by files with the usual errors.
var reach = map[level]float64{
	nameStroke: 0.005, nameIY: 0.005, nameSound: 0.2, nameLetter: 4, nameWild: 0.015, nameInitial: 0.2, namePrefix: 0.04,
	nameLost: 0.8, nameAdded: 0.5, nameCut: 0.015,
	nameOtherMiddle: 0.4, nameOtherGiven: 0.25, nameOtherSurname: 0.4,
	birthDigit: 18, birthYearOff: 2, birthSameDay: 0.1,
}

// usual are the shares that a model presumes, group by group adding up to 1.
func usual(m *matchers.Model) (u counts) {
	n, c, w, b := &m.Number, &m.CMND, &m.NameM, &m.Birth
	for l, p := range map[level]float64{
		pinOwn: n.Own, pinSlip: n.Slip, pinRelative: n.Relative, pinStranger: n.Stranger, pinUnknown: n.UnknownOfInsider,
		cmndOwn: c.Own, cmndSlip: c.Slip, cmndRelative: c.Relative, cmndStranger: c.Stranger, cmndUnknown: c.UnknownOfInsider,
		pinBorrowed: n.BorrowedByOutsider, pinNobodys: n.UnknownOfOutsider,
		cmndBorrowed: c.BorrowedByOutsider, cmndNobodys: c.UnknownOfOutsider,
		genderAgree: m.Gender.Agree, genderDiffer: m.Gender.Differ,
		placeCommune: m.Place.Commune, placeProvince: m.Place.Province, placeDiffer: m.Place.Differ,
		inside: m.InRegister, outside: 1 - m.InRegister,
	} {
		u[l] = p
	}
	for l, bits := range map[level]float64{
		nameSame: 0, nameUnmarked: w.Unmarked, nameTone: w.Tone, nameVowelMark: w.VowelMark, nameStroke: w.Stroke, nameIY: w.IY,
		nameSound: w.Sound, nameLetter: w.Letter, nameWild: w.Wild, nameInitial: w.Initial, namePrefix: w.Prefix,
		nameLost: w.Lost, nameAdded: w.Added, nameCut: w.Cut, nameOrder: w.Order,
		nameOtherMiddle: w.OtherMiddle - w.Same, nameOtherGiven: w.OtherGiven - w.Same, nameOtherSurname: w.OtherSurname - w.Same, nameOther: w.Other - w.Same,
	} {
		u[l] = math.Exp2(bits + w.Same)
	}
	for l, bits := range map[level]float64{
		birthSame: b.Same, birthSwapped: b.Swapped, birthDigit: b.Digit, birthYearOff: b.YearOff,
		birthSameDay: b.SameDay, birthSameYear: b.SameYear, birthOther: b.Other,
	} {
		u[l] = math.Exp2(bits)
	}
	for l, times := range reach {
		u[l] *= times
	}
	for _, g := range groups {
		sum := 0.0
		for l := g.first; l <= g.last; l++ {
			sum += u[l]
		}
		for l := g.first; l <= g.last; l++ {
			u[l] /= sum
		}
	}
	return u
}

// leastMove is the part of its bounds that a level has where no row is anchored.
const leastMove = 0.25

// few is how many rows a level must be expected or seen in before it counts more
// than its usual share.
const few = 30

// moves are the bits by which every level's share differs from the usual one,
// after shrinkage and within bounds: a level that hardly shows, or hardly would,
// stays what it was. held says which went as far as they may.
//
// anchored is the share of rows whose person is known by more than what is
// estimated: where it is small, a level may move less. Without a number or a
// label, a row whose place or date differs looks like one that speaks of nobody,
// and what differs would seem ever rarer.
func moves(n, usual *counts, anchored float64) (bits counts, held [levels]bool) {
	for _, g := range groups {
		if g.first >= nameSame && g.last <= placeDiffer {
			g.most *= math.Max(anchored, leastMove)
		}
		sum, after := 0.0, 0.0
		for l := g.first; l <= g.last; l++ {
			sum += n[l]
		}
		for l := g.first; l <= g.last; l++ {
			drawn := math.Max(g.strength*usual[l], few)
			move := math.Log2((n[l] + drawn) / (sum*usual[l] + drawn))
			bits[l] = math.Max(-g.most, math.Min(g.most, move))
			held[l] = bits[l] != move
			after += usual[l] * math.Exp2(bits[l])
		}
		for l := g.first; l <= g.last; l++ {
			bits[l] -= math.Log2(after) // shares add up to 1 again
		}
	}
	return bits, held
}

// moved is a model whose entries are those of base, moved.
func moved(base *matchers.Model, by *counts) *matchers.Model {
	m := *base
	times := func(p *float64, l level) { *p = math.Min(*p*math.Exp2(by[l]), 0.999) }
	number := func(n *matchers.NumberModel, own, borrowed level) {
		for i, p := range []*float64{&n.Own, &n.Slip, &n.Relative, &n.Stranger, &n.UnknownOfInsider} {
			times(p, own+level(i))
		}
		times(&n.Former, own)
		times(&n.BorrowedByOutsider, borrowed)
		times(&n.UnknownOfOutsider, borrowed+1)
		// A slip to a number nobody has, against an outsider's number that nobody
		// has.
		n.FreeSlipBits += by[own+1] - by[borrowed+1]
	}
	number(&m.Number, pinOwn, pinBorrowed)
	number(&m.CMND, cmndOwn, cmndBorrowed)
	plus := func(p *float64, bits float64) { *p = math.Min(*p+bits, -0.001) }
	w, b := &m.NameM, &m.Birth
	plus(&w.Same, by[nameSame])
	for i, p := range []*float64{&w.Unmarked, &w.Tone, &w.VowelMark, &w.Stroke, &w.IY, &w.Sound, &w.Letter, &w.Wild, &w.Initial, &w.Prefix, &w.Lost, &w.Added, &w.Cut, &w.Order} {
		plus(p, by[nameUnmarked+level(i)]-by[nameSame]) // entries of slips are relative to same
	}
	for i, p := range []*float64{&w.OtherMiddle, &w.OtherGiven, &w.OtherSurname, &w.Other} {
		plus(p, by[nameOtherMiddle+level(i)])
	}
	w.OtherGivenCap += by[nameOtherGiven]
	w.OtherSurnameCap += by[nameOtherSurname]
	for i, p := range []*float64{&b.Same, &b.Swapped, &b.Digit, &b.YearOff, &b.SameDay, &b.SameYear, &b.Other} {
		plus(p, by[birthSame+level(i)])
	}
	times(&m.Gender.Agree, genderAgree)
	times(&m.Gender.Differ, genderDiffer)
	times(&m.Place.Commune, placeCommune)
	times(&m.Place.Province, placeProvince)
	times(&m.Place.Differ, placeDiffer)
	times(&m.InRegister, inside)
	return &m
}

// count adds n rows that speak of the person of a comparison.
func (k *counts) count(m *matchers.Model, c *matchers.Comparison, n float64) {
	k[inside] += n
	k.number(c.PIN, pinOwn, n)
	k.number(c.CMND, cmndOwn, n)
	k.name(c, n)
	if l := birthLevel[c.Birth]; l != none {
		k[l] += n
	}
	switch c.Gender {
	case matchers.Agrees:
		k[genderAgree] += n
	case matchers.Differs:
		k[genderDiffer] += n
	}
	switch {
	case c.Place == matchers.PlaceCommune:
		k[placeCommune] += n
	case c.Place == matchers.PlaceOther:
		k[placeDiffer] += n
	case c.Place == matchers.PlaceProvince && c.PlaceCommuneKnown:
		k[placeProvince] += n
	case c.Place == matchers.PlaceProvince: // the row does not say which of the two
		here := m.Place.Commune / (m.Place.Commune + m.Place.Province)
		k[placeCommune] += n * here
		k[placeProvince] += n * (1 - here)
	}
}

func (k *counts) number(e matchers.NumberEvidence, own level, n float64) {
	switch e {
	case matchers.NumberOwn, matchers.NumberFormer:
		k[own] += n
	case matchers.NumberSlip, matchers.NumberFreeSlip:
		k[own+1] += n
	case matchers.NumberRelative:
		k[own+2] += n
	case matchers.NumberStranger:
		k[own+3] += n
	case matchers.NumberUnknown:
		k[own+4] += n
	}
}

// birthLevel leaves out dates of which one side has only the year: how often
// that is belongs to the columns, not to the errors.
var birthLevel = func() (of [kernel.DateRelations]level) {
	for r := range of {
		of[r] = none
	}
	of[kernel.DateSame], of[kernel.DateSwapped], of[kernel.DateDigit], of[kernel.DateYearOff] = birthSame, birthSwapped, birthDigit, birthYearOff
	of[kernel.DateSameDay], of[kernel.DateSameYear], of[kernel.DateOther] = birthSameDay, birthSameYear, birthOther
	return of
}()

// name counts a name once; one with several slips is divided among them.
func (k *counts) name(c *matchers.Comparison, n float64) {
	switch {
	case c.Nameless, c.OtherName, c.SpouseName: // how many people have other names is not known here
		return
	case c.Exact:
		k[nameSame] += n
		return
	case c.Name.Other():
		switch c.Name.Mechanism() {
		case schemas.MechanismOtherMiddle:
			k[nameOtherMiddle] += n
		case schemas.MechanismOtherGiven:
			k[nameOtherGiven] += n
		case schemas.MechanismOtherSurname:
			k[nameOtherSurname] += n
		default:
			k[nameOther] += n
		}
		return
	}
	var slips [nameOrder - nameUnmarked + 1]float64
	sum := 0.0
	for r := kernel.Unmarked; r < kernel.Different; r++ {
		slips[r-kernel.Unmarked] = float64(c.Name.Count[r])
	}
	if c.Plain {
		slips[0] = 0 // see matchers: it was written without marks
	}
	lost := nameLost - nameUnmarked
	slips[lost], slips[lost+1], slips[lost+2] = float64(c.Name.Lost), float64(c.Name.Added), float64(c.Name.Cut)
	if c.Name.Order {
		slips[lost+3] = 1
	}
	for _, x := range slips {
		sum += x
	}
	for i, x := range slips {
		if sum > 0 {
			k[nameUnmarked+level(i)] += n * x / sum
		}
	}
}
