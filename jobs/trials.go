package jobs

import (
	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/register"
	"lamsach/reports"
	"lamsach/schemas"
)

// Some rows of a run are linked once more with the number of a relative in place
// of their own. Where rows are written badly, those with a borrowed number are
// too, and now and then nothing is left in them that speaks against the number's
// owner. How often the two meet in this file match_probability does not know;
// the trials count it, with the file's own errors. Like controls they lie in a
// batch of their own, and only counts are kept.

// A job has about mostTrials trials at most, and one row in trialEvery at most
// is tried: a trial costs as much as a few rows. Ten thousand took half a
// second of processor time.
const mostTrials, trialEvery = 10_000, 20

// trial is a row that is tried under the number of somebody else.
type trial struct {
	row   int
	owner uint32
}

// chooseTrials draws rows of a part that are linked with their own number to
// somebody of whose family somebody is in the register. Which are drawn depends
// on the job's rows alone, whatever the parts.
func (w *worker) chooseTrials(p pipeline.Part, outcomes []pipeline.Outcome) (all []trial) {
	at := &w.plan.Files[p.File].layout.clean
	if at.Number < 0 && at.AnyNumber < 0 || w.disclosure != sink.Values {
		return nil
	}
	every := max(trialEvery, uint64(w.plan.Rows)/mostTrials)
	for i := range outcomes {
		d := dice(p.StartRow + int64(i))
		o := &outcomes[i]
		if d.below(every) != 0 || !o.Verdict.Linked() || !o.Results[schemas.FieldID].Agrees() {
			continue
		}
		if owner := relativeOf(w.plan.People, o.Person, &d); owner != register.NoPerson {
			all = append(all, trial{i, owner})
		}
	}
	return all
}

// relativeOf draws one of a person's parents and spouse.
func relativeOf(people *register.Snapshot, p uint32, d *dice) uint32 {
	var known [3]uint32
	all := known[:0]
	for _, q := range [...]uint32{people.Father(p), people.Mother(p), people.Spouse(p)} {
		if q != register.NoPerson {
			all = append(all, q)
		}
	}
	if len(all) == 0 {
		return register.NoPerson
	}
	return all[d.below(uint64(len(all)))]
}

// try links the chosen rows of the batch under the other number and counts how
// many are found out, and how many are not. It uses the scratch of the worker:
// what the part's rows came to must have been written.
func (w *worker) try(t *reports.Tally, p pipeline.Part, trials []trial) {
	if len(trials) == 0 {
		return
	}
	linked := w.linker.Link(w.cleaner.Clean(w.triedBatch(p, trials)))
	for i := range linked.Outcomes {
		o := &linked.Outcomes[i]
		switch {
		case underRelative(o):
			t.FoundOut()
		case o.Person == trials[i].owner || o.Candidate == trials[i].owner:
			t.Fooled(o.Verdict, o.Probability)
		}
	}
}

// triedBatch is the chosen rows of the worker's batch, the other number in place
// of their own.
func (w *worker) triedBatch(p pipeline.Part, trials []trial) *pipeline.Batch {
	b := blankBatch(p, len(w.batch.Columns), len(trials))
	at := &w.plan.Files[p.File].layout.clean
	for i := range b.Columns {
		for k, try := range trials {
			if i == at.Number || at.Number < 0 && i == at.AnyNumber {
				setCell(&b.Columns[i], k, w.plan.People.PIN(try.owner).String())
			} else if cell := w.batch.Columns[i].Value(try.row); cell != nil {
				setCell(&b.Columns[i], k, cell)
			}
		}
	}
	return &b
}

// underRelative says whether a row is known to bear a relative's number.
func underRelative(o *pipeline.Outcome) bool {
	return o.Verdict == schemas.Contradicted && o.Reasons.Has(schemas.ReasonNumberOfRelative)
}
