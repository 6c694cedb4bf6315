package register

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// Person reads everything that the snapshot knows of a person: a Builder that
// is given it makes the same person of it. Lists are appended to those of dst;
// text is valid until Close. File and Row are left alone.
func (s *Snapshot) Person(p uint32, dst *Person) {
	dst.PIN, dst.Name, dst.Address = s.PIN(p), s.FullName(p), s.Address(p)
	dst.CMND, dst.Former = s.CMNDs(p, dst.CMND[:0]), s.FormerIDs(p, dst.Former[:0])
	dst.OtherNames = s.OtherFullNames(p, dst.OtherNames[:0])
	dst.Birth, dst.Death, dst.Gender, dst.Status = s.Birth(p), s.Death(p), s.Gender(p), s.Status(p)
	dst.BirthProvince, dst.Province, dst.Commune = s.BirthProvince(p), s.Province(p), s.Commune(p)
	dst.Ethnicity, dst.Household, dst.Updated = s.Ethnicity(p), s.Household(p), s.Updated(p)
	dst.Father, dst.Mother, dst.Spouse = s.relativePIN(0, p), s.relativePIN(1, p), s.relativePIN(2, p)
}

// Delta is which people of an earlier snapshot a set of later rows replaces: a
// row stands for the person of its own personal ID and for those of the
// numbers that the person gave up. A row that says when it was updated does
// not replace a person who was updated later.
type Delta struct {
	mu      sync.Mutex
	changes []change // after settle ascending, each number once
}

type change struct {
	pin     uint64
	updated int64
}

// Note takes in what rows replace. It is safe for concurrent use.
func (d *Delta) Note(people []Person) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range people {
		p := &people[i]
		if !kept(p) {
			continue
		}
		d.changes = append(d.changes, change{p.PIN.Value(), p.Updated})
		for _, n := range p.Former {
			if v := n.Value(); v != p.PIN.Value() {
				d.changes = append(d.changes, change{v, p.Updated})
			}
		}
	}
}

// settle sorts the changes and keeps the latest of each number.
func (d *Delta) settle() {
	slices.SortFunc(d.changes, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.pin, b.pin), cmp.Compare(b.updated, a.updated))
	})
	d.changes = slices.CompactFunc(d.changes, func(a, b change) bool { return a.pin == b.pin })
}

// replaces says whether a person of the snapshot gives way.
func (d *Delta) replaces(pin uint64, updated int64) bool {
	i, met := slices.BinarySearchFunc(d.changes, pin, func(c change, pin uint64) int { return cmp.Compare(c.pin, pin) })
	if !met {
		return false
	}
	later := d.changes[i].updated
	return later == 0 || updated == 0 || later >= updated
}

// Replaced counts the people of an earlier snapshot.
type Replaced struct {
	Kept, Replaced int64
}

// AddSnapshot takes in the people of an earlier snapshot that no row of a delta
// replaces; the rows themselves must have been added and noted before. What is
// wrong with these people was reported when the snapshot was built.
func (b *Builder) AddSnapshot(ctx context.Context, s *Snapshot, d *Delta, progress func(people int)) (r Replaced, err error) {
	d.settle()
	var mu sync.Mutex
	const step = 1 << 12
	batches := scratch[[]Person]{make: func() *[]Person { list := make([]Person, 0, step); return &list }}
	err = each(ctx, b.opts.Workers, spans(s.People(), step), func(i int) error {
		batch := batches.take()
		defer batches.give(batch)
		from, to := span(i, s.People(), step)
		people := (*batch)[:0]
		for p := from; p < to; p++ {
			if d.replaces(s.numbers.pin(uint32(p)), s.Updated(uint32(p))) {
				continue
			}
			people = people[:len(people)+1]
			one := &people[len(people)-1]
			one.File = noFile
			s.Person(uint32(p), one)
		}
		mu.Lock()
		r.Kept, r.Replaced = r.Kept+int64(len(people)), r.Replaced+int64(to-from-len(people))
		mu.Unlock()
		progress(to - from)
		return b.add(people, nil)
	})
	return r, err
}
