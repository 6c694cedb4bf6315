package register

import (
	"cmp"
	"slices"
)

// Problem is what was found wrong while people were added. None is fatal.
type Problem uint8

// Problems. The first three leave a row out; the others leave a value out.
const (
	ProblemNoNumber      Problem = iota // no usable personal ID: row left out
	ProblemNoName                       // no name: row left out
	ProblemDuplicate                    // another row of the same personal ID is newer: row left out
	ProblemBirthDate                    // no birth date that the calendar knows
	ProblemDeathDate                    // a death date that the calendar does not know
	ProblemProvince                     // no such province of residence
	ProblemCommune                      // no such commune of residence
	ProblemBirthProvince                // no such province of birth
	ProblemNumber                       // a CMND or former number that is none
	ProblemRelative                     // father, mother or spouse is not in the register
	ProblemTooMuch                      // text or list longer than the snapshot keeps: cut
	Problems
)

var problemNames = [Problems]string{
	"no_number", "no_name", "duplicate", "birth_date", "death_date", "province", "commune", "birth_province",
	"number", "relative", "too_much",
}

// String names the problem as the build report's JSON does.
func (p Problem) String() string { return problemNames[p] }

// MarshalText is String.
func (p Problem) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Address is where a row stood in the input: never what it said.
type Address struct {
	File uint32 `json:"file"`
	Row  int64  `json:"row"`
}

func (a Address) compare(b Address) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
}

// maxExamples is how many rows a finding names.
const maxExamples = 10

// Finding is how often a problem was met and the first rows that have it, by
// file and row whatever order they were added in.
type Finding struct {
	Count    int64     `json:"count"`
	Examples []Address `json:"examples,omitempty"`
}

func (f *Finding) add(at Address) {
	f.Count++
	f.example(at)
}

func (f *Finding) example(at Address) {
	if len(f.Examples) == maxExamples && at.compare(f.Examples[maxExamples-1]) >= 0 {
		return
	}
	i, named := slices.BinarySearchFunc(f.Examples, at, Address.compare)
	if named {
		return
	}
	f.Examples = slices.Insert(f.Examples, i, at)
	f.Examples = f.Examples[:min(len(f.Examples), maxExamples)]
}

// findings are the problems of a build or of one piece of it.
type findings [Problems]Finding

func (f *findings) merge(g *findings) {
	for p := range g {
		f[p].Count += g[p].Count
		for _, at := range g[p].Examples {
			f[p].example(at)
		}
	}
}

// BuildReport says what became of the rows given to a Builder:
// Rows = People + no_number + no_name + duplicate.
type BuildReport struct {
	ID       string              `json:"id"` // of the snapshot
	Rows     int64               `json:"rows"`
	People   int64               `json:"people"`
	Bytes    int64               `json:"bytes"`
	Problems map[Problem]Finding `json:"problems,omitempty"` // only those met
}

func (f *findings) report() map[Problem]Finding {
	m := make(map[Problem]Finding)
	for p, finding := range f {
		if finding.Count > 0 {
			m[Problem(p)] = finding
		}
	}
	return m
}
