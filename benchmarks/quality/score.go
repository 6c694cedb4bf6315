package quality

import (
	"fmt"
	"slices"

	"lamsach/schemas"
)

// outcomeRow is what is read of outcomes.
type outcomeRow struct {
	SourceFile  string   `parquet:"source_file"`
	SourceRow   int64    `parquet:"source_row"`
	Verdict     string   `parquet:"verdict"`
	PersonID    *string  `parquet:"person_id,optional"`
	CandidateID *string  `parquet:"candidate_id,optional"`
	Probability *float64 `parquet:"match_probability,optional"`
	IDResult    string   `parquet:"id_result"`
}

// Counts are the numbers that every share is made of, of all rows or of a part.
type Counts struct {
	Rows      int64 `json:"rows"`
	Present   int64 `json:"present"`    // rows that describe somebody of the register
	Linked    int64 `json:"linked"`     // verified or corrected
	Right     int64 `json:"right"`      // linked to the person described
	Wrong     int64 `json:"wrong"`      // linked to anybody else
	Candidate int64 `json:"candidate"`  // not linked, the person described is the candidate shown
	ToPeople  int64 `json:"to_people"`  // review or ambiguous
	SaidOther int64 `json:"said_other"` // verdict contradicted
}

func (c *Counts) add(f *fact, v schemas.Verdict, person, candidate uint64) {
	c.Rows++
	if f.person != 0 {
		c.Present++
	}
	switch {
	case v.Linked():
		c.Linked++
		if person == f.person && person != 0 {
			c.Right++
		} else {
			c.Wrong++
		}
	case candidate == f.person && candidate != 0:
		c.Candidate++
	}
	switch v {
	case schemas.Review, schemas.Ambiguous:
		c.ToPeople++
	case schemas.Contradicted:
		c.SaidOther++
	}
}

// Recall is the share of rows about people of the register that are linked to
// the right one.
func (c Counts) Recall() float64 { return share(c.Right, c.Present) }

// Found is the share of rows about people of the register that are linked to
// the right one or show it as candidate.
func (c Counts) Found() float64 { return share(c.Right+c.Candidate, c.Present) }

// Class is what became of the rows with one class of error.
type Class struct {
	Name string `json:"name"`
	Counts
	Recall float64 `json:"recall"` // of rows of kind match
	Found  float64 `json:"found"`
}

// Bin is a tenth of match_probability, of rows without an agreeing number.
type Bin struct {
	From  float64 `json:"from"`
	Rows  int64   `json:"rows"`
	Said  float64 `json:"said"`  // mean probability
	Right float64 `json:"right"` // observed share
	sum   float64
	hits  int64
}

// Result is the score of a run.
type Result struct {
	Counts
	Unanswered   int64                       `json:"unanswered"`     // rows of the truth without an outcome
	Precision    float64                     `json:"precision"`      // right links of all links
	FalseLinks   float64                     `json:"false_links"`    // wrong links of all links
	Recall       float64                     `json:"recall"`         // right links of the rows of kind match
	RecallAll    float64                     `json:"recall_all"`     // the same of all rows about people of the register, contradicted ones too
	Found        float64                     `json:"found"`          // right person linked or shown as candidate, of the rows of kind match
	LeftToPeople float64                     `json:"left_to_people"` // review or ambiguous, of all rows
	AbsentLinked float64                     `json:"absent_linked"`  // of rows about nobody in the register
	Contradicted float64                     `json:"contradicted"`   // contradicted rows with that verdict
	Kinds        map[string]Counts           `json:"kinds"`
	Verdicts     map[string]Counts           `json:"verdicts"`
	Table        map[string]map[string]int64 `json:"table"` // kind → verdict → rows
	Classes      []Class                     `json:"classes"`
	Calibration  []Bin                       `json:"calibration"`
}

// scorer adds up.
type scorer struct {
	truth    *truth
	kinds    [kinds]Counts
	verdicts [schemas.Verdicts]Counts
	table    [kinds][schemas.Verdicts]int64
	classes  [maxClasses]Counts // rows of kind match
	affected [maxClasses]Counts // rows of any kind
	bins     [10]Bin
	all      Counts
	nobody   Counts // rows about a person who is not in the register
}

