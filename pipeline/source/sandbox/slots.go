package sandbox

import (
	"context"
	"sync"
)

// slots are numbers of which each is taken by one at a time. The lowest used
// last is given first, so that what is never needed is never touched.
type slots struct {
	free chan struct{} // one for each number that is free

	mu    sync.Mutex
	stack []uint16
}

func newSlots(n int) *slots {
	s := &slots{free: make(chan struct{}, n)}
	for i := range n {
		s.free <- struct{}{}
		s.stack = append(s.stack, uint16(n-1-i))
	}
	return s
}

// take waits for a number, but not longer than ctx and gone (which may be nil).
func (s *slots) take(ctx context.Context, gone <-chan struct{}) (n uint16, ok bool) {
	select {
	case <-s.free:
	case <-ctx.Done():
		return 0, false
	case <-gone:
		return 0, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n = s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return n, true
}

func (s *slots) give(n uint16) {
	s.mu.Lock()
	s.stack = append(s.stack, n)
	s.mu.Unlock()
	s.free <- struct{}{}
}
