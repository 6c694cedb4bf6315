package register

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// readAligned reads a file to an address that is a multiple of 8.
func readAligned(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return aligned(data)
}

func aligned(data []byte) []byte {
	return append(asBytes(make([]uint64, spans(len(data), 8)))[:0], data...)
}

// check opens and verifies.
func check(data []byte) error {
	s, err := openBytes("r", data)
	if err != nil {
		return err
	}
	return s.Verify(context.Background())
}

// TestEveryFlippedByteIsFound flips bytes all over a file: each one of the
// header and every 97th of the rest, so every section has its turn.
func TestEveryFlippedByteIsFound(t *testing.T) {
	path, _ := build(t, invent(3000, 8), 2, 3000)
	data := readAligned(t, path)
	if err := check(data); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	places := make([]int, 0, len(data)/97+headerSize)
	for at := range headerSize {
		places = append(places, at)
	}
	for at := headerSize; at < len(data); at += 97 {
		places = append(places, at)
	}
	for _, sec := range s.head.sections {
		if sec.length > 0 {
			places = append(places, int(sec.offset), int(sec.offset+sec.length-1))
		}
	}
	for i, at := range places {
		if i%7 != 0 && at > headerSize && at%4096 != 0 { // a whole Verify for each place would take minutes
			continue
		}
		data[at] ^= 0x10
		err := check(data)
		data[at] ^= 0x10
		var version *VersionError
		var damage *DamageError
		switch {
		case at >= atVersion && at < atVersion+4:
			if !errors.As(err, &version) {
				t.Fatalf("byte %d of the version flipped: %v", at, err)
			}
		case !errors.As(err, &damage):
			t.Fatalf("byte %d flipped: %v", at, err)
		case damage.Offset > int64(at):
			t.Fatalf("byte %d flipped, reported at %d", at, damage.Offset)
		}
	}
}

func TestTruncatedIsFound(t *testing.T) {
	path, _ := build(t, invent(500, 8), 1, 500)
	data := readAligned(t, path)
	for n := 0; n < len(data); n += 1 + n/9 {
		var damage *DamageError
		if err := check(data[:n]); !errors.As(err, &damage) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	var damage *DamageError
	if err := check(append(data, 0)); !errors.As(err, &damage) {
		t.Errorf("a byte too many: %v", err)
	}
}

// TestErrorsSayWhatToDo reads the messages that people get.
func TestErrorsSayWhatToDo(t *testing.T) {
	dir := t.TempDir()
	path, _ := build(t, someone(), 1, 3)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, change func(data []byte) []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, change(append([]byte(nil), whole...)), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	reseal := func(d []byte) []byte {
		binary.LittleEndian.PutUint64(d[atSum:], xxhash.Sum64(d[:atSum]))
		return d
	}
	for _, c := range []struct{ name, want string }{
		{write("other", func([]byte) []byte { return []byte("PAR1, which is something else") }), "this is no register snapshot"},
		{write("empty", func([]byte) []byte { return nil }), "this is no register snapshot"},
		{write("later", func(d []byte) []byte { d[atVersion]++; return d }), `format version 3, this program has 2: build the snapshot again with "lamsach register build"`},
		{write("words", func(d []byte) []byte { d[atSyllables]++; return reseal(d) }), `syllabary version`},
		{write("kinds", func(d []byte) []byte { d[atKinds]++; return reseal(d) }), `blocks version`},
		{write("short", func(d []byte) []byte { return d[:len(d)/2] }), "another length than it was written with: restore the file from a copy or build it again"},
		{write("flipped", func(d []byte) []byte { d[headerSize]++; return d }), `pin at byte 4096: checksum differs: restore`},
	} {
		s, err := Open(c.name)
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: %v\nshould say: %s", filepath.Base(c.name), err, c.want)
		}
	}
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file says %v", err)
	}
}

// TestDamageIsFoundWhenUsed flips a bit at the end of columns: it is found by
// whoever uses that block, and by nobody else.
func TestDamageIsFoundWhenUsed(t *testing.T) {
	people := invent(60_000, 21)
	path, _ := build(t, people, 2, 10_000)
	data := readAligned(t, path)
	whole, err := openBytes("r", data)
	if err != nil {
		t.Fatal(err)
	}
	askEverything(whole, people[:3000])
	if err := whole.Damaged(); err != nil {
		t.Fatalf("a whole snapshot: %v", err)
	}
	for tag, use := range map[string]func(s *Snapshot, p uint32){
		tagHot:       func(s *Snapshot, p uint32) { s.Birth(p) },
		tagPIN:       func(s *Snapshot, p uint32) { s.PIN(p) },
		tagHousehold: func(s *Snapshot, p uint32) { s.Household(p) },
		tagMother:    func(s *Snapshot, p uint32) { s.Mother(p) },
	} {
		sec := &whole.head.sections[slices.IndexFunc(whole.head.sections, func(s section) bool { return s.tag == tag })]
		damagedAtEnd(t, data, sec, func(s *Snapshot) { use(s, 0) }, func(s *Snapshot) { use(s, uint32(s.People()-1)) })
	}
}