// Score holds the outcomes in a folder (or a file) against truth files or
// folders of them. Rows without truth are an error, rows without an outcome are
// counted. Memory does not grow with the rows where both lie in the same order,
// as they do when the truth was written with the input; otherwise it takes 16
// bytes for each row of truth.
func Score(outcomes string, truths ...string) (*Result, error) {
	t, err := openTruth(truths)
	if err != nil {
		return nil, err
	}
	defer t.unread.close()
	files, err := parquetFiles([]string{outcomes})
	if err != nil {
		return nil, err
	}
	s := &scorer{truth: t}
	rows := newReader[outcomeRow]("outcomes", files)
	defer rows.close()
	for {
		row, err := rows.next()
		if err != nil {
			return nil, err
		}
		if row == nil {
			break
		}
		if err := rows.named(s.add(row)); err != nil {
			return nil, err
		}
	}
	if err := t.finish(); err != nil {
		return nil, err
	}
	return s.result(), nil
}

// add scores one outcome.
func (s *scorer) add(row *outcomeRow) error {
	f, err := s.truth.answer(row.SourceFile, row.SourceRow)
	if err != nil {
		return err
	}
	v, err := verdict(row.Verdict)
	if err != nil {
		return fmt.Errorf("source_row %d: %w", row.SourceRow, err)
	}
	person, err := personID(row.PersonID)
	if err != nil {
		return fmt.Errorf("source_row %d: %w", row.SourceRow, err)
	}
	candidate, err := personID(row.CandidateID)
	if err != nil {
		return fmt.Errorf("source_row %d: %w", row.SourceRow, err)
	}
	s.count(f, v, person, candidate)
	if row.Probability != nil && row.IDResult != schemas.Agree.String() && row.IDResult != schemas.AgreeNormalised.String() {
		s.calibrate(*row.Probability, f, max(person, candidate))
	}
	return nil
}

func verdict(word string) (schemas.Verdict, error) {
	for v := range schemas.Verdicts {
		if v.String() == word {
			return v, nil
		}
	}
	return 0, fmt.Errorf("verdict is none of the seven")
}

func (s *scorer) count(f *fact, v schemas.Verdict, person, candidate uint64) {
	s.all.add(f, v, person, candidate)
	s.kinds[f.kind].add(f, v, person, candidate)
	s.verdicts[v].add(f, v, person, candidate)
	s.table[f.kind][v]++
	if f.person == 0 && f.kind != garbage {
		s.nobody.add(f, v, person, candidate)
	}
	for _, i := range s.truth.lists[f.errors] {
		s.affected[i].add(f, v, person, candidate)
		if f.kind == match {
			s.classes[i].add(f, v, person, candidate)
		}
	}
}

// calibrate puts a probability beside what is true of the person it speaks of:
// a row names a person or a candidate, never both.
func (s *scorer) calibrate(p float64, f *fact, named uint64) {
	if p != p || named == 0 {
		return
	}
	b := &s.bins[min(max(int(p*10), 0), 9)]
	b.Rows++
	b.sum += p
	if named == f.person {
		b.hits++
	}
}

// result makes shares of the counts.
func (s *scorer) result() *Result {
	r := &Result{
		Counts: s.all, Unanswered: s.truth.rows - s.all.Rows,
		Precision: share(s.all.Right, s.all.Linked), FalseLinks: share(s.all.Wrong, s.all.Linked),
		Recall: s.kinds[match].Recall(), RecallAll: s.all.Recall(), Found: s.kinds[match].Found(),
		LeftToPeople: share(s.all.ToPeople, s.all.Rows),
		Contradicted: share(s.kinds[contradicted].SaidOther, s.kinds[contradicted].Rows),
		Kinds:        map[string]Counts{}, Verdicts: map[string]Counts{}, Table: map[string]map[string]int64{},
	}
	r.AbsentLinked = share(s.nobody.Linked, s.nobody.Rows)
	for k := match; k < kinds; k++ {
		r.Kinds[kindNames[k]] = s.kinds[k]
		r.Table[kindNames[k]] = map[string]int64{}
		for v := range schemas.Verdicts {
			r.Table[kindNames[k]][v.String()] = s.table[k][v]
		}
	}
	for v := range schemas.Verdicts {
		r.Verdicts[v.String()] = s.verdicts[v]
	}
	for i, name := range s.truth.classes {
		r.Classes = append(r.Classes, Class{Name: name, Counts: s.affected[i], Recall: s.classes[i].Recall(), Found: s.classes[i].Found()})
	}
	slices.SortFunc(r.Classes, func(a, b Class) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	for i, b := range s.bins {
		b.From, b.Said, b.Right = float64(i)/10, b.sum/float64(max(b.Rows, 1)), share(b.hits, b.Rows)
		r.Calibration = append(r.Calibration, b)
	}
	return r
}

func share(n, of int64) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
