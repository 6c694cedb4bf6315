package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
)

// shares turns the counts of the register into the frequencies that weights
// need, each above 0.
type shares struct {
	s      *register.Snapshot
	f      *register.Frequencies
	people float64
	dated  float64 // people with a full birth date
}

// A name's share within its cohort is drawn towards a middling one by
// shrinkCount people, so that a cohort of a handful says little.
const (
	shrinkCount = 100
	shrinkShare = 1e-4
)

func newShares(s *register.Snapshot) *shares {
	f := s.Frequencies()
	return &shares{s: s, f: f, people: math.Max(float64(s.People()), 1), dated: math.Max(float64(f.Dated()), 1)}
}

// fill sets the frequencies that do not depend on names.
func (s *shares) fill(f *matchers.Frequency, r *row, birth schemas.Date, gender schemas.Gender, province uint8, commune uint16) {
	f.People = s.people
	f.RowDay, f.Day = s.day(r.birth), s.day(birth)
	f.Year = s.share(s.f.Year(birth.Year()))
	f.Gender = math.Min(math.Max(s.share(s.f.Gender(gender)), 0.01), 0.99)
	f.Commune = s.share(s.f.Commune(commune))
	f.Province = math.Min(s.share(s.f.Province(province)), 0.99)
}

// share is a count among all people, with half a person added so that what the
// register lacks is rare and not impossible.
func (s *shares) share(count uint32) float64 { return (float64(count) + 0.5) / (s.people + 1) }

// day is the share of people born on a day, drawn towards an even spread over
// the year by three people. For a date without a day it is the share of the
// year.
func (s *shares) day(d schemas.Date) float64 {
	year := s.share(s.f.Year(d.Year()))
	if d.Precision() != schemas.FullDate {
		return year
	}
	even := year / 365.25
	return (float64(s.f.Day(d)) + 3*even*s.people/math.Max(even*s.people, 1)) / (s.people + 3)
}

// name is the share of a folded full name within a gender and birth cohort.
func (s *shares) name(full uint64, gender schemas.Gender, year int) float64 {
	same, cohort := s.s.NameCount(full, gender, year)
	return (math.Max(float64(same), 1) + shrinkCount*shrinkShare) / (float64(cohort) + shrinkCount)
}

// rowName is the share of the row's own folded name, which nobody may bear: then
// it is put together from its syllables.
func (s *shares) rowName(r *row, gender schemas.Gender, year int) float64 {
	same, cohort := s.s.NameCount(r.full, gender, year)
	if same > 0 {
		return (float64(same) + shrinkCount*shrinkShare) / (float64(cohort) + shrinkCount)
	}
	made := s.first(r.folded.Hash[0]) * s.last(r.folded.Hash[r.name.Len-1])
	for i := 1; i < int(r.name.Len)-1; i++ {
		made *= s.anywhere(r.folded.Hash[i])
	}
	return math.Min(made, 1/(float64(cohort)+shrinkCount))
}

func (s *shares) first(hash uint64) float64    { return s.share(s.f.First(hash)) }
func (s *shares) last(hash uint64) float64     { return s.share(s.f.Last(hash)) }
func (s *shares) anywhere(hash uint64) float64 { return math.Min(s.share(s.f.Anywhere(hash)), 1) }

// partial is the share of people whose names fit the syllables that are
// written out (full(at)); initials are left to the model.
func (s *shares) partial(name *kernel.FoldedName, full func(at int) bool) float64 {
	p := 1.0
	for at := range int(name.Len) {
		switch {
		case !full(at):
		case at == 0:
			p *= s.first(name.Hash[at])
		case at == int(name.Len)-1:
			p *= s.last(name.Hash[at])
		default:
			p *= s.anywhere(name.Hash[at])
		}
	}
	return p
}
