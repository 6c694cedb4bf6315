package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"pgregory.net/rapid"

	"lamsach/pipeline/source/table"
)

// anyText draws text of the characters that mean something.
func anyText(t *rapid.T, most int) string {
	piece := rapid.SampledFrom([]string{
		"a", "Lan", "1", `"`, `""`, `"""`, ",", ",", ",\"", "\",", "\n", "\n", "\r\n", "\r", ";", " ", "ễ", "\xe1\xbb", "\x00", "Số 1, P 2", "=1",
	})
	return strings.Join(rapid.SliceOfN(piece, 0, most).Draw(t, "text"), "")
}

func anyGrammar(t *rapid.T) grammar {
	return grammar{
		sep:    rapid.SampledFrom([]byte(",;")).Draw(t, "sep"),
		quotes: rapid.IntRange(0, 3).Draw(t, "quotes") > 0, bareCR: rapid.Bool().Draw(t, "bareCR"),
	}
}

// The same records come out of any buffer, however slowly it is filled.
func TestRecordsDoNotDependOnTheBuffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, text := anyGrammar(t), anyText(t, 60)
		want := divided(g, text)
		var r records
		r.start(g, iotest.OneByteReader(strings.NewReader(text)), 0, rapid.IntRange(0, 9).Draw(t, "buffer"))
		var got []string
		for {
			l, ok, err := r.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			if !l.blank() {
				got = append(got, strings.Join(divided(g, string(r.buf[l.from:l.next])), " ## "))
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q\nin pieces %q\nwhole     %q", text, got, want)
		}
	})
}

// A buffer that ends anywhere is too short to tell, or says what the whole text
// says: never another record.
func TestRecordsInEveryPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, text := anyGrammar(t), []byte(anyText(t, 30))
		find := func(b []byte, eof bool) (line, status, string) {
			s := scanner{grammar: g}
			s.reset()
			l, st := s.record(b, 0, eof)
			return l, st, fmt.Sprint(s.cells, s.stray && l.split)
		}
		want, _, cells := find(text, true)
		for n := range text {
			if l, st, c := find(text[:n], false); st != more && (l != want || l.split && c != cells) {
				t.Fatalf("%q: of %q the record is %+v %s, of all %+v %s", text, text[:n], l, c, want, cells)
			}
		}
	})
}

// A run of records, cut out of its text, is divided as it was there: what the
// hand-out of packed files and the start at any record rest on.
func TestRunsAreDividedAsInTheirText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, text := anyGrammar(t), anyText(t, 60)
		want := divided(g, text)
		starts := []int{}
		var r records
		r.over(g, []byte(text))
		for {
			l, ok, _ := r.next()
			if !ok {
				break
			}
			if !l.blank() {
				starts = append(starts, l.from)
			}
		}
		starts = append(starts, len(text))
		a := rapid.IntRange(0, len(want)).Draw(t, "from")
		b := rapid.IntRange(a, len(want)).Draw(t, "to")
		if got := divided(g, text[starts[a]:starts[b]]); !slices.Equal(got, want[a:b]) {
			t.Fatalf("%q: records %d to %d\nalone  %q\nin it  %q", text, a, b, got, want[a:b])
		}
	})
}

// What the standard library writes is read cell by cell.
func TestReadsWhatTheStandardLibraryWrites(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "Lan", `"`, ",", ";", "\n", "\r\n", " ", "ễ", "'", "\t", "1", "x", "|"})
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(2, 5).Draw(t, "columns")
		sep := rapid.SampledFrom([]rune(",;\t|")).Draw(t, "sep")
		header := strings.Fields("HO_TEN SO_CCCD NGAY_SINH GIOI_TINH DIA_CHI")[:columns]
		table := [][]string{header}
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			row := make([]string, columns)
			for i := range row {
				row[i] = strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "cell"), "")
			}
			table = append(table, row)
		}
		text := written(helper{t}, sep, table)
		f := mustOpenAs(t, text, func(d *dialect) {
			d.grammar = grammar{sep: byte(sep), quotes: true}
		})
		got := sameWidth(allRows(helper{t}, f, rapid.IntRange(1, 15).Draw(t, "part")))
		if want := sameWidth(table[f.first:]); !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q\ngot  %q\nwant %q", text, got, want)
		}
	})
}

// helper lets rapid's T serve where a testing.TB is asked for.
type helper struct{ *rapid.T }

// sameWidth writes rows so that missing and empty cells are the same.
func sameWidth(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		for _, c := range row {
			if c == null {
				c = ""
			}
			out[i] = append(out[i], c)
		}
		for len(out[i]) > 0 && out[i][len(out[i])-1] == "" {
			out[i] = out[i][:len(out[i])-1]
		}
	}
	return out
}

