package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// shares turns the counts of the register into the frequencies that weights
// need, each above 0.
type shares struct {
	s      *register.Snapshot
	f      *register.Frequencies
	people float64
	gender [3]float64
	home   [256]float64 // by province of residence
	region [places.Regions]float64
}

// A name's share within its cohort is drawn towards a middling one by
// shrinkCount people, so that a cohort of a handful says little.
const (
	shrinkCount = 100
	shrinkShare = 1e-4
)

func newShares(s *register.Snapshot) *shares {
	h := &shares{s: s, f: s.Frequencies(), people: math.Max(float64(s.People()), 1)}
	for g := range h.gender {
		h.gender[g] = math.Min(math.Max(h.share(h.f.Gender(schemas.Gender(g))), 0.01), 0.99)
	}
	for p := range h.home {
		h.home[p] = math.Min(h.share(h.f.Province(uint8(p))), 0.99)
		h.region[places.RegionOf(uint8(p))] += h.share(h.f.Province(uint8(p)))
	}
	return h
}

// fill sets the frequencies that do not depend on names.
func (s *shares) fill(f *matchers.Frequency, r *row, birth schemas.Date, gender schemas.Gender, province uint8, commune uint16) {
	f.People = s.people
	f.RowDay, f.Day = r.day, r.day
	if birth != r.birth {
		f.Day = s.day(birth)
	}
	f.Year = s.share(s.f.Year(birth.Year()))
	f.Gender, f.Province = s.gender[gender], s.home[province]
	f.Commune = s.share(s.f.Commune(commune))
}

// share is a count among all people, with half a person added so that what the
// register lacks is rare and not impossible.
func (s *shares) share(count uint32) float64 { return (float64(count) + 0.5) / (s.people + 1) }

// count is a count among all people.
func (s *shares) count(count uint32) float64 { return math.Min(float64(count)/s.people, 1) }

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

// nameShares answers name frequencies for one goroutine and remembers the last
// ones: the people of a block mostly share name and decade, and common names
// return from row to row.
type nameShares struct {
	*shares
	memo []nameCount // by hash of name and decade
}

const nameMemo = 1 << 13

type nameCount struct {
	full   uint64
	decade int32 // 1 + the decade; 0 is an empty entry
	same   [3]uint32
}

// count is how many people of a gender (0: of any) and decade bear a name, and
// how many there are. A year of 0 stands for every decade.
func (n *nameShares) count(full uint64, gender schemas.Gender, year int) (same, cohort float64) {
	from, to := register.Decade(year), register.Decade(year)
	if year == 0 {
		from, to = 0, register.Decades-1
	}
	for d := from; d <= to; d++ {
		counts := n.counts(full, d)
		if gender != schemas.NoGender {
			same, cohort = same+float64(counts[gender]), cohort+float64(n.f.Cohort(gender, d))
			continue
		}
		for g, c := range counts {
			same, cohort = same+float64(c), cohort+float64(n.f.Cohort(schemas.Gender(g), d))
		}
	}
	return same, cohort
}

func (n *nameShares) counts(full uint64, decade int) *[3]uint32 {
	if n.memo == nil {
		n.memo = make([]nameCount, nameMemo)
	}
	m := &n.memo[(full^full>>32+uint64(decade)*0x9e3779b97f4a7c15>>32)%nameMemo]
	if m.full != full || int(m.decade) != decade+1 {
		*m = nameCount{full: full, decade: int32(decade + 1), same: n.s.NameCounts(full, decade)}
	}
	return &m.same
}

// name is the share of a folded full name within a gender and birth cohort.
func (n *nameShares) name(full uint64, gender schemas.Gender, year int) float64 {
	same, cohort := n.count(full, gender, year)
	return (math.Max(same, 1) + shrinkCount*shrinkShare) / (cohort + shrinkCount)
}

// rowName is the share of people who would be written as the row is: who bear
// its folded name, or one that a slip makes it of.
func (w *Worker) rowName(gender schemas.Gender, year int) float64 {
	r := &w.row
	if r.spelling == [2]float64{} {
		r.spelling[0], r.spelling[1] = w.rowSpelling()
	}
	gender, year = w.cohort(gender, year)
	same, cohort := w.known.count(r.full, gender, year)
	if same > 0 {
		return math.Min((same+shrinkCount*shrinkShare)/(cohort+shrinkCount)*r.local+r.spelling[1], 1)
	}
	return math.Min(math.Min(r.spelling[0], 1/(cohort+shrinkCount))+r.spelling[1], 1)
}

func (s *shares) first(hash uint64) float64    { return s.share(s.f.First(hash)) }
func (s *shares) last(hash uint64) float64     { return s.share(s.f.Last(hash)) }
func (s *shares) anywhere(hash uint64) float64 { return math.Min(s.share(s.f.Anywhere(hash)), 1) }
