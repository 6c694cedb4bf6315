package train

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
)

// world is how the rows of a test come about.
type world struct {
	inside, noNumber, slip, tone, swapped, differ, moved float64
	genders                                              bool // the rows state one
}

var usualWorld = world{inside: 0.95, noNumber: 0.2, slip: 0.015, tone: 0.014, swapped: 0.008, differ: 0.015, moved: 0.15, genders: true}

const people = 1_000_000

// row invents a row: the comparison with the person it speaks of, if that is in
// the register, and with somebody else of the same name.
func (w *world) row(d *rand.Rand) Row {
	r := Row{PIN: Nobodys, True: Unlabelled}
	if d.Float64() < w.noNumber {
		r.PIN = NoNumber
	}
	if d.Float64() < w.inside {
		c := w.right(d, r.PIN == NoNumber)
		if c.PIN == matchers.NumberOwn {
			r.PIN = Owned
		}
		r.Candidates = append(r.Candidates, c)
	}
	if d.Float64() < 0.3 {
		r.Candidates = append(r.Candidates, w.namesake(d, r.PIN))
	}
	return r
}

func (w *world) frequency() matchers.Frequency {
	return matchers.Frequency{
		People: people, RowName: 1e-4, Person: 1e-4, Surname: 0.3, Given: 0.01, Partial: 3e-3,
		RowDay: 3.5e-5, Day: 3.5e-5, Year: 0.013, Gender: 0.5, Commune: 3e-4, Province: 0.03,
	}
}

func (w *world) right(d *rand.Rand, numberless bool) matchers.Comparison {
	c := matchers.Comparison{PIN: matchers.NumberOwn, Exact: true, Birth: kernel.DateSame, Place: matchers.PlaceCommune, PlaceFits: 1, PlaceCommuneKnown: true, Frequency: w.frequency()}
	if numberless {
		c.PIN = matchers.NumberMissing
	} else if d.Float64() < w.slip {
		c.PIN = matchers.NumberFreeSlip
	}
	if d.Float64() < w.tone {
		c.Exact = false
		c.Name.Count[kernel.Same], c.Name.Count[kernel.Tone] = 2, 1
	}
	if d.Float64() < w.swapped {
		c.Birth = kernel.DateSwapped
	}
	if w.genders {
		c.Gender = matchers.Agrees
		if d.Float64() < w.differ {
			c.Gender = matchers.Differs
		}
	}
	if d.Float64() < w.moved {
		c.Place = matchers.PlaceOther
	}
	return c
}

func (w *world) namesake(d *rand.Rand, pin Carried) matchers.Comparison {
	c := matchers.Comparison{Exact: true, Birth: kernel.DateSameYear, Place: matchers.PlaceOther, Frequency: w.frequency()}
	if pin != NoNumber {
		c.PIN = matchers.NumberUnknown
	}
	if w.genders {
		c.Gender = matchers.Agreement(1 + d.IntN(2))
	}
	return c
}

// samples are two of n rows each.
func (w *world) samples(seed uint64, n int, change func(*Row)) (a, b *Sample) {
	d := rand.New(rand.NewPCG(seed, 1))
	a, b = NewSample(people), NewSample(people)
	for range n {
		for _, s := range [...]*Sample{a, b} {
			r := w.row(d)
			if change != nil {
				change(&r)
			}
			s.Add(&r)
		}
	}
	return a, b
}

func fitted(t *testing.T, a, b *Sample) *Result {
	t.Helper()
	r, err := Fit(a, b, Options{Name: "test", Base: matchers.Builtin()})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Model.Params() {
		if math.IsNaN(*p.Value) || math.IsInf(*p.Value, 0) {
			t.Errorf("%s is %v", p.Name, *p.Value)
		}
	}
	return r
}

