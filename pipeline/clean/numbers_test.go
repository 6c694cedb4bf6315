package clean

import (
	"fmt"
	"strings"
	"testing"
)

// numberText writes what a cell says as the table of numbers has it.
func numberText(cell *numberCell) string {
	var parts []string
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, label+":"+text)
		}
	}
	add("pin", cell.pin.String())
	add("cmnd", cell.cmnd.String())
	add("pad", cell.pad.String())
	if o := cell.odd; o != 0 {
		add("odd", fmt.Sprintf("%0*d", o.Len(), o.Value()))
	}
	return strings.Join(parts, " ")
}

func TestNumbers(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	for _, c := range readTable(t, "numbers.txt") {
		column := cells(false, c.input)
		w.any = w.cleanNumbers(&column, w.any)
		cell := w.any[0]
		if got, codes := numberText(&cell), codeNames(cell.codes); got != c.want || codes != c.code {
			t.Errorf("numbers.txt:%d: %q -> %s | %s, want %s | %s", c.line, c.input, got, codes, c.want, c.code)
		}
	}
}
