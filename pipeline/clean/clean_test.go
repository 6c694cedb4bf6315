package clean

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// nullCell stands for a cell without a value in the tables.
const nullCell = "NULL!"

// cells makes a column; equal cells share an entry when dictionary is set.
func cells(dictionary bool, values ...string) pipeline.Column {
	c := pipeline.Column{Offsets: []int32{0}}
	known := make(map[string]int32)
	for _, v := range values {
		if v == nullCell {
			c.Index = append(c.Index, -1)
			continue
		}
		e, ok := known[v]
		if !ok || !dictionary {
			e = int32(len(c.Offsets) - 1)
			c.Bytes = append(c.Bytes, v...)
			c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
			known[v] = e
		}
		c.Index = append(c.Index, e)
	}
	return c
}

// batch makes a batch of text columns.
func batch(rows int, columns ...pipeline.Column) *pipeline.Batch {
	return &pipeline.Batch{Rows: rows, Columns: columns}
}

// tableCase is one line of a table: input -> want | codes.
type tableCase struct {
	line              int
	input, want, code string
	options           map[string]string // the last "@key value" lines
}

// readTable reads a table of cases. Lines starting with # are comments, "@key
// value" sets an option for the lines below. Backslashes in the input are Go
// escapes. The longest run of " -> " is the separator.
func readTable(t testing.TB, name string) []tableCase {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []tableCase
	options := map[string]string{}
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		line := s.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '@' {
			key, value, _ := strings.Cut(line[1:], " ")
			next := map[string]string{}
			for k, v := range options {
				next[k] = v
			}
			next[key] = value
			options = next
			continue
		}
		input, rest, ok := strings.Cut(line, " -> ")
		if !ok {
			t.Fatalf("%s:%d: no arrow", name, n)
		}
		want, code, _ := strings.Cut(rest, "|")
		if strings.Contains(input, `\`) {
			unquoted, err := strconv.Unquote(`"` + strings.ReplaceAll(input, `"`, `\"`) + `"`)
			if err != nil {
				t.Fatalf("%s:%d: %v", name, n, err)
			}
			input = unquoted
		} else {
			input = strings.TrimSpace(input)
		}
		cases = append(cases, tableCase{n, input, strings.TrimSpace(want), strings.TrimSpace(code), options})
	}
	if len(cases) == 0 {
		t.Fatalf("%s: no cases", name)
	}
	return cases
}

// codeNames lists a set of codes as the tables have them.
func codeNames(cs codes) string {
	var names []string
	for c := schemas.Code(0); c < schemas.Codes; c++ {
		if cs&code(c) != 0 {
			names = append(names, c.String())
		}
	}
	return strings.Join(names, " ")
}

// workerFor makes a worker with the profile that a table's options describe.
func workerFor(options map[string]string) *Worker {
	var p Profile
	if e := strings.Fields(options["encodings"]); len(e) > 0 {
		p.NameEncodings = e
	}
	p.MonthFirst = options["month_first"] == "yes"
	for _, g := range strings.Fields(options["genders"]) {
		value, gender, _ := strings.Cut(g, "=")
		p.Genders = append(p.Genders, GenderValue{value, map[string]schemas.Gender{"male": schemas.Male, "female": schemas.Female}[gender]})
	}
	return New(NoColumns(), p).Worker()
}

func TestNames(t *testing.T) {
	for _, c := range readTable(t, "names.txt") {
		w := workerFor(c.options)
		text, cell := w.name(nil, []byte(c.input))
		if got := codeNames(cell.codes); string(text) != c.want || got != c.code {
			t.Errorf("names.txt:%d: %q -> %s | %s, want %s | %s", c.line, c.input, text, got, c.want, c.code)
		}
		again, _ := w.name(nil, text)
		if len(text) > 0 && string(again) != string(text) {
			t.Errorf("names.txt:%d: cleaned twice: %s", c.line, again)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range readTable(t, "dates.txt") {
		w := workerFor(c.options)
		cell := w.date([]byte(c.input))
		if got := codeNames(cell.codes); cell.date.String() != c.want || got != c.code {
			t.Errorf("dates.txt:%d: %q -> %v | %s, want %s | %s", c.line, c.input, cell.date, got, c.want, c.code)
		}
		if again := w.date(cell.date.Append(nil)); cell.date != 0 && again.date != cell.date {
			t.Errorf("dates.txt:%d: cleaned twice: %v", c.line, again.date)
		}
	}
}

func TestGenders(t *testing.T) {
	for _, c := range readTable(t, "genders.txt") {
		w := workerFor(c.options)
		cell := w.genderOf([]byte(c.input))
		if got := codeNames(cell.codes); cell.gender.String() != c.want || got != c.code {
			t.Errorf("genders.txt:%d: %q -> %v | %s, want %s | %s", c.line, c.input, cell.gender, got, c.want, c.code)
		}
	}
}

func TestPhones(t *testing.T) {
	for _, c := range readTable(t, "phones.txt") {
		w := workerFor(c.options)
		text, cs := w.phone(nil, []byte(c.input))
		if got := codeNames(cs); string(text) != c.want || got != c.code {
			t.Errorf("phones.txt:%d: %q -> %s | %s, want %s | %s", c.line, c.input, text, got, c.want, c.code)
		}
		if again, _ := w.phone(nil, text); len(text) > 0 && string(again) != string(text) {
			t.Errorf("phones.txt:%d: cleaned twice: %s", c.line, again)
		}
	}
}

// describe writes a cleaned row as the tables of rows have it.
func describe(r *Rows, row int) (fields, notes string) {
	kinds := [...]string{"person", "blank", "test", "total", "header", "organisation"}
	add := func(s string) {
		if s != "" {
			fields += " " + s
		}
	}
	fields = kinds[r.Kind[row]]
	add(r.PIN[row].String())
	if r.CMND[row] != 0 {
		add("cmnd:" + r.CMND[row].String())
	}
	if o := r.Odd[row]; o != 0 {
		add(fmt.Sprintf("odd:%0*d", o.Len(), o.Value()))
	}
	add(string(r.Name.Value(row)))
	add(r.Birth[row].String())
	add(r.Gender[row].String())
	var list []string
	for _, n := range r.Notes {
		if int(n.Row) == row {
			list = append(list, n.Field.String()+":"+n.Code.String())
		}
	}
	return fields, strings.Join(list, " ")
}

// rowColumns is the order of cells in rows.txt: number ; cmnd ; name ; birth ; gender.
func rowColumns() Columns {
	c := NoColumns()
	c.Number, c.CMND, c.Name, c.Birth, c.Gender = 0, 1, 2, 3, 4
	return c
}

func rowBatch(rows [][]string) *pipeline.Batch {
	columns := make([]pipeline.Column, 5)
	for i := range columns {
		var values []string
		for _, r := range rows {
			values = append(values, r[i])
		}
		columns[i] = cells(i%2 == 0, values...)
	}
	return batch(len(rows), columns...)
}

func rowCells(t *testing.T, c tableCase) []string {
	t.Helper()
	parts := strings.Split(c.input, ";")
	if len(parts) != 5 {
		t.Fatalf("rows.txt:%d: %d cells", c.line, len(parts))
	}
	for i, p := range parts {
		if parts[i] = strings.TrimSpace(p); parts[i] == "" {
			parts[i] = nullCell
		}
		parts[i] = strings.ReplaceAll(parts[i], "~", ";")
	}
	return parts
}

func TestRows(t *testing.T) {
	cases := readTable(t, "rows.txt")
	var all [][]string
	for _, c := range cases {
		all = append(all, rowCells(t, c))
	}
	r := New(rowColumns(), Profile{}).Worker().Clean(rowBatch(all))
	for i, c := range cases {
		fields, notes := describe(r, i)
		if fields != c.want || notes != c.code {
			t.Errorf("rows.txt:%d: %s\n got %s | %s\nwant %s | %s", c.line, c.input, fields, notes, c.want, c.code)
		}
	}
}
