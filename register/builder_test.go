package register

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lamsach/schemas"
)

// TestSameBytes builds the same people in other orders, batches and numbers of
// workers: the files must not differ in a byte.
func TestSameBytes(t *testing.T) {
	people := invent(40_000, 5) // many rows of one number are equally late: the content decides
	path, report := build(t, people, 1, len(people))
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		workers, batch, adders int
		memory                 int64
	}{{2, 1000, 1, 0}, {3, 17, 4, 0}, {8, 20_000, 2, 0}, {2, 5000, 3, 1 << 20}, {1, 300, 1, 64 << 20}} {
		shuffled := append([]Person(nil), people...)
		rand.New(rand.NewPCG(uint64(c.batch), 1)).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		path := filepath.Join(t.TempDir(), "r")
		b := NewBuilder(BuildOptions{Path: path, Rules: 0xfeed, Workers: c.workers, Memory: c.memory})
		var wg sync.WaitGroup
		for part := range c.adders {
			from, to := span(part, len(shuffled), spans(len(shuffled), c.adders))
			wg.Go(func() {
				for from < to {
					n := min(c.batch, to-from)
					if err := b.Add(shuffled[from : from+n]); err != nil {
						t.Error(err)
					}
					from += n
				}
			})
		}
		wg.Wait()
		if runs := len(b.spill.runs); runs > 1 != (c.memory > 0) {
			t.Errorf("%+v: the people went to disk in %d runs", c, runs)
		}
		again, err := b.Finish(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%+v: other bytes than one worker's", c)
		}
		if fmt.Sprint(again) != fmt.Sprint(report) {
			t.Errorf("%+v: another report:\n%v\n%v", c, again, report)
		}
	}
}

// TestOtherPeopleOtherID changes one thing at a time.
func TestOtherPeopleOtherID(t *testing.T) {
	base := Person{PIN: pin(1e9 + 5), Name: "Nguyễn Văn An", Birth: schemas.MakeDate(1985, 3, 4)}
	_, report := build(t, []Person{base}, 1, 1)
	seen := map[string]string{report.ID: "base"}
	for what, change := range map[string]func(*Person){
		"name": func(p *Person) { p.Name = "Nguyễn Văn Ân" }, "address": func(p *Person) { p.Address = "Tổ 7" },
		"status": func(p *Person) { p.Status = Missing }, "cmnd": func(p *Person) { p.CMND = []schemas.Number{cmnd(12)} },
	} {
		p := base
		change(&p)
		_, report := build(t, []Person{p}, 1, 1)
		if other, met := seen[report.ID]; met {
			t.Errorf("%s and %s have the same ID", what, other)
		}
		seen[report.ID] = what
	}
}

func TestNewestRowWins(t *testing.T) {
	row := func(name string, updated, at int64) Person {
		return Person{PIN: pin(1e9 + 7), Name: name, Birth: schemas.MakeDate(1985, 3, 4), Updated: updated, Row: at}
	}
	for _, c := range []struct {
		what   string
		rows   []Person
		want   string // "" when either may win, as long as the order does not matter
		losers string
	}{
		{"later row first", []Person{row("A An", 9, 0), row("B An", 3, 1)}, "A An", "[{0 1}]"},
		{"later row last", []Person{row("A An", 3, 0), row("B An", 9, 1)}, "B An", "[{0 0}]"},
		{"negative time", []Person{row("A An", -3, 0), row("B An", -9, 1)}, "A An", "[{0 1}]"},
		{"no time at all", []Person{row("A An", 0, 0), row("B An", 0, 1), row("C An", 0, 2)}, "", ""},
		{"the same twice", []Person{row("A An", 5, 8), row("A An", 5, 4)}, "A An", "[{0 8}]"},
	} {
		path, report := build(t, c.rows, 1, 1)
		got := open(t, path).FullName(0)
		found := report.Problems[ProblemDuplicate]
		if found.Count != int64(len(c.rows)-1) || report.People != 1 {
			t.Errorf("%s: %d people, %d duplicates", c.what, report.People, found.Count)
		}
		if c.want == "" {
			c.want = got
			c.rows[0], c.rows[2] = c.rows[2], c.rows[0]
			path, _ := build(t, c.rows, 1, 1)
			got = open(t, path).FullName(0)
		} else if losers := fmt.Sprint(found.Examples); losers != c.losers {
			t.Errorf("%s: losers %s, want %s", c.what, losers, c.losers)
		}
		if got != c.want {
			t.Errorf("%s: %q wins, want %q", c.what, got, c.want)
		}
	}
}

