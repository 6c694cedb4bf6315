package main

import (
	"cmp"
	"slices"
)

// cut is what the links from a score on are worth.
type cut struct {
	Name         string  `json:"name"`
	From         float64 `json:"from"`
	Unreached    bool    `json:"unreached,omitempty"` // no cut is as good as that
	Links        int     `json:"links"`
	Precision    float64 `json:"precision"`             // a link of a contradicted row is wrong
	Lenient      float64 `json:"precision_lenient"`     // unless it is to the person named
	Recall       float64 `json:"recall"`                // of the rows of kind match
	F1           float64 `json:"f1"`                    // of precision and recall
	AbsentLinked float64 `json:"absent_linked"`         // of the rows about nobody in the register
	Unlinked     float64 `json:"contradicted_unlinked"` // of the rows under somebody else's number
}

// score is a running sum over links, best first.
type score struct {
	facts                              *facts
	links, right, named, absent, other int
}

func (s *score) add(l *link) {
	f := s.facts.of(l)
	s.links++
	switch same := f.person == l.person && l.person != 0; {
	case f.kind == absent:
		s.absent++
	case f.kind == contradicted:
		s.other++
		if same {
			s.named++
		}
	case same:
		s.right++
		s.named++
	}
}

func (s *score) cut(name string, from float64) cut {
	c := cut{
		Name: name, From: from, Links: s.links, Precision: share(s.right, s.links), Lenient: share(s.named, s.links), Recall: share(s.right, s.facts.kinds[match]),
		AbsentLinked: share(s.absent, s.facts.kinds[absent]), Unlinked: 1 - share(s.other, s.facts.kinds[contradicted]),
	}
	if c.Precision+c.Recall > 0 {
		c.F1 = 2 * c.Precision * c.Recall / (c.Precision + c.Recall)
	}
	return c
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// cut scores links at their own cut, and where the truth says is best: best F1,
// best recall at a precision. With candidates that carry a mark of another owner
// all of it once more without them.
func (r *result) cut(f *facts, links []link, name string, own float64) {
	r.Cuts = append(r.Cuts, cuts(f, links, name, own)...)
	rest := slices.DeleteFunc(slices.Clone(links), func(l link) bool { return l.other })
	if len(rest) < len(links) {
		for _, c := range cuts(f, rest, name, own) {
			c.Name += " + rule"
			r.Cuts = append(r.Cuts, c)
		}
	}
}

// precisions are those at which the best recall is shown.
var precisions = []struct {
	name  string
	least float64
}{{"P >= 0.999", 0.999}, {"P >= 0.9999", 0.9999}}

func cuts(f *facts, links []link, name string, own float64) []cut {
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.file, b.file), cmp.Compare(a.row, b.row))
	})
	sum := score{facts: f}
	asIs := sum.cut(name, own)
	best := cut{F1: -1}
	at := make([]cut, len(precisions))
	distinct := 0
	for i := range links {
		sum.add(&links[i])
		from := links[i].score
		if i+1 < len(links) && links[i+1].score == from {
			continue // a cut takes all of one score or none
		}
		distinct++
		c := sum.cut("best F1", from)
		if from >= own {
			asIs = c
			asIs.Name, asIs.From = name, own
		}
		if c.F1 > best.F1 {
			best = c
		}
		for k, p := range precisions {
			if c.Precision >= p.least && c.Recall > at[k].Recall {
				at[k] = c
				at[k].Name = p.name
			}
		}
	}
	list := []cut{asIs}
	if distinct < 2 {
		return list // nothing to choose
	}
	list = append(list, best)
	for k, p := range precisions {
		if at[k].Name == "" {
			at[k] = cut{Name: p.name, Unreached: true}
		}
		list = append(list, at[k])
	}
	return list
}
