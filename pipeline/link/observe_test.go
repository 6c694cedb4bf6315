package link

import (
	"math"
	"testing"

	"lamsach/matchers"
	"lamsach/pipeline"
)

// What an observer is told adds up to the decision: the odds of its comparisons
// give the probability that is published.
func TestObserve(t *testing.T) {
	people, cells := dense(1, 3000, 400)
	l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
	w := l.Worker()
	model, told, asked := l.Model(), map[uint32]float64{}, 0
	w.Observe(func(row uint32) uint32 {
		if row%2 == 0 {
			return 7
		}
		return pipeline.NoPerson
	}, func(o *Observed) {
		in, out := model.Prior(float64(l.people.People()))
		sum, best := out+in*o.Rest, 0.0
		for i := range o.Comparisons {
			if o.Row%2 == 0 && i == o.Asked && i == len(o.Comparisons)-1 {
				asked++
				continue // not of the field, or its last: either way no best one
			}
			weights := model.Weigh(&o.Comparisons[i])
			odds := in * math.Exp2(weights.Total())
			sum += model.Alike(float64(l.people.People())) * math.Exp2(weights.Identity())
			best = math.Max(best, odds)
			sum += odds
		}
		if (o.Asked >= 0) != (o.Row%2 == 0) {
			t.Errorf("row %d: person asked for at %d", o.Row, o.Asked)
		}
		told[o.Row] = best / sum
	})
	r := w.Link(cleanCells(cells))
	if len(told) == 0 || asked == 0 {
		t.Fatal("nothing was told")
	}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		p, ok := told[uint32(i)]
		if !ok || i%2 == 0 || math.IsNaN(o.Probability) {
			continue
		}
		if math.Abs(p-o.Probability) > 1e-5 { // outsiders who look like one of those not kept are not told of
			t.Errorf("row %d: probability %.9f, told %.9f", i, o.Probability, p)
		}
	}
}

// Whoever is passed over cannot matter under a trained model either, whose slips
// are others in order and size than the built-in ones.
func TestScreenUnderAnotherModel(t *testing.T) {
	m := *matchers.Builtin()
	m.NameM.Tone, m.NameM.VowelMark, m.NameM.Sound, m.NameM.Letter = -1.5, -1.6, -2, -2.5
	m.NameM.Wild, m.NameM.IY, m.NameM.Initial, m.NameM.Unmarked, m.NameM.Stroke = -6, -8, -7, -8, -9
	m.NameM.Lost, m.NameM.Added, m.NameM.Cut = -8, -9, -9
	m.Place = matchers.PlaceModel{Commune: 0.94, Province: 0.04, Differ: 0.02, OwnerBits: 1.5}
	m.Number.Relative, m.Birth.Swapped = 0.02, -3
	for seed := range uint64(3) {
		people, cells := dense(seed, 12_000, 1500)
		l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9, Model: &m})
		rows := cleanCells(cells)
		got := l.Worker().Link(rows)
		l.exhaustive = true
		want := l.Worker().Link(rows)
		for i := range want.Outcomes {
			g, w := &got.Outcomes[i], &want.Outcomes[i]
			if atThreshold(g.Probability) || atThreshold(w.Probability) {
				continue
			}
			if g.Verdict != w.Verdict || g.Person != w.Person || g.Candidate != w.Candidate {
				t.Errorf("seed %d, row %d: %s %.6f, without the screen %s %.6f", seed, i, g.Verdict, g.Probability, w.Verdict, w.Probability)
			}
		}
	}
}
