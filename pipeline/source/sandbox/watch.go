package sandbox

import (
	"time"

	"lamsach/pipeline/source/table"
)

// tick is how often a call is looked at.
const tick = 100 * time.Millisecond

// watch limits the time of a call: processor time, which is the child's as a
// whole, and time by the clock. The clock is counted in ticks in which the
// child did not wait for its parent, so a machine that sleeps costs no time.
type watch struct {
	timer *time.Timer
	cost  time.Duration // of processor time
	began int64         // processor time of the child, ns
	crowd int           // most calls at once
	ticks int
}

// start begins to watch a call. The lane is locked.
func (w *watch) start(l *lane, cost time.Duration) {
	began, _ := l.child.process.CPU()
	w.cost, w.began, w.crowd, w.ticks = cost, began, 1, 0
	if w.timer == nil {
		w.timer = time.AfterFunc(tick, l.look)
	} else {
		w.timer.Reset(tick)
	}
}

// look ends the child when its call takes too long.
func (l *lane) look() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.busy {
		return
	}
	w := &l.watch
	if !l.ours && l.child.pending.Load() == 0 {
		w.ticks++
	}
	used, ok := l.child.process.CPU()
	spent := time.Duration(used-w.began) / time.Duration(w.crowd)
	limits := l.child.limits
	switch {
	case ok && spent > w.cost:
		l.child.kill(l.at("the decoder took too long: %s of processor time, %s are allowed", spent.Round(tick), w.cost.Round(tick)))
	case time.Duration(w.ticks)*tick > limits.Stall+patience*(w.cost-limits.Base):
		l.child.kill(l.at("the decoder took too long: it stood still for %s", (time.Duration(w.ticks) * tick).Round(time.Second)))
	default:
		w.timer.Reset(tick)
	}
}

// at is damage at the place where the call stands. The lane is locked.
func (l *lane) at(format string, args ...any) error {
	e := table.Damage(l.child.key, format, args...)
	e.Sheet, e.Group, e.Row = l.place.Sheet, l.place.Group, l.place.Row
	return e
}
