package pipeline

import "lamsach/schemas"

// NoPerson is the ordinal of nobody.
const NoPerson = ^uint32(0)

// Outcome is what the link stage says of one row: the compact spill. It is a
// fixed-size record without pointers; people are ordinals of the snapshot.
type Outcome struct {
	Identity    uint64            // fingerprint of folded name and birth date as submitted; 0 for a rejected row
	PIN         schemas.Number    // usable numbers as submitted, for settling
	CMND        schemas.Number    //
	Apart       uint32            // fingerprint of what tells the rows of one person apart; 0 for nothing
	Reasons     schemas.ReasonSet // without those that only settling knows; with number_agrees, PIN is the own number of Person
	Probability float64           // posterior of Person or Candidate; NaN without one
	Weight      float32           // log2 match weight of Person or Candidate; NaN without one
	RunnerUp    float32           // log2 match weight of the next candidate; NaN without one
	Person      uint32            // verified, corrected
	Candidate   uint32            // review, ambiguous; contradicted if the person described was found
	Owner       uint32            // contradicted
	Verdict     schemas.Verdict
	Results     [schemas.Fields]schemas.Result
}

// Mismatch is one field of one row that disagrees with the person the row was
// held against.
type Mismatch struct {
	Row       uint32 // within the part
	Against   uint32 // the person whose value is the register's
	Field     schemas.Field
	Mechanism schemas.Mechanism
	Reason    schemas.Reason
}