// Training finds the rates by which the rows were made, without a label.
func TestRatesAreFound(t *testing.T) {
	w := world{inside: 0.7, noNumber: 0.3, slip: 0.03, tone: 0.05, swapped: 0.03, differ: 0.06, moved: 0.05, genders: true}
	a, b := w.samples(1, 60_000, nil)
	r := fitted(t, a, b)
	if r.Kept || r.After <= r.Before {
		t.Fatalf("nothing was learned: %.4f bits before, %.4f after", r.Before, r.After)
	}
	m := r.Model
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"in_register", m.InRegister, w.inside},
		{"gender.differ", m.Gender.Differ, w.differ},
		{"place.differ", m.Place.Differ, w.moved},
		{"number.slip", m.Number.Slip, w.slip},
		{"birth.swapped", math.Exp2(m.Birth.Swapped), w.swapped},
		{"name_model.tone", math.Exp2(m.NameM.Tone + m.NameM.Same), w.tone},
	} {
		if math.Abs(math.Log2(c.got/c.want)) > 0.35 {
			t.Errorf("%s: %.4f, the rows were made with %.4f", c.what, c.got, c.want)
		}
	}
	// What no row shows is as it was.
	if base := matchers.Builtin(); m.Birth.RowYear != base.Birth.RowYear || m.Place.OwnerBits != base.Place.OwnerBits || math.Abs(m.NameM.Stroke-base.NameM.Stroke) > 0.5 {
		t.Errorf("what hardly shows has moved: %+v", m.NameM)
	}
	if l := r.Likelihoods; l[len(l)-1] <= l[0] {
		t.Errorf("the rounds gained nothing: %v", l)
	}
}

// Labels go before what the model thinks.
func TestLabelsCount(t *testing.T) {
	w := usualWorld
	a, b := w.samples(2, 20_000, func(r *Row) {
		// Everybody is somebody who was compared, and of another gender.
		r.True = Nobody
		for i := range r.Candidates {
			r.Candidates[i].Gender = matchers.Differs
			r.True = 0
		}
	})
	r := fitted(t, a, b)
	if g := r.Model.Gender; g.Differ < 0.2 { // as far as training goes
		t.Errorf("labels say that genders differ, the model gives it %.3f", g.Differ)
	}
	held := false
	for _, m := range r.Moves {
		held = held || m.Param == "gender.differ" && m.Held
	}
	if !held {
		t.Error("that a level went as far as it may is not said")
	}
	if r.Model.Trained.Labelled != 20_000 {
		t.Errorf("%d labels", r.Model.Trained.Labelled)
	}
}

// A column that never says anything leaves its parameters as they were.
func TestAnEmptyColumnTeachesNothing(t *testing.T) {
	w := usualWorld
	w.genders, w.tone, w.moved = false, 0.08, 0.03
	a, b := w.samples(3, 20_000, nil)
	if r := fitted(t, a, b); r.Kept || r.Model.Gender != matchers.Builtin().Gender {
		t.Errorf("kept %v, gender %+v", r.Kept, r.Model.Gender)
	}
}

// Rows kept back that are no likelier keep the built-in parameters.
func TestWorseIsNotKept(t *testing.T) {
	odd := usualWorld
	odd.moved, odd.differ, odd.tone = 0.01, 0.2, 0.2
	a, _ := odd.samples(4, 20_000, nil)
	_, b := usualWorld.samples(5, 20_000, nil)
	r := fitted(t, a, b)
	if !r.Kept || len(r.Moves) > 0 || !r.Model.Trained.Kept {
		t.Fatalf("a model of other files was kept: %.4f bits before, %.4f after", r.Before, r.After)
	}
	before, after := matchers.Builtin().Params(), r.Model.Params()
	for i := range before {
		if *before[i].Value != *after[i].Value {
			t.Errorf("%s moved from %v to %v all the same", before[i].Name, *before[i].Value, *after[i].Value)
		}
	}
}

func TestSamplesThatTeachNothing(t *testing.T) {
	small, other := usualWorld.samples(6, MinRows-1, nil)
	if _, err := Fit(small, other, Options{Name: "test", Base: matchers.Builtin()}); !errors.Is(err, ErrSample) {
		t.Errorf("a small sample: %v", err)
	}
	w := usualWorld
	w.inside, w.noNumber = 0.01, 0
	a, b := w.samples(7, 30_000, nil)
	if _, err := Fit(a, b, Options{Name: "test", Base: matchers.Builtin()}); !errors.Is(err, ErrSample) {
		t.Errorf("rows about other people: %v", err)
	}
}

// Equal rows merge, and the same rows give the same bytes.
func TestEqualRowsMerge(t *testing.T) {
	a, b := usualWorld.samples(8, 20_000, nil)
	if a.Rows() != 20_000 || len(a.rows) > 200 || a.Distinct() > 100 {
		t.Errorf("%d rows are %d distinct ones of %d comparisons", a.Rows(), len(a.rows), a.Distinct())
	}
	first, err := fitted(t, a, b).Model.Encode()
	if err != nil {
		t.Fatal(err)
	}
	a, b = usualWorld.samples(8, 20_000, nil)
	if again, _ := fitted(t, a, b).Model.Encode(); string(first) != string(again) {
		t.Error("the same rows give another model")
	}
}

