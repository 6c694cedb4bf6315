package html

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"lamsach/reports"
)

// together is a chain that never was.
func together() *reports.Across {
	r := &reports.Across{
		RunID: "0123456789abcdef01234567", Job: "newborns <2026>", Disclosure: "values", Snapshot: reports.Snapshot{ID: "feedfacefeedface", People: 90},
		Chain: []string{"birth", "residence", "health-card"},
		Runs: []reports.AcrossRun{
			{Name: "birth", RunID: "b1", Dataset: "social-insurance", Rows: 12345},
			{Name: "residence", RunID: "b2", Dataset: "social-insurance", Rows: 11000},
			{Name: "health-card", RunID: "b3", Dataset: "social-insurance", Rows: 9000},
		},
		RegisterErrors: reports.AcrossErrors{All: 5, Unopposed: 4, Fields: map[string]int64{"birth_date": 3, "name": 2}}, Numbers: 17,
		Warnings: []reports.AcrossWarning{{Code: reports.AcrossNoCleaned, Run: "residence"}, {Code: reports.AcrossSetAside, Run: "birth", Count: 2}},
	}
	t := reports.NewAcrossTally(3, []int{0, 1, 2})
	same, differs := []uint8{0, 0, 0}, []uint8{0, 4, 0}
	for range 9000 {
		t.Add(0b111, 0, 0, 0b111, 0, same)
	}
	for range 1234 {
		t.Add(0b011, 0, 0b100, 0b001, 0, differs)
	}
	for range 56 {
		t.Add(0b001, 0b010, 0b100, 0, 1, same)
	}
	for range 7 {
		t.Add(0b100, 0, 0b011, 0, 0, same)
	}
	r.Count(t)
	return r
}

func TestAcrossSaysItsFigures(t *testing.T) {
	var b bytes.Buffer
	if err := WriteAcross(&b, together()); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		"newborns &lt;2026&gt;",
		`Of <b>10,297 people</b>, <b class="good">9,000</b> are found in every step without a difference, <b class="warn">1,297</b> are missing in a step, <b>56</b> are in doubt somewhere, <b>1,234</b> disagree in a field.`,
		`Trong <b>10.297</b> người, <b class="good">9.000</b> người có đủ`,
		`<code>residence</code></th><td class="num">10,234</td><td class="num">56</td><td class="num broken">7</td><td class="num">0</td><td class="num">10,234</td>`,
		`<code>health-card</code></th><td class="num">9,007</td><td class="num">0</td><td class="num broken">1,290</td><td class="num">7</td><td class="num">9,000</td>`,
		"Nguồn birth có 2 tệp hỏng", "run residence has no cleaned rows",
		"5; 4 of them where no run has the register’s value.", "17 numbers that rows of different runs give for different people.", "For the register’s side only",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page, "<polygon"); n != 4 {
		t.Errorf("%d narrowings in two languages, want 4", n)
	}
	if regexp.MustCompile(`(?i)(https?:|src=|href="[^#]|<script)`).MatchString(page) {
		t.Error("the page refers to something outside itself")
	}
}

func TestAcrossFitsItsFrame(t *testing.T) {
	chromium := browser(t)
	var b bytes.Buffer
	if err := WriteAcross(&b, together()); err != nil {
		t.Fatal(err)
	}
	for _, s := range look(t, chromium, b.String(), []int{360, 1100}) {
		for lang, l := range s.Langs {
			if l.Over > 0 || len(l.Wide) > 0 || l.Height < 500 {
				t.Errorf("%d pixels, %s: %d too wide (%v), %d high", s.Width, lang, l.Over, l.Wide, l.Height)
			}
		}
	}
}
