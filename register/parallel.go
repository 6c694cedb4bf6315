package register

import (
	"context"
	"sync"

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

// turns lets tasks that run at the same time do something one after the other,
// in order of their numbers. A task that fails ends the waiting of all.
type turns struct {
	mu     sync.Mutex
	moved  sync.Cond
	next   int
	failed bool
}

func newTurns() *turns {
	t := new(turns)
	t.moved.L = &t.mu
	return t
}

// wait returns when all tasks before i have ended; false when one failed.
func (t *turns) wait(i int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next != i && !t.failed {
		t.moved.Wait()
	}
	return !t.failed
}

// end says that the task whose turn it was is done, or that one failed.
func (t *turns) end(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next++
	t.failed = t.failed || err != nil
	t.moved.Broadcast()
}

// scratch hands out things that goroutines use one at a time.
type scratch[T any] struct {
	mu        sync.Mutex
	all, idle []*T
	make      func() *T
}

func (s *scratch[T]) take() *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.idle); n > 0 {
		x := s.idle[n-1]
		s.idle = s.idle[:n-1]
		return x
	}
	x := s.make()
	s.all = append(s.all, x)
	return x
}

func (s *scratch[T]) give(x *T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, x)
}
