package schemas

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// layoutText tells of a layout what is there.
func layoutText(l *Layout, missing []Role) string {
	var out []string
	one := func(name string, c int, parts []int) {
		if c >= 0 {
			out = append(out, fmt.Sprintf("%s %d", name, c))
		} else if parts != nil {
			out = append(out, fmt.Sprintf("%s %v", name, parts))
		}
	}
	one("number", l.Number, nil)
	one("cmnd", l.CMND, nil)
	one("anynumber", l.AnyNumber, nil)
	one("name", l.Name, l.NameParts)
	one("birth", l.Birth, l.BirthParts)
	one("gender", l.Gender, nil)
	one("phone", l.Phone, nil)
	one("address", l.Address, l.AddressParts)
	one("beside", -1, l.PlaceParts)
	one("codes", -1, l.PlaceCodes)
	if len(missing) > 0 {
		names := make([]string, len(missing))
		for i, m := range missing {
			names[i] = string(m)
		}
		out = append(out, "missing "+strings.Join(names, " "))
	}
	return strings.Join(out, ", ")
}

func TestTables(t *testing.T) {
	text, err := os.ReadFile("testdata/tables.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		dataset, rest, _ := strings.Cut(rest, "\n")
		table, want, _ := strings.Cut(rest, "---\n")
		var cols []ColumnInfo
		for _, line := range strings.Split(strings.TrimRight(table, "\n"), "\n") {
			header, values, _ := strings.Cut(line, "|")
			var sample []string
			for _, v := range strings.Split(strings.TrimSpace(values), ";") {
				if v != "" {
					sample = append(sample, v)
				}
			}
			cols = append(cols, ColumnInfo{strings.TrimSpace(header), sample})
		}
		d := mustDataset(t, dataset)
		found := d.Recognise(cols)
		var roles []string
		for _, r := range found {
			role := string(r.Role)
			if role == "" {
				role = "-"
			}
			roles = append(roles, role)
		}
		l := d.Layout(found)
		got := strings.Join(roles, " ") + "\n" + layoutText(&l, d.Missing(found))
		if want := strings.TrimSpace(want); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.ReplaceAll(got, "\n", "\n     "), strings.ReplaceAll(want, "\n", "\n     "))
		}
	}
}
