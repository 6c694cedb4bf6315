package cells_test

import (
	_ "embed"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lamsach/pipeline/source/xlsx/cells"
)

var (
	//go:embed testdata/formats.txt
	formatCases string
	//go:embed testdata/numbers.txt
	numberCases string
)

// cases gives the two halves of each line of a table.
func cases(text string) iter.Seq2[string, string] {
	return func(yield func(in, want string) bool) {
		for line := range strings.Lines(text) {
			in, want, found := strings.Cut(line, "->")
			if found && !strings.HasPrefix(line, "# stored") && !strings.HasPrefix(line, "# format") {
				if !yield(strings.TrimSpace(in), strings.TrimSpace(want)) {
					return
				}
			}
		}
	}
}

func TestFormats(t *testing.T) {
	for code, want := range cases(formatCases) {
		f := cells.ParseFormat(code)
		if id, err := strconv.Atoi(code); err == nil && code != "0" && code[0] != '0' {
			f = cells.Builtin(id)
		}
		got := ""
		if f.Date {
			got += "d"
		}
		if f.Time {
			got += "t"
		}
		if f.Zeros > 0 {
			got += fmt.Sprintf("z%d", f.Zeros)
		}
		if got == "" {
			got = "-"
		}
		if got != want {
			t.Errorf("format %s: %s, want %s", code, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range cases(numberCases) {
		fields := strings.Fields(in)
		code := strings.ReplaceAll(fields[1], "_", " ")
		got, kind := cells.Number(nil, []byte(fields[0]), cells.ParseFormat(code), fields[2] == "1904")
		if s := string(got) + " " + kind.String(); s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
}

// TestEveryDay holds the calendar to that of package time.
func TestEveryDay(t *testing.T) {
	date := cells.ParseFormat("dd/mm/yyyy")
	day := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
	for n := 61; n < 2958466; n++ {
		want := day.Format(time.DateOnly)
		if got, _ := cells.Number(nil, strconv.AppendInt(nil, int64(n), 10), date, false); string(got) != want {
			t.Fatalf("day %d: %s, want %s", n, got, want)
		}
		if n > 200_000 {
			n, day = n+996, day.AddDate(0, 0, 996)
		}
		day = day.AddDate(0, 0, 1)
	}
}

func TestISODates(t *testing.T) {
	for in, want := range cases(`
		2021-02-03                -> 2021-02-03 date
		2021-02-03T00:00:00       -> 2021-02-03 date
		2021-02-03T04:05:06.7Z    -> 2021-02-03T04:05:06Z timestamp
		2021-02-03T04:05          -> 2021-02-03T04:05 string
		3/2/2021                  -> 3/2/2021 string
	`) {
		got, kind := cells.ISODate(nil, []byte(in), cells.Format{})
		if s := string(got) + " " + kind.String(); s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
}

func TestReferences(t *testing.T) {
	for in, want := range cases(`
		A1 -> 0 1
		$B$5 -> 1 5
		xfd1048576 -> 16383 1048576
		AA10 -> 26 10
		XFE1 -> -1 1
		ZZZZZZZZZZ1 -> -1 1
		A1048577 -> 0 0
		7 -> -1 7
		A -> 0 0
		A1B -> 0 0
	`) {
		column, row := cells.Column([]byte(in)), cells.Row([]byte(in))
		if got := fmt.Sprint(column, row); got != want {
			t.Errorf("%s: column and row %s, want %s", in, got, want)
		}
	}
	for column := range cells.MaxColumns {
		if ref := cells.AppendRef(nil, column, 7); cells.Column(ref) != column || cells.Row(ref) != 7 {
			t.Fatalf("column %d became %s", column, ref)
		}
	}
}

func TestEscapes(t *testing.T) {
	for in, want := range cases(`
		a_x000D_b         -> "a\rb"
		_x005F_x000D_     -> "_x000D_"
		_xD83D__xDE00_    -> "😀"
		_xD83D_           -> "�"
		_xD83D__x0041_    -> "�A"
		_x00_ _x000G_ _x  -> "_x00_ _x000G_ _x"
		họ_tên            -> "họ_tên"
	`) {
		if got := strconv.Quote(string(cells.Decode(nil, []byte(in)))); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestEncodedTextComesBack(t *testing.T) {
	for _, in := range []string{"", "Nguyễn Văn A", "a\r\nb\tc\x00", "_x000D_", "__x000D__", "_x005F_x000D_", "_x005F_", "_x0E00\x00"} {
		if got := string(cells.Decode(nil, cells.Encode(nil, []byte(in)))); got != in {
			t.Errorf("%q came back as %q", in, got)
		}
	}
}

// FuzzCells: any stored number under any format has a text that is UTF-8 and
// short, and every text survives Encode and Decode.
func FuzzCells(f *testing.F) {
	for in := range cases(numberCases) {
		fields := strings.Fields(in)
		f.Add(fields[0], fields[1], fields[2] == "1904")
	}
	f.Add("_xD83D__xDE00__x005F_", "[$-42A]dd;@", false)
	f.Fuzz(func(t *testing.T, stored, code string, base1904 bool) {
		format := cells.ParseFormat(code)
		got, _ := cells.Number(nil, []byte(stored), format, base1904)
		if len(got) > len(stored)+400 {
			t.Fatalf("%q under %q became %d bytes", stored, code, len(got))
		}
		if again, _ := cells.Number(nil, []byte(stored), format, base1904); string(again) != string(got) {
			t.Fatalf("%q under %q became %q, then %q", stored, code, got, again)
		}
		cells.ISODate(nil, []byte(stored), format)
		cells.Column([]byte(stored))
		cells.Row([]byte(stored))
		if decoded := cells.Decode(nil, []byte(stored)); !utf8.Valid(decoded) {
			t.Fatalf("%q was decoded to bytes that are no UTF-8", stored)
		}
		if !utf8.ValidString(stored) {
			return
		}
		if back := cells.Decode(nil, cells.Encode(nil, []byte(stored))); string(back) != stored {
			t.Fatalf("%q came back as %q", stored, back)
		}
	})
}
