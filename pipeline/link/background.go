package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// background is what the loaded row says of relatives, of the place of birth and
// of the household. It is filled only where the file has such columns.
type background struct {
	names   [named]relativeName
	numbers [numbered]schemas.Number
	born    places.Place
	house   uint64  // number of the household, 0 for none
	second  second  // whom the row names beside the person
	most    float64 // that all of it weighs
}

// How many names and numbers of relatives a row can have.
const (
	named    = int(clean.FatherNumber)
	numbered = int(clean.BirthProvince) - named
)

// relativeName is the name of a relative, as a row has it.
type relativeName struct {
	name  kernel.Name
	full  uint64 // hash of the folded name
	plain bool   // no mark at all
}

// kins are the relatives that the register tells, with where the row states the
// name and the number of each.
var kins = [...]struct {
	kin    register.Kin
	name   clean.Fact
	number int
}{
	{register.KinFather, clean.FatherName, int(clean.FatherNumber) - named},
	{register.KinMother, clean.MotherName, int(clean.MotherNumber) - named},
	{register.KinSpouse, clean.SpouseName, int(clean.SpouseNumber) - named},
}

// usualRelatives is how many people share a given relative: children a parent.
const usualRelatives = 3

// loadBackground prepares what row i says beside the person.
func (w *Worker) loadBackground(b *clean.Background, i int) {
	g := &w.background
	*g = background{second: g.second}
	relatives := g.second.name.Len > 0
	for f := range named {
		n := &g.names[f]
		w.coder.Encode(b.Name(clean.Fact(f), i), &n.name)
		if n.name.Len == 0 {
			continue
		}
		folded := w.coder.Hashes(&n.name)
		n.full, n.plain, relatives = folded.Full(), w.coder.Plain(&n.name), true
	}
	for f := range numbered {
		g.numbers[f] = b.Number(clean.Fact(named+f), i)
		relatives = relatives || g.numbers[f] != 0
	}
	g.forgetRepeated(w.row.full, w.row.pin)
	w.row.relatives = relatives
	if g.born = b.Birthplace(i); !places.KnownProvince(g.born.Province) {
		g.born = places.Place{}
	}
	if code := b.HouseCode(i); len(code) > 0 {
		g.house = register.HouseholdNumber(code)
	}
	var rarest matchers.Rarity
	if g.born.Province != 0 {
		rarest = matchers.RarityOf(min(w.births63().of(g.born), stays))
	}
	g.most = w.model.BoundBackground(relatives, g.house != 0, g.born.Province != 0, rarest)
	w.row.background = relatives || g.house != 0 || g.born.Province != 0
}

// forgetRepeated leaves out a head of the household, a guardian or a second person
// who says nothing new: the person, or a relative who is named besides.
func (g *background) forgetRepeated(own uint64, pin schemas.Number) {
	for _, f := range [...]clean.Fact{clean.HeadName, clean.GuardianName} {
		n := &g.names[f]
		repeated := n.full == own
		for other := range f {
			repeated = repeated || n.full == g.names[other].full
		}
		if repeated {
			*n = relativeName{}
		}
	}
	for _, f := range [...]clean.Fact{clean.GuardianNumber, clean.HeadNumber} {
		other := &g.numbers[int(f)-named]
		for _, n := range g.numbers[:int(f)-named] {
			if n == *other {
				*other = 0
			}
		}
		if *other == pin {
			*other = 0
		}
	}
	for f := range g.names { // a spouse, mostly
		if g.second.name.Len > 0 && g.second.full == g.names[f].full {
			g.second = second{}
		}
	}
	for _, n := range g.numbers {
		if n == g.second.number {
			g.second.number = 0
		}
	}
}

