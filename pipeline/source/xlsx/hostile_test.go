package xlsx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx"
)

// small is a good sheet.
func small() string { return sheetOf(header(1) + `<row>` + num("1") + `</row>`) }

// with is a workbook of the small sheet in which some parts are others.
func with(t testing.TB, more ...entry) []byte {
	t.Helper()
	return zipOf(t, parts([]string{small()}, more...)...)
}

// compoundOf is a compound file whose directory holds some names.
func compoundOf(names ...string) []byte {
	const sector = 512
	out := make([]byte, 4*sector)
	copy(out, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	le.PutUint16(out[30:], 9)                  // sectors of 512 bytes
	le.PutUint32(out[48:], 1)                  // the directory is in sector 1
	le.PutUint32(out[76:], 0)                  // the table in sector 0
	le.PutUint32(out[sector+4:], 2)            // behind sector 1 comes 2
	le.PutUint32(out[sector+8:], 0xfffffffe-0) // and behind that none
	for i, name := range names {
		at := out[2*sector+128*i:]
		units := utf16.Encode([]rune(name))
		for k, u := range units {
			le.PutUint16(at[2*k:], u)
		}
		le.PutUint16(at[64:], uint16(2*len(units)+2))
	}
	return out
}

func TestFilesThatAreNoWorkbooks(t *testing.T) {
	cases := []struct {
		name string
		data []byte
		kind error
		say  string
	}{
		{"a password", compoundOf("Root Entry", "EncryptionInfo", "DataSpaces", "x", "EncryptedPackage"), table.ErrEncrypted, "password"},
		{"a workbook of before 2007", compoundOf("Root Entry", "Workbook"), table.ErrUnsupported, "save it as .xlsx"},
		{"a text document of before 2007", compoundOf("Root Entry", "WordDocument"), table.ErrUnsupported, "no workbooks"},
		{"a compound file cut short", compoundOf("Root Entry")[:700], table.ErrDamaged, "cut short"},
		{"a compound file of no sectors", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), table.ErrDamaged, "compound"},
		{"an empty archive", zipOf(t), table.ErrDamaged, "empty"},
		{"an archive of tables", zipOf(t, entry{"a.csv", "a,b\n"}), table.ErrUnsupported, "one by one"},
		{"OpenDocument", zipOf(t, entry{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, entry{"content.xml", "<a/>"}), table.ErrUnsupported, ".ods"},
		{"a binary workbook", with(t, entry{"_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`}), table.ErrUnsupported, ".xlsb"},
		{"a text document", zipOf(t, entry{"_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`}, entry{"word/document.xml", "<a/>"}), table.ErrUnsupported, "text documents"},
		{"Numbers", zipOf(t, entry{"Index/Document.iwa", "x"}), table.ErrUnsupported, "Numbers"},
		{"no bytes", nil, table.ErrDamaged, "archive"},
		{"no archive", []byte("PK\x03\x04 and then nothing of the kind"), table.ErrDamaged, "directory"},
		{"no sheets", with(t, entry{"xl/workbook.xml", `<workbook><sheets/></workbook>`}), table.ErrUnsupported, "without a worksheet"},
		{"empty sheets", zipOf(t, parts([]string{sheetOf("")})...), table.ErrUnsupported, "empty"},
		{"formulas without values", zipOf(t, parts([]string{sheetOf(header(1) + strings.Repeat(`<row><c><f>1</f></c></row>`, 3))})...), table.ErrUnsupported, "recalc"},
		{"many formulas without values, beside a good sheet", zipOf(t, parts([]string{small(), sheetOf(header(1) + strings.Repeat(`<row><c><f>1</f></c></row>`, 60))})...), table.ErrUnsupported, "recalc"},
	}
	for _, c := range cases {
		err := openFails(t, c.data, c.kind)
		if say := strings.Replace(c.say, "recalc", "let it calculate", 1); !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v, want something of %q", c.name, err, say)
		}
	}
}

func TestPartsThatAreWrong(t *testing.T) {
	const billion = `<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "x">]>`
	deep := strings.Repeat("<a>", 300)
	cases := []struct {
		name string
		more entry
		kind error
		say  string
	}{
		{"entities in the workbook", entry{"xl/workbook.xml", billion + `<workbook/>`}, table.ErrUnsupported, "document type"},
		{"entities in a sheet", entry{"xl/worksheets/sheet1.xml", billion + small()}, table.ErrUnsupported, "document type"},
		{"entities in the texts", entry{"xl/sharedStrings.xml", billion + `<sst/>`}, table.ErrUnsupported, "document type"},
		{"entities in the styles", entry{"xl/styles.xml", billion + `<styleSheet/>`}, table.ErrUnsupported, "document type"},
		{"UTF-16", entry{"xl/worksheets/sheet1.xml", "\xff\xfe<\x00a\x00"}, table.ErrUnsupported, "UTF-8"},
		{"a sheet that ends in the middle", entry{"xl/worksheets/sheet1.xml", small()[:len(small())-30]}, table.ErrDamaged, "middle"},
		{"a sheet of nothing", entry{"xl/worksheets/sheet1.xml", ""}, table.ErrDamaged, "is none"},
		{"a sheet that is none", entry{"xl/worksheets/sheet1.xml", "<a/>"}, table.ErrDamaged, "is none"},
		{"a sheet that is no XML", entry{"xl/worksheets/sheet1.xml", "\x00\x01\x02"}, table.ErrDamaged, "is none"},
		{"nesting", entry{"xl/worksheets/sheet1.xml", deep}, table.ErrDamaged, "nested"},
		{"a huge attribute", entry{"xl/worksheets/sheet1.xml", `<worksheet a="` + strings.Repeat("x", 2<<20) + `"/>`}, table.ErrDamaged, "1 MiB"},
		{"a huge text", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row>` + txt(strings.Repeat("x", 2<<20)) + `</row>`)}, table.ErrDamaged, "1 MiB"},
		{"a text of huge runs", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row><c t="inlineStr"><is>` + strings.Repeat(`<t>`+strings.Repeat("x", 1<<19)+`</t>`, 3) + `</is></c></row>`)}, table.ErrDamaged, "1 MiB"},
		{"a huge row", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row>` + strings.Repeat(`<x a="1234567890"/>`, 1<<20) + `</row>`)}, table.ErrDamaged, "8 MiB"},
		{"too many cells", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row>` + strings.Repeat(`<c/>`, 16385) + `</row>`)}, table.ErrDamaged, "more cells"},
		{"too many columns", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row><c r="XFD1"><v>1</v></c></row><row><c r="XFD2"><v>1</v></c></row>`)}, table.ErrUnsupported, "2000 columns"},
		{"rows in disorder", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row r="2"/><row r="1"/>`)}, table.ErrDamaged, "behind row 2"},
		{"a row twice", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row r="2"/><row r="2"/>`)}, table.ErrDamaged, "behind row 2"},
		{"a row far out", entry{"xl/worksheets/sheet1.xml", sheetOf(`<row r="1048577"/>`)}, table.ErrDamaged, "behind row 0"},
		{"rows in two places", entry{"xl/worksheets/sheet1.xml", strings.Replace(small(), `</worksheet>`, `<sheetData><row/></sheetData></worksheet>`, 1)}, table.ErrDamaged, "two places"},
		{"a missing sheet", book("", ""), table.ErrDamaged, "where to find"},
		{"relations that lead nowhere", entry{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../etc/passwd"/></Relationships>`}, table.ErrDamaged, "missing"},
		{"relations that lead outside", entry{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="http://example.invalid/a.xml" TargetMode="External"/></Relationships>`}, table.ErrDamaged, "missing"},
		{"too many styles", entry{"xl/styles.xml", `<styleSheet><cellXfs>` + strings.Repeat("<xf/>", 1<<16+1) + `</cellXfs></styleSheet>`}, table.ErrDamaged, "cell styles"},
	}
	for _, c := range cases {
		if err := openFails(t, with(t, c.more), c.kind); !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want something of %q", c.name, err, c.say)
		}
	}
}

func TestASheetUnderTwoNames(t *testing.T) {
	const link = `<Relationship Id="rId%d" Type="x/worksheet" Target="worksheets/sheet1.xml"/>`
	links := entry{"xl/_rels/workbook.xml.rels", "<Relationships>" + fmt.Sprintf(link+link, 1, 2) + "</Relationships>"}
	if err := openFails(t, with(t, links, book("", "")), table.ErrDamaged); !strings.Contains(err.Error(), "another's") {
		t.Errorf("got %v", err)
	}
}

// TestBombsTakeLittleMemory: what a hostile file claims or unpacks to is not
// allocated.
func TestBombsTakeLittleMemory(t *testing.T) {
	const sheet = "xl/worksheets/sheet1.xml"
	bombs := map[string][]byte{
		"zeros that claim to be few": lying(t, sheet, func(r *rawEntry) { r.UncompressedSize64 = 1 << 20 }, entry{sheet, strings.Repeat("\x00", 64<<20)}),
		"endless attribute":          lying(t, sheet, nil, entry{sheet, `<worksheet a="` + strings.Repeat("x", 30<<20)}),
		"blank rows":                 lying(t, sheet, nil, entry{sheet, sheetOf(strings.Repeat("<row/>", 1<<20))}),
		"blank cells":                lying(t, sheet, nil, entry{sheet, sheetOf(strings.Repeat("<row>"+strings.Repeat("<c/>", 16_000)+"</row>", 100))}),
		"texts":                      lying(t, "xl/sharedStrings.xml", nil, entry{"xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si/>", 4<<20)}),
	}
	for name, data := range bombs {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		kind := table.ErrDamaged
		if strings.HasPrefix(name, "blank") {
			kind = table.ErrUnsupported // it is sound, but there is nothing in it
		}
		openFails(t, data, kind)
		runtime.ReadMemStats(&after)
		limit := uint64(16 << 20)
		if name == "texts" {
			limit = 128 << 20 // four bytes for each of four million, grown by halves
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > limit {
			t.Errorf("%s: %d MiB were allocated, want at most %d", name, used>>20, limit>>20)
		}
	}
}

func TestTextsThatTakeTooMuchMemory(t *testing.T) {
	data := with(t, entry{"xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si><t>"+strings.Repeat("ạ", 1000)+"</t></si>", 5_000) + "</sst>"})
	open(t, data)
	_, err := xlsx.Open(ctx, newObject(data), table.Options{Memory: 16 << 20})
	if !errors.Is(err, table.ErrUnsupported) || !strings.Contains(err.Error(), "save it as .csv") {
		t.Errorf("got %v", err)
	}
	long := `<c t="s"><v>0</v></c>`
	data = zipOf(t, parts([]string{sheetOf(header(1) + strings.Repeat(`<row>`+strings.Repeat(long, 10)+`</row>`, 20))}, entry{"xl/sharedStrings.xml", "<sst><si><t>" + strings.Repeat("x", 1<<19) + "</t></si></sst>"})...)
	f, err := xlsx.Open(ctx, newObject(data), table.Options{Memory: 16 << 20})
	must(t, err)
	var b pipeline.Batch
	if err := f.Tables()[0].Read(ctx, pipeline.Part{Rows: 20}, allColumns(f.Tables()[0]), &b); err != nil {
		t.Errorf("one text in 200 cells: %v", err)
	}
}

