package train

import (
	"math"

	"lamsach/matchers"
)

// judged is a sample under a model: what every comparison and row come to.
type judged struct {
	*Sample
	model   *matchers.Model
	odds    []float64 // by comparison: prior times likelihood ratio
	free    []float64 // the same with every comparison counted in full
	alike   []float64 // by comparison: odds of outsiders who look like the person
	in, out float64
}

func (s *Sample) judge(m *matchers.Model) *judged {
	j := &judged{Sample: s, model: m, odds: make([]float64, len(s.comparisons)), free: make([]float64, len(s.comparisons)), alike: make([]float64, len(s.comparisons))}
	j.in, j.out = m.Prior(s.people)
	free := *m
	free.Number.SecondNumberBits, free.Place.OwnerBits = math.Inf(1), math.Inf(1)
	like := m.Alike(s.people)
	for i := range s.comparisons {
		w := m.Weigh(&s.comparisons[i])
		j.odds[i] = j.in * math.Exp2(w.Total())
		j.alike[i] = like * math.Exp2(w.Identity())
		j.free[i] = j.in * math.Exp2(free.Weigh(&s.comparisons[i]).Total())
	}
	return j
}

// sum is the odds of everybody whom the row was compared with, by name and not.
func (j *judged) sum(r *row, odds []float64) (all, rest float64) {
	if r.rest != noRest {
		rest = j.in * math.Exp2(float64(r.rest)/steps)
	}
	all = rest
	for _, c := range r.candidates[:r.n] {
		all += odds[c]
	}
	return all, rest
}

// lookalikes is the odds of outsiders who look like one of the people named.
func (j *judged) lookalikes(r *row) (odds float64) {
	for _, c := range r.candidates[:r.n] {
		odds += j.alike[c]
	}
	return odds
}

// likelihood is the log2 probability of a row, but for what no parameter
// touches: its odds over all persons, and how an outsider's row comes by such
// numbers, against which they were weighed. What Weigh holds down because
// comparisons of an owner hang together counts in full here: held down it is no
// probability, and two models could not be held against each other.
func (j *judged) likelihood(r *row) float64 {
	all, _ := j.sum(r, j.free)
	bits := math.Log2(all + j.out + j.lookalikes(r))
	switch r.told {
	case Unlabelled:
	case Nobody:
		bits = math.Log2(1 - j.model.InRegister)
	case Unseen:
		bits = 0 // nothing is known of the pair
	default:
		bits = math.Log2(j.free[r.candidates[r.told]])
	}
	return bits + outsider(&j.model.Number, r.pin) + outsider(&j.model.CMND, r.cmnd)
}

func outsider(n *matchers.NumberModel, c Carried) float64 {
	switch c {
	case Owned:
		return math.Log2(n.BorrowedByOutsider)
	case Nobodys:
		return math.Log2(n.UnknownOfOutsider)
	}
	return 0
}

// expect is the step of expectation: how often every level is to be expected
// among the rows, and how likely they are, in bits per row.
func (j *judged) expect(base *matchers.Model) (k counts, perRow float64) {
	who := make([]float64, len(j.comparisons)) // expected rows of each comparison
	for i := range j.rows {
		r, n := &j.rows[i], float64(j.counts[i])
		perRow += n * j.likelihood(r)
		switch r.told {
		case Unlabelled:
			all, rest := j.sum(r, j.odds)
			alike := j.lookalikes(r)
			all += j.out + alike
			for _, c := range r.candidates[:r.n] {
				who[c] += n * j.odds[c] / all
			}
			k[inside] += n * rest / all
			j.expectNobody(base, &k, r, n*j.out/all)
			k.outsider(r, n*alike/all)
		case Nobody:
			k.outsider(r, n)
		case Unseen:
			k[inside] += n
		default:
			who[r.candidates[r.told]] += n
		}
	}
	for i, n := range who {
		if n > 0 {
			k.count(j.model, &j.comparisons[i], n)
		}
	}
	return k, perRow / math.Max(float64(j.total), 1)
}

// expectNobody divides rows that speak of nobody compared into people of the
// register whose birth date is another, and those who are not in it. Where a row
// has no number nothing tells the two apart: were the model itself asked, either
// could grow from round to round at the other's cost. So the base is.
func (j *judged) expectNobody(base *matchers.Model, k *counts, r *row, n float64) {
	passed := base.Passed() * math.Exp2(j.stranger(&base.Number, r.pin)+j.stranger(&base.CMND, r.cmnd))
	share := passed / (passed + 1 - base.InRegister)
	k[inside] += n * share
	b := &base.Birth
	year := math.Exp2(b.SameYear) / (math.Exp2(b.SameYear) + math.Exp2(b.Other))
	k[birthSameYear] += n * share * year
	k[birthOther] += n * share * (1 - year)
	k.outsider(r, n*(1-share))
}

// stranger is what a row's number weighs to somebody it has nothing to do with.
func (j *judged) stranger(n *matchers.NumberModel, c Carried) float64 {
	switch c {
	case Owned:
		return n.Weigh(matchers.NumberStranger, j.people)
	case Nobodys:
		return n.Weigh(matchers.NumberUnknown, j.people)
	}
	return 0
}

// outsider counts n rows about somebody who is not in the register.
func (k *counts) outsider(r *row, n float64) {
	k[outside] += n
	for _, c := range [...]struct {
		carried Carried
		level   level
	}{{r.pin, pinBorrowed}, {r.cmnd, cmndBorrowed}} {
		switch c.carried {
		case Owned:
			k[c.level] += n
		case Nobodys:
			k[c.level+1] += n
		}
	}
}

// Rounds end when they gain less than settled bits per row.
const (
	maxRounds = 60
	settled   = 1e-5
)

// fit estimates a model that begins with base, and says how likely the sample
// was before each round and after the last.
func (s *Sample) fit(base *matchers.Model) (m *matchers.Model, n counts, likelihoods []float64) {
	usual := usual(base)
	m = base
	for {
		k, perRow := s.judge(m).expect(base)
		likelihoods = append(likelihoods, perRow)
		if l := len(likelihoods); l > maxRounds || l > 1 && math.Abs(perRow-likelihoods[l-2]) < settled {
			return m, k, likelihoods
		}
		by, _ := moves(&k, &usual, s.anchored(&k))
		m = moved(base, &by)
	}
}
