package matchers

import (
	"math"

	"lamsach/schemas"
)

// RelativeLevel says what a relative whom the row names is to the person's.
type RelativeLevel uint8

// Levels of relatives.
const (
	RelativeMissing RelativeLevel = iota // the row or the register has none
	RelativeNumber                       // the same number
	RelativeSame                         // the same name, or without its marks
	RelativeNear                         // a slip away from the name
	RelativeOther                        // somebody else
)

// Rarity is how rare something is, in eighths of a bit: small, since every
// comparison carries it, and alike for what weighs alike.
type Rarity uint8

// RarityOf is the rarity of a share of people.
func RarityOf(share float64) Rarity { return Rarity(min(max(math.Round(-8*log2(share)), 0), 255)) }

// Share is the share of people.
func (r Rarity) Share() float64 { return math.Exp2(-float64(r) / 8) }

// Relative is one relative compared, and how rare it is among the people who
// could be such a relative that one agrees so by chance.
type Relative struct {
	Level  RelativeLevel
	Rarity Rarity
}

// BornLevel says how near the row's place of birth is to the register's.
type BornLevel uint8

// Levels of provinces of birth.
const (
	BornMissing BornLevel = iota
	BornSame              // the same of the 63 provinces
	BornMerged            // provinces that are one today, or the row says no more
	BornOther
)

// Background is what row and register say of the people around a person and of
// where the person was born; nothing is Asked where the file has no such column.
//
// All of it is shared by brothers and sisters. So agreement counts only where
// the row's own name and a birth date that is not another's are the person's
// (Shared is false): an absent sibling is never made of the one in the register.
// What disagrees always counts.
type Background struct {
	Asked, Shared          bool
	Father, Mother, Spouse Relative
	Other                  Relative // head of the household, or guardian: any of the three
	Born                   BornLevel
	BornRarity             Rarity // of being born there, given where the person lives
	House                  Agreement
}

// BackgroundModel holds the probabilities of what a row says of the right
// person's relatives, birth and household.
type BackgroundModel struct {
	Relative       float64 `json:"relative"`        // the name agrees
	RelativeNear   float64 `json:"relative_near"`   // has a slip
	RelativeDiffer float64 `json:"relative_differ"` // is another, or the number is
	SpouseDiffer   float64 `json:"spouse_differ"`   // another spouse: people marry again
	RelativeNumber float64 `json:"relative_number"` // the number agrees
	Born           float64 `json:"born"`            // the province of birth agrees
	BornMerged     float64 `json:"born_merged"`     // it is one with it today
	BornDiffer     float64 `json:"born_differ"`
	HouseholdBits  float64 `json:"household_bits"` // of the same household
	MostBits       float64 `json:"most_bits"`      // that relatives and household weigh together
	LeastBits      float64 `json:"least_bits"`     // that relatives weigh
}

// weighBackground weighs relatives, birth and household. They are not
// independent of one another: whoever wrote down a wrong mother wrote down a
// wrong father, and a family has one household; so their sum is held between
// two bounds. A number of the person's own tells the province of birth itself.
func (m *Model) weighBackground(c *Comparison, w *Weights) {
	b, k := &c.Background, &m.Background
	w.Relatives = k.weighRelatives(b)
	if b.House == Agrees {
		w.Household = min(k.HouseholdBits, k.MostBits-max(w.Relatives, 0))
	}
	w.Born = k.weighBorn(b.Born, b.BornRarity.Share())
	if c.HasOwnNumber() {
		w.Household, w.Born = min(w.Household, m.Place.OwnerBits), min(w.Born, m.Place.OwnerBits)
	}
	if b.Shared {
		w.Relatives, w.Household, w.Born = min(w.Relatives, 0), 0, min(w.Born, 0)
	}
}

func (k *BackgroundModel) weighRelatives(b *Background) float64 {
	bits := k.weighRelative(b.Father, k.RelativeDiffer) + k.weighRelative(b.Mother, k.RelativeDiffer) +
		k.weighRelative(b.Spouse, k.SpouseDiffer) + k.weighRelative(b.Other, 1)
	return min(max(bits, k.LeastBits), k.MostBits)
}

func (k *BackgroundModel) weighRelative(r Relative, differ float64) float64 {
	share := r.Rarity.Share()
	switch r.Level {
	case RelativeNumber:
		return log2(k.RelativeNumber / share)
	case RelativeSame:
		return max(log2(k.Relative/share), 0)
	case RelativeNear:
		return max(log2(k.RelativeNear/share), log2(differ))
	case RelativeOther:
		return log2(differ)
	}
	return 0
}

func (k *BackgroundModel) weighBorn(level BornLevel, share float64) float64 {
	switch level {
	case BornSame:
		return log2(k.Born / share)
	case BornMerged:
		return log2((k.Born + k.BornMerged) / share)
	case BornOther:
		return log2(k.BornDiffer / (1 - min(share, 0.99)))
	}
	return 0
}

// BoundBackground is the most that relatives, household and birth weigh, for a
// row that states such things; rarity is the most of having been born where the
// row says, if born says that it says so.
func (m *Model) BoundBackground(relatives, household, born bool, rarity Rarity) (bits float64) {
	k := &m.Background
	switch {
	case relatives:
		bits = max(k.MostBits, 0)
	case household:
		bits = max(min(k.HouseholdBits, k.MostBits), 0)
	}
	if born {
		bits += max(log2((k.Born+k.BornMerged)/rarity.Share()), 0)
	}
	return bits
}

// relativesLevel sums up who agrees.
func (b *Background) relativesLevel() schemas.Level {
	same, near, other := 0, 0, 0
	for _, r := range [...]Relative{b.Father, b.Mother, b.Spouse, b.Other} {
		switch r.Level {
		case RelativeNumber, RelativeSame:
			same++
		case RelativeNear:
			near++
		case RelativeOther:
			other++
		}
	}
	switch {
	case same+near+other == 0:
		return schemas.LevelMissing
	case same+near == 0:
		return schemas.LevelOtherRelatives
	case b.Shared:
		return schemas.LevelOfFamily
	case other > 0:
		return schemas.LevelSomeRelatives
	case same == 0:
		return schemas.LevelAlikeRelatives
	}
	return schemas.LevelAgree
}

func (b *Background) bornLevel() schemas.Level {
	switch {
	case b.Born == BornMissing:
		return schemas.LevelMissing
	case b.Born == BornOther:
		return schemas.LevelOf(schemas.MechanismOtherProvince)
	case b.Shared:
		return schemas.LevelOfFamily
	case b.Born == BornMerged:
		return schemas.LevelMergedProvince
	}
	return schemas.LevelAgree
}

func (b *Background) houseLevel() schemas.Level {
	switch {
	case b.House == Missing:
		return schemas.LevelMissing
	case b.House == Differs:
		return schemas.LevelOtherHousehold
	case b.Shared:
		return schemas.LevelOfFamily
	}
	return schemas.LevelAgree
}

// rarity is the least share of a relative who agrees, and that of the birth.
func (b *Background) rarity() (relatives, born float64) {
	if b.Shared {
		return 0, 0
	}
	for _, r := range [...]Relative{b.Father, b.Mother, b.Spouse, b.Other} {
		if s := r.Rarity.Share(); (r.Level == RelativeNumber || r.Level == RelativeSame) && (relatives == 0 || s < relatives) {
			relatives = s
		}
	}
	if b.Born == BornSame || b.Born == BornMerged {
		born = b.BornRarity.Share()
	}
	return relatives, born
}
