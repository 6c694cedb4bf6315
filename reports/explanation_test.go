package reports

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"lamsach/schemas"
)

// ofRow is an invented explanation; said is what the row's name is.
func ofRow(said string) *Explanation {
	p, w := 0.93, float32(17.5)
	line := func(c schemas.Comparison, l schemas.Level, weight, rarity float64, row, register string) Line {
		return Line{Word[schemas.Comparison]{c}, Word[schemas.Level]{l}, &weight, rarity, row, register}
	}
	return &Explanation{
		RunID: "0123", Address: Address{File: said, Row: 17}, Disclosure: "values", Thresholds: Threshold{Accept: 0.999, Review: 0.9},
		Said:    []Said{{Column: "full_name", Value: said, Original: said, Notes: []Word[schemas.Code]{{schemas.RepairNameTitle}}}},
		Verdict: Word[schemas.Verdict]{schemas.Review}, Probability: &p, Weight: &w, Published: true,
		Reasons: []Word[schemas.Reason]{{schemas.ReasonWeakEvidence}}, DuplicateOf: &Address{File: said, Row: 3},
		Odds: &Odds{Prior: -13.25, Nobody: 0.0625, Others: 0.0075, Passed: 1e-9, Compared: 12345},
		Candidates: []Candidate{{Rank: 1, PersonID: "001071900001", Probability: &p, Weight: &w, Lines: []Line{
			line(schemas.ComparePersonalID, schemas.LevelMissing, 0, 0, "", "001071900001"),
			line(schemas.CompareName, schemas.LevelAgree, 12.25, 1.0/8765, said, said),
			line(schemas.CompareBirthDate, schemas.LevelAgree, 10.5, 1.0/2, "1971", "1971"),
			line(schemas.CompareGender, schemas.LevelOf(schemas.MechanismOpposite), -5.25, 0, "Nam", "Nữ"),
		}}},
	}
}

func TestExplanationText(t *testing.T) {
	for lang, wants := range map[schemas.Lang][]string{
		schemas.English: {
			"Row 17 of a.csv: review", "Probability 0.9300 (linked from 0.999, shown to people from 0.9).", "weak_evidence", "Repeats row 3, a.csv",
			"Before comparing", "−13.25", "+12.25", "About one in 8,800 people of the gender and age stated bears it.", "one in 2.0 people",
			"The other gender. Register: Nữ", "+17.50", "+4.25", "Nobody who was compared: 0.0625", "at most 1.0e-09", "Compared with 12,345 people",
		},
		schemas.Vietnamese: {"Dòng 17 của tệp a.csv: review", "0,9300", "−13,25", "khoảng 8.800 người", "Giới tính ngược lại.", "12.345 người"},
	} {
		var b bytes.Buffer
		ofRow("a.csv").WriteText(&b, lang)
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("the text does not say %q:\n%s", want, b.String())
			}
		}
	}
}

// Where weights are not told, text and picture say how the comparisons came out,
// and why there is no more.
func TestExplanationAtFields(t *testing.T) {
	x := ofRow("a.csv")
	x.Disclosure = "fields"
	x.Odds, x.Weight = nil, nil
	for c := range x.Candidates {
		x.Candidates[c].Probability, x.Candidates[c].Weight = nil, nil
		for i := range x.Candidates[c].Lines {
			l := &x.Candidates[c].Lines[i]
			l.Weight, l.Rarity, l.Register = nil, 0, ""
		}
	}
	var b bytes.Buffer
	x.WriteText(&b, schemas.English)
	if err := x.WritePicture(&b, schemas.English); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "Probability at least 0.93 (") {
		t.Errorf("the probability is not told as the least it can be:\n%s", b.String())
	}
	if n := strings.Count(b.String(), "The other gender."); n != 2 || strings.Contains(b.String(), "Before comparing") {
		t.Errorf("the gender is told %d times, or weights are:\n%s", n, b.String())
	}
	if x.Hidden(schemas.English) == "" || ofRow("a").Hidden(schemas.English) != "" {
		t.Error("what is kept back is told at the wrong level")
	}
	x.Published = false
	if x.Unsettled(schemas.English) == "" {
		t.Error("nobody says that duplicates are not known")
	}
}

func TestChance(t *testing.T) {
	for p, want := range map[float64]string{
		0: "0", 1: "1", 0.5: "0.5000", 0.9991: "0.99910", 1 - 1e-9: "0.99999999900", 0.00016: "0.00016", 1e-12: "1.0e-12",
	} {
		if got := Chance(p, schemas.English); got != want {
			t.Errorf("%v is written %s, want %s", p, got, want)
		}
	}
}

// hostile is what no picture and no terminal may take for its own.
const hostile = "\"><script>alert(1)</script>&\x1b[31m\x00\ufffe\xff\u202e"

// The picture is well-formed XML whatever stands in it, needs nothing from
// elsewhere, and is the same each time.
func TestPicture(t *testing.T) {
	for _, said := range []string{"a.csv", hostile} {
		var a, b bytes.Buffer
		for _, w := range []*bytes.Buffer{&a, &b} {
			if err := ofRow(said).WritePicture(w, schemas.Vietnamese); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Error("two pictures of one row differ")
		}
		d := xml.NewDecoder(bytes.NewReader(a.Bytes()))
		bars := 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v\n%s", err, a.String())
			}
			if e, ok := token.(xml.StartElement); ok {
				switch e.Name.Local {
				case "rect":
					bars++
				case "script", "image", "use", "style", "a":
					t.Errorf("the picture has an element %s", e.Name.Local)
				}
			}
		}
		if bars != 1+1+4+1 { // paper, prior, comparisons, end
			t.Errorf("%d rectangles", bars)
		}
	}
	var none bytes.Buffer
	x := ofRow("a.csv")
	x.Candidates, x.Odds = nil, nil
	if err := x.WritePicture(&none, schemas.English); err != nil || !strings.Contains(none.String(), "no candidate") {
		t.Errorf("without candidates: %v\n%s", err, none.String())
	}
}

func TestTextIsOneLineEach(t *testing.T) {
	var b bytes.Buffer
	ofRow(hostile).WriteText(&b, schemas.English)
	if strings.ContainsAny(b.String(), "\x1b\x00\u202e") {
		t.Error("a control character of a cell reaches the terminal")
	}
}

func TestExplanationJSON(t *testing.T) {
	data, err := json.Marshal(ofRow("a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"verdict":"review"`, `"reasons":["weak_evidence"]`, `"comparison":"name","level":"agree","weight":12.25`, `"level":"opposite"`, `"row":17`, `"notes":["name_title"]`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the object lacks %s: %s", want, data)
		}
	}
}
