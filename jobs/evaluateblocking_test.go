package jobs_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/jobs"
)

// TestLostByBlocking: people who are not shown were compared with the row, as the
// owners of its number are, or were not, as somebody whom nothing in it points to.
// Where rows cannot be linked again, the rest of the evaluation stands.
func TestLostByBlocking(t *testing.T) {
	r := everyVerdict(t, "values", 2)
	rows := readColumns(t, filepath.Join(r.run, "outcomes", "part-00000.parquet"), "verdict", "person_id", "candidate_id", "number_owner_id")
	truth := "source_file,source_row,person_id\n"
	count := func(row int64, person string) { truth += fmt.Sprintf("a.csv,%d,%s\n", row, person) }
	stranger := rows[r.verdicts["verified"][0]][1]
	var met int64
	for row, x := range rows {
		switch {
		case x[0] == "contradicted" && x[3] != x[2] && met < 3: // the owner of the number was compared, and is not the candidate
			met++
			count(int64(row), x[3])
		case x[0] == "rejected", x[0] == "verified" && row > 200:
			count(int64(row), stranger) // somebody else: in no block of the row
		}
	}
	file := filepath.Join(r.dir, "truth.csv")
	write(t, file, truth)
	e := r.evaluate(t, file, false)
	b := e.Blocking
	if met == 0 || b.NotShown.Hits == met || b.NotShown.Hits != b.Looked {
		t.Fatalf("%d rows compared, %+v", met, b)
	}
	if b.Lost == nil || b.Lost.Hits != b.NotShown.Hits-met || b.Lost.Of != e.Present {
		t.Errorf("lost %+v of %+v, %d were compared", b.Lost, b.NotShown, met)
	}
	r.rewrite(t, func(m map[string]any) { m["rules"] = "0123456789abcdef" })
	for why, no := range map[string]bool{"made by rules": false, "as asked for": true} {
		other := r.evaluate(t, file, no)
		if other.Blocking.Lost != nil || !strings.Contains(strings.Join(other.Notes, "\n"), why) {
			t.Errorf("%s: %+v, notes %q", why, other.Blocking, other.Notes)
		}
		if other.Precision != e.Precision || other.Blocking.NotShown != b.NotShown {
			t.Error("the other figures do not stand")
		}
	}
}

func (r *replayed) evaluate(t *testing.T, truth string, noRelink bool) *jobs.Evaluated {
	t.Helper()
	e, err := jobs.Evaluate(t.Context(), jobs.EvaluateOptions{Output: r.out, Truth: []string{truth}, NoRelink: noRelink})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
