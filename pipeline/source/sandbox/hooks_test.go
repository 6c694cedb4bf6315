//go:build linux

package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

// canary stands in the cells of hooked files. No error may hold it.
const canary = "Trần Thị Mật 079073778592"

// hooked gives a child readers that do wrong, for objects that begin with
// "HOOK " and the name of what they do; any other object is read as usual.
func hooked(usual sandbox.Opener) sandbox.Opener {
	return func(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
		head := make([]byte, min(obj.Size(), 64))
		if _, err := obj.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return nil, &store.Unavailable{Op: "read", Key: obj.Info().Key, Err: err}
		}
		name, ok := bytes.CutPrefix(head, []byte("HOOK "))
		if !ok {
			return usual(ctx, obj, o)
		}
		name, _, _ = bytes.Cut(name, []byte("\n"))
		f := &hook{key: obj.Info().Key, name: strings.TrimSpace(string(name)), object: obj}
		at, what, found := strings.Cut(f.name, " ")
		if f.at, f.what = at, what; !found {
			return nil, table.Unsupported(f.key, "no such hook")
		}
		if f.at == "open" {
			if err := f.do(ctx); err != nil {
				return nil, err
			}
		}
		return f, nil
	}
}

// hook is a file of one table of 1000 rows and one column that does wrong.
type hook struct {
	key, name string
	at, what  string // when, and what
	object    store.Object
	said      string
}

const hookRows = 1000

func (f *hook) Format() string          { return "hook " + f.said }
func (f *hook) Tables() []table.Table   { return []table.Table{f} }
func (f *hook) Close() error            { return nil }
func (f *hook) Sheet() string           { return "Tờ 1" }
func (f *hook) Rows() int64             { return hookRows }
func (f *hook) Columns() []table.Column { return []table.Column{{Name: "họ tên", Type: "string"}} }

func (f *hook) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	b := &pipeline.Batch{}
	return b, f.Read(ctx, pipeline.Part{Rows: min(rows, hookRows)}, columns, b)
}

func (f *hook) Cuts(most int) []table.Cut {
	switch f.name {
	case "lie cuts":
		return []table.Cut{{FirstRow: 0, Rows: hookRows - 1}}
	case "lie longcut":
		return []table.Cut{{FirstRow: 0, Rows: most + 1}}
	}
	var cuts []table.Cut
	for at := 0; at < hookRows; at += min(most, 250) {
		cuts = append(cuts, table.Cut{FirstRow: int64(at), Rows: min(most, 250)})
	}
	return cuts
}

func (f *hook) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	b.Part, b.Rows, b.Columns = part, part.Rows, make([]pipeline.Column, len(columns))
	if part.FirstRow >= 250 && f.at == "later" || f.at == "read" {
		if err := f.do(ctx); err != nil {
			return err
		}
	}
	for i := range b.Columns {
		c := &b.Columns[i]
		for range part.Rows {
			c.Index = append(c.Index, 0)
		}
		c.Offsets, c.Bytes = []int32{0, int32(len(canary))}, []byte(canary)
		if lie := lies[f.what]; lie != nil {
			lie(b, c)
		}
	}
	return nil
}

// lies are batches that are none.
var lies = map[string]func(*pipeline.Batch, *pipeline.Column){
	"rows":     func(b *pipeline.Batch, c *pipeline.Column) { b.Rows--; c.Index = c.Index[1:] },
	"index":    func(_ *pipeline.Batch, c *pipeline.Column) { c.Index[7] = 1 },
	"negative": func(_ *pipeline.Batch, c *pipeline.Column) { c.Index[7] = -2 },
	"offsets":  func(_ *pipeline.Batch, c *pipeline.Column) { c.Offsets[1] = 1 << 30 },
	"descend":  func(_ *pipeline.Batch, c *pipeline.Column) { c.Offsets = []int32{5, 2, 9} },
	"below":    func(_ *pipeline.Batch, c *pipeline.Column) { c.Offsets = []int32{-5, 2, 9} },
	"lists":    func(_ *pipeline.Batch, c *pipeline.Column) { c.Lists = []int32{0, 1} },
	"columns":  func(b *pipeline.Batch, c *pipeline.Column) { b.Columns = append(b.Columns, *c) },
	"short":    func(_ *pipeline.Batch, c *pipeline.Column) { c.Index = c.Index[:3] },
}