// A comparison made plain weighs what it did, but for rounding.
func TestPlainWeighsTheSame(t *testing.T) {
	d := rand.New(rand.NewPCG(9, 9))
	m := matchers.Builtin()
	for range 20_000 {
		c := anyComparison(d)
		if before, after := m.Weigh(&c).Total(), m.Weigh(ptr(plain(c))).Total(); math.Abs(before-after) > 0.6 {
			t.Fatalf("%+v weighs %.3f, made plain %.3f", c, before, after)
		}
		if p := plain(c); plain(p) != p {
			t.Fatalf("%+v is not plain yet", p)
		}
	}
}

func ptr[T any](x T) *T { return &x }

func anyComparison(d *rand.Rand) matchers.Comparison {
	share := func(low float64) float64 { return math.Exp2(d.Float64() * math.Log2(low)) }
	c := matchers.Comparison{
		PIN: matchers.NumberEvidence(d.IntN(8)), CMND: matchers.NumberEvidence(d.IntN(8)),
		Exact: d.IntN(2) == 0, Nameless: d.IntN(9) == 0, OtherName: d.IntN(9) == 0,
		Birth: kernel.DateRelation(d.IntN(int(kernel.DateRelations))), Gender: matchers.Agreement(d.IntN(3)),
		Place: matchers.PlaceLevel(d.IntN(4)), PlaceFits: uint8(d.IntN(4)), PlaceCommuneKnown: d.IntN(2) == 0,
		Frequency: matchers.Frequency{
			People: people, RowName: share(1e-6), Person: share(1e-6), Surname: share(1e-4), Given: share(1e-4), Partial: share(1e-6),
			RowDay: share(1e-5), Day: share(1e-5), Year: share(1e-3), Gender: 0.5, Commune: share(1e-4), Province: math.Min(share(1e-2), 0.9),
		},
	}
	for range 3 {
		c.Name.Count[d.IntN(int(kernel.Relations))]++
	}
	c.Name.Surname, c.Name.Given = kernel.Relation(d.IntN(int(kernel.Relations))), kernel.Relation(d.IntN(int(kernel.Relations)))
	c.Name.Lost, c.Name.Added, c.Name.Cut, c.Name.Order = uint8(d.IntN(2)), uint8(d.IntN(2)), uint8(d.IntN(2)), d.IntN(5) == 0
	return c
}

// A level among random pairs stops being counted once it is known well enough.
func TestChanceStops(t *testing.T) {
	d := rand.New(rand.NewPCG(10, 10))
	pairs := make([]matchers.Comparison, 100_000)
	for i := range pairs {
		pairs[i].Birth = kernel.DateOther
		if d.IntN(4) == 0 {
			pairs[i].Birth = kernel.DateSameYear
		}
		pairs[i].Nameless = true
	}
	m := *matchers.Builtin()
	found := byChance(&m, pairs)
	name, birth := found[0], found[1]
	if birth.Pairs >= 50_000 || birth.Half > 0.01*birth.Share || math.Abs(birth.Share-0.75) > 0.03 {
		t.Errorf("birth dates: %+v", birth)
	}
	if want := matchers.Builtin().Birth.Other + math.Log2(usualOtherBirth/birth.Share); math.Abs(m.Birth.Other-want) > 1e-9 {
		t.Errorf("birth.other %.3f, want %.3f", m.Birth.Other, want)
	}
	if name.Pairs != 0 || m.NameM.Other != matchers.Builtin().NameM.Other {
		t.Errorf("rows without names taught something of names: %+v", name)
	}
}

// Usual shares are shares, and a model moved by nothing is the same.
func TestUsualShares(t *testing.T) {
	u := usual(matchers.Builtin())
	for _, g := range groups {
		sum := 0.0
		for l := g.first; l <= g.last; l++ {
			sum += u[l]
			if u[l] <= 0 {
				t.Errorf("level %d has share %v", l, u[l])
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("the group of level %d adds up to %v", g.first, sum)
		}
	}
	if m := moved(matchers.Builtin(), new(counts)); m.NameM != matchers.Builtin().NameM || m.Number != matchers.Builtin().Number || m.Birth != matchers.Builtin().Birth {
		t.Error("a model moved by nothing has moved")
	}
}
