package clean

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// seeds feeds the inputs of a table to a fuzz target.
func seeds(f *testing.F, table string) {
	for _, c := range readTable(f, table) {
		f.Add([]byte(c.input))
	}
	f.Add([]byte{0xFF, 0xC3, 0x28, 0x00})
	f.Add(bytes.Repeat([]byte("Nguyễn "), 300))
}

func FuzzName(f *testing.F) {
	seeds(f, "names.txt")
	w := New(NoColumns(), Profile{NameEncodings: codecFiles}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		out, cell := w.name(nil, in)
		checkName(t, string(in), out, cell)
		if twice, _ := w.name(nil, out); len(out) > 0 && !bytes.Equal(out, twice) {
			t.Fatalf("%q -> %q -> %q", in, out, twice)
		}
		if cap(w.scratch) > 1<<16 || cap(w.names.text) > 1<<16 {
			t.Fatalf("scratch grew to %d", cap(w.scratch))
		}
	})
}

func FuzzDate(f *testing.F) {
	seeds(f, "dates.txt")
	workers := []*Worker{New(NoColumns(), Profile{}).Worker(), New(NoColumns(), Profile{MonthFirst: true}).Worker()}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, w := range workers {
			cell := w.date(in)
			if cell.date == 0 {
				if cell.codes == 0 {
					t.Fatalf("%q has no date and no issue", in)
				}
				continue
			}
			if !cell.date.Valid() || cell.date.Year() < firstYear || cell.date.Year() > lastYear {
				t.Fatalf("%q -> %v", in, cell.date)
			}
			if again := w.date(cell.date.Append(nil)); again.date != cell.date {
				t.Fatalf("%q -> %v -> %v", in, cell.date, again.date)
			}
		}
	})
}

func FuzzNumber(f *testing.F) {
	seeds(f, "numbers.txt")
	for _, s := range []string{"001085012345", "CCCD: 001 085 012 345", "012345670/001085012345", "1.23E+11", "O01O85O12345", "001085012345.0", "KHONG CO", "(((", "9999999999999999999999", "1/2/3/4/5/6/7/8/9"} {
		f.Add([]byte(s))
	}
	w := New(NoColumns(), Profile{}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		c := cells(false, string(in))
		w.any = w.cleanNumbers(&c, w.any)
		got := w.any[0]
		if got.pin == 0 && got.cmnd == 0 && got.codes == 0 {
			t.Fatalf("%q has no number and no issue", in)
		}
		checkNumber(t, w, in, &got)
		if got.pin != 0 {
			again := cells(false, got.pin.String())
			if w.any = w.cleanNumbers(&again, w.any); w.any[0].pin != got.pin {
				t.Fatalf("%q -> %v -> %v", in, got.pin, w.any[0].pin)
			}
		}
		if o := got.odd; o != 0 && (o.Len() < 8 || o.Len() > 13 || o.Value() >= 1e13) {
			t.Fatalf("%q -> odd %d digits", in, o.Len())
		}
	})
}

func FuzzPhone(f *testing.F) {
	seeds(f, "phones.txt")
	w := New(NoColumns(), Profile{}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		out, cs := w.phone(nil, in)
		abroad := len(out) > 0 && out[0] == '+' && onlyDigits(out[1:]) && len(out) > 10 && len(out) <= 16
		if len(out) == 0 && cs == 0 || len(out) > 0 && !abroad && (!onlyDigits(out) || len(out) != 10 && len(out) != 11) {
			t.Fatalf("%q -> %q %s", in, out, codeNames(cs))
		}
		if again, _ := w.phone(nil, out); len(out) > 0 && !bytes.Equal(again, out) {
			t.Fatalf("%q -> %q -> %q", in, out, again)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"Số 1, Xã Sóc Sơn, Thành phố Hà Nội", "P.5 Q3 TPHCM", "THÔN 2 - XÃ A", "Soá 12 ñöôøng Leâ Lôïi", "\xff\xfe", ""} {
		f.Add([]byte(s))
	}
	w := New(NoColumns(), Profile{AddressEncodings: []string{"vni_win"}}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		out, _, cs := w.addressOf(nil, in)
		if len(out) == 0 && cs == 0 {
			t.Fatalf("%q has no address and no issue", in)
		}
		if len(in) > 0 && !utf8.Valid(out) {
			t.Fatalf("%q -> %q", in, out)
		}
	})
}

func FuzzGender(f *testing.F) {
	seeds(f, "genders.txt")
	w := New(NoColumns(), Profile{}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		if cell := w.genderOf(in); cell.gender == 0 && cell.codes == 0 {
			t.Fatalf("%q has no gender and no issue", in)
		}
	})
}
