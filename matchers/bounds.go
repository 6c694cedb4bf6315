package matchers

import "math"

// Bounds are what the name of a person can weigh at most, as far as the parts
// of the name that are no longer the row's tell. They let a block be narrowed:
// whoever cannot matter under a bound need not be compared. Shares are log2 of
// those of Frequency.

// BoundOtherGiven is the most that a name with the row's surname and another
// given name weighs.
func (m *Model) BoundOtherGiven(surnameShare float64) float64 {
	return min(m.NameM.OtherGiven-surnameShare, m.NameM.OtherGivenCap)
}

// BoundOtherMiddle is the most that a name with the row's surname and given name
// and another middle name weighs.
func (m *Model) BoundOtherMiddle(surnameShare, givenShare float64) float64 {
	return min(m.NameM.OtherMiddle-surnameShare-givenShare, m.NameM.OtherMiddleCap)
}

// BoundOtherSurname is the most that a name with the row's given name and
// another surname weighs.
func (m *Model) BoundOtherSurname(givenShare float64) float64 {
	return min(m.NameM.OtherSurname-givenShare, m.NameM.OtherSurnameCap)
}

// BoundSameName is the most that the row's own folded name weighs, given the
// least log2 share of people who bear it.
func (m *Model) BoundSameName(share float64) float64 { return m.NameM.Same - share }

// BoundNearName is the most that a name weighs that is spelt another way than
// the row's, by the likeliest slip, given the log2 share of the row's name.
func (m *Model) BoundNearName(rowShare float64) float64 {
	n := &m.NameM
	return n.Same + max(n.IY, n.Wild, n.Initial, n.Unmarked, n.Tone, n.VowelMark, n.Stroke, n.Sound, n.Letter, n.Prefix, n.Lost, n.Added, n.Cut) - rowShare
}

// BoundLongerName is the same for a name with more or fewer syllables, or with
// the same in another order.
func (m *Model) BoundLongerName(rowShare float64) float64 {
	n := &m.NameM
	return n.Same + max(n.Lost, n.Added, n.Cut, n.Order) - rowShare
}

// BoundMovedName is the same for a name that has syllables of the row's at other
// places, so that one is lost and one added.
func (m *Model) BoundMovedName(rowShare float64) float64 {
	n := &m.NameM
	return n.Same + max(n.Lost, n.Cut) + n.Added - rowShare
}

// Unseen are people who were passed over: the most that their odds can come to,
// and how many they are. A decision made without them is the decision made with
// them as long as Field.Sure says so; their weights then are all that a
// published probability lacks.
type Unseen struct {
	Odds  float64 // relative to nobody's, as in Field
	Count int
}

// Cut is the match weight below which a candidate's odds are less than
// 2^-nobody of those that the person is nobody, or 2^-all of all odds so far.
// It follows the odds in steps of a sixteenth.
func (f *Field) Cut(nobody, all float64) float64 {
	if f.cutAt == 0 {
		f.cutNobody = math.Log2(f.out / f.in)
	}
	if sum := f.all(); sum > f.cutAt*(1+1.0/16) {
		f.cutAt, f.cutAll = sum, math.Log2(sum/f.in)
	}
	return max(f.cutNobody-nobody, f.cutAll-all)
}

// PassBeside says what number and place weigh at least for anybody who will be
// passed over, in bits: the odds that nobody is an outsider who looks like such
// a person are then at most a multiple of the person's own.
func (f *Field) PassBeside(least float64) { f.most = f.like / f.in * math.Exp2(-least) }

// Pass counts a candidate who was passed over, with the most it can weigh.
func (f *Field) Pass(bound float64) {
	f.unseen.Odds += exp2Above(bound) * f.in
	f.unseen.Count++
}

// PassMany is Pass of n candidates of one bound.
func (f *Field) PassMany(n int, bound float64) {
	f.unseen.Odds += float64(n) * exp2Above(bound) * f.in
	f.unseen.Count += n
}

// exp2Above is 2^x or up to 7 % more: 2^f is at most 1+f for f between 0 and 1.
// It is made for weights, between -1000 and 1000.
func exp2Above(x float64) float64 {
	whole := math.Floor(x)
	return math.Float64frombits(uint64(1023+int64(whole))<<52) * (1 + x - whole)
}

// A published probability p may be off by an eighth of 1-p, which is what it says
// of being wrong, or by 2^-14 where that is more.
const (
	tolerance      = 1.0 / (1 << 14)
	toleranceShare = 1.0 / 8
)

// Sure says whether the decision stands whatever those who were passed over
// weigh: no probability moves over a threshold, and none that is published
// moves by more than the tolerance.
func (f *Field) Sure(accept, review float64) bool {
	all, unseen := f.all(), f.unseen.Odds*(1+f.most)
	_, p := f.Top()
	low := p * all / (all + unseen)
	if p < review {
		with := (f.sum + unseen) / (all + unseen)
		if with < review {
			return true // nobody and no group reaches review either way
		}
		if f.sum/all < review {
			return false
		}
	}
	if (p >= accept) != (low >= accept) || (p >= review) != (low >= review) {
		return false
	}
	return unseen <= all*max(tolerance, (1-p)*toleranceShare)
}

// Unseen says who was passed over.
func (f *Field) Unseen() Unseen { return f.unseen }

// Share is the greatest share of all odds that those passed over can have.
func (f *Field) Share() float64 { return f.unseen.Odds / (f.all() + f.unseen.Odds) }

// Anew forgets those who were passed over, and returns the match weight below
// which all of them together are too light to show: the blocks are to be gone
// through again with it.
func (f *Field) Anew() (cut float64) {
	_, p := f.Top()
	each := max(tolerance, (1-p)*toleranceShare) * f.all() / ((1 + f.most) * float64(max(f.unseen.Count, 1)))
	f.unseen = Unseen{}
	return math.Log2(each / f.in)
}
