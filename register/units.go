package register

import (
	"sync"

	"lamsach/schemas/places"
)

// units says which codes of administrative units exist.
type units struct {
	commune               [1 << 16]bool
	province, oldProvince [1 << 8]bool
}

var knownUnits = sync.OnceValue(func() *units {
	u := new(units)
	for code := range u.commune {
		u.commune[code] = places.KnownCommune(uint16(code))
	}
	for code := range u.province {
		u.province[code] = places.KnownProvince(uint8(code))
		u.oldProvince[code] = places.KnownOldProvince(uint8(code))
	}
	return u
})