func TestProblems(t *testing.T) {
	good := Person{PIN: pin(1e9 + 1), Name: "Nguyễn Văn An", Birth: schemas.MakeDate(1985, 3, 4)}
	with := func(change func(*Person)) Person {
		p := good
		change(&p)
		return p
	}
	manyCMNDs := make([]schemas.Number, 40)
	for i := range manyCMNDs {
		manyCMNDs[i] = cmnd(uint64(i) + 1)
	}
	for _, c := range []struct {
		what   string
		person Person
		want   string
		people int64
	}{
		{"nothing wrong", good, "map[]", 1},
		{"no number", with(func(p *Person) { p.PIN = 0 }), "map[no_number:{1 [{0 0}]}]", 0},
		{"number of a card", with(func(p *Person) { p.PIN = cmnd(5) }), "map[no_number:{1 [{0 0}]}]", 0},
		{"number of zeros", with(func(p *Person) { p.PIN = pin(0) }), "map[no_number:{1 [{0 0}]}]", 0},
		{"number too long", with(func(p *Person) { p.PIN = pin(1e12) }), "map[no_number:{1 [{0 0}]}]", 0},
		{"no name", with(func(p *Person) { p.Name = "  " }), "map[no_name:{1 [{0 0}]}]", 0},
		{"no birth date", with(func(p *Person) { p.Birth = 0 }), "map[birth_date:{1 [{0 0}]}]", 1},
		{"30 February", with(func(p *Person) { p.Birth = schemas.MakeDate(1985, 2, 30) }), "map[birth_date:{1 [{0 0}]}]", 1},
		{"dead in month 13", with(func(p *Person) { p.Death = schemas.MakeDate(1985, 13, 1) }), "map[death_date:{1 [{0 0}]}]", 1},
		{"province of old", with(func(p *Person) { p.Province = 2 }), "map[province:{1 [{0 0}]}]", 1},
		{"no such commune", with(func(p *Person) { p.Commune = 65000 }), "map[commune:{1 [{0 0}]}]", 1},
		{"born nowhere", with(func(p *Person) { p.BirthProvince = 99 }), "map[birth_province:{1 [{0 0}]}]", 1},
		{"CMND of 12 digits", with(func(p *Person) { p.CMND = []schemas.Number{pin(7), cmnd(7)} }), "map[number:{1 [{0 0}]}]", 1},
		{"former of 9 digits", with(func(p *Person) { p.Former = []schemas.Number{cmnd(7)} }), "map[number:{1 [{0 0}]}]", 1},
		{"father unknown", with(func(p *Person) { p.Father, p.Row = 44, 3 }), "map[relative:{1 [{0 3}]}]", 1},
		{"own father", with(func(p *Person) { p.Father = p.PIN.Value() }), "map[]", 1},
		{"long name", with(func(p *Person) { p.Name = strings.Repeat("đ", 4000) }), "map[too_much:{1 [{0 0}]}]", 1},
		{"long address", with(func(p *Person) { p.Address = strings.Repeat("đ", 40_000) }), "map[too_much:{1 [{0 0}]}]", 1},
		{"long ethnicity", with(func(p *Person) { p.Ethnicity = strings.Repeat("đ", 4000) }), "map[too_much:{1 [{0 0}]}]", 1},
		{"many cards", with(func(p *Person) { p.CMND = manyCMNDs }), "map[too_much:{24 [{0 0}]}]", 1},
	} {
		path, report := build(t, []Person{c.person}, 1, 1)
		if got := fmt.Sprint(report.Problems); got != c.want || report.People != c.people || report.Rows != 1 {
			t.Errorf("%s: %s, %d people, want %s, %d", c.what, got, report.People, c.want, c.people)
		}
		s := open(t, path)
		if info := s.Info(); info.Bytes != report.Bytes {
			t.Errorf("%s: the file says %+v", c.what, info)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

func TestEmptyRegister(t *testing.T) {
	path, report := build(t, nil, 2, 1)
	s := open(t, path)
	if _, ok := s.ByPIN(pin(1e9)); ok || s.People() != 0 || report.Rows != 0 || s.Syllables().Len() == 0 {
		t.Errorf("an empty register has %d people", s.People())
	}
	if same, cohort := s.NameCounts(1, Decade(1985)), s.Frequencies().Cohort(schemas.Male, Decade(1985)); same != [3]uint32{} || cohort != 0 || s.ByCMND(cmnd(1), nil) != nil {
		t.Error("an empty register knows somebody")
	}
}

func TestFinishLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r")
	b := NewBuilder(BuildOptions{Path: path})
	b.Add(invent(1000, 6))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Finish(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled build says %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a cancelled build left %d files", len(left))
	}
	b = NewBuilder(BuildOptions{Path: filepath.Join(dir, "no", "such", "folder")})
	if _, err := b.Finish(context.Background()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a build into a missing folder says %v", err)
	}
	path, _ = build(t, invent(10, 7), 1, 10)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode().Perm(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%d files beside the snapshot", len(left)-1)
	}
	b = NewBuilder(BuildOptions{Path: filepath.Join(dir, "r"), Memory: 1 << 20})
	if err := b.Add(invent(20_000, 6)); err != nil || b.spill.file == nil {
		t.Errorf("people on disk: %v, %v", b.spill.file, err)
	}
	b.Close()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a build that was given up left %d files", len(left))
	}
}

func TestStatusWords(t *testing.T) {
	for _, s := range []Status{Alive, Deceased, Missing} {
		if got, ok := ParseStatus(s.String()); got != s || !ok {
			t.Errorf("%s is read as %s", s, got)
		}
	}
	if s, ok := ParseStatus(""); s != Alive || !ok {
		t.Error("no status is not alive")
	}
	if _, ok := ParseStatus("asleep"); ok {
		t.Error("an unknown status was accepted")
	}
}
