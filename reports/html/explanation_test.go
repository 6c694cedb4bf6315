package html

import (
	"bytes"
	"strings"
	"testing"

	"lamsach/reports"
	"lamsach/schemas"
)

// explained is an invented explanation whose texts are all said.
func explained(said, disclosure string) *reports.Explanation {
	p, w := 0.93, float32(12.25)
	return &reports.Explanation{
		RunID: said, Address: reports.Address{File: said, Sheet: said, Row: 17}, Disclosure: disclosure,
		Said:    []reports.Said{{Column: "full_name", Value: said, Original: said, Notes: []reports.Word[schemas.Code]{{Is: schemas.RepairNameTitle}}}},
		Verdict: reports.Word[schemas.Verdict]{Is: schemas.Review}, Probability: &p, Weight: &w,
		Reasons: []reports.Word[schemas.Reason]{{Is: schemas.ReasonWeakEvidence}}, DuplicateOf: &reports.Address{File: said},
		Odds: &reports.Odds{Prior: -13, Nobody: 0.07},
		Candidates: []reports.Candidate{{Rank: 1, PersonID: said, Probability: &p, Weight: &w, Lines: []reports.Line{{
			Comparison: reports.Word[schemas.Comparison]{Is: schemas.CompareName}, Level: reports.Word[schemas.Level]{Is: schemas.LevelAgree},
			Weight: new(12.25), Row: said, Register: said,
		}}}},
	}
}

func explainedPage(t *testing.T, x *reports.Explanation) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteExplanation(&b, x); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExplanationPage(t *testing.T) {
	page := explainedPage(t, explained("Lê Văn An", "values"))
	for _, want := range []string{"Too little agrees to be sure.", "+12.25", "+12,25", "<svg", "Lê Văn An", "Dữ liệu dân cư</th>", "Register</th>", "weak_evidence"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, kept := range []string{"Register</th>", "Weight</th>", "12.25", "<svg"} {
		if strings.Contains(explainedPage(t, explained("Lê Văn An", "fields")), kept) {
			t.Errorf("at fields the page has %s", kept)
		}
	}
	for _, outside := range []string{"src=", "href=", "@import", "<script", "style="} {
		if strings.Contains(page, outside) {
			t.Errorf("the page has %s", outside)
		}
	}
}

func TestExplanationIsEscaped(t *testing.T) {
	page := explainedPage(t, explained(`"><script>alert(1)</script><img src=x>{{.}}`, "values"))
	for _, tag := range []string{"<script", "<img"} {
		if strings.Contains(page, tag) {
			t.Errorf("%s of a cell became a tag", tag)
		}
	}
}
