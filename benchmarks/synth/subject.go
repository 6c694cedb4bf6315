package synth

import (
	"lamsach/schemas"
)

// subject is the person whom a row describes.
type subject struct {
	at       int32  // in the crowd; nobody when absent from the register
	id       uint64 // of the register, or one that nobody has
	former   uint64
	cards    []uint64
	name     string
	other    string
	spouse   string // name, "" for none
	birth    schemas.Date
	male     bool
	commune  int32
	address  string
	province int32 // old province of the commune
}

// describe makes the subject of somebody in the crowd.
func (w *inputWorker) describe(s *subject, at int32) {
	c, row := &w.crowd, int(at)
	*s = subject{
		at: at, id: c.id(at), cards: s.cards[:0], name: c.columns[colFullName].value(row), other: c.columns[colOtherNames].value(row),
		birth: c.birth(at), male: c.male(at), address: c.columns[colAddress].value(row), former: c.columns[colFormerIDs].number(row),
	}
	s.commune = w.g.byCommune[int(c.columns[colCommune].number(row))]
	s.province = w.g.communes[s.commune].province
	for e := c.columns[colCMND].rows[row]; e < c.columns[colCMND].rows[row+1]; e++ {
		s.cards = append(s.cards, digitsOf(c.columns[colCMND].element(e)))
	}
	if spouse, ok := c.byID[c.columns[colSpouse].number(row)]; ok {
		s.spouse = c.columns[colFullName].value(int(spouse))
	}
}

// invent makes somebody who is not in the register. model is somebody who is,
// whose name (and birth date) a namesake shares.
func (w *inputWorker) invent(d *dice, s *subject, class string, model int32) {
	year := d.in(w.years[0], min(w.years[1], registerYear-18))
	w.describe(s, model)
	modelBirth := s.birth
	s.at, s.former, s.other, s.spouse, s.cards = nobody, 0, "", "", s.cards[:0]
	if class == "absent" {
		province := int32(w.g.births.draw(d))
		p := &w.g.provinces[province]
		s.male = d.p(0.5)
		name := w.names.any(d, w.g, p.people[p.peoples.draw(d)], s.male, year, province, "", "")
		s.name = string(name.append(nil))
		s.commune = w.g.communeIn(d, province)
		s.province = province
		s.birth = birthday(d, year)
	} else {
		year = modelBirth.Year()
		for s.birth = birthday(d, year); s.birth == modelBirth; {
			s.birth = birthday(d, year)
		}
		if class == "absent_same_birth" {
			s.birth = modelBirth
		}
		s.commune = w.g.communeIn(d, int32(w.g.residents.draw(d)))
		s.province = w.g.communes[s.commune].province
	}
	s.address = string(w.g.appendAddress(nil, d, s.commune))
	s.id = w.space.absentID(w.g, d, s.province, s.male, year)
	if year < 2000 && d.p(0.8) {
		s.cards = append(s.cards, w.space.absentCMND(d, s.province))
	}
}
