package text

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// One table in many encodings: after decoding by the table of the encoding,
// every cell is the same.
func TestOneTableInManyEncodings(t *testing.T) {
	rows := [][]string{{"ho_ten", "so_cccd", "dia_chi"}}
	for i, name := range []string{"nguyễn thị hường", "trần văn đức", "đỗ quỳnh như", "lý ngọc ẩn", "vũ thế kỷ"} {
		rows = append(rows, []string{name, "07907377859" + string(rune('0'+i)), "số 5, ngõ \"ấm\", phường hoà cường"})
	}
	text := written(t, ',', rows)
	sent := map[string]string{
		"utf8": text, "utf8 bom": utf8BOM + text, "utf16le": asUTF16(text, little), "utf16be": asUTF16(text, big),
		"utf8 in gzip": packed(t, gzipped, text),
	}
	for _, name := range []string{"tcvn3_abc", "vni_win", "cp1258", "vps", "viscii", "vietware_x"} {
		sent[name] = string(encoderOf(name).append(nil, []byte(text)))
	}
	for name, in := range sent {
		f := mustOpen(t, in)
		got := allRows(t, f, 2)
		if e := encoderOf(name); e != nil {
			for _, row := range got {
				for i := range row {
					row[i] = e.decode(t, row[i])
				}
			}
		}
		if !slices.EqualFunc(got, rows[1:], slices.Equal) {
			t.Errorf("%s (%s)\ngot  %q\nwant %q", name, f.Format(), got, rows[1:])
		}
	}
}

// decode reads the table of the encoding forwards: the cell's letters become
// bytes by Windows-1252, these become letters by the table.
func (e *encoder) decode(t *testing.T, cell string) string {
	var raw []byte
	for _, r := range cell {
		i := slices.Index(high1252[:], r)
		switch {
		case r < 0x100 && i < 0:
			raw = append(raw, byte(r))
		case i >= 0:
			raw = append(raw, byte(0x80+i))
		default:
			t.Fatalf("%q is no byte of Windows-1252", r)
		}
	}
	letters := map[string]rune{}
	for letter, raw := range e.letters {
		letters[raw] = letter
	}
	var out []rune
	for len(raw) > 0 {
		n := min(2, len(raw))
		for ; n > 1 && letters[string(raw[:n])] == 0; n-- {
		}
		if letter := letters[string(raw[:n])]; letter != 0 {
			out = append(out, letter)
		} else {
			out = append(out, rune(raw[0]))
		}
		raw = raw[n:]
	}
	return norm.NFC.String(string(out))
}

func TestEncoders(t *testing.T) {
	for _, c := range []struct{ encoding, text, want string }{
		{"", "Đã xác minh: số “9”…", "Da xac minh: so \"9\"..."},
		{"no such table", "Nguyễn", "Nguyen"},
		{"tcvn3_abc", "Đã xác minh ĐẾN", "\xa7\xb7 x\xb8c minh \xa7\xa3N"},
		{"vni_win", "Đúng", "\xd1u\xf9ng"},
		{"cp1258", "Đúng ỷ", "\xd0\xfang y\xd2"},
		{"viscii", "Ẳ", "\x02"},
		{"isc", "a@b|c", "a?b?c"},
		{"tcvn3_abc", "u\u031b\u0301 日", "\xf8 ?"}, // ứ in pieces
		{"../names/x", "đ", "d"},
	} {
		if got := string(encoderOf(c.encoding).append(nil, []byte(c.text))); got != c.want {
			t.Errorf("%s: %q is written %q, want %q", c.encoding, c.text, got, c.want)
		}
	}
}

func TestUTF16ThereAndBack(t *testing.T) {
	for _, s := range []string{"", "a", "ễ", "😀", "a\xed\xa0\x80b", "\xed\xbf\xbf\xed\xa0\x80", strings.Repeat("Nguyễn 😀 ", 30000)} {
		for _, w := range []width{little, big} {
			wide := widen(nil, []byte(s), w.order())
			var got []byte
			d := newNarrower(strings.NewReader(string(wide)), w)
			for p := make([]byte, 7); ; {
				n, err := d.Read(p)
				got = append(got, p[:n]...)
				if err != nil {
					break
				}
			}
			if string(got) != s {
				t.Errorf("%.40q came back as %.40q", s, got)
			}
		}
	}
}
