package link

import (
	"math"

	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Names are not spread evenly over the country: a surname of the highlands says
// little about a row from there, and much about one from elsewhere; in a village
// of one clan it says nothing. So it is looked at where the bearers of the row's
// name live: of a frequent name at so many of them, evenly over all, and only in
// which part of the country; of a rarer one at all, down to the commune. What
// is met at each is drawn towards what the larger place makes expected, by the
// weight of so many people met.
const (
	regionSample = 64
	placedNames  = 512
	placeShrink  = 2
)

// nameByPlace is how many times as frequent the row's name is among the people
// of the place that the row names as among all people; 1 where it names none.
func (w *Worker) nameByPlace() float64 {
	r := &w.row
	home := places.RegionOf(r.place.Province)
	if home == places.NoRegion || r.name.Len == 0 {
		return 1
	}
	bearers := w.people.Named(r.full).Info
	step, all := max(len(bearers)/regionSample, 1), len(bearers) <= placedNames
	if all {
		step = 1
	}
	known, region, province, commune := 0.0, 0.0, 0.0, 0.0
	for at := 0; at < len(bearers); at += step {
		where := bearers[at].Where()
		switch w.tables.region[where] {
		case places.NoRegion:
			continue
		case home:
			region++
		}
		known++
		if all && w.tables.province[where] == r.place.Province {
			if province++; where.Commune() == r.place.Commune {
				commune++
			}
		}
	}
	times := 1.0
	at := func(here, share float64) { times *= oftener(here, known*min(times*share, 1)) }
	at(region, w.shares.region[home])
	if all {
		at(province, w.shares.home[r.place.Province])
		if r.place.Fits == 1 {
			at(commune, w.shares.share(w.shares.f.Commune(r.place.Commune)))
		}
	}
	return times
}

// oftener is how many times as many people as expected bear a name at a place.
// One who lives there is left out: the row may be that one's.
func oftener(here, expected float64) float64 {
	return (max(here-1, 0) + placeShrink) / (expected + placeShrink)
}

// ownName is the share of people of a gender and birth cohort who bear the row's
// folded name, in the region that the row names.
func (w *Worker) ownName(gender schemas.Gender, year int) float64 {
	gender, year = w.cohort(gender, year)
	return math.Min(w.known.name(w.row.full, gender, year)*w.row.local, 1)
}

// cohort is the gender and birth year of a person among whom the row's name is
// counted. What the row does not state it says of nobody: its name is then
// counted among all, and weighs the same whoever bears it.
func (w *Worker) cohort(gender schemas.Gender, year int) (schemas.Gender, int) {
	if w.row.gender == schemas.NoGender {
		gender = schemas.NoGender
	}
	if w.row.birth == 0 {
		year = 0
	}
	return gender, year
}

// newRegions are the regions by register.Where.
func newRegions(province *[1 << 16]uint8) *[1 << 16]places.Region {
	var regions [1 << 16]places.Region
	for where := range regions {
		if p := province[where]; register.Where(where) != register.WhereOdd && p != provinceOdd {
			regions[where] = places.RegionOf(p)
		}
	}
	return &regions
}
