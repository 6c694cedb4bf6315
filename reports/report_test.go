package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"lamsach/schemas"
)

// TestCauses tells who is accused and who is not, in a bank of ten branches of
// a thousand rows.
func TestCauses(t *testing.T) {
	const table = `
# name decoded from an old encoding, rows of each branch       -> accused
950 0 0 0 0 0 0 0 0 0                                           -> 00
950 20 20 20 20 20 20 20 20 20                                  -> 00 | rest
950 900 990 0 0 0 0 0 0 0                                       -> 02 00 01
500 500 500 500 10 10 10 10 10 10                               -> 00 01 02 03 | rest
120 100 100 100 100 100 100 100 100 100                         -> | rest
29 0 0 0 0 0 0 0 0 0                                            ->
40 0 0 0 0 0 0 0 0 0                                            -> 00
60 30 30 30 30 30 30 30 30 30                                   -> | rest
`
	for line := range strings.Lines(strings.TrimSpace(table)) {
		in, want, ok := strings.Cut(strings.TrimSpace(line), "->")
		if !ok || in[0] == '#' {
			continue
		}
		tally := NewTally()
		for branch, n := range strings.Fields(in) {
			var rows int
			fmt.Sscan(n, &rows)
			unit := fmt.Appendf(nil, "%02d", branch)
			for i := range 1000 {
				at := Address{File: "a.parquet", Row: int64(branch*1000 + i)}
				tally.Row(unit, schemas.Verified, 0, allAgree, at)
				if i < rows {
					tally.Note(unit, "full_name", schemas.RepairNameDecoded, at)
				}
			}
		}
		var got []string
		for _, c := range tally.Causes() {
			if len(c.Units) == 0 {
				got = append(got, "|", "rest")
				continue
			}
			if c.Example == nil || c.Example.Row != hitRow(c.Units[0].Unit) {
				t.Errorf("%s: example %+v is no row of unit %s", in, c.Example, c.Units[0].Unit)
			}
			got = append([]string(nil), append(unitNames(c.Units), got...)...)
		}
		if g := strings.Join(got, " "); g != strings.TrimSpace(want) {
			t.Errorf("%s: accused %q, want %q", strings.TrimSpace(in), g, strings.TrimSpace(want))
		}
	}
}

// hitRow is the row that stands as example for a branch of TestCauses.
func hitRow(unit string) int64 {
	var branch int64
	fmt.Sscan(strings.TrimPrefix(unit, "0"), &branch)
	return branch*1000 + hitAt - 1
}

func unitNames(units []UnitShare) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.Unit)
	}
	return out
}

func TestCausesAreRankedByRows(t *testing.T) {
	causes := part(3, 20_000, 5).Causes()
	if len(causes) < 10 {
		t.Fatalf("%d causes", len(causes))
	}
	for i := 1; i < len(causes); i++ {
		if causes[i].Rows > causes[i-1].Rows {
			t.Fatalf("cause %d explains more rows than the one before it", i)
		}
	}
}

func TestReportAddsUp(t *testing.T) {
	r := Build(part(1, 3000, 50), Facts{})
	h := r.Headline
	if !r.Conserved() || h.Linked+h.Look+h.NotFound+h.Rejected != r.Rows {
		t.Errorf("%+v of %d rows do not add up", h, r.Rows)
	}
	if len(r.Verdicts) != int(schemas.Verdicts) {
		t.Errorf("%d verdicts, want all seven", len(r.Verdicts))
	}
	var mismatches, notes int64
	for _, c := range r.Mismatches {
		mismatches += c.Rows
	}
	for _, c := range append(r.Issues, r.Repairs...) {
		notes += c.Rows
	}
	if mismatches != 3000 || notes != 3000 {
		t.Errorf("%d mismatches and %d notes, want 3000 of each", mismatches, notes)
	}
}

func TestSummaryReadsBack(t *testing.T) {
	for name, tally := range map[string]*Tally{"empty": NewTally(), "filled": part(1, 500, 5)} {
		var b, again bytes.Buffer
		if err := WriteSummary(&b, Build(tally, Facts{Job: "a"})); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "null") {
			t.Errorf("%s: summary.json holds a null", name)
		}
		first := b.String()
		r, err := ReadSummary(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteSummary(&again, r); err != nil || again.String() != first {
			t.Errorf("%s: written again it differs (%v)", name, err)
		}
	}
	if _, err := ReadSummary(strings.NewReader(`{"rows":3,"verdicts":{"verified":2}}`)); err == nil {
		t.Error("a summary that does not add up was read")
	}
}

func TestValuesNeedDisclosure(t *testing.T) {
	for _, disclosure := range []string{"verdict", "fields", "", "values"} {
		tally := NewTally()
		at := Address{File: "a.parquet", Row: 7}
		tally.Row(nil, schemas.Corrected, 0, allAgree, at)
		r := Build(tally, Facts{Disclosure: disclosure})
		r.Attach(map[Address][]Value{at: {{Field: "name", Submitted: "A", Register: "B"}}})
		if got := len(r.Examples["corrected"][0].Values); (got == 1) != (disclosure == "values") {
			t.Errorf("disclosure %q: %d values", disclosure, got)
		}
	}
}

func TestEveryAdviceIsOfAKnownCode(t *testing.T) {
	known := map[[2]string]bool{}
	for c := range schemas.Codes {
		kind := KindRepair
		if c.IsIssue() {
			kind = KindIssue
		}
		known[[2]string{string(kind), c.String()}] = true
	}
	for m := range schemas.Mechanisms {
		known[[2]string{string(KindMismatch), m.String()}] = true
	}
	for r := range schemas.Reasons {
		known[[2]string{string(KindReason), r.String()}] = true
	}
	for key, texts := range advice() {
		if !known[key] || texts[0] == "" || texts[1] == "" {
			t.Errorf("advice.csv: %v is unknown or has no text", key)
		}
	}
	for r := range causeReasons.All {
		if _, ok := advice()[[2]string{string(KindReason), r.String()}]; !ok {
			t.Errorf("advice.csv: no advice for reason %s", r)
		}
	}
}
