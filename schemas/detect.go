package schemas

import (
	"cmp"
	"math"
	"slices"
)

// Fit is how well a described dataset fits the columns of a file.
type Fit struct {
	Dataset   *Description
	Found     []Recognised
	Certainty float64 // 0 to 1, beside all other datasets; they sum to at most 1
	score     float64
}

// oddsOfColumn are the odds for a dataset that one more column of a file is
// sure to be one of its own, or one compulsory column less is missing. A
// judgement, not a measurement: a file of names and numbers alone fits every
// dataset alike.
const oddsOfColumn = 4

// ownSpelling is what a header in a spelling of the dataset itself counts more
// than one of the general table.
const ownSpelling = 0.25

// Rank holds columns against every built-in dataset, the best first. Those
// that no column speaks for are left out. Of equals the first in DatasetNames
// comes first.
func Rank(cols []ColumnInfo) []Fit {
	profiles := profilesOf(cols)
	var fits []Fit
	for _, name := range DatasetNames {
		d, err := Dataset(name)
		if err != nil {
			continue // a test holds the built-in descriptions to be sound
		}
		f := Fit{Dataset: d, Found: d.recognise(cols, profiles)}
		for i, r := range f.Found {
			f.score += r.Certainty
			if at, own := d.keys[keyOf(cols[i].Name)]; own && d.Columns[at].Role == r.Role {
				f.score += ownSpelling
			}
		}
		if f.score == 0 {
			continue
		}
		f.score -= float64(len(d.Missing(f.Found)))
		fits = append(fits, f)
	}
	slices.SortStableFunc(fits, func(a, b Fit) int { return cmp.Compare(b.score, a.score) })
	total := 0.0
	for i := range fits {
		fits[i].Certainty = math.Pow(oddsOfColumn, fits[i].score-fits[0].score)
		total += fits[i].Certainty
	}
	for i := range fits {
		fits[i].Certainty /= total
	}
	return fits
}

// Detect returns the described dataset that the columns fit best, with what
// was recognised; nil if they fit none.
func Detect(cols []ColumnInfo) (*Description, []Recognised) {
	if fits := Rank(cols); len(fits) > 0 && fits[0].score > 0 {
		return fits[0].Dataset, fits[0].Found
	}
	return nil, nil
}
