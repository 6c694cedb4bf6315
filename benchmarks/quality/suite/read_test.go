package suite

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/schemas"
)

// fields of a row, in the order of the columns of its file.
var fields = []string{"number", "cmnd", "name", "birth", "gender", "address", "father", "mother", "guardian", "born", "event"}

// headers of the file that a bank would send, and behind them those of a school
// or a clinic, which only tables of withFamily have.
var headers = []string{"SO_CCCD", "SO_CMND", "TEN_KH", "NGAY_SINH", "GIOI_TINH", "DIA_CHI", "HO_TEN_CHA", "HO_TEN_ME", "SO_CCCD_NGUOI_GIAM_HO", "NOI_SINH", "NGAY_KHAM"}

// bankFields is how many columns a bank's file has.
const bankFields = 6

// withFamily are the tables whose files have all columns.
var withFamily = []string{"late", "relatives"}

// person is somebody of the register.
type person struct {
	key, number, birth, gender string
	cmnd                       []string
	name, place                string
	more                       map[string]string
}

// row is a row of a file and what is expected of it.
type row struct {
	line     string // as it stands in the table
	at       string // file:line
	cells    []string
	verdicts []string
	person   string // keys with / between them, "-" nobody, "*" whoever, "" not to be linked and nobody shown
	owner    string // key, "*" or ""
	has, not []string
	known    string // what is wrong with the answer today
}

// place is a commune.
type place struct{ province, commune, address string }

// tables is everything that testdata says.
type tables struct {
	places map[string]place
	people map[string]*person
	order  []*person
	kinds  []kind
}

// kind is one hard kind: the rows of one table.
type kind struct {
	name string
	rows []row
}

// readTables reads testdata. People are read before rows, so that a row may
// speak of people of other tables.
func readTables(t *testing.T) *tables {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := &tables{places: map[string]place{}, people: map[string]*person{}}
	var rows [][2]string // place in the table and line
	for _, file := range files {
		if filepath.Base(file) == "README.txt" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			line, at := strings.TrimSpace(line), fmt.Sprintf("%s:%d", filepath.Base(file), n)
			switch {
			case line == "" || line[0] == '#':
			case strings.HasPrefix(line, "place "):
				s.place(t, at, cut(line[len("place "):]))
			case strings.HasPrefix(line, "person "):
				s.somebody(t, at, cut(line[len("person "):]))
			default:
				rows = append(rows, [2]string{at, line})
			}
		}
	}
	for _, r := range rows {
		name, _, _ := strings.Cut(r[0], ".")
		if k := len(s.kinds); k == 0 || s.kinds[k-1].name != name {
			s.kinds = append(s.kinds, kind{name: name})
		}
		k := &s.kinds[len(s.kinds)-1]
		k.rows = append(k.rows, s.row(t, r[0], r[1]))
	}
	return s
}

// cut divides a line at its bars.
func cut(line string) []string {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

func (s *tables) place(t *testing.T, at string, c []string) {
	province, commune, ok := strings.Cut(c[1], " ")
	if len(c) != 3 || !ok {
		t.Fatalf("%s: a place is KEY | province commune | address", at)
	}
	s.places[c[0]] = place{province, commune, c[2]}
}

func (s *tables) somebody(t *testing.T, at string, c []string) {
	if len(c) < 7 || len(c) > 8 || s.people[c[0]] != nil {
		t.Fatalf("%s: seven or eight cells describe a person, once", at)
	}
	p := &person{key: c[0], number: c[1], name: c[3], birth: c[4], gender: c[5], place: c[6], more: map[string]string{}}
	p.cmnd = strings.FieldsFunc(c[2], func(r rune) bool { return r == ',' || r == ' ' })
	for _, extra := range strings.FieldsFunc(strings.Join(c[7:], ""), func(r rune) bool { return r == ';' }) {
		key, value, _ := strings.Cut(strings.TrimSpace(extra), "=")
		if key != "" {
			p.more[key] = value
		}
	}
	s.people[p.key], s.order = p, append(s.order, p)
}

// cell is what a row about somebody has in a field if it is not said otherwise.
func (s *tables) cell(p *person, field string) string {
	switch field {
	case "number":
		return p.number
	case "name":
		return p.name
	case "gender":
		return p.gender
	case "address":
		return s.places[p.place].address
	case "birth":
		return written(p.birth)
	}
	return "" // of the family nothing is said but what a row says
}

// written is a date of the register as a bank writes it.
func written(birth string) string {
	parts := strings.Split(birth, "-")
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

// row reads a row about somebody and what is expected of it.
func (s *tables) row(t *testing.T, at, line string) row {
	t.Helper()
	said, expected, ok := strings.Cut(line, "=>")
	c := cut(said)
	p := s.people[c[0]]
	if !ok || p == nil {
		t.Fatalf("%s: a row is KEY | FIELD=CELL ... => VERDICT ..., about somebody of the tables", at)
	}
	r := row{line: line, at: at}
	for _, f := range fields {
		r.cells = append(r.cells, s.cell(p, f))
	}
	for _, change := range c[1:] {
		field, value, _ := strings.Cut(change, "=")
		i := slices.Index(fields, field)
		if i < 0 {
			t.Fatalf("%s: a row has no field %q", at, field)
		}
		r.cells[i] = s.value(t, at, field, value)
	}
	expected, r.known, _ = strings.Cut(expected, "known:")
	r.known = strings.TrimSpace(r.known)
	s.expect(t, &r, strings.Fields(expected))
	return r
}

// value is a cell as a row writes it.
func (s *tables) value(t *testing.T, at, field, value string) string {
	if value == "-" {
		return ""
	}
	if place, ok := s.places[value]; ok && field == "address" {
		return place.address
	}
	key, ok := strings.CutPrefix(value, "@")
	if !ok {
		return value
	}
	p := s.people[key]
	switch {
	case p == nil:
		t.Fatalf("%s: nobody is called %s", at, key)
	case field == "cmnd":
		return p.cmnd[0]
	case field == "guardian":
		return p.number
	case field == "father" || field == "mother":
		return p.name
	}
	return s.cell(p, field)
}

func (s *tables) expect(t *testing.T, r *row, words []string) {
	if len(words) == 0 {
		t.Fatalf("%s: no verdict is expected", r.at)
	}
	r.verdicts = strings.Split(words[0], "/")
	for _, w := range words[1:] {
		switch {
		case w[0] == '+':
			r.has = append(r.has, w[1:])
		case w[0] == '!':
			r.not = append(r.not, w[1:])
		case strings.HasPrefix(w, "owner="):
			r.owner = w[len("owner="):]
		default:
			r.person = w
		}
	}
	for _, reason := range slices.Concat(r.has, r.not) {
		if !isReason(reason) {
			t.Fatalf("%s: there is no reason %q", r.at, reason)
		}
	}
	for _, v := range r.verdicts {
		if !isVerdict(v) {
			t.Fatalf("%s: there is no verdict %q", r.at, v)
		}
	}
	for _, key := range append(strings.Split(r.person, "/"), r.owner) {
		if key != "" && key != "-" && key != "*" && s.people[key] == nil {
			t.Fatalf("%s: nobody is called %s", r.at, key)
		}
	}
}

func isReason(word string) bool {
	for r := range schemas.Reasons {
		if r.String() == word {
			return true
		}
	}
	return false
}

func isVerdict(word string) bool {
	for v := range schemas.Verdicts {
		if v.String() == word {
			return true
		}
	}
	return false
}
