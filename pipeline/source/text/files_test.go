package text

import (
	"errors"
	"strings"
	"testing"

	"lamsach/pipeline/source/table"
)

func TestFiles(t *testing.T) {
	checkCases(t, "testdata/files.txt", func(t *testing.T, in string) string {
		obj := newObject(in)
		opened, err := Open(t.Context(), obj, table.Options{})
		if err != nil {
			var format *table.FormatError
			if !errors.As(err, &format) || !obj.closed {
				t.Errorf("%T, closed %v: %v", err, obj.closed, err)
			}
			return "! " + err.Error()
		}
		f := opened.(*File)
		defer f.Close()
		var names []string
		for _, c := range f.Columns() {
			names = append(names, escape(c.Name))
		}
		out := []string{"> " + f.Format(), strings.Join(names, " | ")}
		for _, row := range allRows(t, f, 2) {
			for i := range row {
				row[i] = escape(row[i])
			}
			out = append(out, strings.Join(row, " | "))
		}
		return strings.Join(out, "\n")
	})
}
