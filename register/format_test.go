package register

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/schemas"
)

var update = flag.Bool("update", false, "write the golden files again")

// someone is a register of three people with something in every section.
func someone() []Person {
	return []Person{
		{
			PIN: pin(1_085_000_001), Name: "Nguyễn Văn An", Birth: schemas.MakeDate(1985, 3, 4), Gender: schemas.Male,
			CMND: []schemas.Number{cmnd(12_345_678), cmnd(98_765_432)}, Former: []schemas.Number{pin(2_085_000_009)},
			OtherNames: []string{"Nguyễn Văn Ân"}, Province: 1, Commune: 4, BirthProvince: 2, Address: "Số 1, Phường Ba Đình",
			Ethnicity: "Kinh", Household: 77, Mother: 1_160_000_002,
		},
		{PIN: pin(1_160_000_002), Name: "Trần Thị Ngọc Minh Châu", Birth: schemas.MakeDate(1960, 0, 0), Gender: schemas.Female, Status: Deceased, Death: schemas.MakeDate(2020, 1, 2)},
		{PIN: pin(66_190_000_003), Name: "H'Hen Niê", Birth: schemas.MakeDate(1990, 1, 0), Gender: schemas.Female, Ethnicity: "Ê-đê"},
	}
}

// TestHeaderAloud reads the header of a small snapshot byte by byte, as
// docs/formats/snapshot.md draws it.
func TestHeaderAloud(t *testing.T) {
	path, _ := build(t, someone(), 1, 3)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "header.txt")
	got := aloud(data)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the layout has changed: raise FormatVersion, tell docs/formats/snapshot.md, run with -update\n%s", got)
	}
}

// aloud writes the header down. Hashes depend on the embedded data and are
// only named.
func aloud(data []byte) string {
	var out strings.Builder
	le := binary.LittleEndian
	say := func(offset, size int, meaning string) {
		fmt.Fprintf(&out, "%04d  %-24s %s\n", offset, fmt.Sprintf("% x", data[offset:offset+size]), meaning)
	}
	hash := func(offset, size int, meaning string) {
		fmt.Fprintf(&out, "%04d  %-24s %s\n", offset, fmt.Sprintf("(%d bytes)", size), meaning)
	}
	say(0, 8, fmt.Sprintf("magic %q", data[:8]))
	say(8, 4, fmt.Sprintf("format version %d", le.Uint32(data[8:])))
	entries := int(le.Uint32(data[12:]))
	say(12, 4, fmt.Sprintf("%d sections", entries))
	say(16, 8, fmt.Sprintf("rules %x", le.Uint64(data[16:])))
	hash(24, 8, "fingerprint of the base syllabary")
	say(32, 8, fmt.Sprintf("%d people", le.Uint64(data[32:])))
	say(40, 8, fmt.Sprintf("%d bytes in the file", le.Uint64(data[40:])))
	say(48, 4, fmt.Sprintf("%d kinds of blocks", le.Uint32(data[48:])))
	say(52, 12, "zero")
	hash(64, 16, "identity")
	fmt.Fprintf(&out, "0080  zero up to the table: %v\n", allZero(data[80:tableAt]))
	for i := range entries {
		at := tableAt + i*entrySize
		e := data[at:]
		fmt.Fprintf(&out, "%04d  %-8s offset %7d length %6d checksum %v\n",
			at, tagText(e[:8]), le.Uint64(e[8:]), le.Uint64(e[16:]), le.Uint64(e[24:]) != 0)
	}
	fmt.Fprintf(&out, "%04d  zero up to the checksum: %v\n", tableAt+entries*entrySize, allZero(data[tableAt+entries*entrySize:atSum]))
	hash(atSum, 8, "checksum of the bytes before")
	return out.String()
}

func allZero(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// TestTablesHaveRoom: the header page holds every section that may exist, and
// every name of one fits.
func TestTablesHaveRoom(t *testing.T) {
	s := open(t, first1(build(t, someone(), 1, 3)))
	if n := len(s.head.sections); n > maxTable {
		t.Errorf("%d sections, room for %d", n, maxTable)
	}
	for _, sec := range s.head.sections {
		if len(sec.tag) > 8 || sec.offset%align != 0 {
			t.Errorf("section %s at %d", sec.tag, sec.offset)
		}
	}
}

func first1(path string, _ *BuildReport) string { return path }
