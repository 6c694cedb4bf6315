package matchers

import (
	"math"
	"strings"
	"testing"

	"lamsach/matchers/kernel"
)

// Whatever is wrong with a model is refused with the name of the field.
func TestParseRefuses(t *testing.T) {
	change := func(old, new string) string {
		text := strings.Replace(string(builtin), old, new, 1)
		if text == string(builtin) {
			t.Fatalf("the built-in model has no %q", old)
		}
		return text
	}
	for _, c := range []struct{ what, text, want string }{
		{"an unknown field", change(`"same": -0.3,`, `"same": -0.3, "nickname": -4,`), "nickname"},
		{"a missing field", change(`"stroke": -5, `, ``), "name_model.stroke is missing"},
		{"a field twice", change(`"stroke": -5,`, `"stroke": -5, "stroke": -4,`), "name_model.stroke stands 2 times"},
		{"a probability of 0", change(`"relative": 0.002`, `"relative": 0`), "number.relative is 0"},
		{"a probability of 1", change(`"in_register": 0.95`, `"in_register": 1`), "in_register is 1"},
		{"a logarithm above 0", change(`"swapped": -7`, `"swapped": 0.5`), "birth.swapped is 0.5"},
		{"a weight out of range", change(`"owner_bits": 1.5`, `"owner_bits": 1000`), "place.owner_bits is 1000"},
		{"no slips", change(`"slips": 130`, `"slips": 0`), "number.slips is 0"},
		{"NaN", change(`"commune": 0.86`, `"commune": NaN`), "invalid character 'N'"},
		{"a number too large", change(`"commune": 0.86`, `"commune": 1e999`), "place.commune"},
		{"a text", change(`"agree": 0.985`, `"agree": "often"`), "gender.agree"},
		{"places above 1", change(`"commune": 0.86`, `"commune": 0.99`), "place.commune, place.province and place.differ add up"},
		{"another version", change(`"version": 1`, `"version": 2`), "version is 2"},
		{"a name of two lines", change(`"builtin-vietnam-6"`, `"a\nb"`), "field name"},
		{"something behind it", string(builtin) + "{}", "behind its last brace"},
		{"nothing", "", "EOF"},
	} {
		if _, err := Parse([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
}

func TestEncodeIsParsed(t *testing.T) {
	m := *Builtin()
	m.Name, m.Trained = "bank-1", &Trained{From: Builtin().Hash(), Rows: 12, Rounds: 3, Likelihood: -1.5}
	text, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Encode()
	if err != nil || string(again) != string(text) {
		t.Errorf("encoded, parsed and encoded again it is another text: %v", err)
	}
	if back.Hash() == Builtin().Hash() || *back.Trained != *m.Trained || back.NameM != m.NameM {
		t.Error("what was parsed is not what was encoded")
	}
}

// Every number of a model is a parameter, and moves some weight or bound.
func TestParamsAreComplete(t *testing.T) {
	text, err := Builtin().Encode()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(Builtin().Params()), strings.Count(string(text), ": ")-2-8; got != want { // but version and name, and the eight groups
		t.Errorf("%d parameters, the text has %d numbers", got, want)
	}
}

// No slip of a name weighs more than the bound, whatever the model says of it.
func TestNearNameIsBounded(t *testing.T) {
	m := *Builtin()
	for _, p := range m.Params() {
		if !strings.HasPrefix(p.Name, "name_model.") || p.Unit != LogShare {
			continue
		}
		before := *p.Value
		*p.Value = -0.5
		for r := kernel.Unmarked; r < kernel.Different; r++ {
			c := typical()
			c.Exact = false
			c.Name = kernel.NameMatch{}
			c.Name.Count[kernel.Same], c.Name.Count[r] = 2, 1
			if w, most := m.Weigh(&c).Name, m.BoundNearName(math.Log2(c.Frequency.RowName)); w > most {
				t.Errorf("%s at -0.5: relation %d weighs %.2f, bound %.2f", p.Name, r, w, most)
			}
		}
		*p.Value = before
	}
}

// The rest is what candidates beyond the best weigh.
func TestRest(t *testing.T) {
	var f Field
	f.Reset(Builtin(), 1e6)
	for i := range MaxCandidates {
		f.Add(Candidate{Person: uint32(i), Weights: Weights{Name: 10}})
	}
	if f.Rest() > 1e-6 {
		t.Errorf("nobody is left over, rest %v", f.Rest())
	}
	f.Add(Candidate{Person: 9, Weights: Weights{Name: 3}})
	if math.Abs(f.Rest()-8) > 1e-6 {
		t.Errorf("rest %v, want 8", f.Rest())
	}
}
