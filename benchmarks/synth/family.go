package synth

import "lamsach/schemas"

// block makes a fixed number of people, family by family: relatives and
// households never cross its border. One goroutine's scratch, used again.
type block struct {
	g       *geography
	names   *names
	numbers *numbers
	anchors weighted // first births of families, years from first-spread on
	first   int      // birth years that are written: first to last
	last    int
	dice    dice
	people  []person
	houses  []house
	text    []byte // addresses
}

// blockPeople is how many people share a stream of random numbers: small enough
// for cache, large enough that few families are cut at the end.
const blockPeople = 8192

// spread is how many years lie at most between siblings that matter: families
// begin that much before the first year, so that every year gets its share.
const spread = 14

func newBlock(space *numberSpace, first, last int) *block {
	b := &block{g: theGeography(), names: theNames(), first: first, last: last}
	b.numbers = newNumbers(space, b.g)
	weights := make([]float64, last-first+1+spread)
	for i := range weights {
		weights[i] = b.names.at(first - spread + i).anchors
		if last-first < 15 {
			weights[i] = 1 // a slice: every year alike
		}
	}
	b.anchors = newWeighted(weights)
	return b
}

// fill makes exactly n people, the same for the same seed and number.
func (b *block) fill(seed, number uint64, n int) {
	b.dice = newDice(seed, mixText("register"), number)
	b.numbers.start(number)
	b.people, b.houses, b.text = b.people[:0], b.houses[:0], b.text[:0]
	for len(b.people) < n {
		b.family()
	}
	b.people = b.people[:n]
	for i := range b.people {
		for _, relative := range []*int32{&b.people[i].father, &b.people[i].mother, &b.people[i].spouse} {
			if int(*relative) >= n {
				*relative = nobody
			}
		}
	}
}

// kin is what a couple hands down to its children.
type kin struct {
	father, mother         int32 // indexes, nobody for those outside the register
	fatherName, motherName fullName
	motherYear             int
	province               int32 // where the family comes from
	people                 uint8
	house                  int32
}

// family makes siblings born from a year on, their parents, their spouses and
// everybody who descends from them.
func (b *block) family() {
	d := &b.dice
	province := int32(b.g.births.draw(d))
	p := &b.g.provinces[province]
	k := kin{province: province, people: p.people[p.peoples.draw(d)]}
	year := b.first - spread + b.anchors.draw(d)
	k.motherYear = year - d.around(25, 6)
	fatherYear := k.motherYear - d.around(3, 4)
	k.house = b.newHouse(b.residence(province))
	k.father = b.parent(&k, true, fatherYear)
	k.mother = b.parent(&k, false, k.motherYear)
	b.marry(k.father, k.mother)
	b.children(&k, year, 0)
}

// parent makes the name of a parent, and the person if the register knows it.
func (b *block) parent(k *kin, male bool, year int) int32 {
	name := b.names.any(&b.dice, b.g, k.people, male, year, k.province, "", "")
	if male {
		k.fatherName = name
	} else {
		k.motherName = name
	}
	if year < b.first || year > b.last || !b.dice.p(b.names.at(year).known) {
		return nobody
	}
	return b.add(person{
		name: name, exact: birthday(&b.dice, year), male: male, province: k.province, people: k.people, house: k.house,
		father: nobody, mother: nobody, spouse: nobody,
	})
}

// children makes a couple's children, the first in the given year.
func (b *block) children(k *kin, year, generation int) {
	d := &b.dice
	count := int(b.names.at(k.motherYear).children + d.unit() + float64(d.n(3)-1)*0.9)
	if generation == 0 {
		count = max(count, 1)
	}
	outside := d.p(0.03) && k.mother != nobody // a child of an unmarried mother
	if outside {
		k.father = nobody
	}
	var brother, sister nameOf
	for range count {
		if year > min(b.last, lastBirthYear, k.motherYear+44) || !b.living(k, year) {
			return
		}
		if year < b.first {
			year += 1 + d.n(3) + d.n(3)
			continue
		}
		exact := birthday(d, year)
		male := d.p(0.52)
		b.child(k, outside, male, exact, generation, &brother, &sister, false)
		if d.p(0.011) { // twins; a third of them of both sexes
			b.child(k, outside, male != d.p(0.33), exact, generation, &brother, &sister, true)
		}
		year += 1 + d.n(3) + d.n(3)
	}
}

// nameOf is the name of the last brother or sister.
type nameOf struct {
	name fullName
	set  bool
}

// living says whether both parents could still have a child in that year.
func (b *block) living(k *kin, year int) bool {
	for _, parent := range [...]int32{k.father, k.mother} {
		if parent != nobody && b.people[parent].death != 0 && b.people[parent].death.Year() <= year {
			return false
		}
	}
	return true
}

