package register

import "lamsach/schemas/places"

// Where is a person's residence in 15 bits, as blocks carry it beside each
// entry: the commune, or the province where no commune is known.
type Where uint16

// WhereOdd marks an entry that says too little of its person to be passed over
// by it: of a name that four codes do not hold, where the entry has codes, or of
// a person whose commune and province disagree.
const WhereOdd Where = 1<<15 - 1

// whereProvince begins the codes of provinces; communes lie below.
const whereProvince = 32_600

func packWhere(province uint8, commune uint16) Where {
	switch {
	case commune == 0 && province == 0:
		return 0
	case commune == 0:
		return whereProvince + Where(province)
	case commune >= whereProvince || places.CommuneProvince(commune) != province:
		return WhereOdd
	}
	return Where(commune)
}

// Commune is the commune of residence, 0 unknown.
func (w Where) Commune() uint16 {
	if w >= whereProvince {
		return 0
	}
	return uint16(w)
}

// Province is the province of residence (34-province list), 0 unknown.
func (w Where) Province() uint8 {
	if w >= whereProvince {
		return uint8(min(w-whereProvince, 255)) // WhereOdd never asks
	}
	return places.CommuneProvince(uint16(w))
}
