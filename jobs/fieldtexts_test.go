package jobs

import (
	"testing"

	"lamsach/pipeline/clean"
	"lamsach/reports"
	"lamsach/schemas"
)

// Whatever cleaning speaks of has a name that people know, in both languages.
func TestEveryFieldHasAName(t *testing.T) {
	for f := range clean.Fields {
		vi, en := reports.ColumnText(f.String(), schemas.Vietnamese), reports.ColumnText(f.String(), schemas.English)
		if vi == f.String() || en == f.String() || vi == en {
			t.Errorf("%s is called %q and %q", f, vi, en)
		}
	}
}
