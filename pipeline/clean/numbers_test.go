package clean

import (
	"fmt"
	"strings"
	"testing"

	"lamsach/schemas"
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

// checkNumber holds what a cell says to what is promised: what is not plainly
// digits has a reason, and a number whose letters or zeros were repaired has
// the structure of one.
func checkNumber(t *testing.T, w *Worker, in []byte, cell *numberCell) {
	t.Helper()
	const repaired = codeNumberLetters | codeNumberZeros
	if (cell.pin != 0 || cell.cmnd != 0) && !onlyDigits(in) && cell.codes == 0 {
		t.Fatalf("%q -> %s without a reason", in, numberText(cell))
	}
	if cell.pad != 0 && w.structure(cell.pad) != 0 {
		t.Fatalf("%q -> %s: no such number if its zeros were lost", in, numberText(cell))
	}
	if cell.codes&repaired != 0 && cell.pin != 0 && cell.cmnd == 0 && w.structure(cell.pin) != 0 && cell.codes&codeNumberSplit == 0 {
		t.Fatalf("%q -> %s: repaired, and no number", in, numberText(cell))
	}
	for _, n := range []schemas.Number{cell.pin, cell.cmnd} {
		if n != 0 && dummyNumber(n.Digits(), n.Value()) {
			t.Fatalf("%q -> the dummy %v", in, n)
		}
	}
}
