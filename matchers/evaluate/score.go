package evaluate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"lamsach/schemas"
)

// Options of a score.
type Options struct {
	Classes *Vocabulary // of the labels
	// Traits says what the register knows of people, one for each; nil leaves
	// the groups out. It is asked for many at a time; 0 is nobody.
	Traits func(people []uint64, dst []Traits)
	// NotShown is told, in the order of the rows, of every row about somebody of
	// the register who is neither linked nor candidate. Tables are numbered as the
	// labels number them. Whoever links those rows again knows whom blocking lost:
	// Blocking.Settle.
	NotShown func(at Address, person uint64)
	// Accept is the threshold of the run, and Beyond how many of its links from a
	// threshold on it expects to be wrong for what match_probability cannot know,
	// as a share; nil for none.
	Accept float64
	Beyond func(threshold float64) float64
}

// Figures are the shares that a run is judged by.
type Figures struct {
	Precision    Share `json:"precision"`      // right links of all links
	FalseLinks   Share `json:"false_links"`    // wrong links of all links
	Recall       Share `json:"recall"`         // right links of the rows of kind match
	RecallAll    Share `json:"recall_all"`     // the same of all rows about people of the register, contradicted ones too
	F1           F1    `json:"f1"`             // of precision and recall
	Found        Share `json:"found"`          // right person linked or shown as candidate, of the rows of kind match
	LeftToPeople Share `json:"left_to_people"` // review or ambiguous, of all rows
	AbsentLinked Share `json:"absent_linked"`  // of rows about a person who is not in the register
	Contradicted Share `json:"contradicted"`   // contradicted rows with that verdict
}

// Blocking is what became of people who were described and not shown.
type Blocking struct {
	NotShown Share  `json:"not_shown"`        // neither linked nor candidate, of the rows about people of the register
	Lost     *Share `json:"lost,omitempty"`   // never compared with the row, of the rows about people of the register; see Settle
	Looked   int64  `json:"looked,omitempty"` // rows not shown that Lost was told by
}

// Settle takes in that of so many rows not shown, all of them or a random
// sample, lost were never compared with the person described. Looked-at rows
// stand for as many rows about people of the register as their share of those
// not shown, which are what Lost is of: the interval is rather too wide.
func (b *Blocking) Settle(lost, looked int64) {
	b.Looked = looked
	of := b.NotShown.Of
	if b.NotShown.Hits > 0 {
		of = int64(math.Round(float64(looked) / float64(b.NotShown.Hits) * float64(of)))
	}
	share := ShareOf(lost, of)
	b.Lost = &share
}

// Result is the score of a run.
type Result struct {
	Counts
	Unlabelled int64 `json:"unlabelled"` // rows of the run without a label: counted nowhere else
	Unanswered int64 `json:"unanswered"` // labels of rows that the run does not have
	Repeated   int64 `json:"repeated"`   // labels that say again what another said
	Figures
	Estimated   Estimated                   `json:"estimated"` // false links without labels
	Kinds       map[string]Counts           `json:"kinds"`
	Verdicts    map[string]Counts           `json:"verdicts"`
	Table       map[string]map[string]int64 `json:"table"` // kind → verdict → rows
	Classes     []Slice                     `json:"classes"`
	Groups      []Dimension                 `json:"groups,omitempty"`
	Curve       Curve                       `json:"curve"`
	Calibration Calibration                 `json:"calibration"`
	Blocking    Blocking                    `json:"blocking"`
}

// scorer adds up.
type scorer struct {
	Options
	kinds      [Kinds]Counts
	verdicts   [schemas.Verdicts]Counts
	table      [Kinds][schemas.Verdicts]int64
	classes    [maxClasses]Tally
	groups     groups
	ladder     ladder
	bins       tenths // of all rows
	unsure     tenths // of rows without an agreeing number
	all        Counts
	doubt      float64 // sum of 1 - match_probability over linked rows
	nobody     Counts  // rows about a person who is not in the register
	unlabelled int64

	last   Address
	begun  bool
	people []uint64 // scratch
	traits []Traits
	pairs  []pair
}

// pair is an answer with its label.
type pair struct {
	label  Label
	answer *Answer
}

// Score holds answers against labels. Both come in the order of the rows;
// labels that do not are ErrOrder. Answers without a label and labels without
// an answer are counted.
func Score(answers Source[Answer], labels Source[Label], o Options) (*Result, error) {
	t := &truth{source: labels}
	s := &scorer{Options: o}
	for {
		run, err := answers()
		if err != nil {
			return nil, err
		}
		if len(run) == 0 {
			break
		}
		if err := s.run(run, t); err != nil {
			return nil, err
		}
	}
	if err := t.finish(); err != nil {
		return nil, err
	}
	r := s.result()
	r.Unanswered, r.Repeated = t.rows-s.all.Rows, t.repeated
	return r, nil
}

