package jobs

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"lamsach/dedupe"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/pipeline/source/table"
)

// respond writes the submitters' own files back, each with the answer on every
// row, and returns their objects in the order of the files.
func (c *crew) respond(ctx context.Context, settled *dedupe.Settlement, workers int) ([]Object, error) {
	inputs := c.responses()
	objects := make([]Object, len(inputs))
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(inputs))) {
		p.Go(func(ctx context.Context) error {
			for at := int(next.Add(1)) - 1; at < len(inputs); at = int(next.Add(1)) - 1 {
				r := &inputs[at]
				r.settled, r.number = settled, at
				var err error
				if objects[at], err = r.write(ctx); err != nil {
					return fmt.Errorf("response to %s: %w", r.tables[0].File, err)
				}
			}
			return nil
		})
	}
	return objects, p.Wait()
}

// response is one input object on its way back.
type response struct {
	*crew
	number  int            // among the responses of the run
	tables  []*PlannedFile // of the object, those that were answered
	settled *dedupe.Settlement
	spiller dedupe.Spiller

	responders map[int]*sink.Responder // by table of the object
	next       map[int]int             // the part that each of them is asked for next
	batch      pipeline.Batch
}

// responses lists the objects whose rows were answered.
func (c *crew) responses() []response {
	var out []response
	for i, f := range c.plan.Files {
		switch {
		case c.setAside(i):
		case len(out) > 0 && out[len(out)-1].tables[0].found.place == f.found.place:
			last := &out[len(out)-1]
			last.tables = append(last.tables, f)
		default:
			out = append(out, response{crew: c, tables: []*PlannedFile{f}})
		}
	}
	return out
}

// write writes the response beside the ledger and then puts it in its place.
func (r *response) write(ctx context.Context) (o Object, err error) {
	defer func() { err = recovered(recover(), "a response", err) }()
	name := r.ledger.response(r.number)
	defer os.Remove(name)
	spool, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return o, fail(ExitStorage, err)
	}
	defer spool.Close()
	if err := r.fill(ctx, spool); err != nil {
		return o, err
	}
	return r.run.putFile(ctx, "response/"+r.tables[0].File, spool, r.rows())
}

func (r *response) rows() (rows int64) {
	for _, f := range r.tables {
		rows += f.Rows
	}
	return rows
}

// fill reads the object again and writes it with the added cells.
func (r *response) fill(ctx context.Context, spool *os.File) error {
	file, release, err := r.plan.opened.get(&r.tables[0].found)
	if err != nil {
		return changed(r.tables[0].File, err)
	}
	defer release()
	out := bufio.NewWriterSize(spool, 1<<20)
	err = file.Respond(ctx, out, r.answer(len(file.Tables())))
	if err == nil {
		err = out.Flush()
	}
	if bad := new(table.FormatError); errors.As(err, &bad) { // its rows were read before
		return failf(ExitStorage, "it cannot be read a second time: %w", err)
	}
	if err != nil {
		return passing(err)
	}
	for i, f := range r.tables {
		if r.next[f.table] != f.Parts[1] && f.Rows > 0 {
			return failf(ExitInternal, "table %d: answered up to part %d of %d", i, r.next[f.table], f.Parts[1])
		}
	}
	return nil
}

// answer plans what each table of the object gets.
func (r *response) answer(tables int) table.Answer {
	a := table.Answer{Tables: make([]table.Addition, tables), Cells: r.cells}
	r.responders, r.next = map[int]*sink.Responder{}, map[int]int{}
	for _, f := range r.tables {
		s := sink.NewResponder(sink.ResponderOptions{
			Disclosure: r.disclosure, Style: f.style, Headers: f.headers(), Columns: f.layout.marked, Origins: r.origins(),
		})
		r.responders[f.table], r.next[f.table] = s, f.Parts[0]
		a.Tables[f.table] = table.Addition{Names: s.Names(), Marked: s.Marked()}
		for _, known := range [][]string{f.profile.NameEncodings, f.profile.AddressEncodings} {
			if a.Encoding == "" && len(known) > 0 {
				a.Encoding = known[0]
			}
		}
	}
	return a
}

// cells gives the added cells of a part.
func (r *response) cells(ctx context.Context, tab int, cut table.Cut) (*pipeline.Batch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, at := r.responders[tab], r.next[tab]
	if s == nil || at >= len(r.done) || r.done[at] == nil {
		return nil, failf(ExitInternal, "cells of table %d were asked for, which has none left", tab)
	}
	p := r.done[at].Part
	if p.FirstRow != cut.FirstRow || p.Rows != cut.Rows {
		return nil, failf(ExitInternal, "part %d: rows from %d were asked for, rows from %d are next", p.Index, cut.FirstRow, p.FirstRow)
	}
	outcomes, err := r.spiller.Read(r.ledger.spill(p.Index))
	if err != nil {
		return nil, fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
	}
	corrections, err := r.ledger.corrections(p.Index)
	if err != nil {
		return nil, fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
	}
	r.next[tab]++
	return &r.batch, s.Cells(&r.batch, p.StartRow, outcomes, corrections, r.settled, r.plan.People)
}

// headers are the headers of all columns of the table.
func (f *PlannedFile) headers() []string {
	out := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		out[i] = c.Name
	}
	return out
}

// putFile is put for an object that lies in a file.
func (r run) putFile(ctx context.Context, name string, file *os.File, rows int64) (Object, error) {
	sum, err := store.SumObject(ctx, store.NewFiles(filepath.Dir(file.Name())), filepath.Base(file.Name()))
	if err != nil {
		return Object{}, err
	}
	_, err = r.store.PutFile(ctx, r.key(name), file, sum.Size, store.PutOptions{IfAbsent: true})
	if errors.Is(err, store.ErrPrecondition) { // from an earlier attempt, or damaged since
		var there store.Checksum
		if there, err = store.SumObject(ctx, r.store, r.key(name)); err == nil && there != sum {
			_, err = r.store.PutFile(ctx, r.key(name), file, sum.Size, store.PutOptions{})
		}
	}
	if err != nil {
		return Object{}, err
	}
	return Object{Path: name, Size: sum.Size, SHA256: sum.SHA256, Rows: rows}, nil
}