func (b *block) child(k *kin, outside, male bool, exact schemas.Date, generation int, brother, sister *nameOf, twin bool) {
	d, year := &b.dice, exact.Year()
	elder := brother
	if !male {
		elder = sister
	}
	surname, second := k.fatherName.clan, k.motherName.clan
	if outside {
		surname, second = k.motherName.clan, ""
	}
	name := b.names.any(d, b.g, k.people, male, year, k.province, surname, second)
	b.likeFather(k, &name, male)
	if elder.set && d.p(map[bool]float64{true: 0.6, false: 0.25}[twin]) {
		likeElder(&name, &elder.name)
	}
	for range 4 {
		if !elder.set || elder.name.given() != name.given() {
			break
		}
		name = b.names.any(d, b.g, k.people, male, year, k.province, surname, second)
	}
	*elder = nameOf{name, true}
	at := b.add(person{
		name: name, exact: exact, male: male, province: b.bornIn(k), people: k.people, house: k.house,
		father: k.father, mother: k.mother, spouse: nobody,
	})
	b.marriage(k, at, generation)
}

// likeFather lets three sons in ten of a father with an own middle name share
// it: Phan Quốc Hùng, Phan Quốc Bảo.
func (b *block) likeFather(k *kin, name *fullName, male bool) {
	f := &k.fatherName
	if male && name.n-name.head == 2 && f.n-f.head >= 2 && name.head == f.head && f.words[f.head] != "Văn" && b.dice.p(0.3) {
		name.words[name.head] = f.words[f.head]
	}
}

// likeElder takes over everything but the given name.
func likeElder(name, elder *fullName) {
	if name.n == elder.n && name.n >= 3 && name.head == elder.head {
		copy(name.words[:name.n-1], elder.words[:elder.n-1])
	}
}

// bornIn is where a child's birth was registered: mostly where the family lives.
func (b *block) bornIn(k *kin) int32 {
	if b.dice.p(0.85) {
		return b.g.communes[b.houses[k.house].commune].province
	}
	return k.province
}

// married is the share of people married, by age.
func married(age int) float64 {
	switch {
	case age < 19:
		return 0
	case age < 24:
		return 0.10
	case age < 29:
		return 0.38
	case age < 40:
		return 0.80
	}
	return 0.93
}

// marriage finds a spouse for a grown-up child, and their children. Those who
// do not marry stay with their parents or move out alone.
func (b *block) marriage(k *kin, at int32, generation int) {
	d, self := &b.dice, b.people[at]
	year := self.exact.Year()
	if generation > 3 || !d.p(married(registerYear-year)) {
		if registerYear-year > 19 && d.p(0.35) {
			b.people[at].house = b.newHouse(b.moved(k.house))
		}
		return
	}
	spouseYear := year + d.around(3, 4)
	if !self.male {
		spouseYear = year - d.around(3, 4)
	}
	next := kin{father: nobody, mother: nobody, people: self.people, province: self.province, house: k.house}
	if !self.male || !d.p(0.3) || b.houses[k.house].members > 6 { // a daughter, or a son who does not stay at home
		next.house = b.newHouse(b.moved(k.house))
		b.people[at].house = next.house
	}
	spouse := b.partner(&next, !self.male, spouseYear)
	b.marry(at, spouse)
	if self.male {
		next.father, next.fatherName, next.mother, next.motherYear = at, self.name, spouse, spouseYear
	} else {
		next.mother, next.motherName, next.father, next.motherYear = at, self.name, spouse, year
	}
	// A couple's children come with one line of grandparents only; without this,
	// every generation would double.
	if d.p(0.3) {
		return
	}
	b.children(&next, max(next.motherYear+d.in(19, 30), spouseYear+18, year+18), generation+1)
}

// partner makes somebody from another family: of the same people nine times in
// ten, of the same province eight times in ten.
func (b *block) partner(k *kin, male bool, year int) int32 {
	d := &b.dice
	province := k.province
	if d.p(0.2) {
		province = int32(b.g.births.draw(d))
	}
	people := k.people
	if d.p(0.1) {
		p := &b.g.provinces[province]
		people = p.people[p.peoples.draw(d)]
	}
	other := kin{province: province, people: people, house: k.house}
	at := b.parent(&other, male, year)
	if male {
		k.fatherName = other.fatherName
		k.people = people // children follow the father
	} else {
		k.motherName = other.motherName
	}
	return at
}

func (b *block) marry(one, other int32) {
	if one != nobody && other != nobody {
		b.people[one].spouse, b.people[other].spouse = other, one
	}
}

// add completes a person (numbers, known birth date, fate) and keeps it.
func (b *block) add(p person) int32 {
	year := p.exact.Year()
	p.id, p.province = b.numbers.personalID(p.province, p.male, year)
	p.birth = b.known(p.exact, p.people != 0)
	b.fate(&p)
	if b.dice.p(0.0015) { // re-established after a correction of gender or year
		male, formerYear := !p.male, year
		if b.dice.p(0.6) {
			male, formerYear = p.male, max(firstYear, year-1)
		}
		p.former, _ = b.numbers.personalID(p.province, male, formerYear)
	}
	p.noProvince = b.dice.p(0.02)
	b.cardsOf(&p, b.g.communes[b.houses[p.house].commune].province)
	b.otherName(&p)
	b.houses[p.house].members++
	b.people = append(b.people, p)
	return int32(len(b.people) - 1)
}