// carriers are the ways in which one text can be sent.
var carriers = []struct {
	name string
	wrap func(t tb, text string) string
}{
	{"plain", func(_ tb, text string) string { return text }},
	{"gzip", func(t tb, text string) string { return packed(t, gzipped, text) }},
	{"two members of gzip", func(t tb, text string) string {
		return packed(t, gzipped, text[:len(text)/2]) + packed(t, gzipped, text[len(text)/2:])
	}},
	{"zstd", func(t tb, text string) string { return packed(t, zstandard, text) }},
	{"two frames of zstd", func(t tb, text string) string {
		return packed(t, zstandard, text[:len(text)/3]) + packed(t, zstandard, text[len(text)/3:])
	}},
	{"UTF-16LE", func(_ tb, text string) string { return asUTF16(text, little) }},
	{"UTF-16BE in gzip", func(t tb, text string) string { return packed(t, gzipped, asUTF16(text, big)) }},
}

func asUTF16(text string, w width) string {
	var out []byte
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...) {
		out = appendUnit(out, u, w.order())
	}
	return string(out)
}

// However a file is sent and cut, the same rows come out.
func TestPartsOfAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		carrier := carriers[rapid.IntRange(0, len(carriers)-1).Draw(t, "carrier")]
		text := strings.ToValidUTF8("HO_TEN,SO_CCCD,NGAY_SINH\n"+anyText(t, 80), "?")
		g := grammar{sep: ',', quotes: true, bareCR: rapid.Bool().Draw(t, "bareCR")}
		want := divided(g, text)
		f := mustOpenAs(t, carrier.wrap(helper{t}, text), func(d *dialect) { d.grammar = g })
		if f.first+f.Rows() != int64(len(want)) {
			t.Fatalf("%q: %d records of %d", text, f.first+f.Rows(), len(want))
		}
		whole := allRows(helper{t}, f, 1<<18)
		for row := range whole {
			whole := strings.Join(sameWidth([][]string{escaped(whole[row])})[0], " | ")
			if w := strings.TrimRight(want[f.first+int64(row)], " |"); strings.TrimRight(whole, " |") != w {
				t.Fatalf("%q: row %d is %q, the record is %q", text, row, whole, w)
			}
		}
		for range 6 {
			first := rapid.Int64Range(0, f.Rows()).Draw(t, "first")
			n := rapid.Int64Range(0, f.Rows()-first).Draw(t, "rows")
			if got := rowsOf(helper{t}, f, first, int(n)); !slices.EqualFunc(got, whole[first:first+n], slices.Equal) {
				t.Fatalf("%q: %d rows from %d are %q, in the whole %q", text, n, first, got, whole[first:first+n])
			}
		}
	})
}

func escaped(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		if c != null {
			out[i] = escape(c)
		}
	}
	return out
}

// A response read again is what was sent and the added cells.
func TestResponseReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		carrier := carriers[rapid.IntRange(0, len(carriers)-1).Draw(t, "carrier")]
		text := strings.ToValidUTF8("HO_TEN,SO_CCCD,NGAY_SINH\n"+anyText(t, 80), "?")
		g := grammar{sep: ',', quotes: true, bareCR: rapid.Bool().Draw(t, "bareCR")}
		all := rapid.Bool().Draw(t, "all quoted")
		change := func(d *dialect) { d.grammar, d.allQuoted = g, all }
		f := mustOpenAs(t, carrier.wrap(helper{t}, text), change)
		cells := []string{"Đã xác minh", "", `a "b"`, "x,y", ",", "\n", `"`, `",`, "'", "1\r2"}
		added := func(row int64, j int) string { return cells[(row+int64(j)*3)%int64(len(cells))] }
		out, err := respondWith(f, []string{"KẾT QUẢ", "LÝ DO"}, "", added)
		if err != nil {
			t.Fatal(err)
		}
		again := mustOpenAs(t, out, change)
		if again.first != f.first {
			t.Skip("the added names made another header of it")
		}
		checkAdded(t, f, again, added)
	})
}

// checkAdded compares a file and its response, two columns added.
func checkAdded(t *rapid.T, f, again *File, added func(int64, int) string) {
	if f.Rows() != again.Rows() {
		t.Fatalf("%d rows became %d", f.Rows(), again.Rows())
	}
	before, after := allRows(helper{t}, f, 7), allRows(helper{t}, again, 7)
	at := f.columnsBefore()
	for row := range before {
		want := slices.Clone(before[row])
		for len(want) < at {
			want = append(want, null)
		}
		want = append(want, added(int64(row), 0), added(int64(row), 1))
		got, exp := sameWidth(after[row:row+1]), sameWidth([][]string{want})
		if !slices.EqualFunc(got, exp, slices.Equal) {
			t.Fatalf("row %d\ngot  %q\nwant %q", row, got, exp)
		}
	}
}

type tb interface {
	Helper()
	Fatal(args ...any)
}

func mustOpenAs(t *rapid.T, text string, change func(*dialect)) *File {
	t.Helper()
	f, err := open(t.Context(), newObject(text), table.Options{}, change)
	if err != nil {
		t.Fatal(fmt.Errorf("%q: %w", text, err))
	}
	t.Cleanup(func() { f.Close() })
	return f
}
