package matchers

import "lamsach/matchers/kernel"

// NumberEvidence says what a submitted number is to the person compared.
type NumberEvidence uint8

// What a submitted number can be to a person.
const (
	NumberMissing  NumberEvidence = iota // none submitted, or none to compare with
	NumberOwn                            // the person's own
	NumberFormer                         // one the person gave up
	NumberSlip                           // one slip from the person's, and somebody else's
	NumberFreeSlip                       // one slip from the person's, and nobody's
	NumberRelative                       // a relative's
	NumberStranger                       // somebody else's
	NumberUnknown                        // nobody's in the register, and no slip
)

// Agreement is a comparison with two or three outcomes.
type Agreement uint8

// Outcomes of simple comparisons.
const (
	Missing Agreement = iota
	Agrees
	Differs
)

// PlaceLevel says how near the row's place is to the person's residence.
type PlaceLevel uint8

// Levels of places.
const (
	PlaceMissing  PlaceLevel = iota
	PlaceCommune             // the commune agrees, or is among those that fit
	PlaceProvince            // the province agrees, the commune does not or is not known
	PlaceOther               // another province
)

// LifeLevel says whether the person lived when what the row tells of happened.
type LifeLevel uint8

// Levels of lives.
const (
	LifeMissing   LifeLevel = iota // the row dates nothing, or states a death itself
	LifeThen                       // as far as the register knows, the person lived
	LifeEnded                      // had died within the year: files are behind
	LifeListed                     // had died more than a year before the date of the file, which dates nothing else
	LifeLongEnded                  // had died more than a year before
)

// Comparison is what is known of one pair: the levels of every comparison and
// how frequent the agreeing values are in the register.
type Comparison struct {
	PIN, CMND NumberEvidence
	Name      kernel.NameMatch
	Exact     bool // every syllable the same, or all marks lost by a name without any
	Plain     bool // the row's name has no mark at all
	Nameless  bool // the row states no name: no evidence either way
	OtherName bool // compared with a former or other name of the person
	// SpouseName says that the name is the spouse's, while number and birth date
	// are the person's own: it says nothing then.
	SpouseName bool
	Birth      kernel.DateRelation
	Gender     Agreement
	Place      PlaceLevel
	// PlaceFits is how many communes fit the row's text; PlaceCommuneKnown says
	// whether the row states one at all.
	PlaceFits         uint8
	PlaceCommuneKnown bool
	// Detail is whether house, street and hamlet agree, asked only where nothing
	// else decides; DetailBits what that is worth by chance.
	Detail     Agreement
	DetailBits float64
	Background Background
	Life       LifeLevel
	Frequency  Frequency
}

// HasOwnNumber says whether a number of the row is the person's.
func (c *Comparison) HasOwnNumber() bool { return own(c.PIN) || own(c.CMND) }

// Frequency holds shares of the register's people, each above 0.
type Frequency struct {
	People   float64 // how many there are
	RowName  float64 // the row's folded name within birth cohort, gender and the region the row names, or what a slip makes it of
	Person   float64 // the person's folded name within birth cohort and gender; the row's own name also within the region
	Surname  float64 // the person's first syllable at that place
	Given    float64 // the person's last syllable at that place
	Partial  float64 // people whose syllables relate to the row's, each at its place, as the person's do
	RowDay   float64 // people born on the row's birth date
	Day      float64 // people born on the person's birth date
	Year     float64 // people born in the person's birth year
	Gender   float64 // people of the person's gender
	Commune  float64 // people of the person's commune
	Province float64 // people of the person's province
}

// Weights are the log2 likelihood ratios of one pair, comparison by
// comparison; their sum is the match weight.
type Weights struct {
	PIN, CMND, Name, Birth, Gender, Place float64
	Relatives, Born, Household, Life      float64
}

// Total is the match weight.
func (w Weights) Total() float64 {
	return w.PIN + w.CMND + w.Name + w.Birth + w.Gender + w.Place + w.Relatives + w.Born + w.Household + w.Life
}

// Identity is what name, birth date and gender weigh: what an outsider who looks
// like the person shares with the person.
func (w Weights) Identity() float64 { return w.Name + w.Birth + w.Gender }
