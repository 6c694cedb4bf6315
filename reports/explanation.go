package reports

import (
	"fmt"

	"lamsach/schemas"
)

// Explanation is why one row of a run was answered as it was. It tells no more
// than the tables of the run may: at disclosure "fields" no value of the
// register that the row did not submit, no weight and no probability but what the
// verdict says, at "verdict" nothing but the verdict and what the row alone tells.
type Explanation struct {
	RunID string `json:"run_id"`
	Address
	Snapshot   Snapshot  `json:"snapshot"`
	Rules      string    `json:"rules"`
	Model      string    `json:"model"`
	Thresholds Threshold `json:"thresholds"`
	Disclosure string    `json:"disclosure"`

	Said        []Said                 `json:"said"`
	Verdict     Word[schemas.Verdict]  `json:"verdict"`
	Probability *float64               `json:"match_probability"`
	Weight      *float32               `json:"match_weight"`
	RunnerUp    *float32               `json:"runner_up_weight"`
	Reasons     []Word[schemas.Reason] `json:"reasons"`
	// Published says that the answer was held against the published outcome,
	// whose reasons include what only the whole job knows.
	Published   bool     `json:"published"`
	DuplicateOf *Address `json:"duplicate_of,omitempty"`

	Mismatches []Mismatch `json:"mismatches,omitempty"` // as in the table of mismatches

	Odds       *Odds       `json:"odds,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
}

// Word is a code of a closed list, in JSON its name.
type Word[T fmt.Stringer] struct{ Is T }

// MarshalText gives the code's name.
func (w Word[T]) MarshalText() ([]byte, error) { return []byte(w.Is.String()), nil }

// Said is one field of the row: what cleaning made of it.
type Said struct {
	Column   string               `json:"column"`             // as in cleaned
	Value    string               `json:"value"`              // canonical; "" if nothing usable is left
	Original string               `json:"original,omitempty"` // as submitted, if it is another text
	Notes    []Word[schemas.Code] `json:"notes,omitempty"`    // repairs and issues
}

// Mismatch is one field of the row that disagrees with the person it was held
// against.
type Mismatch struct {
	Field     Word[schemas.Field]     `json:"field"`
	Submitted string                  `json:"submitted,omitempty"`
	Canonical string                  `json:"canonical,omitempty"`
	Register  string                  `json:"register_value,omitempty"` // at disclosure "values"
	Reason    Word[schemas.Reason]    `json:"reason"`
	Mechanism Word[schemas.Mechanism] `json:"mechanism"`
}

// Odds say how certain the answer could be, beside the candidates.
type Odds struct {
	Prior    float64 `json:"prior"`       // log2 odds of one person before anything is compared
	Nobody   float64 `json:"nobody"`      // probability that it is nobody who was compared
	Others   float64 `json:"others"`      // probability of candidates that are not listed
	Passed   float64 `json:"passed_over"` // the most that people not compared in full could have
	Compared int64   `json:"compared"`    // people who were
}

// Candidate is one of the people the row was held against.
type Candidate struct {
	Rank        int    `json:"rank"` // 1 is the best; 0: an owner of the number who is none of the best
	Linked      bool   `json:"linked,omitempty"`
	NumberOwner bool   `json:"number_owner,omitempty"` // of the number of a contradicted row
	PersonID    string `json:"person_id,omitempty"`
	// What follows is told at disclosure "values" only.
	Probability *float64 `json:"match_probability,omitempty"`
	Weight      *float32 `json:"match_weight,omitempty"`
	Lines       []Line   `json:"comparisons"`
}

// Line is one comparison of the row with a candidate. At disclosure "values"
// the weights, added up in their order, are the match weight exactly.
type Line struct {
	Comparison Word[schemas.Comparison] `json:"comparison"`
	Level      Word[schemas.Level]      `json:"level"`
	Weight     *float64                 `json:"weight,omitempty"` // log2 of the likelihood ratio
	Rarity     float64                  `json:"rarity,omitempty"` // share of the register's people who have the agreeing value
	Row        string                   `json:"row,omitempty"`
	Register   string                   `json:"register,omitempty"`
}

// Start is where the waterfall of weights begins.
func (e *Explanation) Start() float64 {
	if e.Odds == nil {
		return 0
	}
	return e.Odds.Prior
}

// Whole says whether weights, probabilities and values of the register are told.
func (e *Explanation) Whole() bool { return e.Disclosure == "values" }
