package html

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"lamsach/reports"
	"lamsach/schemas"
)

func rendered(t *testing.T, r *reports.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageSaysWhatTheReportHolds(t *testing.T) {
	r := invented(20_000)
	page := rendered(t, r)
	wants := []string{
		"<b>20.000</b> dòng", "<b>20,000</b> rows", "01149004", "khach_hang_vay_02.parquet", "NGUYEN THI LAN",
		r.Facts.RunID, r.Facts.Snapshot.ID, "104.213.877", "104,213,877", "0,999", "0.999",
	}
	for _, v := range verdictOrder {
		for _, lang := range []schemas.Lang{schemas.Vietnamese, schemas.English} {
			wants = append(wants, schemas.VerdictLabel(v, lang), count(r.Verdicts[v.String()], lang))
		}
	}
	for _, want := range wants {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if again := rendered(t, r); again != page {
		t.Error("the same report gave another page")
	}
}

func TestPageStandsAlone(t *testing.T) {
	page := rendered(t, invented(20_000))
	for _, pattern := range []string{`(?i)https?:`, `(?i)<script`, `(?i)<link`, `(?i)<img`, `(?i)@import`, `(?i)\ssrc=`, `(?i)\sstyle=`, `(?i)\son[a-z]+=`, `ZgotmplZ`} {
		if found := regexp.MustCompile(pattern).FindString(page); found != "" {
			t.Errorf("the page holds %q", found)
		}
	}
}

func TestEveryAnchorAndLabelResolves(t *testing.T) {
	page := rendered(t, invented(20_000))
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="#|for="|labelledby="|url\(#)([^")]+)`).FindAllStringSubmatch(page, -1) {
		for _, id := range strings.Fields(m[1]) {
			if !ids[id] {
				t.Errorf("nothing has the id %q", id)
			}
		}
	}
}

func TestInputIsEscaped(t *testing.T) {
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	tally := reports.NewTally()
	at := reports.Address{File: hostile, Sheet: hostile}
	for range 100 {
		tally.Row([]byte(hostile), schemas.Corrected, 1<<schemas.ReasonDeceased, [schemas.Fields]schemas.Result{}, at)
		tally.Note([]byte(hostile), hostile, schemas.RepairNameDecoded, at)
		tally.Row([]byte("b"), schemas.Verified, 0, [schemas.Fields]schemas.Result{}, at)
	}
	r := reports.Build(tally, reports.Facts{
		Job: hostile, Dataset: hostile, RunID: hostile, Rules: hostile, Model: hostile, Version: hostile, Disclosure: "values",
		Snapshot: reports.Snapshot{ID: hostile}, Files: []reports.File{{Name: hostile}}, Columns: []reports.Column{{Name: hostile, Role: hostile}},
		Damaged: []reports.Damage{{File: hostile, Place: hostile, Problem: hostile}}, Gates: []reports.Gate{{Name: hostile, Failed: true}},
	})
	r.Attach(map[reports.Address][]reports.Value{at: {{Field: hostile, Submitted: hostile, Register: hostile}}})
	page := rendered(t, r)
	for _, tag := range []string{"<script", "<img"} {
		if strings.Contains(page, tag) {
			t.Errorf("%s of the input became a tag", tag)
		}
	}
}

func TestAlmostEmptyReports(t *testing.T) {
	if page := rendered(t, reports.Build(reports.NewTally(), reports.Facts{})); !strings.Contains(page, "Không có dòng nào") {
		t.Error("a run without rows does not say so")
	}
	broken := reports.Build(reports.NewTally(), reports.Facts{})
	broken.Rows = 3
	if page := rendered(t, broken); !strings.Contains(page, "≠") {
		t.Error("a sum that is wrong is not shown as wrong")
	}
	gate := reports.Build(reports.NewTally(), reports.Facts{Gates: []reports.Gate{{Name: "max_rejected", Limit: 0.2, Value: 0.31, Failed: true}}})
	if page := rendered(t, gate); !strings.Contains(page, "A quality limit was not kept") || !strings.Contains(page, "31.0%") {
		t.Error("a failed gate is not told")
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		n      int64
		vi, en string
	}{{0, "0", "0"}, {999, "999", "999"}, {1000, "1.000", "1,000"}, {1234567, "1.234.567", "1,234,567"}, {-12345, "-12.345", "-12,345"}} {
		if vi, en := count(c.n, schemas.Vietnamese), count(c.n, schemas.English); vi != c.vi || en != c.en {
			t.Errorf("%d: %q, %q; want %q, %q", c.n, vi, en, c.vi, c.en)
		}
	}
	for _, c := range []struct {
		part, whole int64
		want        string
	}{{0, 0, "–"}, {0, 9, "0%"}, {9, 9, "100%"}, {1, 3, "33,3%"}, {1, 2, "50,0%"}, {1, 1_000_000, "<0,1%"}, {999_999, 1_000_000, ">99,9%"}} {
		if got := share(c.part, c.whole, schemas.Vietnamese); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.part, c.whole, got, c.want)
		}
	}
	if got := length(1, 3) + " " + length(1, 400) + " " + length(5, 0); got != "33.333% 0.250% 0%" {
		t.Errorf("lengths %q", got)
	}
}
