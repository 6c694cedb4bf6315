package html

import (
	"strings"
	"testing"

	"lamsach/reports"
	"lamsach/schemas"
)

// estimating is a page of these estimates alone.
func estimating(points ...reports.Estimate) page {
	return page{R: &reports.Report{Estimates: &reports.Estimates{Points: points, From: 0.9}}, Lang: schemas.English}
}

func TestEstimatesStandOnThePage(t *testing.T) {
	r := invented(3000)
	html := rendered(t, r)
	now := r.Estimates.Accept()
	if got, want := strings.Count(html, `class="own"`), 2; got != want {
		t.Errorf("%d rows of the job's own threshold, want one in each language", got)
	}
	p := page{R: r, Lang: schemas.English}
	for _, want := range []string{p.N(now.Links), p.N(now.ToPeople), "Errors to be expected, without labels", "Sai sót ước tính, không cần nhãn"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	r.Estimates = nil
	if html := rendered(t, r); strings.Contains(html, "without labels") || strings.Contains(html, "Expected errors") {
		t.Error("a report without estimates has a section of them")
	}
}

// The curve holds every threshold within its plot, the strictest furthest to the
// right and lowest, and marks the job's own two.
func TestEstimateCurve(t *testing.T) {
	c := estimating(
		reports.Estimate{Threshold: 0.9, FalseLinkRate: 5e-4, ToPeople: 0},
		reports.Estimate{Threshold: 0.99, FalseLinkRate: 5e-5, ToPeople: 40},
		reports.Estimate{Threshold: 0.999, FalseLinkRate: 5e-6, ToPeople: 900, Accept: true},
		reports.Estimate{Threshold: 0.9999, FalseLinkRate: 0, ToPeople: 1000},
	).EstimateCurve()
	if len(c.Dots) != 4 || !c.Dots[0].Own || c.Dots[1].Own || !c.Dots[2].Own || c.Dots[3].Own {
		t.Fatalf("%+v", c.Dots)
	}
	if c.Dots[0].Label != "0.9" || c.Dots[2].Label != "0.999" || c.Dots[3].Label != "" {
		t.Errorf("labels %q, %q and, without room, %q", c.Dots[0].Label, c.Dots[2].Label, c.Dots[3].Label)
	}
	if first, last := c.Dots[0], c.Dots[3]; first.X != c.Left || last.X != c.Right || last.Y != c.Bottom {
		t.Errorf("nothing and no false link do not lie on the edges: %+v, %+v of %+v", first, last, c)
	}
	if estimating(reports.Estimate{Threshold: 0.999, Accept: true}).EstimateCurve() != nil {
		t.Error("one threshold is drawn as a curve")
	}
}

func TestRatesOnThePage(t *testing.T) {
	p := estimating()
	for n, want := range map[float64]string{0: "0", 0.00002: "<0.001", 0.026: "0.03", 0.44: "0.4", 12.4: "12", 1204.4: "1,204"} {
		if got := p.Rate(n); got != want {
			t.Errorf("%g: %q, want %q", n, got, want)
		}
	}
}
