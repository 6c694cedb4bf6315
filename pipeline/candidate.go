package pipeline

import "lamsach/schemas"

// Candidate is one of the people whom a row that people must look at may speak
// of, as far as linking keeps them by name.
type Candidate struct {
	Row         uint32 // within the part
	Rank        uint8  // 1 is the best
	Person      uint32
	Probability float64
	Total       float64 // log2 match weight: the sum of Weights, in their order
	Weights     [schemas.Comparisons]float64
	Levels      [schemas.Comparisons]schemas.Level
}
