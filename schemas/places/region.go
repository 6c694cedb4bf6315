package places

// Region is a part of the country.
type Region uint8

// Regions, from north to south.
const (
	NoRegion Region = iota
	North
	Centre
	South
	Regions // how many there are, none counted in
)

// RegionOf is where a province lies. Official codes run from north to south, in
// the list of 34 provinces as in the one of 63.
func RegionOf(province uint8) Region {
	switch {
	case province == 0:
		return NoRegion
	case province < 38: // Thanh Hóa
		return North
	case province < 70: // Bình Phước
		return Centre
	}
	return South
}
