package register

import (
	"context"
	"slices"
)

// People are ordered by personal ID: first by its first six digits, the parts
// of the spill, then within each by the other six.
const (
	suffixEnd = 1_000_000
	prefixEnd = endPIN / suffixEnd
)

// ordered is the personal IDs of all people, ascending.
type ordered struct {
	pins []uint64
	dir  []uint32 // by first six digits: the first ordinal; one entry more than the highest prefix
}

// order sorts the numbers of all rows and keeps each once.
func (s *spill) order(ctx context.Context) (*ordered, error) {
	starts := make([]int, len(s.parts)+1)
	for p := range s.parts {
		starts[p+1] = starts[p] + len(s.parts[p].suffixes)
	}
	o := &ordered{pins: make([]uint64, starts[len(s.parts)]), dir: make([]uint32, len(s.parts)+1)}
	distinct := make([]int, len(s.parts))
	const step = 64
	err := each(ctx, s.workers, spans(len(s.parts), step), func(i int) error {
		from, to := span(i, len(s.parts), step)
		for p := from; p < to; p++ {
			list := s.parts[p].suffixes
			slices.Sort(list)
			list = slices.Compact(list)
			for j, suffix := range list {
				o.pins[starts[p]+j] = uint64(p)*suffixEnd + uint64(suffix)
			}
			distinct[p], s.parts[p].suffixes = len(list), nil
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	end := 0
	for p, n := range distinct {
		o.dir[p] = uint32(end)
		if end < starts[p] { // numbers before it stood twice
			copy(o.pins[end:], o.pins[starts[p]:starts[p]+n])
		}
		end += n
	}
	o.dir[len(s.parts)] = uint32(end)
	o.pins = o.pins[:end]
	return o, nil
}

// slice is a range of parts that one goroutine gathers at a time.
type slice struct{ from, to int }

// sliceRows is how many people a slice has at least, unless it is the last: few
// enough to stay in the cache of a processor.
const sliceRows = 1 << 13

// slices cuts the parts, none of which is cut itself.
func (o *ordered) slices() (list []slice) {
	for from, p := 0, 1; p < len(o.dir); p++ {
		if o.dir[p]-o.dir[from] >= sliceRows || p-from == maxParts || p == len(o.dir)-1 {
			list = append(list, slice{from, p})
			from = p
		}
	}
	return list
}

// search is a personal ID that is looked for among all.
type search struct {
	pin  uint64
	at   uint32 // a guess; in the end the ordinal, or NoPerson
	from uint32 // the people of the first six digits
	to   uint32
}

// find looks for many numbers at a time. Each number is guessed to stand where
// it would were the others of its first six digits spread evenly, as they nearly
// are, and then where it would seen from that place. Each guess is a loop of its
// own, without branches that hang on what it reads, so that the processor
// fetches several places at once: 1.7 times as fast as one number after the other.
func (o *ordered) find(list []search) {
	for i := range list {
		s := &list[i]
		s.from, s.to = 0, 0
		if p := s.pin / suffixEnd; p+1 < uint64(len(o.dir)) {
			s.from, s.to = o.dir[p], o.dir[p+1]
		}
		s.at = s.from + uint32(uint64(s.to-s.from)*(s.pin%suffixEnd)/suffixEnd)
	}
	for range 2 {
		for i := range list {
			if s := &list[i]; s.from < s.to {
				s.at = s.seen(o.pins[s.at])
			}
		}
	}
	for i := range list {
		s := &list[i]
		s.at = o.near(s)
	}
}

// seen is where a number is guessed to stand, pin standing at the last guess.
func (s *search) seen(pin uint64) uint32 {
	off := int64(s.pin-pin) * int64(s.to-s.from) / suffixEnd
	return uint32(min(max(int64(s.at)+off, int64(s.from)), int64(s.to)-1))
}

// near finds a number from its guess, in doubling steps.
func (o *ordered) near(s *search) uint32 {
	group := o.pins[s.from:s.to]
	if len(group) == 0 {
		return NoPerson
	}
	lo := int(s.at - s.from)
	hi := lo + 1 // the number, if it is there, lies in group[lo:hi] in the end
	for step := 8; lo > 0 && group[lo] > s.pin; step *= 2 {
		hi, lo = lo, max(lo-step, 0)
	}
	for step := 8; hi < len(group) && group[hi-1] < s.pin; step *= 2 {
		lo, hi = hi, min(hi+step, len(group))
	}
	i, found := slices.BinarySearch(group[lo:hi], s.pin)
	if !found {
		return NoPerson
	}
	return s.from + uint32(lo+i)
}
