package link

import (
	"math/rand/v2"

	"lamsach/matchers"
	"lamsach/pipeline"
)

// Observed is how a row stood when it was decided: what training learns from.
// Its slices belong to the worker and are valid until the observer returns.
type Observed struct {
	Row                 uint32
	PIN, CMND           bool                  // the row has such a number
	PINOwned, CMNDOwned bool                  // and it is somebody's
	Comparisons         []matchers.Comparison // with the candidates kept, the best first, and with the person asked for
	Rest                float64               // see matchers.Field.Rest
	Asked               int                   // of Comparisons, the one with the person asked for; -1 when nobody was
}

// Observe makes the worker tell of every row that it decides. For each row ask
// names a person to compare it with besides, or pipeline.NoPerson.
func (w *Worker) Observe(ask func(row uint32) uint32, tell func(*Observed)) {
	var o Observed
	w.observer = func(at uint32) {
		o = Observed{
			Row: at, PIN: w.row.pin != 0, CMND: w.row.cmnd != 0, Comparisons: o.Comparisons[:0],
			Rest: w.field.Rest(), Asked: -1,
		}
		for _, owner := range w.owners {
			o.PINOwned = o.PINOwned || owner.pin
			o.CMNDOwned = o.CMNDOwned || !owner.pin
		}
		asked := ask(at)
		for i := range w.field.Best[:w.field.Len] {
			if w.field.Best[i].Person == asked {
				o.Asked = i
			}
			o.Comparisons = append(o.Comparisons, w.compareAnew(w.field.Best[i].Person))
		}
		if asked != pipeline.NoPerson && o.Asked < 0 {
			o.Asked = len(o.Comparisons)
			o.Comparisons = append(o.Comparisons, w.compareAnew(asked))
		}
		tell(&o)
	}
}

// CompareRandom compares the row that is being told of with a random person of
// the register, who must not be empty; the same dice give the same person.
func (w *Worker) CompareRandom(dice *rand.Rand) matchers.Comparison {
	return w.compareAnew(uint32(dice.IntN(w.people.People())))
}
