package link

import (
	"math"

	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Names are not spread evenly over the country: a surname of the highlands says
// little about a row from there, and much about one from elsewhere. Of the
// bearers of the row's name so many are looked at, evenly over all of them, and
// the region's share of them is drawn towards its share of all people by that of
// so many more.
const (
	regionSample = 64
	regionShrink = 16
)

// nameByRegion is how many times as frequent the row's name is among the people
// of the region that the row names as among all people; 1 where it names none.
func (w *Worker) nameByRegion() float64 {
	r := &w.row
	home := places.RegionOf(r.place.Province)
	if home == places.NoRegion || r.name.Len == 0 {
		return 1
	}
	bearers := w.people.Named(r.full).Info
	here, known := 0.0, 0.0
	for at := 0; at < len(bearers); at += max(len(bearers)/regionSample, 1) {
		switch w.tables.region[bearers[at].Where()] {
		case places.NoRegion:
		case home:
			here++
			known++
		default:
			known++
		}
	}
	share := w.shares.region[home]
	return (here + regionShrink*share) / (known + regionShrink) / share
}

// ownName is the share of people of a gender and birth cohort who bear the row's
// folded name, in the region that the row names.
func (w *Worker) ownName(gender schemas.Gender, year int) float64 {
	gender, year = w.cohort(gender, year)
	return math.Min(w.known.name(w.row.full, gender, year)*w.row.regional, 1)
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
