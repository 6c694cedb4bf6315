package jobs

import (
	"fmt"

	"lamsach/internal/strict"
	"lamsach/matchers"
	"lamsach/pipeline/sink"
)

// String tells people the thresholds, and the costs they follow from.
func (t Thresholds) String() string {
	text := fmt.Sprintf("link from %.9g, people look from %.9g", t.Accept, t.Review)
	if t.Accept == t.Review {
		text = fmt.Sprintf("link from %.9g, people look at ambiguous rows only", t.Accept)
	}
	if c := t.Costs; c != nil {
		text += fmt.Sprintf(" (costs: false link %g, missed link %g, review %g)", c.FalseLink, c.MissedLink, c.Review)
	}
	return text
}

// bare are the probabilities, which a table may tell where it tells no other.
func (t Thresholds) bare() sink.Thresholds {
	return sink.Thresholds{Accept: t.Accept, Review: t.Review}
}

// readThresholds reads probabilities, or the costs that they follow from.
func (r *specReader) readThresholds(n strict.Node) {
	t := &r.spec.Thresholds
	before := r.Faults()
	var written, costs strict.Node
	r.Mapping(n, "thresholds",
		strict.Field{Key: "accept", Read: func(n strict.Node) { written, r.accepts = n, true; r.probability(n, "accept", &t.Accept) }},
		strict.Field{Key: "review", Read: func(n strict.Node) { written = n; r.probability(n, "review", &t.Review) }},
		strict.Field{Key: "costs", Read: func(n strict.Node) { costs = n; t.Costs = r.costs(n) }},
	)
	switch {
	case costs != nil && written != nil:
		r.Fault(strict.Start(n), "thresholds has costs and accept or review; give one or the other: the two probabilities follow from the costs")
	case r.Faults() > before:
	case costs != nil:
		r.accepts = true
		t.Accept, t.Review = t.Costs.Thresholds()
		if !(t.Review > 0 && t.Accept < 1) {
			r.Fault(strict.Start(costs), "costs lead to accept %v and review %v; both must be between 0 and 1, without 0 and 1: the costs are too far apart", t.Accept, t.Review)
		}
	default:
		r.thresholds = n
	}
}

// settleThresholds takes the dataset's accept where the job names none; only
// now, as the dataset may stand behind the thresholds.
func (r *specReader) settleThresholds() {
	t := &r.spec.Thresholds
	if d := r.spec.Description; d != nil && d.Accept > 0 && !r.accepts {
		t.Accept = d.Accept
	}
	if r.thresholds != nil && t.Review > t.Accept {
		r.Fault(strict.Start(r.thresholds), "review %g is above accept %g; rows below accept and at or above review go to people", t.Review, t.Accept)
	}
}

func (r *specReader) probability(n strict.Node, what string, into *float64) {
	v, ok := r.Number(n, what, "0.999")
	if ok && !(v > 0 && v < 1) {
		r.Fault(n, "%s must be a probability between 0 and 1, without 0 and 1", what)
	} else if ok {
		*into = v
	}
}

// mostCost bounds the costs: beyond it somebody miscounted the zeros.
const mostCost = 1e12

// costs reads what each error and each question to people costs. All three are
// compulsory: of a cost that nobody thought of no default is right.
func (r *specReader) costs(n strict.Node) *matchers.Costs {
	c := new(matchers.Costs)
	cost := func(what string, into *float64) func(strict.Node) {
		return func(n strict.Node) {
			v, ok := r.Number(n, what, "1")
			if ok && !(v > 0 && v <= mostCost) {
				r.Fault(n, "%s must be a cost above 0, at most %g", what, mostCost)
			} else if ok {
				*into = v
			}
		}
	}
	r.Mapping(n, "costs",
		strict.Field{Key: "false_link", Must: true, Read: cost("false_link", &c.FalseLink)},
		strict.Field{Key: "missed_link", Must: true, Read: cost("missed_link", &c.MissedLink)},
		strict.Field{Key: "review", Must: true, Read: cost("review", &c.Review)},
	)
	return c
}
