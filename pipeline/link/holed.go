package link

import (
	"strings"

	"lamsach/schemas"
)

// holedBlock compares everybody of the row's birth date, where a lossy encoding
// has holed the given name ("Hi?u") and no province narrows the search: the
// blocks of a whole given name do not hold the person, while comparison takes a
// hole for any letter.
func (w *Worker) holedBlock() {
	r := &w.row
	if r.place.Province != 0 || r.birth.Precision() != schemas.FullDate {
		return
	}
	if !strings.Contains(w.coder.Folded(r.name.Syl[r.name.Len-1]), "?") {
		return
	}
	w.births(w.people.BornOn(r.birth), r.birth, births{})
}
