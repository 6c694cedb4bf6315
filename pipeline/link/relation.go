package link

import (
	"lamsach/register"
	"lamsach/schemas"
)

// stated says whether the register tells how a person is related to the head of
// a household, and whether it is as stated.
func (f family) stated(relation schemas.Relation, p, head uint32) (known, holds bool) {
	if relation == schemas.NoRelation {
		return false, false
	}
	if relation == schemas.RelationHead || p == head {
		return true, relation == schemas.RelationHead && p == head
	}
	switch relation {
	case schemas.RelationSpouse:
		return f.has(register.KinSpouse, p) || f.has(register.KinSpouse, head), f.people.Spouse(p) == head || f.people.Spouse(head) == p
	case schemas.RelationChild:
		return f.childOf(p, head)
	case schemas.RelationParent:
		return f.childOf(head, p)
	case schemas.RelationSibling:
		return f.siblings(p, head)
	case schemas.RelationChildSpouse:
		if spouse := f.people.Spouse(p); spouse != register.NoPerson {
			return f.childOf(spouse, head)
		}
	}
	return false, false
}

func (f family) has(k register.Kin, p uint32) bool { return f.people.RelativeNumber(k, p) != 0 }

// childOf says whether the register knows the parent of a gender, and whether
// that is the one; a parent's spouse counts as a parent.
func (f family) childOf(child, parent uint32) (known, holds bool) {
	father, mother := f.people.Father(child), f.people.Mother(child)
	for _, own := range [...]uint32{father, mother} {
		if own != register.NoPerson && (own == parent || f.people.Spouse(own) == parent) {
			return true, true
		}
	}
	switch f.people.Gender(parent) {
	case schemas.Male:
		return f.has(register.KinFather, child), false
	case schemas.Female:
		return f.has(register.KinMother, child), false
	}
	return f.has(register.KinFather, child) && f.has(register.KinMother, child), false
}

// siblings says whether two people have a parent in common, known where the
// register has both parents of both.
func (f family) siblings(a, b uint32) (known, holds bool) {
	known = true
	for _, k := range [...]register.Kin{register.KinFather, register.KinMother} {
		n, m := f.people.RelativeNumber(k, a), f.people.RelativeNumber(k, b)
		if n != 0 && n == m {
			return true, true
		}
		known = known && n != 0 && m != 0
	}
	return known, false
}
