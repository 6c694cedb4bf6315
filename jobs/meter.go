package jobs

import (
	"sync/atomic"
	"time"
)

// meter counts the rows of one phase and says how far it is, now and then.
type meter struct {
	voice   Voice
	phase   string
	of      int64
	skipped int64 // rows done before this process began
	rows    atomic.Int64
	began   time.Time
	stop    chan struct{}
	stopped chan struct{}
}

// measure starts a phase of a number of rows, some of which are done already.
func measure(v Voice, phase string, of, done int64) *meter {
	m := &meter{voice: v, phase: phase, of: of, skipped: done, began: time.Now(), stop: make(chan struct{}), stopped: make(chan struct{})}
	m.rows.Store(done)
	go m.watch()
	return m
}

func (m *meter) watch() {
	defer close(m.stopped)
	every := m.voice.Every()
	if every == 0 {
		<-m.stop
		return
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-m.stop:
			return
		case <-tick.C:
			m.voice.Say(m.progress())
		}
	}
}

func (m *meter) progress() Event {
	rows := m.rows.Load()
	e := Event{Event: EventProgress, Phase: m.phase, Rows: rows, Of: m.of}
	if speed := float64(rows-m.skipped) / time.Since(m.began).Seconds(); speed > 0 {
		e.RowsPerSecond, e.SecondsLeft = speed, float64(m.of-rows)/speed
	}
	return e
}

// add counts rows that are done.
func (m *meter) add(rows int) { m.rows.Add(int64(rows)) }

// done ends the phase and says how long it took; call it once. A phase that
// failed says nothing.
func (m *meter) done(err error) {
	close(m.stop)
	<-m.stopped
	if err == nil {
		seconds := time.Since(m.began).Seconds()
		e := Event{Event: EventPhase, Phase: m.phase, Rows: m.of, Seconds: seconds}
		if seconds > 0 {
			e.RowsPerSecond = float64(m.of-m.skipped) / seconds
		}
		m.voice.Say(e)
	}
}