// compareBackground compares relatives, birth and household. What a family
// shares counts only for somebody of the row's very name whose birth date is not
// another, or of the row's very birth date whose name has one slip (ofOne):
// brothers and sisters share neither, and twins with such names are far rarer than
// slips.
func (w *Worker) compareBackground(p uint32, c *matchers.Comparison) {
	g, b := &w.background, &c.Background
	b.Asked, b.Shared = true, !w.ofOne(c)
	for i, to := range [...]*matchers.Relative{&b.Father, &b.Mother, &b.Spouse} {
		k := kins[i]
		*to = w.compareRelative(k.kin, p, &g.names[k.name], g.numbers[k.number])
	}
	b.Other = w.compareOther(p)
	b.Born, b.BornRarity = w.compareBirthplace(p, c)
	if house := w.people.Household(p); house != 0 && g.house != 0 {
		if b.House = matchers.Differs; house == g.house {
			b.House = matchers.Agrees
		}
	}
}

// ofOne says whether name and birth date are so near that what a family shares
// may be taken for the person's own.
func (w *Worker) ofOne(c *matchers.Comparison) bool {
	if c.Exact {
		return !apart(c.Birth)
	}
	return c.Birth == kernel.DateSame && w.row.birth.Precision() == schemas.FullDate && !c.Name.Other() && c.Name.Slips(c.Plain) <= 1
}

// compareRelative holds a relative whom the row names against the person's: the
// number if it agrees, else the name.
func (w *Worker) compareRelative(k register.Kin, p uint32, name *relativeName, number schemas.Number) matchers.Relative {
	if name.name.Len == 0 && number == 0 {
		return matchers.Relative{}
	}
	q := w.people.Relative(k, p)
	level := matchers.RelativeMissing
	if number != 0 {
		if level = w.relativeNumber(k, p, q, number); level == matchers.RelativeNumber {
			return matchers.Relative{Level: level, Rarity: matchers.RarityOf(usualRelatives / w.shares.people)}
		}
	}
	if name.name.Len == 0 || q == register.NoPerson {
		return matchers.Relative{Level: level}
	}
	var theirs kernel.Name
	w.people.Name(q, &theirs)
	m := w.coder.CompareNames(&name.name, &theirs)
	if theirs.Len == 0 || m.Other() {
		return matchers.Relative{Level: matchers.RelativeOther}
	}
	folded := w.coder.Hashes(&theirs)
	r := matchers.Relative{Level: matchers.RelativeNear}
	another := level == matchers.RelativeOther // by the number
	share := w.known.name(folded.Full(), w.people.Gender(q), w.people.Birth(q).Year())
	switch {
	case m.Exact(&name.name) || name.plain && m.Folded():
		r.Level = matchers.RelativeSame
	case another:
		return matchers.Relative{Level: matchers.RelativeOther}
	case !m.Folded():
		share = max(share, w.alikeShare(&name.name, &m))
	}
	r.Rarity = matchers.RarityOf(share / w.sharedSurname(k, p, &theirs))
	return r
}

// sharedSurname is the share of people of a father's surname where the person
// has it too: namesakes of a child have fathers of its surname.
func (w *Worker) sharedSurname(k register.Kin, p uint32, theirs *kernel.Name) float64 {
	if k != register.KinFather {
		return 1
	}
	var own kernel.Name
	if w.people.Name(p, &own); own.Len == 0 || own.Syl[0] != theirs.Syl[0] {
		return 1
	}
	surname, _ := w.syllableShares(theirs)
	return min(surname, 1)
}

// alikeShare is the share of people whose syllables relate to those of a
// relative's name as an alignment says: what is left out narrows nothing.
func (w *Worker) alikeShare(name *kernel.Name, m *kernel.NameMatch) float64 {
	share, n := math.Exp2(float64(m.Lost+m.Added+m.Cut)), int(name.Len)
	for i := range n {
		if m.At[i] < kernel.Different {
			share *= w.neighboursOf(name.Syl[i]).related[placeIn(i, n)]
		}
	}
	return share
}

