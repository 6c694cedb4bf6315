package jobs

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"lamsach/matchers/evaluate"
	"lamsach/register"
	"lamsach/schemas"
)

// mostRelinked is how many rows are linked again at most to tell the loss by
// blocking: enough for three digits of it, and 24 bytes each.
const mostRelinked = 200_000

// notShown are rows about people of the register whom the run neither linked
// nor showed, in their order. Of more than most it keeps a sample, the same for
// the same run: rows whose lot ends in so many zeros.
type notShown struct {
	run   string
	most  int
	zeros uint
	rows  []notShownRow
}

type notShownRow struct {
	at     evaluate.Address
	person uint64 // personal ID
}

// add implements evaluate.Options.NotShown.
func (n *notShown) add(at evaluate.Address, person uint64) {
	if !n.drawn(at) {
		return
	}
	n.rows = append(n.rows, notShownRow{at, person})
	for len(n.rows) > n.most {
		n.zeros++
		n.rows = slices.DeleteFunc(n.rows, func(r notShownRow) bool { return !n.drawn(r.at) })
	}
}

// drawn says whether a row is in the sample.
func (n *notShown) drawn(at evaluate.Address) bool {
	if n.zeros == 0 {
		return true
	}
	key := binary.LittleEndian.AppendUint64(append(make([]byte, 0, 64), n.run...), uint64(at.Row))
	key = binary.LittleEndian.AppendUint32(key, uint32(at.Table))
	return xxhash.Sum64(key)&(1<<n.zeros-1) == 0
}

// relink tells how many people were lost by blocking. Where the run cannot be
// reopened a note says why, and the other figures stand.
func (e *Evaluated) relink(ctx context.Context, rows *notShown, o EvaluateOptions) error {
	if o.NoRelink {
		e.lossUnknown(errors.New("rows were not linked again, as asked for"))
		return nil
	}
	lost, looked, err := lostByBlocking(ctx, o.Output, rows)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case ExitOf(err) == ExitInternal && err != nil:
		return err
	case err != nil:
		e.lossUnknown(err)
	default:
		e.Blocking.Settle(lost, looked)
	}
	return nil
}

func (e *Evaluated) lossUnknown(why error) {
	e.lostUnknown = why.Error()
	e.note("how many people were lost by blocking is not known: %s", e.lostUnknown)
}

// lostByBlocking links rows of a run again and counts those that were never
// compared with the person described. A label about somebody whom the register
// does not have is not looked at.
func lostByBlocking(ctx context.Context, location string, rows *notShown) (lost, looked int64, err error) {
	r, err := Reopen(ctx, location, ReopenOptions{})
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	if id := r.Manifest.RunID; id != rows.run {
		return 0, 0, failf(ExitGiven, "run %s was published meanwhile", id)
	}
	picked, people, err := r.described(ctx, rows.rows)
	if err != nil {
		return 0, 0, err
	}
	var missing, met atomic.Int64
	err = r.onEach(ctx, picked, runtime.GOMAXPROCS(0), func(ctx context.Context, at int, reader *Reader, _ *teller) error {
		if err := reader.Read(ctx, picked[at].part); err != nil {
			return err
		}
		for i, row := range picked[at].rows {
			judged := reader.Linker.Judge(reader.Rows, row)
			if judged.Outcome.Verdict != schemas.Rejected && reader.Linker.Compared(people[at][i]) {
				met.Add(1)
			} else {
				missing.Add(1)
			}
		}
		return nil
	})
	if err == nil {
		err = r.Sound()
	}
	return missing.Load(), missing.Load() + met.Load(), err
}

// described are rows by part, each part once, and the people they describe.
func (r *Reopened) described(ctx context.Context, rows []notShownRow) (picked []chosen, people [][]uint32, err error) {
	for len(rows) > 0 {
		input := int(rows[0].at.Table)
		parts, err := r.Parts(ctx, input)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range parts {
			c, found := chosen{part: p}, []uint32(nil)
			for len(rows) > 0 && int(rows[0].at.Table) == input && rows[0].at.Row < p.FirstRow+int64(p.Rows) {
				if at, there := r.person(rows[0].person); there {
					c.rows, found = append(c.rows, int(rows[0].at.Row-p.FirstRow)), append(found, at)
				}
				rows = rows[1:]
			}
			if c.rows != nil {
				picked, people = append(picked, c), append(people, found)
			}
		}
		if len(rows) > 0 && int(rows[0].at.Table) == input {
			return nil, nil, failf(ExitGiven, "%s: no part holds row %d", r.Manifest.Inputs[input].Name(), rows[0].at.Row)
		}
	}
	return picked, people, nil
}

// person finds somebody by personal ID.
func (r *Reopened) person(id uint64) (uint32, bool) {
	if id == 0 || id >= 1e12 {
		return register.NoPerson, false
	}
	return r.People.ByPIN(schemas.MakeNumber(schemas.PersonalID, id))
}
