package xlsx

import (
	"fmt"
	"strings"
)

// Format implements table.File: "XLSX, 2 sheets, dates of 1900, header in row 4".
func (f *File) Format() string {
	said := []string{"XLSX", count(len(f.sheets), "sheet"), "dates of 1900", f.headers()}
	if f.book.base1904 {
		said[2] = "dates of 1904"
	}
	for _, left := range []struct {
		n    int
		what string
	}{{f.left.hidden, "hidden sheet"}, {f.left.empty, "sheet without rows"}, {f.left.other, "sheet of another kind"}} {
		if left.n > 0 {
			said = append(said, count(left.n, left.what)+" left out")
		}
	}
	missing := int64(0)
	for _, t := range f.sheets {
		missing += t.missing
	}
	if missing > 0 {
		said = append(said, count(int(missing), "formula")+" without stored value")
	}
	return strings.Join(said, ", ")
}

// headers says where the headers are: of all sheets if they agree, else of each
// of the first few.
func (f *File) headers() string {
	const few = 5
	var each []string
	same := true
	for _, t := range f.sheets {
		one := "no header"
		if t.header > 0 {
			one = fmt.Sprintf("header in row %d", t.header)
		}
		same = same && (len(each) == 0 || one == each[0])
		if len(each) < few {
			each = append(each, one)
		}
	}
	if same {
		return each[0]
	}
	for i, one := range each {
		each[i] = fmt.Sprintf("%s of sheet %d", one, i+1)
	}
	return strings.Join(each, ", ")
}

// count is a number with its noun: "1 sheet", "2 sheets", "2 sheets of another kind".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	first, rest, _ := strings.Cut(noun, " ")
	if first == "hidden" {
		first, rest = noun, ""
	}
	return strings.TrimSpace(fmt.Sprintf("%d %ss %s", n, first, rest))
}