// damagedAtEnd flips a bit in the last byte of a section. A section that opening
// checks whole must be refused there; any other is sound to who uses its
// beginning and damaged to who uses its end.
func damagedAtEnd(t *testing.T, data []byte, sec *section, begin, end func(s *Snapshot)) {
	t.Helper()
	data[sec.offset+sec.length-1] ^= 4
	defer func() { data[sec.offset+sec.length-1] ^= 4 }()
	var damage *DamageError
	s, err := openBytes("r", data)
	if sec.length <= smallSection {
		if !errors.As(err, &damage) || damage.Section != sec.tag {
			t.Errorf("%s was opened: %v", sec.tag, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if begin(s); s.Damaged() != nil {
		t.Errorf("%s: nobody has used the damaged block: %v", sec.tag, s.Damaged())
	}
	if end(s); !errors.As(s.Damaged(), &damage) || damage.Section != sec.tag {
		t.Errorf("%s: damage was used and not found: %v", sec.tag, s.Damaged())
	}
}

// TestDamagedListIsFound does the same to a list of few people, too long to be
// checked when it is opened.
func TestDamagedListIsFound(t *testing.T) {
	people := invent(200_000, 22)
	for i := range people {
		people[i].PIN, people[i].Former = pin(uint64(1_090_000_000+2*i)), []schemas.Number{pin(uint64(1_090_000_001 + 2*i))}
	}
	path, _ := build(t, people, 2, 50_000)
	data := readAligned(t, path)
	s, err := openBytes("r", data)
	if err != nil {
		t.Fatal(err)
	}
	sec := &s.head.sections[slices.IndexFunc(s.head.sections, func(s section) bool { return s.tag == tagFormer })]
	if sec.length <= smallSection {
		t.Fatal("the list is too short")
	}
	damagedAtEnd(t, data, sec, func(s *Snapshot) { s.FormerIDs(0, nil) }, func(s *Snapshot) { s.FormerIDs(uint32(s.People()-1), nil) })
}

// TestDamagedLookupsAnswer puts nonsense behind right checksums: look-ups may
// answer wrongly, but must not fail.
func TestDamagedLookupsAnswer(t *testing.T) {
	people := invent(2000, 8)
	path, _ := build(t, people, 1, 2000)
	for _, fill := range []byte{0, 0x01, 0x7F, 0xFF} {
		data := readAligned(t, path)
		s, err := openBytes("r", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, sec := range s.head.sections {
			switch sec.tag {
			case tagYears, tagDays, tagSums:
			default: // s looks into data
				for i := range data[sec.offset:][:sec.length] {
					data[sec.offset+int64(i)] = fill
				}
			}
		}
		askEverything(s, people)
	}
}

// askEverything calls every accessor and look-up.
func askEverything(s *Snapshot, people []Person) {
	var name kernel.Name
	for p := range uint32(s.People()) {
		s.Name(p, &name)
		s.PIN(p)
		s.OtherNames(p, nil)
		s.OtherFullNames(p, nil)
		s.CMNDs(p, nil)
		s.FormerIDs(p, nil)
		_ = strings.Clone(s.FullName(p) + s.Address(p) + s.Ethnicity(p) + s.Status(p).String() + s.Gender(p).String())
		for _, q := range []uint32{s.Father(p), s.Mother(p), s.Spouse(p)} {
			if q != NoPerson {
				s.Birth(q)
			}
		}
	}
	words := kernel.Base()
	for i := range people {
		p := &people[i]
		s.ByPIN(p.PIN)
		for _, n := range slices.Concat(p.CMND, p.Former) {
			s.ByCMND(n, nil)
			s.ByFormer(n, nil)
		}
		words.Encode([]byte(p.Name), &name)
		folded := words.Hashes(&name)
		s.NameCounts(folded.Full(), Decade(p.Birth.Year()))
		for _, n := range []Namesakes{s.Named(folded.Full()), s.NamedIn(folded.Full(), p.Birth.Year())} {
			for _, info := range n.Info {
				_, _ = info.Birth(), info.Where().Province()
			}
		}
		for _, info := range s.TailIn(folded.Hash[0], folded.Hash[1], p.Birth.Year()).Info {
			_, _ = info.Day(), info.Where().Province()
		}
		for _, b := range []Births{s.BornOn(p.Birth), s.BornOnGiven(p.Birth, folded.Hash[0])} {
			for _, w := range b.Where {
				_, _ = w.Commune(), w.Province()
			}
		}
	}
}

// FuzzOpen changes bytes of the header, or of the first bytes after it, and
// may mend the checksum: opening and asking never panic and never take memory
// that the file does not have.
func FuzzOpen(f *testing.F) {
	path, _ := build(f, someone(), 1, 3)
	whole := readAligned(f, path)
	f.Add(uint16(atPeople), uint64(1)<<40, true)
	f.Add(uint16(atEntries), uint64(1)<<31, true)
	f.Add(uint16(tableAt+8), uint64(1)<<62, true)
	f.Add(uint16(tableAt+16), ^uint64(0), true)
	f.Add(uint16(tableAt), uint64(0), true)
	f.Add(uint16(tableAt+16), uint64(23), true)
	f.Add(uint16(atLength), uint64(0), true)
	f.Add(uint16(0), uint64(0), false)
	f.Fuzz(func(t *testing.T, at uint16, value uint64, mend bool) {
		data := aligned(whole)
		if int(at)+8 > len(data) {
			return
		}
		binary.LittleEndian.PutUint64(data[at:], value)
		if mend {
			binary.LittleEndian.PutUint64(data[atSum:], xxhash.Sum64(data[:atSum]))
		}
		s, err := openBytes("r", data)
		if err != nil {
			var version *VersionError
			var damage *DamageError
			if !errors.As(err, &version) && !errors.As(err, &damage) {
				t.Fatalf("neither version nor damage: %v", err)
			}
			return
		}
		if s.People() > 3*8 {
			t.Fatalf("%d people in a file of three", s.People())
		}
		askEverything(s, someone())
	})
}
