package dedupe

import (
	"context"
	"sync"
)

// Division says how the records of a job over several runs are divided: into
// partitions by the hash of their keys, of which some are gathered in each of
// several passes over the runs. The partitions follow from the number of
// records alone, so what is written does not depend on memory or workers.
type Division struct {
	Partitions int
	PerPass    int
}

// DivisionOf divides at most so many records of so many bytes each; a
// partition gets about target of them, and those of a pass fit the memory.
func DivisionOf(records, bytes, target, memory int64) Division {
	n := max((records+target-1)/target, 1)
	each := min(records, target) * bytes * 5 / 4 // slices grow by quarters
	return Division{Partitions: int(n), PerPass: int(min(max(memory/max(each, 1), 1), n))}
}

// Passes is how often the records are read.
func (d Division) Passes() int { return (d.Partitions + d.PerPass - 1) / d.PerPass }

// of is the partition of a key.
func (d Division) of(key uint64) int {
	h := key * 0x9e3779b97f4a7c15
	h = (h ^ h>>32) * 0xff51afd7ed558ccd
	return int((h >> 32) * uint64(d.Partitions) >> 32)
}

// shelf holds the records of one partition of a pass.
type shelf[T any] struct {
	mu      sync.Mutex
	records []T
}

// Gather reads units of records (each part of each run is one) and hands the
// records of every partition to group, which owns them and may sort them. They
// come in any order; those of one key come together.
func Gather[T any](ctx context.Context, d Division, units, workers int,
	read func(ctx context.Context, unit int, add func(key uint64, record T)) error,
	group func(ctx context.Context, partition int, records []T) error,
) error {
	crew := make([]struct{}, max(workers, 1))
	for first := 0; first < d.Partitions; first += d.PerPass {
		shelves := make([]shelf[T], min(d.PerPass, d.Partitions-first))
		err := each(ctx, crew, units, func(_ *struct{}, unit int) error {
			mine := make([][]T, len(shelves))
			err := read(ctx, unit, func(key uint64, record T) {
				if at := d.of(key) - first; uint(at) < uint(len(mine)) {
					mine[at] = append(mine[at], record)
				}
			})
			for at, records := range mine {
				if len(records) == 0 {
					continue
				}
				s := &shelves[at]
				s.mu.Lock()
				s.records = append(s.records, records...)
				s.mu.Unlock()
			}
			return err
		})
		if err != nil {
			return err
		}
		err = each(ctx, crew, len(shelves), func(_ *struct{}, at int) error {
			records := shelves[at].records
			shelves[at].records = nil
			return group(ctx, first+at, records)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
