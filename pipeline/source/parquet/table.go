package parquet

import (
	"fmt"
	"strings"
	"unicode"

	"lamsach/pipeline/source/table"
)

// Tables implements table.File: the file is its only table.
func (f *File) Tables() []table.Table { return []table.Table{f} }

// Sheet implements table.Table.
func (f *File) Sheet() string { return "" }

// Format implements table.File.
func (f *File) Format() string {
	groups := fmt.Sprintf("Parquet, %d row groups", len(f.footer.Groups))
	if len(f.footer.Groups) == 1 {
		groups = "Parquet, 1 row group"
	}
	if p := product(f.footer.CreatedBy); p != "" {
		return groups + ", written by " + p
	}
	return groups
}

// product is the name of the writer in what a file says of it: "parquet-mr
// version 1.17.0 (build ...)". It is untrusted text, so it is short, and only
// what names are made of.
func product(createdBy string) string {
	const most = 40
	name, _, _ := strings.Cut(createdBy, " version ")
	name, _, _ = strings.Cut(name, "(")
	var out []rune
	for _, r := range name {
		switch {
		case len(out) == most:
			return strings.TrimSpace(string(out))
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-._/+", r):
			out = append(out, r)
		case unicode.IsSpace(r) && len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	return strings.TrimSpace(string(out))
}
