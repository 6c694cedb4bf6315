package synth

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// testPeople is a little over two row groups and many blocks.
const testPeople = 2*groupPeople + 10_001

func makeRegister(t *testing.T, o RegisterOptions) string {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if err := WriteRegister(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return o.Dir
}

// readAll reads the rows of every Parquet file of a folder.
func readAll[T any](t *testing.T, dir string) []T {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*.parquet"))
	slices.Sort(paths)
	var all []T
	for _, path := range paths {
		rows, err := parquet.ReadFile[T](path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	return all
}

// sameFiles fails unless two folders hold the same files, byte for byte.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	var names [2][]string
	for i, dir := range []string{a, b} {
		err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				rel, _ := filepath.Rel(dir, path)
				names[i] = append(names[i], rel)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(names[0], names[1]) || len(names[0]) == 0 {
		t.Fatalf("files %v and %v", names[0], names[1])
	}
	for _, name := range names[0] {
		x, _ := os.ReadFile(filepath.Join(a, name))
		y, _ := os.ReadFile(filepath.Join(b, name))
		if !bytes.Equal(x, y) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestRegisterIsTheSameForAnyWorkers(t *testing.T) {
	one := makeRegister(t, RegisterOptions{People: testPeople, Seed: 7, Workers: 1})
	three := makeRegister(t, RegisterOptions{People: testPeople, Seed: 7, Workers: 3})
	sameFiles(t, one, three)
	other := makeRegister(t, RegisterOptions{People: 100, Seed: 8})
	if slices.EqualFunc(readAll[registerRow](t, other), readAll[registerRow](t, one)[:100], func(a, b registerRow) bool { return a.PersonalID == b.PersonalID }) {
		t.Error("another seed makes the same people")
	}
}

func TestRegisterNumbers(t *testing.T) {
	people := readAll[registerRow](t, makeRegister(t, RegisterOptions{People: testPeople, Seed: 1}))
	if len(people) != testPeople {
		t.Fatalf("%d people, want %d", len(people), testPeople)
	}
	g, seen, cards := theGeography(), map[string]bool{}, map[string]int{}
	for i := range people {
		p := &people[i]
		if seen[p.PersonalID] {
			t.Fatalf("row %d: the personal ID was given twice", i)
		}
		seen[p.PersonalID] = true
		checkNumber(t, g, i, p)
		for _, card := range p.CMND {
			cards[card]++
			if len(card) != 9 || dummyCMND(digitsOf([]byte(card))) {
				t.Fatalf("row %d: a CMND of %d digits or a dummy", i, len(card))
			}
		}
	}
	twice := 0
	for _, n := range cards {
		if n > 1 {
			twice++
		}
	}
	if share := float64(twice) / float64(len(cards)); share == 0 || share > 0.002 {
		t.Errorf("%.4f of the CMND are held by two people, want a few", share)
	}
	for i := range people {
		for _, former := range people[i].FormerIDs {
			if seen[former] || len(former) != 12 {
				t.Errorf("row %d: a number given up is somebody's", i)
			}
		}
	}
}

// checkNumber holds a personal ID against the rest of the row.
func checkNumber(t *testing.T, g *geography, i int, p *registerRow) {
	t.Helper()
	id := p.PersonalID
	province, _ := strconv.Atoi(id[:3])
	century := int(id[3]-'0') / 2
	year, _ := strconv.Atoi(id[4:6])
	year += 1900 + 100*century
	switch {
	case len(id) != 12 || province > 96 || g.byCode[province] < 0:
		t.Fatalf("row %d: no such province of birth registration", i)
	case p.BirthProvince != nil && "0"+*p.BirthProvince != id[:3]:
		t.Fatalf("row %d: birth province and personal ID differ", i)
	case strings.HasPrefix(p.BirthDate, strconv.Itoa(year)) == false:
		t.Fatalf("row %d: birth year and personal ID differ", i)
	case (id[3]-'0')%2 == 0 != (p.Gender == "Nam"):
		t.Fatalf("row %d: gender and personal ID differ", i)
	}
}

func TestRegisterPlaces(t *testing.T) {
	g := theGeography()
	houses := map[string]string{}
	for i, p := range readAll[registerRow](t, makeRegister(t, RegisterOptions{People: 30_000, Seed: 2})) {
		code, _ := strconv.Atoi(p.PermanentCommune)
		at, ok := g.byCommune[code]
		if !ok {
			t.Fatalf("row %d: no such commune", i)
		}
		c := &g.communes[at]
		if p.PermanentProvince != string(appendPadded(nil, uint64(c.newCode), 2)) {
			t.Errorf("row %d: the commune lies in another province", i)
		}
		if !strings.HasSuffix(p.PermanentAddress, ", "+c.name+", "+c.newName) {
			t.Errorf("row %d: the address does not end with commune and province", i)
		}
		if before, ok := houses[p.HouseholdID]; ok && before != p.PermanentAddress {
			t.Errorf("row %d: a household with two addresses", i)
		}
		houses[p.HouseholdID] = p.PermanentAddress
	}
}

func TestRegisterRelatives(t *testing.T) {
	people := readAll[registerRow](t, makeRegister(t, RegisterOptions{People: testPeople, Seed: 3}))
	byID := map[string]*registerRow{}
	for i := range people {
		byID[people[i].PersonalID] = &people[i]
	}
	counts := map[string]int{}
	births := map[string]int{}
	for i := range people {
		p := &people[i]
		year := p.BirthDate[:4]
		for _, parent := range []struct {
			id     *string
			gender string
		}{{p.FatherID, "Nam"}, {p.MotherID, "Nữ"}} {
			if parent.id == nil {
				continue
			}
			counts["parent"]++
			q := byID[*parent.id]
			if q == nil || q.Gender != parent.gender || q.BirthDate[:4] >= year {
				t.Fatalf("row %d: a parent is missing, of the wrong gender or too young", i)
			}
		}
		if p.SpouseID != nil {
			counts["spouse"]++
			if q := byID[*p.SpouseID]; q == nil || q.SpouseID == nil || *q.SpouseID != p.PersonalID || q.Gender == p.Gender {
				t.Fatalf("row %d: a marriage of one side", i)
			}
		}
		if p.MotherID != nil && len(p.BirthDate) == 10 && !strings.HasSuffix(p.BirthDate, "-01-01") {
			births[*p.MotherID+p.BirthDate]++
		}
		if (p.Status == "deceased") != (p.DeathDate != nil) {
			t.Fatalf("row %d: status and death date disagree", i)
		}
		if p.DeathDate != nil && (*p.DeathDate)[:4] < year {
			t.Fatalf("row %d: died before being born", i)
		}
	}
	twins := 0
	for _, n := range births {
		if n > 1 {
			twins++
		}
	}
	within(t, "people with a parent", counts["parent"], 2*len(people), 0.4, 0.75)
	within(t, "people with a spouse", counts["spouse"], len(people), 0.4, 0.7)
	within(t, "births of twins", twins, len(births), 0.006, 0.02)
}

// within fails unless n of all is a share between low and high.
func within(t *testing.T, what string, n, all int, low, high float64) {
	t.Helper()
	if share := float64(n) / float64(max(all, 1)); share < low || share > high {
		t.Errorf("%s: %.4f (%d of %d), want %.4f to %.4f", what, share, n, all, low, high)
	}
}

func TestRegisterNamesByCohort(t *testing.T) {
	people := readAll[registerRow](t, makeRegister(t, RegisterOptions{People: testPeople, Seed: 4}))
	n := map[string]int{}
	for i := range people {
		p := &people[i]
		words := strings.Fields(p.FullName)
		n["all"]++
		if words[0] == "Nguyễn" {
			n["Nguyễn"]++
		}
		if p.Ethnicity != "Kinh" {
			n["minority"]++
		}
		if len(words) > 5 || p.FullName != strings.Join(words, " ") {
			n["odd"]++
		}
		if len(words) == 3 {
			n["three"]++
		}
		if len(p.OtherNames) > 0 {
			n["other"]++
		}
		cohort := p.Gender + p.BirthDate[:3]
		n[cohort]++
		if slices.Contains(words[1:], map[string]string{"Nam": "Văn", "Nữ": "Thị"}[p.Gender]) {
			n["marked "+cohort]++
		}
		if len(p.BirthDate) == 4 {
			n["year only "+p.BirthDate[:3]]++
		}
	}
	within(t, "Nguyễn", n["Nguyễn"], n["all"], 0.31, 0.39)
	within(t, "minorities", n["minority"], n["all"], 0.10, 0.18)
	within(t, "names of three words", n["three"], n["all"], 0.65, 0.88)
	within(t, "names of more than five words", n["odd"], n["all"], 0, 0.001)
	within(t, "people with another name", n["other"], n["all"], 0.007, 0.02)
	within(t, "Thị among women of the fifties", n["marked Nữ195"], n["Nữ195"], 0.7, 0.92)
	within(t, "Thị among women of the tens", n["marked Nữ201"], n["Nữ201"], 0.12, 0.35)
	within(t, "Văn among men of the fifties", n["marked Nam195"], n["Nam195"], 0.5, 0.8)
	within(t, "Văn among men of the tens", n["marked Nam201"], n["Nam201"], 0.05, 0.2)
	within(t, "year only in the forties", n["year only 194"], n["Nam194"]+n["Nữ194"], 0.06, 0.16)
	within(t, "year only in the nineties", n["year only 199"], n["Nam199"]+n["Nữ199"], 0, 0.003)
}

func TestSliceIsEvenAndWithinItsYears(t *testing.T) {
	people := readAll[registerRow](t, makeRegister(t, RegisterOptions{People: 60_000, Seed: 5, From: 1985, To: 1987}))
	years, seen := map[string]int{}, map[string]bool{}
	for _, p := range people {
		years[p.BirthDate[:4]]++
		seen[p.PersonalID] = true
	}
	if len(seen) != len(people) || len(years) != 3 {
		t.Fatalf("%d numbers of %d people in years %v", len(seen), len(people), years)
	}
	for _, year := range []string{"1985", "1986", "1987"} {
		within(t, year, years[year], len(people), 0.31, 0.36)
	}
}

func TestRegisterRefusesImpossibleSizes(t *testing.T) {
	for _, o := range []RegisterOptions{
		{People: 0, Dir: "x"},
		{People: 5, From: 1990, To: 1980, Dir: "x"},
		{People: 5, From: 1800, To: 1980, Dir: "x"},
		{People: 5},
		{People: 200_000_000, From: 1985, To: 1985, Dir: "x"},
	} {
		if err := WriteRegister(context.Background(), o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func TestCancelledRegisterSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := WriteRegister(ctx, RegisterOptions{People: 1000, Dir: t.TempDir()}); err == nil {
		t.Error("a cancelled register was called complete")
	}
}
