package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strings"
	"testing"

	"lamsach/pipeline/source/table"
)

// archiveOf packs raw entries, whose sizes and checksums may lie.
func archiveOf(t testing.TB, entries ...rawEntry) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w, err := z.CreateRaw(&e.FileHeader)
		must(t, err)
		_, err = w.Write(e.packed)
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

type rawEntry struct {
	zip.FileHeader
	packed []byte
}

// raw packs a part, as honestly as change leaves it.
func raw(t testing.TB, e entry, change func(*rawEntry)) rawEntry {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, 1)
	must(t, err)
	_, err = w.Write([]byte(e.data))
	must(t, err)
	must(t, w.Close())
	r := rawEntry{zip.FileHeader{
		Name: e.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(e.data)),
		CompressedSize64: uint64(out.Len()), UncompressedSize64: uint64(len(e.data)),
	}, out.Bytes()}
	if change != nil {
		change(&r)
	}
	return r
}

// lying is a workbook one of whose parts is changed.
func lying(t testing.TB, name string, change func(*rawEntry), more ...entry) []byte {
	t.Helper()
	var out []rawEntry
	for _, e := range parts([]string{small()}, more...) {
		if e.name == name {
			out = append(out, raw(t, e, change))
		} else {
			out = append(out, raw(t, e, nil))
		}
	}
	return archiveOf(t, out...)
}

func TestArchivesThatLie(t *testing.T) {
	const sheet = "xl/worksheets/sheet1.xml"
	zeros := entry{sheet, strings.Repeat("\x00", 40<<20)}
	good := lying(t, sheet, nil)
	open(t, good)
	directory := bytes.Index(good, []byte("PK\x01\x02"))
	cases := []struct {
		name string
		data []byte
		kind error
		say  string
	}{
		{"10 GB of zeros", lying(t, sheet, func(r *rawEntry) { r.UncompressedSize64 = 10 << 30 }, zeros), table.ErrDamaged, "would unpack"},
		{"zeros", lying(t, sheet, nil, zeros), table.ErrDamaged, "would unpack"},
		{"zeros that claim to be few", lying(t, sheet, func(r *rawEntry) { r.UncompressedSize64 = 1000 }, zeros), table.ErrDamaged, "longer than"},
		{"zeros within a row", lying(t, sheet, nil, entry{sheet, sheetOf("<row>" + strings.Repeat("\x00", 20<<20))}), table.ErrDamaged, "1 MiB"},
		{"blank rows for ever", lying(t, sheet, nil, entry{sheet, sheetOf(strings.Repeat("<row/>", 1<<20+1))}), table.ErrDamaged, "behind row 1048576"},
		{"texts that claim to be many", lying(t, "xl/sharedStrings.xml", func(r *rawEntry) { r.UncompressedSize64 = 1 << 40 }, entry{"xl/sharedStrings.xml", "<sst/>"}), table.ErrDamaged, "would unpack"},
		{"a checksum", lying(t, sheet, func(r *rawEntry) { r.CRC32++ }), table.ErrDamaged, "checksum"},
		{"a size too large", lying(t, sheet, func(r *rawEntry) { r.UncompressedSize64++ }), table.ErrDamaged, "shorter"},
		{"a size too small", lying(t, sheet, func(r *rawEntry) { r.UncompressedSize64-- }), table.ErrDamaged, "longer"},
		{"a checksum of the texts", lying(t, "xl/sharedStrings.xml", func(r *rawEntry) { r.CRC32++ }, entry{"xl/sharedStrings.xml", "<sst/>"}), table.ErrDamaged, "checksum"},
		{"bytes cut short", lying(t, sheet, func(r *rawEntry) { r.packed = r.packed[:50]; r.CompressedSize64 = 50 }), table.ErrDamaged, "middle"},
		{"bytes that are not packed", lying(t, sheet, func(r *rawEntry) { r.packed[0] |= 7 }), table.ErrDamaged, "compressed bytes"},
		{"a password", lying(t, sheet, func(r *rawEntry) { r.Flags |= 1 }), table.ErrEncrypted, "password"},
		{"another way of packing", lying(t, sheet, func(r *rawEntry) { r.Method = 99 }), table.ErrUnsupported, "method 99"},
		{"stored of two sizes", lying(t, sheet, func(r *rawEntry) { r.Method = zip.Store }), table.ErrDamaged, "two sizes"},
		{"names that lead out", with(t, entry{"../../evil.xml", "x"}), table.ErrDamaged, "leads out"},
		{"names from the root", with(t, entry{"/etc/passwd", "x"}), table.ErrDamaged, "leads out"},
		{"names with backslashes that lead out", with(t, entry{`..\evil.xml`, "x"}), table.ErrDamaged, "leads out"},
		{"a link", lying(t, sheet, func(r *rawEntry) { r.SetMode(fs.ModeSymlink | 0o777) }), table.ErrDamaged, "leads out"},
		{"a name twice", with(t, entry{"XL/workbook.XML", "x"}), table.ErrDamaged, "one name"},
		{"a directory cut short", good[:len(good)-30], table.ErrDamaged, "directory"},
		{"no directory", good[:directory], table.ErrDamaged, "directory"},
		{"bytes missing before the directory", append(bytes.Clone(good[:200]), good[directory:]...), table.ErrDamaged, ""},
	}
	for _, c := range cases {
		if err := openFails(t, c.data, c.kind); !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want something of %q", c.name, err, c.say)
		}
	}
}

// TestOverlappingEntries: all entries but the first point to the bytes of one.
func TestOverlappingEntries(t *testing.T) {
	data := lying(t, "", nil)
	le := binary.LittleEndian
	at := bytes.Index(data, []byte("PK\x01\x02"))
	second := at + 46 + int(le.Uint16(data[at+28:])) + int(le.Uint16(data[at+30:]))
	copy(data[second+16:second+28], data[at+16:at+28]) // checksum and sizes
	copy(data[second+42:second+46], data[at+42:at+46]) // where it lies
	if err := openFails(t, data, table.ErrDamaged); !strings.Contains(err.Error(), "over one another") {
		t.Errorf("got %v", err)
	}
}

func TestManySheetsAndEntries(t *testing.T) {
	var many []string
	for range 1001 {
		many = append(many, sheetOf(""))
	}
	if err := openFails(t, zipOf(t, parts(many)...), table.ErrUnsupported); !strings.Contains(err.Error(), "1000 sheets") {
		t.Errorf("got %v", err)
	}
	many[500] = small()
	if f := open(t, zipOf(t, parts(many[:1000])...)); !strings.Contains(f.Format(), "999 sheets without rows left out") {
		t.Errorf("format %q", f.Format())
	}
	var entries []entry
	for i := range 10_001 {
		entries = append(entries, entry{fmt.Sprintf("a%d", i), ""})
	}
	for range 2 {
		if err := openFails(t, zipOf(t, entries...), table.ErrUnsupported); !strings.Contains(err.Error(), "entries") {
			t.Errorf("got %v", err)
		}
		for i := range entries {
			entries[i].name += strings.Repeat("x", 1000) // a directory of more bytes than are read
		}
	}
}