// breaking is an object whose reads begin to fail.
type breaking struct {
	*object
	left int
	err  error
}

func (b *breaking) ReadAt(p []byte, off int64) (int, error) {
	if b.left--; b.left < 0 {
		return 0, b.err
	}
	return b.object.ReadAt(p, off)
}

func TestStoresThatFail(t *testing.T) {
	data := invented(t, 20_000)
	broken := errors.New("broken")
	opened := false
	for reads := 0; !opened; reads++ {
		o := &breaking{newObject(data), reads, broken}
		f, err := xlsx.Open(ctx, o, table.Options{})
		if opened = err == nil; opened {
			o.left = 0
			var b pipeline.Batch
			err = f.Tables()[0].Read(ctx, pipeline.Part{Rows: 1}, []int{0}, &b)
		}
		var unavailable *store.Unavailable
		if !errors.As(err, &unavailable) || !errors.Is(err, broken) {
			t.Fatalf("after %d reads: %v, want that of the store", reads, err)
		}
	}
}

func TestCancellationStaysItself(t *testing.T) {
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := xlsx.Open(done, newObject(invented(t, 10)), table.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v", err)
	}
	var b pipeline.Batch
	if err := open(t, invented(t, 10)).Tables()[0].Read(done, pipeline.Part{Rows: 10}, []int{0}, &b); !errors.Is(err, context.Canceled) {
		t.Errorf("Read: %v", err)
	}
}