// run scores a run of answers.
func (s *scorer) run(answers []Answer, t *truth) error {
	s.pairs, s.people = s.pairs[:0], s.people[:0]
	for i := range answers {
		a := &answers[i]
		if s.begun && s.last.Compare(a.At) >= 0 {
			return fmt.Errorf("row %d has two outcomes, or outcomes are not in the order of the rows", a.At.Row)
		}
		s.last, s.begun = a.At, true
		l, ok, err := t.of(a.At)
		if err != nil {
			return err
		}
		if !ok {
			s.unlabelled++
			continue
		}
		s.pairs, s.people = append(s.pairs, pair{l, a}), append(s.people, l.Person)
	}
	if s.Traits != nil {
		s.traits = slices.Grow(s.traits[:0], len(s.people))[:len(s.people)]
		s.Traits(s.people, s.traits)
	}
	for i := range s.pairs {
		s.add(&s.pairs[i].label, s.pairs[i].answer)
		if s.Traits != nil && s.people[i] != 0 {
			s.groups.add(&s.traits[i], &s.pairs[i].label, s.pairs[i].answer)
		}
	}
	return nil
}

// add scores one answer.
func (s *scorer) add(l *Label, a *Answer) {
	s.all.add(l, a)
	s.kinds[l.Kind].add(l, a)
	s.verdicts[a.Verdict].add(l, a)
	s.table[l.Kind][a.Verdict]++
	if l.Person == 0 && l.Kind != Garbage {
		s.nobody.add(l, a)
	}
	if s.Options.Classes != nil {
		for _, i := range s.Options.Classes.lists[l.Errors] {
			s.classes[i].Add(l, a)
		}
	}
	s.ladder.add(l, a)
	if a.Verdict.Linked() && !math.IsNaN(a.Probability) {
		s.doubt += 1 - a.Probability
	}
	if named := a.named(); named != 0 && !math.IsNaN(a.Probability) {
		s.bins.add(a.Probability, named == l.Person)
		if !a.NumberAgrees {
			s.unsure.add(a.Probability, named == l.Person)
		}
	}
	if s.NotShown != nil && l.Person != 0 && a.named() != l.Person {
		s.NotShown(l.At, l.Person)
	}
}

// beyond is what the run expects beyond match_probability.
func (s *scorer) beyond(threshold float64) float64 {
	if s.Beyond == nil {
		return 0
	}
	return s.Beyond(threshold)
}

// result makes shares of the counts.
func (s *scorer) result() *Result {
	match, other := &s.kinds[Match], &s.kinds[Contradicted]
	r := &Result{
		Counts: s.all, Unlabelled: s.unlabelled,
		Figures: Figures{
			Precision: s.all.precision(), FalseLinks: ShareOf(s.all.Wrong, s.all.Linked),
			Recall: match.recall(), RecallAll: s.all.recall(), Found: match.found(),
			LeftToPeople: ShareOf(s.all.ToPeople, s.all.Rows), AbsentLinked: ShareOf(s.nobody.Linked, s.nobody.Rows),
			Contradicted: ShareOf(other.SaidOther, other.Rows),
		},
		Kinds: map[string]Counts{}, Verdicts: map[string]Counts{}, Table: map[string]map[string]int64{},
		Curve:       s.ladder.result(match.Present, s.beyond),
		Calibration: Calibration{All: s.bins.result(), Without: s.unsure.result()},
		Blocking:    Blocking{NotShown: ShareOf(s.all.Present-s.all.Right-s.all.Candidate, s.all.Present)},
	}
	r.Estimated = estimateOf(s.doubt, s.beyond(s.Accept), s.all.Wrong, s.all.Linked)
	r.F1 = F1Of(r.Precision, r.Recall)
	for k := Match; k < Kinds; k++ {
		r.Kinds[k.String()] = s.kinds[k]
		r.Table[k.String()] = map[string]int64{}
		for v := range schemas.Verdicts {
			r.Table[k.String()][v.String()] = s.table[k][v]
		}
	}
	for v := range schemas.Verdicts {
		r.Verdicts[v.String()] = s.verdicts[v]
	}
	if s.Options.Classes != nil {
		for i, name := range s.Options.Classes.classes {
			r.Classes = append(r.Classes, s.classes[i].Slice(name))
		}
		slices.SortFunc(r.Classes, func(a, b Slice) int { return cmp.Compare(a.Name, b.Name) })
	}
	if s.Traits != nil {
		r.Groups = s.groups.result()
	}
	return r
}
