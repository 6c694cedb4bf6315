package synth

import "lamsach/schemas"

// nobody is the index of no person and no house.
const nobody = int32(-1)

// status of a person in the register.
type status uint8

const (
	alive status = iota
	deceased
	missing
)

var statusNames = [...]string{"alive", "deceased", "missing"}

// person is one row of the register to be. Relatives are indexes in the block.
type person struct {
	id, former    uint64
	cards         [3]uint64 // CMND, zero for none
	name, other   fullName  // other.n is zero when there is no other name
	birth         schemas.Date
	exact         schemas.Date // the day itself, even where the register has less
	death         schemas.Date
	male          bool
	noProvince    bool  // birth_province is empty in the register
	province      int32 // birth registration, index
	people        uint8
	status        status
	house         int32
	father        int32
	mother        int32
	spouse        int32
	updatedMillis int64
}

// house is a household: who lives in it shares commune and address.
type house struct {
	commune int32
	members int32 // those born there, also if they left
	address span
}

// span is a text in the block's arena.
type span struct{ from, to uint32 }

// updates of the register lie between these two days (Unix days of 2021-01-01
// and 2026-06-30).
const firstUpdate, lastUpdate = 18628, 20634

// lastBirthYear is the year of the youngest in the register; registerYear is
// the year in which it is read.
const lastBirthYear, registerYear = 2025, 2026

// birthday draws a day of a year.
func birthday(d *dice, year int) schemas.Date {
	month := 1 + d.n(12)
	return schemas.MakeDate(year, month, 1+d.n(schemas.DaysIn(year, month)))
}

// known is the birth date as the register has it: the older, the vaguer.
func (b *block) known(exact schemas.Date, minority bool) schemas.Date {
	c := b.names.at(exact.Year())
	factor := 1.0
	if minority {
		factor = 2.5
	}
	u := b.dice.unit()
	switch {
	case u < c.yearOnly*factor:
		return schemas.MakeDate(exact.Year(), 0, 0)
	case u < (c.yearOnly+c.firstJanuary)*factor:
		return schemas.MakeDate(exact.Year(), 1, 1)
	case u < (c.yearOnly*1.02+c.firstJanuary)*factor:
		return schemas.MakeDate(exact.Year(), exact.Month(), 0)
	}
	return exact
}

// fate decides whether somebody is alive, and since when not.
func (b *block) fate(p *person) {
	c := b.names.at(p.exact.Year())
	u := b.dice.unit()
	switch {
	case u < c.deceased:
		p.status = deceased
		from := max(2004, p.exact.Year()+1)
		if from > lastBirthYear {
			from = lastBirthYear
		}
		p.death = birthday(&b.dice, b.dice.in(from, lastBirthYear))
	case u < c.deceased+0.0004 && p.exact.Year() < 2010:
		p.status = missing
	}
	p.updatedMillis = int64(b.dice.in(firstUpdate, lastUpdate))*86_400_000 + int64(b.dice.n(86_400_000))
}

// cards gives the CMND numbers somebody has had: one of the province of birth,
// another after moving to another province.
func (b *block) cardsOf(p *person, lives int32) {
	c := b.names.at(p.exact.Year())
	// Records from before the register miss 15 % of the old numbers.
	if p.exact.Year() > registerYear-19 || !b.dice.p(c.cmnd*0.85) {
		return
	}
	first := p.province
	if b.dice.p(0.1) {
		first = lives // the family had moved before the first card
	}
	n := 0
	if p.cards[0] = b.sharedCard(first); p.cards[0] == 0 {
		p.cards[0] = b.numbers.cardNumber(first)
	}
	if p.cards[0] != 0 {
		n++
	}
	if lives != first && b.dice.p(0.45) {
		if p.cards[n] = b.numbers.cardNumber(lives); p.cards[n] != 0 {
			n++
		}
	}
	if n == 2 && b.dice.p(0.04) {
		p.cards[n] = b.numbers.cardNumber(int32(b.g.residents.draw(&b.dice)))
	}
}

// sharedCard is, seldom, the number of somebody else of the block: Đồng Nai and
// Bà Rịa - Vũng Tàu once issued 50,000 numbers twice (domain facts 1.3), one in
// a hundred of theirs; elsewhere one in five thousand. Otherwise 0.
func (b *block) sharedCard(province int32) uint64 {
	rate := 0.0002
	if code := b.g.provinces[province].code; code == 75 || code == 77 {
		rate = 0.01
	}
	if len(b.people) == 0 || !b.dice.p(rate) {
		return 0
	}
	prefix := b.numbers.space.cmnd[province].prefix
	for range 64 {
		card := one(&b.dice, b.people).cards[0]
		if card != 0 && byte('0'+card/100_000_000) == prefix[0] && byte('0'+card/10_000_000%10) == prefix[1] {
			return card
		}
	}
	return 0
}

// otherName is a former name or one in use, of one adult in fifty-five.
func (b *block) otherName(p *person) {
	if p.exact.Year() > 2005 || !b.dice.p(0.018) {
		return
	}
	o, d := p.name, &b.dice
	if o.n < 2 {
		return
	}
	switch u := d.unit(); {
	case u < 0.45: // another given name
		o.words[o.n-1] = b.names.single(d, p.male, p.exact.Year())
	case u < 0.70 && o.n-o.head >= 2: // another middle name
		o.words[o.head] = b.names.middle[sexIndex(p.male)].draw(d)
	case u < 0.90 && o.n-o.head >= 2: // one middle name fewer
		copy(o.words[o.head:], o.words[o.head+1:])
		o.n--
	case o.head == 1: // the surname of a stepfather
		o.words[0] = b.names.surnames[north].draw(d)
	}
	if o != p.name {
		p.other = o
	}
}
