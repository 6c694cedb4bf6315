package link

import (
	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// judgeStated holds what a linked row states of the family against the register:
// father, mother, spouse, the household of its head and the relation to the head.
// What the register does not tell is no disagreement.
func (w *Worker) judgeStated(o *pipeline.Outcome, at uint32) {
	for i := range kins {
		if f := w.judgeKin(i, o.Person); f.result == schemas.Minor || f.result == schemas.Differ {
			w.disagree(o, at, kinFields[i], f)
		}
	}
	head := w.statedHead(o.Person)
	if head == register.NoPerson {
		return
	}
	if own, other := w.people.Household(o.Person), w.people.Household(head); own != 0 && other != 0 && own != other {
		w.disagree(o, at, schemas.FieldHousehold, finding{schemas.Differ, schemas.MechanismOtherHousehold, schemas.ReasonHouseholdDiffers})
	}
	relation := w.rows.Background.RelationToHead(w.row.at)
	if known, holds := w.kinship.stated(relation, o.Person, head); known && !holds {
		w.disagree(o, at, schemas.FieldRelation, finding{schemas.Differ, schemas.MechanismOtherRelation, schemas.ReasonRelationDiffers})
	}
}

// disagree writes a field that has no result of its own.
func (w *Worker) disagree(o *pipeline.Outcome, at uint32, field schemas.Field, f finding) {
	o.Reasons = o.Reasons.With(f.reason)
	w.result.Mismatches = append(w.result.Mismatches,
		pipeline.Mismatch{Row: at, Against: o.Person, Field: field, Mechanism: f.mechanism, Reason: f.reason})
}

// The fields and reasons of kins.
var (
	kinFields  = [len(kins)]schemas.Field{schemas.FieldFather, schemas.FieldMother, schemas.FieldSpouse}
	kinReasons = [len(kins)]schemas.Reason{schemas.ReasonFatherDiffers, schemas.ReasonMotherDiffers, schemas.ReasonSpouseDiffers}
)

// judgeKin holds name and number of a relative against the person's. A wrong
// number beside the right name is told by the number, everything else by the
// name.
func (w *Worker) judgeKin(i int, p uint32) finding {
	k := kins[i]
	name, number := &w.background.names[k.name], w.background.numbers[k.number]
	q := w.people.Relative(k.kin, p)
	byName := w.relativeName(q, name)
	wrong := number != 0 && w.relativeNumber(k.kin, p, q, number) == matchers.RelativeOther
	switch {
	case byName.result == schemas.Differ:
	case wrong:
		byName = finding{schemas.Differ, w.wrongRelative(w.people.RelativeNumber(k.kin, p), number), 0}
	default:
		return byName
	}
	byName.reason = kinReasons[i]
	return byName
}

// relativeName holds the name of a relative against somebody's names.
func (w *Worker) relativeName(q uint32, name *relativeName) finding {
	if name.name.Len == 0 || q == register.NoPerson {
		return finding{result: schemas.MissingValue}
	}
	var own kernel.Name
	w.people.Name(q, &own)
	if own.Len == 0 {
		return finding{result: schemas.MissingValue}
	}
	best := w.compareRelativeName(name, &own)
	w.names = w.people.OtherNames(q, w.names[:0])
	for i := range w.names {
		if f := w.compareRelativeName(name, &w.names[i]); f.result < best.result {
			best = f
		}
	}
	return best
}

func (w *Worker) compareRelativeName(name *relativeName, other *kernel.Name) finding {
	m := w.coder.CompareNames(&name.name, other)
	switch mechanism := m.Mechanism(); {
	case m.Exact(&name.name), name.plain && m.Folded():
		return finding{result: schemas.Agree}
	case mechanism >= schemas.MechanismOtherMiddle && mechanism <= schemas.MechanismOtherName:
		return finding{result: schemas.Differ, mechanism: mechanism}
	default:
		return finding{schemas.Minor, mechanism, schemas.ReasonRelativeSpelling}
	}
}

// wrongRelative names the mechanism by which a number is not that of a relative.
func (w *Worker) wrongRelative(theirs, stated schemas.Number) schemas.Mechanism {
	if m := slipMechanisms[kernel.RelateNumbers(stated.Value(), stated.Digits(), theirs.Value(), theirs.Digits())]; m != schemas.NoMechanism {
		return m
	}
	if w.bearer(stated) != register.NoPerson {
		return schemas.MechanismStranger
	}
	return schemas.MechanismNotIssued
}

// bearer is the one person to whom a number belongs or belonged.
func (w *Worker) bearer(n schemas.Number) uint32 {
	switch n.Kind() {
	case schemas.PersonalID:
		if p, ok := w.people.ByPIN(n); ok {
			return p
		}
		w.found = w.people.ByFormer(n, w.found[:0])
	case schemas.CMND:
		w.found = w.people.ByCMND(n, w.found[:0])
	default:
		return register.NoPerson
	}
	if len(w.found) != 1 {
		return register.NoPerson
	}
	return w.found[0]
}

// statedHead is the head of the household whom the row names: the bearer of the
// number, unless the name is another's; by the name alone the person, father,
// mother or spouse. The register tells of no other head.
func (w *Worker) statedHead(p uint32) uint32 {
	b, i := w.rows.Background, w.row.at
	var name relativeName
	w.coder.Encode(b.Name(clean.HeadName, i), &name.name)
	if name.name.Len > 0 {
		name.plain = w.coder.Plain(&name.name)
	}
	if n := b.Number(clean.HeadNumber, i); n != 0 {
		if head := w.bearer(n); head != register.NoPerson && w.relativeName(head, &name).result != schemas.Differ {
			return head
		}
	}
	if name.name.Len == 0 {
		return register.NoPerson
	}
	self := b.RelationToHead(i)
	if (self == schemas.RelationHead || self == schemas.NoRelation) && w.relativeName(p, &name).result == schemas.Agree {
		return p
	}
	for _, k := range kins {
		if q := w.people.Relative(k.kin, p); w.relativeName(q, &name).result == schemas.Agree {
			return q
		}
	}
	return register.NoPerson
}