// Respond writes a line for each row: what was added.
func (f *hook) Respond(ctx context.Context, w io.Writer, a table.Answer) error {
	for i, cut := range f.Cuts(pipeline.UsualPartRows) {
		if f.name == "respond skip" && i == 1 {
			continue
		}
		if f.name == "respond late" && i == 1 {
			if _, err := a.Cells(ctx, 0, cut); err != nil {
				return err
			}
		}
		b, err := a.Cells(ctx, 0, cut)
		if err != nil {
			return err
		}
		for row := range b.Rows {
			for k := range b.Columns {
				fmt.Fprintf(w, "%s;", b.Columns[k].Value(row))
			}
			fmt.Fprintln(w)
		}
		if f.at == "respond" {
			if err := f.do(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// do does something wrong.
func (f *hook) do(ctx context.Context) error {
	switch f.what {
	case "fine", "skip", "late":
	case "loop":
		for n := 0; ; n++ {
			ballast = ballast[:0]
		}
	case "sleep":
		time.Sleep(time.Hour)
	case "wait":
		<-ctx.Done()
		return ctx.Err()
	case "panic":
		panic(canary)
	case "crash":
		go func() { panic(canary) }()
		select {}
	case "shout":
		go func() { panic(strings.Repeat(canary, 1<<16)) }()
		select {}
	case "allocate":
		for {
			ballast = append(ballast, bytes.Repeat([]byte{1}, 1<<20))
		}
	case "deep":
		f.said = strings.Repeat("x", deep(0))
	case "segfault":
		var nothing *[1 << 30]byte
		go func() { ballast = append(ballast, nothing[1<<29:]) }()
		select {}
	case "exit":
		os.Exit(0)
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		time.Sleep(time.Hour)
	case "rights":
		f.said = tryRights()
	case "read":
		return f.readThrough()
	case "error":
		return errors.New("an error\nof\x1b[1m two lines " + strings.Repeat("đ", 1000))
	default:
		if raw, ok := shouts[f.what]; ok {
			sandbox.Shout(raw)
			time.Sleep(time.Hour)
		}
		return fmt.Errorf("no such hook")
	}
	return nil
}

var ballast [][]byte

func deep(n int) int {
	var pad [256]byte
	pad[n%256] = byte(n)
	if n < 0 {
		return 0
	}
	return deep(n+1) + int(pad[(n+1)%256])
}

// readThrough reads the object in odd pieces.
func (f *hook) readThrough() error {
	sum, size := 0, f.object.Size()
	buf := make([]byte, 3<<20+7)
	for at := int64(0); at < size; at += int64(len(buf)) {
		n, err := f.object.ReadAt(buf, at)
		if want := min(int64(len(buf)), size-at); int64(n) != want {
			return fmt.Errorf("read %d of %d: %w", n, want, err)
		}
		for _, b := range buf[:n] {
			sum += int(b)
		}
	}
	if n, err := f.object.ReadAt(buf, size); n != 0 || err != io.EOF {
		return fmt.Errorf("at the end: %d %w", n, err)
	}
	f.said = fmt.Sprint(sum)
	return nil
}

// shouts are frames that no child may send.
var shouts = map[string][]byte{
	"noise":        bytes.Repeat([]byte("PAR1"), 100),
	"long":         sandbox.Frame(sandbox.KindDone, 0, 0, 1, 0, 0, make([]byte, 1<<16+1)),
	"nolane":       sandbox.Frame(sandbox.KindDone, 0, 9999, 1, 0, 0, nil),
	"idle":         sandbox.Frame(sandbox.KindDone, 0, 1, 1, 0, 0, nil),
	"oldcall":      sandbox.Frame(sandbox.KindDone, 0, 0, 999, 0, 0, nil),
	"nobody":       sandbox.Frame(sandbox.KindDone, 0, 0, 1, 0, 0, []byte{0x80, 0xff}),
	"hugepiece":    sandbox.Frame(sandbox.KindPiece, 0, 0, 1, 0, 1<<40, nil),
	"minuspiece":   sandbox.Frame(sandbox.KindPiece, 0, 0, 1, 0, -1, nil),
	"thirdhalf":    sandbox.Frame(sandbox.KindPiece, 2, 0, 1, 0, 1, nil),
	"manypieces":   bytes.Repeat(sandbox.Frame(sandbox.KindPiece, 0, 0, 1, 0, 8, nil), 10_000),
	"asks":         sandbox.Frame(sandbox.KindAsk, 0, 0, 1, 0, 0, []byte{1, 0, 0, 0}),
	"shortask":     sandbox.Frame(sandbox.KindAsk, 0, 0, 1, 0, 0, []byte{1}),
	"wantbeyond":   sandbox.Frame(sandbox.KindWant, 0, 0, 0, 4096, 1<<40, nil),
	"wantbefore":   sandbox.Frame(sandbox.KindWant, 0, 0, 0, 16, -8, nil),
	"wanthuge":     sandbox.Frame(sandbox.KindWant, 0, 0, 0, 1<<31, 0, nil),
	"wantroom":     sandbox.Frame(sandbox.KindWant, 0, 60000, 0, 8, 0, nil),
	"wantcellsof":  sandbox.Frame(sandbox.KindWant, 1, 0, 60000, 8, 0, nil),
	"againready":   sandbox.Frame(sandbox.KindReady, 0, 0, 0, 0, 0, nil),
	"unknownkind":  sandbox.Frame(200, 0, 0, 1, 0, 0, nil),
	"parentskinds": sandbox.Frame(1, 0, 0, 1, 0, 0, nil),
}
