package clean

import (
	"strings"
	"testing"

	"lamsach/schemas"
)

// Checked columns: each value is held against its check, dates also against other
// dates; what a row lacks, and rows of nobody, are not.
func TestValuesAreChecked(t *testing.T) {
	d, err := schemas.ParseDescription("own.yaml", []byte(`version: 1
name: x
title: { vi: Một, en: One }
columns:
  - { role: cccd, output: number, headers: [A] }
  - { role: birth_date, output: born, headers: [B] }
  - { output: class, headers: [C], check: { one_of: [A1, B2] } }
  - { output: from, headers: [D], check: { date: month, not_before: birth_date } }
  - { output: to, headers: [E], check: { not_before: from } }
`))
	if err != nil {
		t.Fatal(err)
	}
	c := NoColumns()
	c.Number, c.Birth, c.Name = 0, 1, 5
	c.Checks = []ValueCheck{
		{Column: 2, Name: "class", Check: d.Columns[2].Check, NotBefore: -1, NotAfter: -1},
		{Column: 3, Name: "from", Check: d.Columns[3].Check, NotBefore: BirthColumn, NotAfter: -1},
		{Column: 4, Name: "to", Check: d.Columns[4].Check, NotBefore: 3, NotAfter: -1},
	}
	w := New(c, Profile{}).Worker()
	const who = "001180000123|12/05/1980|"
	for line, want := range map[string]string{
		who + "A1|01/02/2020|03/2020":       "",
		who + "a1|202002|2020":              "",
		who + "A3||":                        "class:value_unlisted",
		who + "NULL| |n/a":                  "",
		who + "B2|2020|01/01/2019":          "from:value_malformed to:dates_out_of_order",
		who + "A1|11/05/1980|10/05/1980":    "from:dates_out_of_order to:dates_out_of_order",
		who + "A1|05/1980|1979":             "to:dates_out_of_order",
		who + "A1|soon|never":               "from:value_malformed",
		who + "A1|202502010730|20250131":    "to:dates_out_of_order",
		who + "A1|2025-02-01 07:30|2025-02": "",
	} {
		row := strings.Split(line+"|Lê Hà", "|")
		for i, cell := range row {
			if cell == "" {
				row[i] = nullCell
			}
		}
		for range 2 { // the second time what is remembered
			r := w.Clean(surveyBatch([][]string{row, {nullCell, nullCell, "A3", "x", nullCell, "Tổng cộng: 40"}}))
			var got []string
			for _, n := range r.Notes {
				if n.Field >= Fields {
					got = append(got, r.FieldName(n.Field)+":"+n.Code.String())
				}
				if n.Field >= Fields && n.Row > 0 {
					t.Errorf("%s: the line of totals is checked", line)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %s", line, got, want)
			}
		}
	}
}

// A whole number that is let pass by its digits passes as a text too.
func TestAllowedNumbersPassAsTexts(t *testing.T) {
	from, to := 5.0, 2e9
	for _, k := range []*schemas.Check{{Range: &schemas.Range{From: &from, To: &to}}, {Range: &schemas.Range{From: &from}}, {Range: &schemas.Range{To: &to}}, {}} {
		for _, cell := range []string{"00000000", "12345678", "00000005", "1999999999", "2000000000", "2000000001", "9999999999999"} {
			n, ok := allDigits([]byte(cell))
			if !ok {
				t.Fatalf("%s is not read", cell)
			}
			text := k.Text(cell) == schemas.NoCode
			if k.Allows(n) && !text {
				t.Errorf("%v: %s passes by its digits and not as a text", k, cell)
			}
			if k.Range != nil && text && !k.Allows(n) {
				t.Errorf("%v: %s passes as a text alone", k, cell)
			}
		}
	}
}
