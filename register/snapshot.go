package register

import (
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// ID identifies the content: a hash in hexadecimal of everything in the file.
func (s *Snapshot) ID() string { return s.head.idText() }

// Rules is the fingerprint of the rules that the people were cleaned by.
func (s *Snapshot) Rules() uint64 { return s.head.rules }

// People is how many people there are. Their ordinals follow their personal IDs.
func (s *Snapshot) People() int { return len(s.hot) }

// row is what nearly every comparison reads of a person.
func (s *Snapshot) row(p uint32) *hot { return at(s.guard, s.hot, p) }

// PIN is the personal ID of a person.
func (s *Snapshot) PIN(p uint32) schemas.Number {
	return schemas.MakeNumber(schemas.PersonalID, s.numbers.pin(p))
}

// Birth is the birth date of a person, 0 if the register has none.
func (s *Snapshot) Birth(p uint32) schemas.Date { return s.row(p).birth }

// Death is the date of death, 0 if none is known.
func (s *Snapshot) Death(p uint32) schemas.Date { return *at(s.guard, s.death, p) }

// Gender is the gender of a person.
func (s *Snapshot) Gender(p uint32) schemas.Gender {
	return s.row(p).gender()
}

// Status says whether a person lives.
func (s *Snapshot) Status(p uint32) Status { return min(Status(s.row(p).facts>>factStatus&3), Missing) }

// Province is the province of residence (34-province list), 0 unknown.
func (s *Snapshot) Province(p uint32) uint8 { return s.row(p).province }

// Commune is the commune of residence (list since 2025-07-01), 0 unknown.
func (s *Snapshot) Commune(p uint32) uint16 { return s.row(p).commune }

// BirthProvince is the province of birth (63-province list), 0 unknown.
func (s *Snapshot) BirthProvince(p uint32) uint8 { return *at(s.guard, s.birthProv, p) }

// Name reads the full name as codes of Syllables.
func (s *Snapshot) Name(p uint32, dst *kernel.Name) {
	packed := &s.row(p).name
	if packed[0] != longMark {
		unpack(packed[:], dst)
		return
	}
	if at := uint32(packed[1]) | uint32(packed[2])<<16; int(at) < len(s.long) {
		unpack(whole(s.guard, s.long[at][:]), dst)
		return
	}
	*dst = kernel.Name{}
}

// Codes returns the codes of the full name, zeros behind them. ok is false for a
// person whom they do not tell: of a longer name, or of other names.
func (s *Snapshot) Codes(p uint32) (name *[shortName]uint16, ok bool) {
	h := s.row(p)
	return &h.name, h.name[0] != longMark && h.facts&factOther == 0
}

// FullName is the full name as the register writes it. Valid until Close.
func (s *Snapshot) FullName(p uint32) string {
	if s.row(p).facts&factSpelled != 0 {
		name, _ := s.texts(p)
		return name
	}
	var name kernel.Name
	s.Name(p, &name)
	return baseSpelling().write(&name)
}

// Address is the address of residence, "" if none is known. Valid until Close.
func (s *Snapshot) Address(p uint32) string {
	_, address := s.texts(p)
	if s.row(p).facts&factPlaced != 0 {
		return address + s.tails[s.row(p).commune]
	}
	return address
}

// AddressDetail is what an address says below the commune; of one that is not
// written as those of its commune are, all of it.
func (s *Snapshot) AddressDetail(p uint32) string {
	_, address := s.texts(p)
	return address
}

// texts is what is stored as text of a person: the name, unless the codes spell
// it, and the address.
func (s *Snapshot) texts(p uint32) (name, address string) {
	text := s.text.at(s.guard, int(p))
	if s.row(p).facts&factSpelled == 0 {
		return "", text
	}
	if len(text) < 2 || len(text)-2 < int(text[0])|int(text[1])<<8 {
		return "", "" // damaged
	}
	end := 2 + (int(text[0]) | int(text[1])<<8)
	return text[2:end], text[end:]
}

// Updated is when the row of a person was last changed, on the scale of
// Person.Updated.
func (s *Snapshot) Updated(p uint32) int64 { return int64(*at(s.guard, s.updated, p)) }

// AddressHash is equal for equal addresses, and 0 for none.
func (s *Snapshot) AddressHash(p uint32) uint32 { return *at(s.guard, s.addrHash, p) }

// Ethnicity is the ethnicity as the register writes it, "" if unknown.
func (s *Snapshot) Ethnicity(p uint32) string {
	if e := int(*at(s.guard, s.ethnic, p)); e > 0 && e <= len(s.ethnics) {
		return s.ethnics[e-1]
	}
	return ""
}

// Household is equal for people of one household, and 0 for none.
func (s *Snapshot) Household(p uint32) uint64 { return *at(s.guard, s.household, p) }

// Father is the ordinal of a person's father, or NoPerson.
func (s *Snapshot) Father(p uint32) uint32 { return s.relative(0, p) }

// Mother is the ordinal of a person's mother, or NoPerson.
func (s *Snapshot) Mother(p uint32) uint32 { return s.relative(1, p) }

// Spouse is the ordinal of a person's spouse, or NoPerson.
func (s *Snapshot) Spouse(p uint32) uint32 { return s.relative(2, p) }

// relativePIN is the personal ID of a relative, 0 for none; he need not be in
// the register.
func (s *Snapshot) relativePIN(which int, p uint32) uint64 {
	if q := s.relative(which, p); q != NoPerson {
		return s.PIN(q).Value()
	}
	for _, v := range few(s.guard, s.kinOrd, s.kinNumber, p) {
		if v>>kinBits == uint64(which) {
			return v & (1<<kinBits - 1)
		}
	}
	return 0
}

func (s *Snapshot) relative(which int, p uint32) uint32 {
	if q := *at(s.guard, s.kin[which], p); int(q) < s.People() {
		return q
	}
	return NoPerson
}

// CMNDs appends the person's identity cards of 9 digits in the register's order.
func (s *Snapshot) CMNDs(p uint32, dst []schemas.Number) []schemas.Number {
	v := s.row(p).cmnd
	if v == 0 {
		return dst
	}
	dst = append(dst, schemas.MakeNumber(schemas.CMND, uint64(v&cmndMask)))
	if v&cmndMore != 0 {
		for _, more := range few(s.guard, s.moreOrd, s.more, p) {
			dst = append(dst, schemas.MakeNumber(schemas.CMND, uint64(more)))
		}
	}
	return dst
}

// FormerIDs appends the personal IDs that the person gave up.
func (s *Snapshot) FormerIDs(p uint32, dst []schemas.Number) []schemas.Number {
	if s.row(p).facts&factFormer == 0 {
		return dst
	}
	for _, v := range few(s.guard, s.formerOrd, s.former, p) {
		dst = append(dst, schemas.MakeNumber(schemas.PersonalID, v))
	}
	return dst
}

// OtherNames appends the person's further names as codes of Syllables.
func (s *Snapshot) OtherNames(p uint32, dst []kernel.Name) []kernel.Name {
	if s.row(p).facts&factOther == 0 {
		return dst
	}
	for _, codes := range few(s.guard, s.otherOrd, s.otherName, p) {
		var name kernel.Name
		unpack(codes[:], &name)
		dst = append(dst, name)
	}
	return dst
}

// OtherFullNames appends the person's further names as the register writes
// them, in the order of OtherNames. Valid until Close.
func (s *Snapshot) OtherFullNames(p uint32, dst []string) []string {
	if s.row(p).facts&factOther == 0 {
		return dst
	}
	for i, end := first(s.guard, s.otherOrd, p), first(s.guard, s.otherOrd, p+1); i < end; i++ {
		dst = append(dst, s.otherText.at(s.guard, i))
	}
	return dst
}

// few is the values of a person in a list of few people; none, rather than a
// panic, from a damaged one.
func few[T any](g *guard, ords []uint32, values []T, p uint32) []T {
	from, to := first(g, ords, p), first(g, ords, p+1)
	return whole(g, values[min(from, to):to])
}

// first is where the entries of a person begin in a list of few people.
func first(g *guard, ords []uint32, p uint32) int {
	lo, hi := 0, len(ords)
	for lo < hi {
		if mid := (lo + hi) / 2; *at(g, ords, uint32(mid)) < p {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Syllables is the syllabary of the snapshot's names.
func (s *Snapshot) Syllables() *kernel.Syllabary { return s.syllables() }
