package synth

import (
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// registerRow is the shape of the register input (design, section 3).
type registerRow struct {
	PersonalID        string   `parquet:"personal_id"`
	CMND              []string `parquet:"cmnd,list"`
	FormerIDs         []string `parquet:"former_ids,list"`
	FullName          string   `parquet:"full_name"`
	BirthDate         string   `parquet:"birth_date"`
	Gender            string   `parquet:"gender,dict"`
	BirthProvince     *string  `parquet:"birth_province,optional,dict"`
	PermanentProvince string   `parquet:"permanent_province,dict"`
	PermanentCommune  string   `parquet:"permanent_commune,dict"`
	PermanentAddress  string   `parquet:"permanent_address"`
	Ethnicity         string   `parquet:"ethnicity,dict"`
	Status            string   `parquet:"status,dict"`
	DeathDate         *string  `parquet:"death_date,optional"`
	OtherNames        []string `parquet:"other_names,list"`
	HouseholdID       string   `parquet:"household_id"`
	FatherID          *string  `parquet:"father_id,optional"`
	MotherID          *string  `parquet:"mother_id,optional"`
	SpouseID          *string  `parquet:"spouse_id,optional"`
	UpdatedAt         int64    `parquet:"updated_at,timestamp"`
}

var registerSchema = parquet.SchemaOf(registerRow{})

// Columns of the register, in the order of registerRow.
const (
	colPersonalID = iota
	colCMND
	colFormerIDs
	colFullName
	colBirthDate
	colGender
	colBirthProvince
	colProvince
	colCommune
	colAddress
	colEthnicity
	colStatus
	colDeathDate
	colOtherNames
	colHousehold
	colFather
	colMother
	colSpouse
	colUpdatedAt
	registerColumns
)

// registerWorker writes people; one goroutine's scratch.
type registerWorker struct {
	block *block
	sheet sheet
	arena []byte // texts of the rows that the sheet keeps
}

// write makes count people from a block on into one row group.
func (w *registerWorker) write(seed, block uint64, count int, out *parquet.ConcurrentRowGroupWriter) error {
	w.sheet.start(out)
	for ; count > 0; block, count = block+1, count-blockPeople {
		w.block.fill(seed, block, min(count, blockPeople))
		for i := range w.block.people {
			w.row(block, &w.block.people[i])
			if w.sheet.end() || i == len(w.block.people)-1 {
				if err := w.sheet.flush(); err != nil {
					return err
				}
				w.arena = w.arena[:0]
			}
		}
	}
	return w.sheet.finish()
}

// since returns what was appended to the arena from a length on. Growing the
// arena leaves earlier texts where they are.
func (w *registerWorker) since(from int) []byte { return w.arena[from:len(w.arena):len(w.arena)] }

// number writes a number with leading zeros; nil for zero.
func (w *registerWorker) number(x uint64, digits int) []byte {
	if x == 0 {
		return nil
	}
	from := len(w.arena)
	w.arena = appendPadded(w.arena, x, digits)
	return w.since(from)
}

func appendPadded(dst []byte, x uint64, digits int) []byte {
	at := len(dst)
	dst = append(dst, "000000000000"[:digits]...)
	for i := at + digits - 1; i >= at; i-- {
		dst[i] = byte('0' + x%10)
		x /= 10
	}
	return dst
}

func (w *registerWorker) name(f *fullName) []byte {
	from := len(w.arena)
	w.arena = f.append(w.arena)
	return w.since(from)
}

func (w *registerWorker) relative(at int32) []byte {
	if at == nobody {
		return nil
	}
	return w.number(w.block.people[at].id, 12)
}

// row puts one person on the sheet.
func (w *registerWorker) row(block uint64, p *person) {
	b, s := w.block, &w.sheet
	home := &b.houses[p.house]
	c := &b.g.communes[home.commune]
	s.text(colPersonalID, w.number(p.id, 12))
	var cards [][]byte
	for _, card := range p.cards {
		if card != 0 {
			cards = append(cards, w.number(card, 9))
		}
	}
	s.list(colCMND, cards...)
	if p.former != 0 {
		s.list(colFormerIDs, w.number(p.former, 12))
	} else {
		s.list(colFormerIDs)
	}
	s.text(colFullName, w.name(&p.name))
	from := len(w.arena)
	w.arena = p.birth.Append(w.arena)
	s.text(colBirthDate, w.since(from))
	s.text(colGender, genderText[sexIndex(p.male)])
	if p.noProvince {
		s.text(colBirthProvince, nil)
	} else {
		s.text(colBirthProvince, w.number(uint64(b.g.provinces[p.province].code), 2))
	}
	s.text(colProvince, w.number(uint64(c.newCode), 2))
	s.text(colCommune, w.number(uint64(c.code), 5))
	s.text(colAddress, b.text[home.address.from:home.address.to])
	from = len(w.arena)
	w.arena = append(w.arena, b.g.peopleList[p.people].name...)
	s.text(colEthnicity, w.since(from))
	s.text(colStatus, statusText[p.status])
	w.rest(block, p)
}

// rest puts death, other names, household and relatives on the sheet.
func (w *registerWorker) rest(block uint64, p *person) {
	s := &w.sheet
	if p.death != 0 {
		from := len(w.arena)
		w.arena = p.death.Append(w.arena)
		s.text(colDeathDate, w.since(from))
	} else {
		s.text(colDeathDate, nil)
	}
	if p.other.n > 0 {
		s.list(colOtherNames, w.name(&p.other))
	} else {
		s.list(colOtherNames)
	}
	from := len(w.arena)
	w.arena = append(w.arena, "HK"...)
	w.arena = strconv.AppendUint(w.arena, 1_000_000_000+block*housesPerBlock+uint64(p.house), 10)
	s.text(colHousehold, w.since(from))
	s.text(colFather, w.relative(p.father))
	s.text(colMother, w.relative(p.mother))
	s.text(colSpouse, w.relative(p.spouse))
	s.long(colUpdatedAt, p.updatedMillis)
}

var genderText = [2][]byte{[]byte("Nữ"), []byte("Nam")}

var statusText = [3][]byte{[]byte(statusNames[alive]), []byte(statusNames[deceased]), []byte(statusNames[missing])}

// housesPerBlock leaves room for the houses of families outside the birth years.
const housesPerBlock = 1 << 17
