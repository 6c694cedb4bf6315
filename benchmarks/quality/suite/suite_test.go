package suite

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lamsach/pipeline/source/sandbox"
	"lamsach/schemas"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// TestSuite asks every row of the tables.
func TestSuite(t *testing.T) {
	dir, s := t.TempDir(), readTables(t)
	answers := ask(t, dir, buildRegister(t, dir, s), s)
	asked := 0
	for _, k := range s.kinds {
		got := answers[k.name]
		if len(got) != len(k.rows) {
			t.Fatalf("%s: %d answers to %d rows", k.name, len(got), len(k.rows))
		}
		for i := range k.rows {
			s.hold(t, &k.rows[i], &got[i])
		}
		asked += len(got)
	}
	if asked < 200 {
		t.Errorf("only %d rows were asked", asked)
	}
}

// hold holds an answer against what is expected.
func (s *tables) hold(t *testing.T, r *row, a *answer) {
	t.Helper()
	wrong := s.differences(r, a)
	switch {
	case r.known == "" && len(wrong) > 0:
		t.Errorf("%s: %s\n  want %s", r.at, r.line, strings.Join(wrong, "\n  want "))
	case r.known != "" && len(wrong) == 0:
		t.Errorf("%s: %s\n  is right now: take the mark away", r.at, r.line)
	}
}

// differences says what is not as expected, and what there is instead.
func (s *tables) differences(r *row, a *answer) (wrong []string) {
	differ := func(want, got string) { wrong = append(wrong, want+", got "+got) }
	if !slices.Contains(r.verdicts, a.Verdict) {
		probability := "no probability"
		if a.Probability != nil {
			probability = fmt.Sprintf("probability %.5f", *a.Probability)
		}
		differ(strings.Join(r.verdicts, " or "), fmt.Sprintf("%s (%s; person %s, candidate %s, owner %s; %s; name %s, birth date %s)",
			a.Verdict, probability, s.who(a.Person), s.who(a.Candidate), s.who(a.Owner), strings.Join(a.Reasons, " "), a.Name, a.Birth))
		return wrong
	}
	named := a.Candidate
	if a.Verdict == schemas.Verified.String() || a.Verdict == schemas.Corrected.String() {
		named = a.Person
	}
	if got := s.who(named); r.person != "*" && !slices.Contains(strings.Split(r.person, "/"), got) && (r.person != "" || got != "-") {
		differ("the person "+or(r.person, "-"), got)
	}
	if got := s.who(a.Owner); (r.person != "*" || r.owner != "") && (r.owner != "*" || got == "-") && got != or(r.owner, "-") {
		differ("the owner "+or(r.owner, "-"), got)
	}
	for _, reason := range r.has {
		if !slices.Contains(a.Reasons, reason) {
			differ("reason "+reason, strings.Join(a.Reasons, " "))
		}
	}
	for _, reason := range r.not {
		if slices.Contains(a.Reasons, reason) {
			differ("no reason "+reason, strings.Join(a.Reasons, " "))
		}
	}
	return wrong
}

// who is the key of a number's bearer.
func (s *tables) who(number *string) string {
	if number == nil {
		return "-"
	}
	for _, p := range s.order {
		if p.number == *number {
			return p.key
		}
	}
	return "somebody of the crowd"
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

func numberOf(text string) schemas.Number { return numbered(schemas.PersonalID, text) }
func cardOf(text string) schemas.Number   { return numbered(schemas.CMND, text) }

func numbered(kind schemas.NumberKind, text string) schemas.Number {
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		panic("a number of the tables is none: " + err.Error())
	}
	return schemas.MakeNumber(kind, value)
}