// TestAFileThatChangesIsNoticed: bytes of the sheet that are others than when
// the file was opened are damage, never other rows or fewer.
func TestAFileThatChangesIsNoticed(t *testing.T) {
	data := invented(t, 8_000)
	f := open(t, data)
	tab := f.Tables()[0]
	want := drawn(readAll(t, tab, 5_000))
	r := rand.New(rand.NewPCG(3, 4))
	noticed := 0
	var b pipeline.Batch
	for range 60 {
		at := r.IntN(len(data) / 2) // the sheet comes first
		old := data[at]
		data[at] ^= 1 << r.IntN(8)
		fresh := readsOn(tab)
		if fresh != nil {
			noticed++
			var format *table.FormatError
			if !errors.As(fresh, &format) {
				t.Fatalf("got %v, want a FormatError", fresh)
			}
		}
		data[at] = old
	}
	if noticed < 45 {
		t.Errorf("%d of 60 changes were noticed, want almost all", noticed)
	}
	if err := tab.Read(ctx, pipeline.Part{Rows: 5}, []int{0}, &b); err != nil {
		t.Errorf("the file as it was: %v", err)
	}
	if got := drawn(readAll(t, tab, 5_000)); got != want {
		t.Error("the file as it was is read otherwise")
	}
}

// readsOn reads all of a table whose bytes may have changed.
func readsOn(tab table.Table) error {
	var b pipeline.Batch
	for _, c := range tab.Cuts(5_000) {
		if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, []int{0}, &b); err != nil {
			return err
		}
	}
	return nil
}

