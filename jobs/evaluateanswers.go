package jobs

import (
	"context"
	"fmt"
	"strconv"

	"lamsach/internal/store"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

// answerColumns of the outcomes that figures are made of, in the order in which
// they are read.
var answerColumns = []string{"source_row", "verdict", "person_id", "candidate_id", "match_probability", "id_result"}

// answers reads the outcomes of a run, part by part.
type answers struct {
	ctx     context.Context
	run     run
	objects map[string]Object
	inputs  []Input
	input   int // being read, and its next part
	part    int
	file    *parquet.File
	columns []int
	cuts    []table.Cut
	batch   pipeline.Batch
	out     []evaluate.Answer
	words   []uint8 // scratch: of entries
	odds    []float64
}

func newAnswers(ctx context.Context, r run, m *Manifest) *answers {
	a := &answers{ctx: ctx, run: r, inputs: m.Inputs, objects: map[string]Object{}}
	for _, o := range m.Objects {
		a.objects[o.Path] = o
	}
	if len(a.inputs) > 0 {
		a.part = a.inputs[0].Parts[0]
	}
	return a
}

// next is the source of answers.
func (a *answers) next() ([]evaluate.Answer, error) {
	for {
		switch {
		case len(a.cuts) > 0:
			cut := a.cuts[0]
			a.cuts = a.cuts[1:]
			if err := a.file.Read(a.ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, a.columns, &a.batch); err != nil {
				return nil, a.named(err)
			}
			if a.batch.Rows > 0 {
				return a.out, a.named(a.rows())
			}
		case a.file != nil:
			a.file.Close()
			a.file = nil
			a.part++
		case a.input == len(a.inputs):
			return nil, nil
		case a.part == a.inputs[a.input].Parts[1]:
			if a.input++; a.input < len(a.inputs) {
				a.part = a.inputs[a.input].Parts[0]
			}
		default:
			if err := a.open(); err != nil {
				return nil, a.named(err)
			}
		}
	}
}

func (a *answers) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", partName("outcomes", a.part), err)
}

// open opens the outcomes of a part, which must be those that were published.
func (a *answers) open() error {
	o, there := a.objects[partName("outcomes", a.part)]
	if !there {
		return failf(ExitGiven, "the manifest does not name it")
	}
	sum, blocks, err := store.SumBlocks(a.ctx, a.run.store, a.run.key(o.Path))
	if err != nil {
		return passing(err)
	}
	if sum.SHA256 != o.SHA256 {
		return failf(ExitGiven, "it is not what was published: its checksum is not the manifest's")
	}
	object, err := blocks.Open(a.ctx, a.run.store, a.run.key(o.Path))
	if err != nil {
		return passing(err)
	}
	if a.file, err = parquet.Open(a.ctx, object, table.Options{}); err != nil {
		return err
	}
	a.columns, err = columnsNamed(a.file, answerColumns)
	a.cuts = a.file.Cuts(pipeline.UsualPartRows)
	return err
}

// rows makes answers of the batch.
func (a *answers) rows() (err error) {
	c := a.batch.Columns
	a.out = a.out[:0]
	verdicts, err := a.verdicts(&c[1])
	if err != nil {
		return err
	}
	odds, err := a.probabilities(&c[4])
	if err != nil {
		return err
	}
	for i := range a.batch.Rows {
		x := evaluate.Answer{}
		row, err := strconv.ParseInt(string(c[0].Value(i)), 10, 64)
		if err != nil || c[1].Index[i] < 0 {
			return fmt.Errorf("row %d has no source_row or no verdict", i)
		}
		x.At, x.Verdict = evaluate.Address{Table: int32(a.input), Row: row}, schemas.Verdict(verdicts[c[1].Index[i]])
		if x.Person, err = evaluate.ParsePerson(c[2].Value(i)); err == nil {
			x.Candidate, err = evaluate.ParsePerson(c[3].Value(i))
		}
		if err != nil {
			return fmt.Errorf("source_row %d: %w", row, err)
		}
		if e := c[4].Index[i]; e >= 0 {
			x.Probability = odds[e]
		} else {
			x.Probability = nan
		}
		result := string(c[5].Value(i))
		x.NumberAgrees = result == schemas.Agree.String() || result == schemas.AgreeNormalised.String()
		a.out = append(a.out, x)
	}
	return nil
}

func (a *answers) verdicts(c *pipeline.Column) ([]uint8, error) {
	a.words = a.words[:0]
	for e := range c.Entries() {
		v, err := verdictOf(c.Entry(int32(e)))
		if err != nil {
			return nil, err
		}
		a.words = append(a.words, uint8(v))
	}
	return a.words, nil
}

func verdictOf(word []byte) (schemas.Verdict, error) {
	for v := range schemas.Verdicts {
		if v.String() == string(word) {
			return v, nil
		}
	}
	return 0, fmt.Errorf("a verdict is none of the seven")
}

func (a *answers) probabilities(c *pipeline.Column) ([]float64, error) {
	a.odds = a.odds[:0]
	for e := range c.Entries() {
		p, err := strconv.ParseFloat(string(c.Entry(int32(e))), 64)
		if err != nil {
			return nil, fmt.Errorf("a probability is no number")
		}
		a.odds = append(a.odds, p)
	}
	return a.odds, nil
}
