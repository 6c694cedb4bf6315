package register

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// keep is the plain way to settle duplicates: by number, then the latest.
func keep(people []Person) []Person {
	kept := make(map[schemas.Number]Person)
	for _, p := range people {
		if q, met := kept[p.PIN]; !met || p.Updated > q.Updated {
			kept[p.PIN] = p
		}
	}
	var list []Person
	for _, p := range kept {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Person) int { return cmp.Compare(a.PIN, b.PIN) })
	return list
}

// distinctUpdates makes the latest row of every number the only latest one.
func distinctUpdates(people []Person) []Person {
	for i := range people {
		people[i].Updated = people[i].Updated<<32 + int64(i)
	}
	return people
}

func once[T comparable](list []T, except T) (out []T) {
	for _, v := range list {
		if v != except && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func namesOf(s *Snapshot, texts []string) (names []kernel.Name) {
	for _, text := range texts {
		var n kernel.Name
		s.Syllables().Encode([]byte(text), &n)
		names = append(names, n)
	}
	return names
}

func equalLists[T any](t *testing.T, what string, p uint32, got, want []T) {
	t.Helper()
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("person %d: %s: got %v, want %v", p, what, got, want)
	}
}

func equal1[T comparable](t *testing.T, what string, p uint32, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("person %d: %s: got %v, want %v", p, what, got, want)
	}
}

