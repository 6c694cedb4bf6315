package matchers

// Costs are what each error and each question to people costs, in any one
// currency: only their proportions count.
type Costs struct {
	FalseLink  float64 `json:"false_link"`  // a row linked to the wrong person
	MissedLink float64 `json:"missed_link"` // a row not linked whose person is in the register
	Review     float64 `json:"review"`      // one row looked at by people, who are taken to be right
}

// Thresholds are the probabilities at which every row costs least to be
// expected. A row whose best candidate has probability p costs
//
//	(1-p) FalseLink   linked,
//	Review            shown to people,
//	p MissedLink      left,
//
// so linking beats people from 1 - Review/FalseLink on, people beat leaving the
// row from Review/MissedLink on, and linking beats leaving it from
// FalseLink/(FalseLink+MissedLink) on. All three meet in one point, where
// Review = FalseLink MissedLink / (FalseLink+MissedLink): if people cost more
// than that, they are asked of no row and both thresholds are the third.
func (c *Costs) Thresholds() (accept, review float64) {
	alone := c.FalseLink / (c.FalseLink + c.MissedLink)
	return max(1-c.Review/c.FalseLink, alone), min(c.Review/c.MissedLink, alone)
}
