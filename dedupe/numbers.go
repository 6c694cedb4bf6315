package dedupe

import (
	"cmp"
	"slices"

	"lamsach/schemas"
)

// Use is a number in a row and whom the row means by it.
type Use struct {
	Number schemas.Number
	Person uint64 // personal ID; Nobody when the row is about nobody of the register
	At     Place
	Run    uint8
}

// Nobody is the person of a row that is about nobody of the register.
const Nobody uint64 = 0

// Shared is a number that rows of different runs give for different people.
type Shared struct {
	Number schemas.Number
	Rows   int64 // that give it
	Runs   RunSet
	Uses   []Use // the first row of each run and person, at most MaxUses
}

// MaxUses is how many uses of a number are shown: a number of thousands of
// people is a placeholder, and a few of them show it.
const MaxUses = 100

// SharedNumbers finds the numbers that rows of different runs give for
// different people, by number. It sorts the uses.
func SharedNumbers(list []Use) (out []Shared) {
	slices.SortFunc(list, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Run, b.Run), cmp.Compare(a.Person, b.Person), cmp.Compare(a.At, b.At))
	})
	for len(list) > 0 {
		n, people := 1, false
		for ; n < len(list) && list[n].Number == list[0].Number; n++ {
			people = people || list[n].Person != list[0].Person
		}
		// Of several people and several runs some two of different runs differ.
		if people && list[n-1].Run != list[0].Run {
			out = append(out, sharedOf(list[:n]))
		}
		list = list[n:]
	}
	return out
}

// sharedOf describes a number by its uses, sorted.
func sharedOf(list []Use) Shared {
	s := Shared{Number: list[0].Number, Rows: int64(len(list))}
	for i, u := range list {
		s.Runs |= Only(int(u.Run))
		first := i == 0 || u.Run != list[i-1].Run || u.Person != list[i-1].Person
		if first && len(s.Uses) < MaxUses {
			s.Uses = append(s.Uses, u)
		}
	}
	return s
}