func TestColumnsAgainstTwin(t *testing.T) {
	people := distinctUpdates(invent(30_000, 1))
	path, report := build(t, people, 2, 700)
	want := keep(people)
	s := open(t, path)
	if s.People() != len(want) || report.People != int64(len(want)) || s.ID() != report.ID || s.Rules() != 0xfeed {
		t.Fatalf("%d people, report %d, want %d; ID %s and %s", s.People(), report.People, len(want), s.ID(), report.ID)
	}
	ordinal := make(map[uint64]uint32)
	for i, p := range want {
		ordinal[p.PIN.Value()] = uint32(i)
	}
	relative := func(v uint64) uint32 {
		if at, ok := ordinal[v]; ok {
			return at
		}
		return NoPerson
	}
	for i, w := range want {
		p := uint32(i)
		equal1(t, "PIN", p, s.PIN(p), w.PIN)
		equal1(t, "birth", p, s.Birth(p), w.Birth)
		equal1(t, "death", p, s.Death(p), w.Death)
		equal1(t, "gender", p, s.Gender(p), w.Gender)
		equal1(t, "status", p, s.Status(p), w.Status)
		equal1(t, "province", p, s.Province(p), w.Province)
		equal1(t, "commune", p, s.Commune(p), w.Commune)
		equal1(t, "birth province", p, s.BirthProvince(p), w.BirthProvince)
		equal1(t, "household", p, s.Household(p), w.Household)
		equal1(t, "full name", p, s.FullName(p), w.Name)
		equal1(t, "address", p, s.Address(p), w.Address)
		equal1(t, "ethnicity", p, s.Ethnicity(p), w.Ethnicity)
		equal1(t, "address hash", p, s.AddressHash(p) == 0, w.Address == "")
		equal1(t, "father", p, s.Father(p), relative(w.Father))
		equal1(t, "mother", p, s.Mother(p), relative(w.Mother))
		equal1(t, "spouse", p, s.Spouse(p), NoPerson)
		equalLists(t, "CMND", p, s.CMNDs(p, nil), once(w.CMND, 0))
		equalLists(t, "former", p, s.FormerIDs(p, nil), once(w.Former, w.PIN))
		others := once(w.OtherNames, w.Name)
		equalLists(t, "other names", p, s.OtherFullNames(p, nil), others)
		equalLists(t, "other names' codes", p, s.OtherNames(p, nil), namesOf(s, others))
		var name kernel.Name
		s.Name(p, &name)
		equal1(t, "name", p, name, namesOf(s, []string{w.Name})[0])
		if slices.Contains(name.Syl[:name.Len], 0) {
			t.Fatalf("person %d: a word has no code", p)
		}
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestNumbersAgainstTwin(t *testing.T) {
	people := distinctUpdates(invent(20_000, 2))
	path, _ := build(t, people, 2, 5000)
	s := open(t, path)
	byCMND, byFormer := make(map[schemas.Number][]uint32), make(map[schemas.Number][]uint32)
	for i, w := range keep(people) {
		p := uint32(i)
		if at, ok := s.ByPIN(w.PIN); !ok || at != p {
			t.Fatalf("person %d is found at %d, %v", p, at, ok)
		}
		for _, n := range once(w.CMND, 0) {
			byCMND[n] = append(byCMND[n], p)
		}
		for _, n := range once(w.Former, w.PIN) {
			byFormer[n] = append(byFormer[n], p)
		}
	}
	for v := range uint64(5_100) {
		n := cmnd(10_000_000 + v)
		equalLists(t, "by CMND", uint32(v), s.ByCMND(n, nil), byCMND[n])
	}
	for n, want := range byFormer {
		equalLists(t, "by former", want[0], s.ByFormer(n, nil), want)
	}
	known := make(map[schemas.Number]bool)
	for _, w := range people {
		known[w.PIN] = true
	}
	for _, w := range people {
		n := w.PIN + 1
		if _, ok := s.ByPIN(n); ok != known[n] {
			t.Fatalf("a number next to a known one: found %v, want %v", ok, known[n])
		}
		if byFormer[n] == nil && len(s.ByFormer(n, nil)) > 0 {
			t.Fatal("a number that nobody gave up is found")
		}
	}
	for _, n := range []schemas.Number{0, pin(0), pin(999_999_999_999), cmnd(1), cmnd(0), pin(1 << 47), 5} {
		if at, ok := s.ByPIN(n); ok || at != NoPerson || len(s.ByCMND(n, nil))+len(s.ByFormer(n, nil)) > 0 {
			t.Errorf("number %d is found", uint64(n))
		}
	}
}

// under lists the people of a register under some key of their names, each
// once, as a map made in the plain way.
func under[K comparable](people []Person, key func(p *Person, n kernel.FoldedName) (K, bool)) map[K][]uint32 {
	list := make(map[K][]uint32)
	coder := kernel.NewCoder(kernel.Base())
	for i := range people {
		w := &people[i]
		for _, text := range append([]string{w.Name}, w.OtherNames...) {
			var n kernel.Name
			coder.Reserve()
			coder.Encode([]byte(text), &n)
			if k, ok := key(w, coder.Hashes(&n)); ok && !slices.Contains(list[k], uint32(i)) {
				list[k] = append(list[k], uint32(i))
			}
		}
	}
	return list
}

// TestBlocksAgainstTwin holds every block to a map of slices.
func TestBlocksAgainstTwin(t *testing.T) {
	people := invent(20_000, 3)
	for i := range people[:900] { // namesakes, of one birth date every third
		people[i].Name, people[i].Birth, people[i].Province = "Nguyễn Văn An", schemas.MakeDate(1985, 1+i%3, 1), 1
	}
	distinctUpdates(people)
	path, _ := build(t, people, 2, 20_000)
	s, kept := open(t, path), keep(people)

	type born struct {
		day   schemas.Date
		given uint64
	}
	longest := 0
	for k, want := range under(kept, func(p *Person, n kernel.FoldedName) (born, bool) {
		return born{p.Birth, n.Hash[n.Len-1]}, p.Birth.Precision() == schemas.FullDate
	}) {
		longest = max(longest, len(want))
		holdBirths(t, s, kept, k.day, s.BornOnGiven(k.day, k.given), want)
	}
	for k, want := range under(kept, func(p *Person, _ kernel.FoldedName) (schemas.Date, bool) {
		return p.Birth, p.Birth.Precision() == schemas.FullDate
	}) {
		holdBirths(t, s, kept, k, s.BornOn(k), want)
	}
	wanted, met := 0, 0
	type named struct {
		full uint64
		year int
	}
	for k, want := range under(kept, func(p *Person, n kernel.FoldedName) (named, bool) {
		return named{n.Full(), p.Birth.Year()}, true
	}) {
		got := s.NamedIn(k.full, k.year)
		holdNamesakes(t, kept, got, want, k.year)
		wanted, met = wanted+len(want), met+max(len(got.Ords), len(want))
	}
	if met > wanted+wanted/20 {
		t.Errorf("%d entries were met for %d wanted: too many foreign ones", met, wanted)
	}
	type tail struct {
		before, last uint64
		year         int
	}
	for k, want := range under(kept, func(p *Person, n kernel.FoldedName) (tail, bool) {
		return tail{n.Hash[max(n.Len, 2)-2], n.Hash[n.Len-1], p.Birth.Year()}, n.Len >= 3 && p.Birth != 0
	}) {
		holdTails(t, s, kept, s.TailIn(k.before, k.last, k.year), want)
	}
	for full, want := range under(kept, func(p *Person, n kernel.FoldedName) (uint64, bool) { return n.Full(), true }) {
		got := slices.Sorted(slices.Values(s.Named(full).Ords))
		if !containsAll(got, want) {
			t.Fatalf("a name: got %d people, want %d", len(got), len(want))
		}
		holdNear(t, s.Named(full))
	}
	if longest < 200 {
		t.Errorf("the longest block has %d people: too few to try long runs", longest)
	}
	for _, d := range []schemas.Date{0, schemas.MakeDate(1985, 0, 0), schemas.MakeDate(1700, 1, 1), schemas.MakeDate(2119, 12, 31)} {
		if n := len(s.BornOn(d).Ords); n > 0 {
			t.Errorf("%d people were born on %q", n, d)
		}
	}
}

// containsAll says whether an ascending list has all that is wanted.
func containsAll(sorted, want []uint32) bool {
	for _, p := range want {
		if _, ok := slices.BinarySearch(sorted, p); !ok {
			return false
		}
	}
	return true
}

func holdBirths(t *testing.T, s *Snapshot, people []Person, day schemas.Date, got Births, want []uint32) {
	t.Helper()
	for _, p := range want {
		if !slices.Contains(got.Ords, p) {
			t.Fatalf("born on %v: person %d is missing", day, p)
		}
	}
	for i, p := range got.Ords {
		w := &people[p]
		if w.Birth != day {
			t.Fatalf("born on %v: person %d was born on %v", day, p, w.Birth)
		}
		if got.Where[i] != WhereOdd && (got.Where[i] != packWhere(w.Province, w.Commune) || !bears(s, p, got.Names[i])) {
			t.Fatalf("person %d: the entry says another name or residence", p)
		}
	}
}

// bears says whether codes are those of one of a person's names.
func bears(s *Snapshot, p uint32, codes [shortName]uint16) bool {
	if codes == s.hot[p].name {
		return true
	}
	for _, n := range s.OtherNames(p, nil) {
		if n.Len <= shortName && packShort(&n) == codes {
			return true
		}
	}
	return false
}

// holdNear holds Near to a look at every entry.
func holdNear(t *testing.T, n Namesakes) {
	t.Helper()
	communes := [2]uint16{n.Info[len(n.Info)/2].Where().Commune(), 70}
	days := new(kernel.Days)
	for _, day := range [...]uint16{n.Info[0].Day(), n.Info[len(n.Info)-1].Day()} {
		days.Add(day)
	}
	var want []uint32
	for i, info := range n.Info {
		c := info.Where().Commune()
		if info.Birth() == 0 || info.Where() == WhereOdd || days.Has(info.Day()) || c != 0 && (c == communes[0] || c == communes[1]) {
			want = append(want, uint32(i))
		}
	}
	if got := n.Near(nil, days, communes); !slices.Equal(got, want) {
		t.Fatalf("near days %v and communes %v: %d entries, want %d", days, communes, len(got), len(want))
	}
}

func holdTails(t *testing.T, s *Snapshot, people []Person, got Tails, want []uint32) {
	t.Helper()
	if !containsAll(slices.Sorted(slices.Values(got.Ords)), want) {
		t.Fatalf("a tail: got %d people, want %d", len(got.Ords), len(want))
	}
	for i, p := range got.Ords {
		w, info := &people[p], got.Info[i]
		if info.Day() != uint16(w.Birth&511) || info.Where() != WhereOdd && info.Where() != packWhere(w.Province, w.Commune) {
			t.Fatalf("person %d: the entry says day %d, %d", p, info.Day(), info.Where())
		}
		n := namesOf(s, []string{w.Name})[0]
		at := slices.Index(s.Surnames(), s.Syllables().FoldHash(n.Syl[0]))
		if int(info.Surname()) != at+1 && (info.Surname() != 0 || len(w.OtherNames) == 0) {
			t.Fatalf("person %d: surname %d, want %d", p, info.Surname(), at+1)
		}
	}
}

func holdNamesakes(t *testing.T, people []Person, got Namesakes, want []uint32, year int) {
	t.Helper()
	if year != 0 && !containsAll(slices.Sorted(slices.Values(got.Ords)), want) {
		t.Fatalf("of %d: got %d people, want %d", year, len(got.Ords), len(want))
	}
	for i, p := range got.Ords {
		w, info := &people[p], got.Info[i]
		if info.Birth() != w.Birth && yearIndex(w.Birth.Year()) != 0 || info.Where() != WhereOdd && info.Where() != packWhere(w.Province, w.Commune) {
			t.Fatalf("person %d: the entry says %v, %d", p, info.Birth(), info.Where())
		}
		if info.Where() != WhereOdd && info.Where().Province() != w.Province {
			t.Fatalf("person %d: province %d, want %d", p, info.Where().Province(), w.Province)
		}
	}
}

func TestFrequenciesAgainstTwin(t *testing.T) {
	people := distinctUpdates(invent(20_000, 4))
	path, _ := build(t, people, 2, 20_000)
	s := open(t, path)
	f, words := s.Frequencies(), s.Syllables()
	type cohort struct {
		name   uint64
		gender schemas.Gender
		decade int
	}
	names, cohorts := make(map[cohort]uint32), make(map[cohort]uint32)
	years, days, communes := make(map[int]uint32), make(map[schemas.Date]uint32), make(map[uint16]uint32)
	genders, provinces := make(map[schemas.Gender]uint32), make(map[uint8]uint32)
	uses := make(map[uint64][3]uint32)
	var dated uint32
	for _, w := range keep(people) {
		n := namesOf(s, []string{w.Name})[0]
		folded := words.Hashes(&n)
		names[cohort{folded.Full(), w.Gender, w.Birth.Year() / 10}]++
		cohorts[cohort{0, w.Gender, w.Birth.Year() / 10}]++
		years[w.Birth.Year()]++
		if w.Birth.Precision() == schemas.FullDate {
			days[w.Birth]++
			dated++
		}
		genders[w.Gender]++
		provinces[w.Province]++
		communes[w.Commune]++
		count := func(h uint64, place int) { u := uses[h]; u[place]++; uses[h] = u }
		count(folded.Hash[0], 0)
		count(folded.Hash[n.Len-1], 1)
		for _, code := range once(n.Syl[:n.Len], 0) {
			count(words.FoldHash(code), 2)
		}
	}
	for k, want := range names {
		if want == 1 {
			want = 0
		}
		same, all := s.NameCounts(k.name, Decade(k.decade*10+3))[k.gender], f.Cohort(k.gender, Decade(k.decade*10+3))
		if same != want || all != cohorts[cohort{0, k.gender, k.decade}] {
			t.Fatalf("names of decade %d: got %d of %d, want %d of %d", k.decade, same, all, want, cohorts[cohort{0, k.gender, k.decade}])
		}
	}
	agree(t, "year", years, f.Year)
	agree(t, "day", days, f.Day)
	agree(t, "gender", genders, f.Gender)
	agree(t, "province", provinces, f.Province)
	agree(t, "commune", communes, f.Commune)
	for h, want := range uses {
		if got := [3]uint32{f.First(h), f.Last(h), f.Anywhere(h)}; got != want {
			t.Fatalf("uses of a syllable: got %v, want %v", got, want)
		}
	}
	if f.Dated() != dated || f.First(12345) != 0 || f.Commune(65535) != 0 || f.Year(3000) != f.Year(0) || f.Gender(9) != 0 {
		t.Errorf("dated %d, want %d; or something unknown has a count", f.Dated(), dated)
	}
}

func agree[K comparable](t *testing.T, what string, want map[K]uint32, got func(K) uint32) {
	t.Helper()
	for k, n := range want {
		if got(k) != n {
			t.Fatalf("%s %v: got %d, want %d", what, k, got(k), n)
		}
	}
}

// TestExtraWords holds the words beside the base syllabary to a list.
func TestExtraWords(t *testing.T) {
	people := []Person{
		{PIN: pin(1e9 + 1), Name: "Zzyx Văn An"},
		{PIN: pin(1e9 + 2), Name: "Nguyễn Qwxk AN", OtherNames: []string{"zzyx Bfg"}},
		{PIN: pin(1e9 + 2), Name: "Older Lostword An", Updated: -1},
	}
	path, _ := build(t, people, 1, 1)
	s := open(t, path)
	if got := strings.Join(s.extra, " "); got != "bfg qwxk zzyx" {
		t.Errorf("extra words: %s", got)
	}
	for i, want := range []string{"zzyx văn an", "nguyễn qwxk an"} {
		var n kernel.Name
		s.Name(uint32(i), &n)
		var words []string
		for _, code := range n.Syl[:n.Len] {
			words = append(words, s.Syllables().Text(code))
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("name %d: %s, want %s", i, got, want)
		}
	}
}
