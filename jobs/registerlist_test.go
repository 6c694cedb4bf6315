package jobs

import (
	"strings"
	"testing"
)

// cell => its elements
const listCells = `
-                             =>
012345678                     => 012345678
012345678; 123456789          => 012345678 / 123456789
012345678|123456789           => 012345678 / 123456789
[012345678, 123456789]        => 012345678 / 123456789
{"Trần Văn An","Trần An"}     => Trần Văn An / Trần An
['K\'Sor Bin', Rơ Lan H\'Mai] => K'Sor Bin / Rơ Lan H'Mai
[]                            =>
;;                            =>
Trần Văn An                   => Trần Văn An
`

func TestSpread(t *testing.T) {
	var cells []string
	var wants []string
	for line := range strings.Lines(strings.TrimSpace(listCells)) {
		cell, want, _ := strings.Cut(line, "=>")
		cells, wants = append(cells, strings.TrimSpace(cell)), append(wants, strings.TrimSpace(want))
	}
	in := column(cells...)
	w := &registerWorker{}
	for range 2 { // the buffers are used again
		spread(&in, &w.lists[0])
	}
	out := &w.lists[0]
	for i, want := range wants {
		var got []string
		for _, e := range out.Index[out.Lists[i]:out.Lists[i+1]] {
			got = append(got, string(out.Entry(e)))
		}
		if text := strings.Join(got, " / "); text != want {
			t.Errorf("%s: got %q, want %q", cells[i], text, want)
		}
	}
}
