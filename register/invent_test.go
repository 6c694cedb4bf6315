package register

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/schemas"
)

// Words of invented names. Some are in no Vietnamese syllabary.
var (
	surnames = strings.Fields("Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý H' Y Niê Smith")
	middles  = strings.Fields("Văn Thị Hữu Đức Minh Ngọc Thanh Quốc Xuân Hồng Tuấn Kim")
	givens   = strings.Fields("An Bình Chi Dũng Giang Hà Hải Hạnh Hoa Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Phúc Quân Sơn Tâm Thảo Trang Tú Uyên Vân Yến H'Hen Êban")
	communes = []uint16{4, 8, 25, 70, 0}
	streets  = []string{"Số 1 Đường Láng", "Thôn Đoài", "Tổ 7", "Ấp 3", ""}
	peoples  = []string{"Kinh", "Kinh", "Kinh", "Tày", "Ê-đê", ""}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func pin(v uint64) schemas.Number  { return schemas.MakeNumber(schemas.PersonalID, v) }
func cmnd(v uint64) schemas.Number { return schemas.MakeNumber(schemas.CMND, v) }

func inventName(r *rand.Rand) string {
	words := []string{pick(r, surnames)}
	for range []int{0, 1, 1, 1, 1, 1, 2, 2, 3, 4, 7}[r.IntN(11)] {
		words = append(words, pick(r, middles))
	}
	return strings.Join(append(words, pick(r, givens)), " ")
}

// invent makes people with everything a register may hold: few names and birth
// dates, so that blocks, twins and namesakes are many.
func invent(n int, seed uint64) []Person {
	r := rand.New(rand.NewPCG(seed, 7))
	people := make([]Person, n)
	for i := range people {
		p := &people[i]
		year := 1950 + r.IntN(70)
		gender := schemas.Male + schemas.Gender(r.IntN(2))
		century := uint64(year/100-19)*2 + uint64(gender-schemas.Male)
		*p = Person{
			PIN:  pin(uint64(1+r.IntN(96))*1e9 + century*1e8 + uint64(year%100)*1e6 + uint64(r.IntN(1e6))),
			Name: inventName(r), Birth: schemas.MakeDate(year, 1+r.IntN(12), 1+r.IntN(28)), Gender: gender,
			BirthProvince: []uint8{1, 2, 79, 0}[r.IntN(4)], Province: []uint8{1, 4, 8, 0}[r.IntN(4)], Commune: pick(r, communes),
			Address: pick(r, streets), Ethnicity: pick(r, peoples), Household: uint64(r.IntN(n/3 + 1)),
			Updated: int64(r.IntN(5)), File: uint32(i % 3), Row: int64(i),
		}
		if p.Province == 0 && p.Commune != 0 {
			p.Province = 1 // as the builder adds
		}
		inventRare(r, p, people[:i])
	}
	return people
}

// inventRare adds what few people have.
func inventRare(r *rand.Rand, p *Person, earlier []Person) {
	for range []int{0, 1, 1, 1, 2, 3}[r.IntN(6)] {
		p.CMND = append(p.CMND, cmnd(uint64(10_000_000+r.IntN(5_000))))
	}
	if r.IntN(20) == 0 {
		p.Birth = schemas.MakeDate(p.Birth.Year(), 0, 0)
	}
	if r.IntN(15) == 0 {
		p.Status, p.Death = Deceased, schemas.MakeDate(2024, 5, 6)
	}
	if r.IntN(15) == 0 {
		p.OtherNames = append(p.OtherNames, inventName(r), inventName(r))
	}
	if len(earlier) == 0 {
		return
	}
	if r.IntN(12) == 0 {
		p.Former = append(p.Former, pin(pick(r, earlier).PIN.Value()+1))
	}
	if r.IntN(3) == 0 {
		p.Father, p.Mother = pick(r, earlier).PIN.Value(), pick(r, earlier).PIN.Value()
	}
	if r.IntN(10) == 0 {
		p.Spouse = 12 // nobody
	}
	if r.IntN(25) == 0 { // a second row of the same number
		p.PIN = pick(r, earlier).PIN
	}
}

// build writes a snapshot of people given in batches.
func build(t testing.TB, people []Person, workers, batch int) (string, *BuildReport) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.snapshot")
	b := NewBuilder(BuildOptions{Path: path, Rules: 0xfeed, Workers: workers})
	for rest := people; len(rest) > 0; {
		n := min(batch, len(rest))
		b.Add(rest[:n])
		rest = rest[n:]
	}
	report, err := b.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return path, report
}

func open(t testing.TB, path string) *Snapshot {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
