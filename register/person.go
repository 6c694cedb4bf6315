package register

import (
	"math"

	"lamsach/schemas"
)

// NoPerson is the ordinal of nobody.
const NoPerson = math.MaxUint32

// Status is what the register says of a person's life.
type Status uint8

// Statuses. A register without the column speaks of living people.
const (
	Alive Status = iota
	Deceased
	Missing
)

var statusNames = [...]string{"alive", "deceased", "missing"}

// String is the word of the register input.
func (s Status) String() string { return statusNames[min(int(s), len(statusNames)-1)] }

// ParseStatus reads a word of the register input; an empty one is Alive.
func ParseStatus(word string) (s Status, ok bool) {
	for i, name := range statusNames {
		if word == name {
			return Status(i), true
		}
	}
	return Alive, word == ""
}

// Person is one cleaned row of the register input. Only PIN and Name are
// compulsory; every other field may be zero. Text is canonical.
type Person struct {
	PIN          schemas.Number   // 12 digits
	CMND, Former []schemas.Number // identity cards of 9 digits; personal IDs given up
	Name         string
	OtherNames   []string
	Birth, Death schemas.Date
	Gender       schemas.Gender

	BirthProvince uint8  // code of the 63-province list
	Province      uint8  // of residence, code of the 34-province list
	Commune       uint16 // of residence, code of the list since 2025-07-01
	Address       string // of residence
	Status        Status

	Household              uint64 // hash of the household's number, 0 unknown
	Father, Mother, Spouse uint64 // values of their personal IDs, 0 unknown
	Ethnicity              string
	Updated                int64 // any ascending time scale: of two rows with one PIN the later one counts

	// Where the row stood, for the build report: the caller's number of the
	// input file and the row in it. Not stored in the snapshot.
	File uint32
	Row  int64
}

// Limits of one person. What is beyond them is left out and reported as
// ProblemTooMuch: they bound what a hostile input can make of the builder.
const (
	maxNameBytes    = 1024
	maxAddressBytes = 4096
	maxListed       = 16 // CMNDs beyond the first, former numbers, other names: each
	maxPeople       = math.MaxUint32 - 1
)

// Number values a person can have; zero is absent.
const (
	endPIN  = 1_000_000_000_000
	endCMND = 1_000_000_000
)

func usable(n schemas.Number, kind schemas.NumberKind, end uint64) bool {
	return n.Kind() == kind && n.Value() > 0 && n.Value() < end
}
