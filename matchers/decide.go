package matchers

import "math"

// MaxCandidates is how many candidates a decision keeps by name; the odds of
// all others still count in every probability.
const MaxCandidates = 5

// Candidate is a person with the weights of the pair.
type Candidate struct {
	Person  uint32
	Weights Weights
	Total   float64 // log2, Weights.Total()
	Note    uint32  // the caller's own mark, for example an index
}

// Field is the candidates of one row, the best first.
type Field struct {
	Best  [MaxCandidates]Candidate
	Len   int
	sum   float64 // odds of all candidates, kept or not
	in    float64 // prior odds of one person
	out   float64 // odds of nobody, but for those who look like a candidate
	like  float64 // odds that nobody is somebody who looks like a given person
	alike float64 // see nobody

	unseen Unseen
	most   float64 // see PassBeside

	cutAt, cutAll, cutNobody float64 // see Cut: the odds it was made at, and logarithms
}

// Reset empties the field for the next row. people is the size of the register.
func (f *Field) Reset(m *Model, people float64) {
	f.Len, f.sum, f.alike, f.unseen, f.cutAt, f.most = 0, 0, 0, Unseen{}, 0, 0
	f.in, f.out = m.Prior(people)
	f.like = m.Alike(people)
}

// Prior is the odds of one person of the register, and those of nobody, before
// anything is compared.
//
// Beside nobody stand the people of the register who share the row's name and
// neither its birth date nor its place, and who are therefore not compared one
// by one. Over the whole register their odds add up to the probability that a
// row of an insider has such a birth date, however many they are: each one's
// likelihood ratio is m / u, and there are u × people of them.
func (m *Model) Prior(people float64) (in, out float64) {
	return m.InRegister / people, 1 - m.InRegister + m.Passed()
}

// Passed is the part of Prior's odds of nobody that belongs to people of the
// register who are not compared.
func (m *Model) Passed() float64 {
	return m.InRegister * (math.Exp2(m.Birth.SameYear) + math.Exp2(m.Birth.Other))
}

// Alike is the odds, before anything is compared, of an outsider who shares name,
// birth date and gender with one given person of the register, beyond chance.
func (m *Model) Alike(people float64) float64 { return (1 - m.InRegister) * m.Namesake / people }

// Add counts a candidate. Ties are broken by the person's ordinal, so the order
// of arrival does not matter.
func (f *Field) Add(c Candidate) {
	c.Total = c.Weights.Total()
	f.sum += math.Exp2(c.Total) * f.in
	f.alike += math.Exp2(c.Weights.Identity())
	at := f.Len
	for at > 0 && before(&c, &f.Best[at-1]) {
		at--
	}
	if at == MaxCandidates {
		return
	}
	f.Len = min(f.Len+1, MaxCandidates)
	copy(f.Best[at+1:f.Len], f.Best[at:f.Len-1])
	f.Best[at] = c
}

func before(a, b *Candidate) bool {
	if a.Total != b.Total {
		return a.Total > b.Total
	}
	return a.Person < b.Person
}

// Probability is the posterior of a candidate: its odds among those of every
// candidate and of nobody in the register.
func (f *Field) Probability(c *Candidate) float64 {
	return math.Exp2(c.Total) * f.in / f.all()
}

// nobody is the odds that the row speaks of nobody who can be a candidate.
// An outsider may share name, birth date and gender with a given insider, beyond
// chance: the row then comes about as the insider's would, but for number and
// place. So each candidate adds to nobody's odds what those three weigh, times
// the odds of such an outsider. A name and birth date that are rare, therefore,
// prove nobody but the two of them, and number or place has to add the rest.
func (f *Field) nobody() float64 { return f.out + f.like*f.alike }

// all is the odds of every candidate and of nobody.
func (f *Field) all() float64 { return f.sum + f.nobody() }

// Together is the posterior that the person is one of the candidates.
func (f *Field) Together() float64 { return f.sum / f.all() }

// Rest is what the candidates who are not among the best weigh together, as a
// sum of likelihood ratios.
func (f *Field) Rest() float64 {
	if f.Len < MaxCandidates {
		return 0
	}
	rest := f.sum / f.in
	for i := range f.Best {
		rest -= math.Exp2(f.Best[i].Total)
	}
	return math.Max(rest, 0)
}

// Top returns the best candidate and its posterior; nil when there is none.
func (f *Field) Top() (*Candidate, float64) {
	if f.Len == 0 {
		return nil, 0
	}
	return &f.Best[0], f.Probability(&f.Best[0])
}

// Close says whether the second candidate lies within a factor of ten in odds
// of the best.
func (f *Field) Close() bool {
	return f.Len >= 2 && f.Best[0].Total-f.Best[1].Total <= math.Log2(10)
}

// Reweigh weighs the candidates that are kept by name again.
func (f *Field) Reweigh(weigh func(person uint32) Weights) {
	kept, n := f.Best, f.Len
	f.Len, f.sum, f.cutAt = 0, f.Rest()*f.in, 0
	for _, c := range kept[:n] {
		f.alike = math.Max(f.alike-math.Exp2(c.Weights.Identity()), 0)
		c.Weights = weigh(c.Person)
		f.Add(c)
	}
}
