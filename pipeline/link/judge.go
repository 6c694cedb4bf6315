package link

import (
	"math"
	"slices"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// judgeByNumbers answers the loaded row if it cannot be looked up or its
// numbers settle it, and puts it off otherwise.
func (w *Worker) judgeByNumbers(o *pipeline.Outcome, at uint32) {
	r := &w.row
	*o = pipeline.Outcome{
		PIN: r.pin, CMND: r.cmnd, Person: pipeline.NoPerson, Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson,
		Probability: math.NaN(), Weight: float32(math.NaN()), RunnerUp: float32(math.NaN()),
	}
	if reason, rejected := r.rejected(); rejected {
		o.Verdict, o.Reasons = schemas.Rejected, o.Reasons.With(reason)
		return
	}
	o.Identity, o.Apart = r.identity(), w.rows.ApartOf(r.at)
	if r.foreign { // a namesake is somebody else
		o.Verdict = schemas.NotFound
		o.Reasons = o.Reasons.With(schemas.ReasonForeigner)
		return
	}
	w.byNumbers()
	if !w.settled() {
		w.postpone(at)
		return
	}
	w.decide(o)
	w.explain(o, at)
}

// postpone puts the loaded row off.
func (w *Worker) postpone(at uint32) {
	r := &w.row
	l := later{birth: r.birth, row: at, pinOwner: r.pinOwner, notes: r.notes, full: r.full}
	if n := r.name.Len; n > 0 {
		l.last = r.folded.Hash[n-1]
		l.before = r.folded.Hash[max(n, 2)-2]
	}
	w.later = append(w.later, l)
}

// judgeByBlocks answers a row that was put off.
func (w *Worker) judgeByBlocks(o *pipeline.Outcome, at uint32) {
	counted := w.result.Pairs
	w.row.local = w.nameByPlace()
	w.byNumbers()
	w.result.Pairs = counted // the owners were counted before the row was put off
	w.byBlocks()
	w.byDetails()
	w.decide(o)
	w.explain(o, at)
}

var kindReasons = map[clean.RowKind]schemas.Reason{
	clean.Blank: schemas.ReasonBlankRow, clean.TestRow: schemas.ReasonTestRow, clean.TotalRow: schemas.ReasonTotalRow,
	clean.RepeatedHeader: schemas.ReasonRepeatedHeader, clean.Organisation: schemas.ReasonOrganisation,
}

func (r *row) rejected() (schemas.Reason, bool) {
	if r.kind != clean.Person {
		return kindReasons[r.kind], true
	}
	return schemas.ReasonNoLookupKey, !r.lookable()
}

// identity is a fingerprint of whom the row says it speaks of: folded name and
// birth date.
func (r *row) identity() uint64 { return kernel.Mix(r.full, uint64(r.birth)) | 1 }

// decide applies the table of verdicts to the candidates, in its order.
func (w *Worker) decide(o *pipeline.Outcome) {
	top, p := w.field.Top()
	switch {
	case w.contradicted(top, p):
		o.Verdict = schemas.Contradicted
		o.Owner = w.bestOwner()
		if top != nil && p >= w.review {
			w.name(o, &o.Candidate, top, p)
		}
	case top != nil && p >= w.accept:
		w.name(o, &o.Person, top, p)
		o.Verdict = schemas.Corrected
		if w.verified(w.compare(top.Person)) {
			o.Verdict = schemas.Verified
		}
	case w.field.Close() && w.field.Together() >= w.review:
		o.Verdict = schemas.Ambiguous
		w.name(o, &o.Candidate, top, p)
	case top != nil && p >= w.review:
		o.Verdict = schemas.Review
		w.name(o, &o.Candidate, top, p)
	default:
		o.Verdict = schemas.NotFound
	}
}

// name writes a candidate into the outcome.
func (w *Worker) name(o *pipeline.Outcome, at *uint32, c *matchers.Candidate, p float64) {
	*at, o.Probability, o.Weight = c.Person, p, float32(c.Total)
	if w.field.Len > 1 {
		o.RunnerUp = float32(w.field.Best[1].Total)
	}
}

// contradicted says whether a submitted number belongs to people none of whom
// may be the person described, while no other number is that person's: of two
// numbers that two namesakes own one is, whichever. A
// number one slip away from the person's own, who is beyond doubt, is a slip,
// unless it is a relative's.
func (w *Worker) contradicted(top *matchers.Candidate, p float64) bool {
	if len(w.owners) == 0 {
		return false
	}
	owners := 0.0
	for i := range w.owners {
		if slices.ContainsFunc(w.owners[:i], func(o owner) bool { return o.person == w.owners[i].person }) {
			continue
		}
		c := matchers.Candidate{Person: w.owners[i].person, Total: w.owners[i].total}
		owners += w.field.Probability(&c)
	}
	if owners >= w.review {
		return false
	}
	if top == nil || p < w.accept {
		return true
	}
	return !(w.pinEvidence(top.Person) == matchers.NumberSlip || w.row.pin == 0 && w.cmndEvidence(top.Person) == matchers.NumberSlip)
}

// bestOwner is the owner of a submitted number who fits the row best, the
// earlier one in case of a tie.
func (w *Worker) bestOwner() uint32 {
	best := w.owners[0]
	for _, o := range w.owners[1:] {
		if o.total > best.total {
			best = o
		}
	}
	return best.person
}

// verified says whether personal ID (and CMND, where both sides have one), name
// and birth date are all submitted and all agree.
func (w *Worker) verified(c *matchers.Comparison) bool {
	return c.PIN == matchers.NumberOwn && (c.CMND == matchers.NumberOwn || c.CMND == matchers.NumberMissing) &&
		w.row.name.Len > 0 && c.Exact && !c.OtherName && c.Birth == kernel.DateSame
}
