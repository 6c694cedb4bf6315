package matchers

import (
	_ "embed"
	"math"
	"sync"
)

// Model is everything the weights depend on beside the register's own
// frequencies. It is a reviewable JSON file; fields ending in bits and the name
// and birth entries are log2, the others probabilities.
type Model struct {
	Version    int             `json:"version"`
	Name       string          `json:"name"`
	InRegister float64         `json:"in_register"` // share of person rows whose person is in the register
	Namesake   float64         `json:"namesake"`    // outsiders who share name, birth date and gender with an insider, beyond chance
	Number     NumberModel     `json:"number"`
	CMND       NumberModel     `json:"cmnd"`
	NameM      NameModel       `json:"name_model"`
	Birth      BirthModel      `json:"birth"`
	Gender     GenderModel     `json:"gender"`
	Place      PlaceModel      `json:"place"`
	Background BackgroundModel `json:"background"`
	Life       LifeModel       `json:"life"`
	Trained    *Trained        `json:"trained,omitempty"`
	text       string          // the JSON it was read from
	hash       string          // of it
}

// NumberModel says how a row comes by its number.
type NumberModel struct {
	Own                float64 `json:"own"`                  // the person's own, present one
	Former             float64 `json:"former"`               // own, given up or replaced
	BorrowedByOutsider float64 `json:"borrowed_by_outsider"` // outsiders whose row carries an insider's number
	Slip               float64 `json:"slip"`                 // own with one slip
	Slips              float64 `json:"slips"`                // how many strings are one slip away
	Relative           float64 `json:"relative"`             // the number of one given relative
	Stranger           float64 `json:"stranger"`             // the number of some other insider
	UnknownOfInsider   float64 `json:"unknown_of_insider"`   // insiders whose number nobody in the register has
	UnknownOfOutsider  float64 `json:"unknown_of_outsider"`
	FreeSlipBits       float64 `json:"free_slip_bits"`     // weight of being one slip away from a number nobody has
	SecondNumberBits   float64 `json:"second_number_bits"` // what a second agreeing number adds
}

// NameModel holds log2 probabilities of the slips of a name.
type NameModel struct {
	Same            float64 `json:"same"`
	Unmarked        float64 `json:"unmarked"`
	Tone            float64 `json:"tone"`
	VowelMark       float64 `json:"vowel_mark"`
	Stroke          float64 `json:"stroke"`
	IY              float64 `json:"i_y"`
	Sound           float64 `json:"sound"`
	Letter          float64 `json:"letter"`
	Wild            float64 `json:"wild"`
	Initial         float64 `json:"initial"`
	Prefix          float64 `json:"prefix"`
	Lost            float64 `json:"lost"`
	Added           float64 `json:"added"`
	Cut             float64 `json:"cut"`
	Order           float64 `json:"order"`
	FormerName      float64 `json:"former_name"`
	OtherMiddle     float64 `json:"other_middle"`
	OtherGiven      float64 `json:"other_given"`
	OtherSurname    float64 `json:"other_surname"`
	Other           float64 `json:"other"`
	OtherMiddleCap  float64 `json:"other_middle_cap"`
	OtherGivenCap   float64 `json:"other_given_cap"`
	OtherSurnameCap float64 `json:"other_surname_cap"`
}

// Trained says what a model was made of; the built-in one has none. It is for
// readers: no weight depends on it.
type Trained struct {
	From          string  `json:"from"`           // name and hash of the model that training began with
	Register      string  `json:"register"`       // id of the snapshot
	Rows          int64   `json:"rows"`           // rows that training saw
	Distinct      int     `json:"distinct"`       // distinct comparisons among them
	Labelled      int64   `json:"labelled"`       // rows whose person was told
	Rounds        int     `json:"rounds"`         // of expectation and maximisation
	Likelihood    float64 `json:"log_likelihood"` // bits per row, after the last round
	HeldOutRows   int64   `json:"held_out_rows"`  // rows kept back to judge the model by
	HeldOutBefore float64 `json:"held_out_before"`
	HeldOutAfter  float64 `json:"held_out_after"`
	Kept          bool    `json:"kept_built_in"` // it was no better: the parameters are those it began with
}

// BirthModel holds log2 probabilities of the slips of a birth date.
type BirthModel struct {
	Same       float64 `json:"same"`
	Swapped    float64 `json:"swapped"`
	Digit      float64 `json:"digit"`
	YearOff    float64 `json:"year_off"`
	SameDay    float64 `json:"same_day"`
	SameYear   float64 `json:"same_year"`
	Other      float64 `json:"other"`
	RowYear    float64 `json:"row_year"`
	PersonYear float64 `json:"person_year"`
}

// GenderModel holds the probabilities that the gender of the right person
// agrees or differs where both sides state one.
type GenderModel struct {
	Agree  float64 `json:"agree"`
	Differ float64 `json:"differ"`
}

// PlaceModel holds the probabilities that the right person lives in the row's
// commune, elsewhere in its province, in another province.
type PlaceModel struct {
	Commune  float64 `json:"commune"`
	Province float64 `json:"province"`
	Differ   float64 `json:"differ"`
	// Detail and DetailDiffer are the probabilities that house, street and hamlet
	// agree, or differ, where both sides name some.
	Detail       float64 `json:"detail"`
	DetailDiffer float64 `json:"detail_differ"`
	// OwnerBits is what an agreeing place adds at most for the owner of a
	// number of the row.
	OwnerBits float64 `json:"owner_bits"`
}

// LifeModel holds how files treat the dead.
type LifeModel struct {
	// AfterDeath is how often somebody who died more than a year before is said to
	// have done something, for each time that somebody living is.
	AfterDeath float64 `json:"after_death"`
	Listed     float64 `json:"listed"` // the same where the file says when it was made, and not since when the person stands in it
}

//go:embed builtin.json
var builtin []byte

// Builtin is the model that serves before any training: rates of errors as
// published (domain facts, measured and published rates) or judged.
var Builtin = sync.OnceValue(func() *Model {
	m, err := Parse(builtin)
	if err != nil {
		panic("BUG: built-in model: " + err.Error())
	}
	return m
})

// Text is the JSON that the model was read from, which Parse reads as the same
// model with the same hash.
func (m *Model) Text() string { return m.text }

// Hash identifies the model's text: name and the first 64 bits of its SHA-256.
func (m *Model) Hash() string { return m.Name + "-" + m.hash }

func log2(x float64) float64 { return math.Log2(x) }