// TestFlippedBits: a file with a flipped bit is opened or refused, and what was
// opened is read and given back, or refused.
func TestFlippedBits(t *testing.T) {
	data := motley(t)
	r := rand.New(rand.NewPCG(5, 6))
	refused := 0
	for range 200 {
		bad := bytes.Clone(data)
		for range 1 + r.IntN(3) {
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		}
		if !survives(t, bad) {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no flipped bit was noticed")
	}
}

// survives opens, reads and gives back a file; false when it is refused, which
// must be with a FormatError.
func survives(t testing.TB, data []byte) bool {
	t.Helper()
	fine := func(err error) bool {
		var format *table.FormatError
		if err != nil && !errors.As(err, &format) {
			t.Fatalf("got %v, want a FormatError", err)
		}
		return err == nil
	}
	f, err := xlsx.Open(ctx, newObject(data), table.Options{Memory: 64 << 20})
	if !fine(err) {
		return false
	}
	_ = f.Format()
	add := make([]table.Addition, len(f.Tables()))
	var b pipeline.Batch
	for i, tab := range f.Tables() {
		add[i].Names = []string{"verdict"}
		if len(tab.Columns()) > 0 {
			add[i].Marked = []int{0}
		}
		for _, c := range tab.Cuts(pipeline.UsualPartRows) {
			if !fine(tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, allColumns(tab)[:min(50, len(tab.Columns()))], &b)) {
				return false
			}
		}
	}
	var out bytes.Buffer
	err = f.Respond(ctx, &out, table.Answer{Tables: add, Cells: func(_ context.Context, i int, cut table.Cut) (*pipeline.Batch, error) {
		return answerOf(cut, len(add[i].Names), len(add[i].Marked)), nil
	}})
	return fine(err) && fine(f.Close())
}
