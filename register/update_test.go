package register

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lamsach/schemas"
)

// rebuild gives every person of a snapshot to a builder, and rows of a delta.
func rebuild(t *testing.T, s *Snapshot, rows []Person, memory int64) (data []byte, r Replaced, report *BuildReport) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r")
	b := NewBuilder(BuildOptions{Path: path, Rules: 0xfeed, Workers: 3, Memory: memory})
	d := new(Delta)
	for part := range slices.Chunk(rows, 701) {
		d.Note(part)
		if err := b.Add(part); err != nil {
			t.Fatal(err)
		}
	}
	r, err := b.AddSnapshot(context.Background(), s, d, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if report, err = b.Finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return data, r, report
}

// strange is a register of what is rare.
func strange() []Person {
	long := make([]byte, 5000)
	for i := range long {
		long[i] = "ă "[i%3]
	}
	people := append(someone(),
		Person{PIN: pin(5_000_000_001), Name: " nguyễn  VĂN An ", Address: " Tổ 7 ", OtherNames: []string{" An", "An ", "An", "nguyễn  VĂN An"}, Updated: -5},
		Person{PIN: pin(5_000_000_002), Name: "Hoà", Commune: 4, Address: units0(4), Father: 77, Mother: 5_000_000_001, Spouse: 99_999},
		Person{PIN: pin(5_000_000_003), Name: "Zzyx", Commune: 4, Province: 2, Address: "Nhà 3" + units0(4), Household: 1<<64 - 1, Updated: 20240105103000},
		Person{PIN: pin(5_000_000_004), Name: string(long), Address: string(long), Ethnicity: " Tày ", OtherNames: []string{string(long), string(long[1:])}},
		Person{PIN: pin(5_000_000_005), Name: "Công Tằng Tôn Nữ Thị Kim Thoa Anh Mai", CMND: []schemas.Number{cmnd(7), cmnd(8), cmnd(7)}, Former: []schemas.Number{pin(3), pin(5_000_000_005), pin(4)}},
		Person{PIN: pin(5_000_000_005), Name: "Older", Ethnicity: "of nobody else", Updated: -9, OtherNames: []string{"Lostword"}},
	)
	return people
}

func units0(commune uint16) string { return knownUnits().tails[commune] }

// TestPeopleComeBack: a builder that is given the people of a snapshot writes
// the same snapshot.
func TestPeopleComeBack(t *testing.T) {
	for what, people := range map[string][]Person{"many": invent(30_000, 11), "strange": strange(), "none": nil} {
		path, _ := build(t, people, 2, 1000)
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, r, report := rebuild(t, open(t, path), nil, 0)
		if !bytes.Equal(got, want) {
			t.Errorf("%s: other bytes", what)
		}
		if r.Replaced != 0 || r.Kept != report.People || report.Rows != 0 || len(report.Problems) > 0 {
			t.Errorf("%s: %+v, %+v", what, r, report)
		}
	}
}

// apply is the plain way to bring people up to date: the rows, and everybody
// whom none of them replaces.
func apply(people, rows []Person) (after []Person, replaced int64) {
	for _, p := range keep(people) {
		latest, met := int64(0), false
		for i := range rows {
			if q := &rows[i]; q.PIN == p.PIN || slices.Contains(q.Former, p.PIN) {
				if !met || q.Updated > latest {
					latest, met = q.Updated, true
				}
			}
		}
		if met && (latest == 0 || p.Updated == 0 || latest >= p.Updated) {
			replaced++
		} else {
			after = append(after, p)
		}
	}
	return append(after, rows...), replaced
}

// TestUpdateIsARebuild: a snapshot with a delta is, to the byte, the snapshot
// of the rows with the delta applied.
func TestUpdateIsARebuild(t *testing.T) {
	people := distinctUpdates(invent(6000, 12))
	r := rand.New(rand.NewPCG(12, 12))
	rows := invent(300, 13) // births
	for range 300 {
		p := pick(r, people)
		p.Updated += int64(r.IntN(3)-1) << 32 // earlier, as late, later
		switch r.IntN(4) {
		case 0:
			p.Name, p.Address = "Trần Thị Mới Toanh", "Tổ 1"
		case 1:
			p.Status, p.Death = Deceased, schemas.MakeDate(2026, 11, 20)
		case 2: // another number
			p.Former = append(slices.Clone(p.Former), p.PIN)
			p.PIN += schemas.Number(1 + r.IntN(1000))
		default:
			p.Updated = 0
		}
		rows = append(rows, p)
	}
	base, _ := build(t, people, 2, 1000)
	after, replaced := apply(people, rows)
	path, plain := build(t, after, 1, 5000)
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, memory := range []int64{0, 1 << 20} {
		got, r, report := rebuild(t, open(t, base), rows, memory)
		if !bytes.Equal(got, want) {
			t.Errorf("memory %d: an update differs from a rebuild", memory)
		}
		if r.Replaced != replaced || replaced < 100 || report.Rows != int64(len(rows)) {
			t.Errorf("memory %d: %+v, %d rows; want %d replaced of %d rows", memory, r, report.Rows, replaced, len(rows))
		}
		if sum := report.People + report.Problems[ProblemDuplicate].Count; report.Rows+r.Kept != sum || report.People != plain.People {
			t.Errorf("memory %d: %d rows and %d people became %d", memory, report.Rows, r.Kept, sum)
		}
	}
}
