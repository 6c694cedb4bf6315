package register

import (
	"context"

	"github.com/sourcegraph/conc/pool"
)

// each calls f for every number below n on several goroutines and returns the
// first error. It stops early when ctx ends.
func each(ctx context.Context, workers, n int, f func(i int) error) error {
	p := pool.New().WithMaxGoroutines(max(workers, 1)).WithContext(ctx).WithCancelOnError().WithFirstError()
	for i := range n {
		p.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return f(i)
		})
	}
	return p.Wait()
}

// spans is how many spans of size items cover n items.
func spans(n, size int) int { return (n + size - 1) / size }

// span is the i-th span of size items of n.
func span(i, n, size int) (from, to int) { return i * size, min((i+1)*size, n) }