// relativeNumber says whether a number is a relative's: the personal ID, or an
// old card of one who is in the register.
func (w *Worker) relativeNumber(k register.Kin, p, q uint32, n schemas.Number) matchers.RelativeLevel {
	if n.Kind() == schemas.PersonalID {
		switch w.people.RelativeNumber(k, p) {
		case 0:
			return matchers.RelativeMissing
		case n:
			return matchers.RelativeNumber
		}
		return matchers.RelativeOther
	}
	if q == register.NoPerson {
		return matchers.RelativeMissing
	}
	w.cmnds = w.people.CMNDs(q, w.cmnds[:0])
	for _, card := range w.cmnds {
		if card == n {
			return matchers.RelativeNumber
		}
	}
	return matchers.RelativeMissing
}

// compareOther looks for the head of the household, the guardian and a second
// person of the row among the
// person's relatives. The register tells of no others, so that nobody found
// proves nothing.
func (w *Worker) compareOther(p uint32) (best matchers.Relative) {
	g := &w.background
	for _, o := range [...]struct {
		name   *relativeName
		number schemas.Number
		kins   int
	}{
		{&g.names[clean.GuardianName], g.numbers[int(clean.GuardianNumber)-named], 2}, // father, mother
		{&g.names[clean.HeadName], g.numbers[int(clean.HeadNumber)-named], 3},
		{&g.second.relativeName, g.second.number, 3},
	} {
		for _, k := range kins[:o.kins] {
			r := w.compareRelative(k.kin, p, o.name, o.number)
			if r.Level == matchers.RelativeOther || r.Level == matchers.RelativeMissing {
				continue
			}
			if best.Level == matchers.RelativeMissing || r.Level < best.Level {
				best = r
				best.Rarity = matchers.RarityOf(r.Rarity.Share() * float64(o.kins))
			}
		}
	}
	return best
}

// stays is the share of people who live in the province that they were born in.
// Source: census of 2019, most people never moved between provinces.
const stays = 0.85

// compareBirthplace compares provinces of birth; whoever
// lives where the row says was most likely born there: that weighs little then.
func (w *Worker) compareBirthplace(p uint32, c *matchers.Comparison) (level matchers.BornLevel, rarity matchers.Rarity) {
	born := w.background.born
	if born.Province == 0 {
		return matchers.BornMissing, 0
	}
	old := BirthProvince(w.people, p)
	present := places.NewProvince(old)
	if present == 0 {
		return matchers.BornMissing, 0
	}
	by := w.births63()
	chance := by.present[born.Province]
	switch {
	case present != born.Province:
		level = matchers.BornOther
	case born.OldProvince == old:
		level, chance = matchers.BornSame, by.old[old]
	default:
		level = matchers.BornMerged
	}
	here := c.Place == matchers.PlaceCommune || c.Place == matchers.PlaceProvince
	if here && born.Province == w.people.Province(p) {
		chance = max(chance, stays)
	}
	return level, matchers.RarityOf(chance)
}

// BirthProvince is which of the 63 provinces a person was born in; where the
// register does not say, where the birth was registered.
func BirthProvince(people *register.Snapshot, p uint32) uint8 {
	if old := people.BirthProvince(p); old != 0 {
		return old
	}
	return register.RegistrationProvince(people.PIN(p))
}

// provinceShares are the shares of people by the province where their birth was
// registered: of the 63, and of those of today.
type provinceShares struct{ old, present [256]float64 }

// of is the share of a province of birth.
func (s *provinceShares) of(p places.Place) float64 {
	if p.OldProvince != 0 {
		return s.old[p.OldProvince]
	}
	return s.present[p.Province]
}

// countBirths63 counts them in a snapshot.
func countBirths63(s *register.Snapshot, h *shares) *provinceShares {
	c := new(provinceShares)
	for code := range 100 {
		if old := uint8(code); places.KnownOldProvince(old) {
			c.old[old] = min(h.share(uint32(s.RegisteredIn(old))), 0.99)
			c.present[places.NewProvince(old)] += c.old[old]
		}
	}
	for i := range c.present {
		c.present[i] = min(c.present[i], 0.99)
	}
	return c
}
