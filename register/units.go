package register

import (
	"sync"

	"lamsach/schemas/places"
)

// units says which codes of administrative units exist.
type units struct {
	commune               [1 << 16]bool
	provinceOf            [1 << 16]uint8 // of a commune
	tails                 [1 << 16]string
	province, oldProvince [1 << 8]bool
}

var knownUnits = sync.OnceValue(func() *units {
	u := new(units)
	for code := range u.commune {
		u.commune[code] = places.KnownCommune(uint16(code))
		if u.commune[code] {
			u.provinceOf[code] = places.CommuneProvince(uint16(code))
			u.tails[code] = tail(uint16(code))
		}
	}
	for code := range u.province {
		u.province[code] = places.KnownProvince(uint8(code))
		u.oldProvince[code] = places.KnownOldProvince(uint8(code))
	}
	return u
})

// tail is how an address in a commune ends when it is written in full.
func tail(commune uint16) string {
	return ", " + places.CommuneName(commune) + ", " + places.ProvinceName(places.CommuneProvince(commune))
}

// tailList lists the communes that have a tail, and the tails.
func (u *units) tailList() (codes []uint16, tails []string) {
	for code, t := range u.tails {
		if t != "" {
			codes, tails = append(codes, uint16(code)), append(tails, t)
		}
	}
	return codes, tails
}
