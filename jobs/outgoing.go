package jobs

import (
	"context"
	"fmt"
)

// outgoing puts the tables of a part in their places while its worker computes
// the next part: a store takes its time, and the processor need not wait for
// it. It belongs to one worker and holds the tables of one part at a time.
type outgoing struct {
	tables  []outgoingTable
	filled  int
	sending chan error // of the part on its way, nil when there is none
}

// outgoingTable is a table, in memory that belongs to it.
type outgoingTable struct {
	name string
	data []byte
	rows int64
}

// add takes a table, whose memory is its own from now on, and gives memory in
// return that is not needed any more. Nothing may be on its way.
func (o *outgoing) add(name string, data []byte, rows int64) (spare []byte) {
	if o.filled == len(o.tables) {
		o.tables = append(o.tables, outgoingTable{})
	}
	t := &o.tables[o.filled]
	spare = t.data
	t.name, t.data, t.rows = name, data, rows
	o.filled++
	return spare
}

// wait waits for the part that is on its way. It must be called before the next
// part's tables are added, and at the end.
func (o *outgoing) wait() error {
	o.filled = 0 // what was added and never sent is no part's
	if o.sending == nil {
		return nil
	}
	err := <-o.sending
	o.sending = nil
	return err
}

// send puts the added tables in their places and then calls done.
func (o *outgoing) send(ctx context.Context, part int, put func(context.Context, outgoingTable) error, done func() error) {
	o.sending = make(chan error, 1)
	tables, sending := o.tables[:o.filled], o.sending
	go func() {
		var err error
		defer func() { sending <- recovered(recover(), fmt.Sprintf("the tables of part %d", part), err) }()
		for _, t := range tables {
			if err = put(ctx, t); err != nil {
				err = fmt.Errorf("part %d: %w", part, err)
				return
			}
		}
		err = done()
	}()
}
