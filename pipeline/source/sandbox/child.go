package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"lamsach/internal/sandbox"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source"
	"lamsach/pipeline/source/table"
)

type opener func(context.Context, store.Object, table.Options) (table.File, error)

// openSource is how a child opens its object; tests put a worse one there.
var openSource opener = source.Open

// Codes with which a child ends by itself.
const (
	exitBad   = 2 // also what the Go runtime ends with
	exitEnded = 3 // the parent has gone
)

// stackShare is which part of its memory one stack of a child may have: a file
// that nests deeper is no table.
const stackShare = 16

// server is a child.
type server struct {
	setup  setup
	conn   *conn
	mem    []byte
	rooms  *slots
	ranges []chan frame // what the parent answers for each room

	mu    sync.Mutex
	lanes []*task // what runs on each lane
	desks []*desk // scratch of each lane

	file   table.File
	tables []table.Table
}

// serve is the life of a child: it takes its own rights away, then does what
// it is asked until the parent has gone.
func serve() int {
	debug.SetTraceback("none") // nobody prints what lies on a stack
	s := &server{conn: newConn(os.NewFile(fdTold, "told"), os.NewFile(fdSays, "says"), maxTold)}
	f, err := s.conn.receive()
	if err != nil || f.kind != kindSetup || json.Unmarshal(f.body, &s.setup) != nil {
		fmt.Fprintln(os.Stderr, "this is no command")
		return exitBad
	}
	g := s.setup.Geometry
	if s.mem, err = sandbox.MapShared(fdMemory, g.size()); err != nil {
		fmt.Fprintln(os.Stderr, "no shared memory:", err)
		return exitBad
	}
	os.NewFile(fdMemory, "memory").Close()
	s.rooms = newSlots(g.Rooms)
	for range g.Rooms {
		s.ranges = append(s.ranges, make(chan frame, 1))
	}
	s.lanes = make([]*task, g.Lanes)
	for i := range g.Lanes {
		s.desks = append(s.desks, &desk{mem: g.desk(s.mem, uint16(i))})
	}
	runtime.GOMAXPROCS(s.setup.Procs)
	debug.SetMaxStack(int(s.setup.Memory / stackShare))
	debug.SetMemoryLimit(s.setup.Memory - s.setup.Memory/8)
	keep := fdObject
	if s.setup.Local {
		keep = fdFirst
	}
	rights := sandbox.Confine(sandbox.Limits{Memory: s.setup.Memory, Files: 64}, keep)
	if s.conn.send(frame{kind: kindReady, arg: int64(rights)}) != nil {
		return exitEnded
	}
	for {
		f, err := s.conn.receive()
		if err != nil {
			return exitEnded
		}
		s.hear(f)
	}
}

// hear does what a frame says; it never waits.
func (s *server) hear(f frame) {
	if f.kind == kindBytes {
		s.ranges[f.lane] <- f
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.kind == kindCall {
		t := newTask(s, f)
		s.lanes[f.lane] = t
		go t.run(f.body)
		return
	}
	if t := s.lanes[f.lane]; t != nil && t.gen == f.gen {
		t.hear(f)
	}
}

// do does one call.
func (s *server) do(ctx context.Context, t *task, r *request) error {
	if r.Op == opOpen {
		return s.open(ctx, t)
	}
	var tab table.Table
	if r.Op != opRespond {
		tab = s.tables[r.Table]
	}
	switch r.Op {
	case opCuts:
		e := &encoder{}
		e.cuts(tab.Cuts(r.Max))
		_, err := t.Write(e.buf)
		return err
	case opRead:
		d := s.desks[t.lane]
		b := d.batch(r.Table, r.Columns)
		if err := tab.Read(ctx, r.Part, r.Columns, b); err != nil {
			return err
		}
		d.learn()
		return writeBatch(t, b, d)
	case opSample:
		b, err := tab.Sample(ctx, r.Columns, r.Rows)
		if err != nil {
			return err
		}
		return writeBatch(t, b, nil)
	case opRespond:
		return s.file.Respond(ctx, t, table.Answer{Tables: r.Tables, Encoding: r.Encoding, Cells: t.cells})
	}
	return errors.New("unknown operation")
}

// open opens the object and says what it is.
func (s *server) open(ctx context.Context, w io.Writer) (err error) {
	var obj store.Object = &remote{server: s}
	if s.setup.Local {
		obj = &local{File: os.NewFile(fdObject, "object"), info: s.info()}
	}
	if s.file, err = openSource(ctx, obj, s.setup.Options); err != nil {
		return err
	}
	s.tables = s.file.Tables()
	info := fileInfo{format: s.file.Format()}
	for _, t := range s.tables {
		info.tables = append(info.tables, tableInfo{
			sheet: t.Sheet(), rows: t.Rows(), columns: t.Columns(), cuts: t.Cuts(pipeline.UsualPartRows),
		})
	}
	_, err = w.Write(info.encode())
	return err
}

func (s *server) info() store.Info {
	return store.Info{Key: string(s.setup.Key), Size: s.setup.Size, Version: s.setup.Version}
}
