//go:build linux

package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

func is(err, target error) bool { return errors.Is(err, target) }

func as[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// short are limits that a test can wait for, on a busy machine too.
var short = sandbox.Limits{Memory: 128 << 20, Base: 300 * time.Millisecond, Stall: time.Minute}

func openHook(t testing.TB, name string, l sandbox.Limits) (table.File, error) {
	t.Helper()
	return sandbox.Open(ctx, openLocal(t, "gửi/a.csv", []byte("HOOK "+name+"\n"+canary)), sandbox.Options{Limits: l, Ended: func(u sandbox.Usage) {
		if u.CPU <= 0 || u.Peak < 1<<20 || name == "open fine" && u.Died || name == "open crash" && !u.Died {
			t.Errorf("%s: its decoder took %+v", name, u)
		}
	}})
}

// what the decoder does => the error, without the object
const deaths = `
open loop       => the decoder took too long: * of processor time, 300ms are allowed: damaged
read loop       => sheet "Tờ 1", row 0: the decoder took too long: * of processor time, 300ms are allowed: damaged
later loop      => sheet "Tờ 1", row 250: the decoder took too long: * of processor time, 300ms are allowed: damaged
open sleep      => the decoder took too long: it stood still for *: damaged
later sleep     => sheet "Tờ 1", row 250: the decoder took too long: it stood still for *: damaged
open panic      => the decoder gave up (string): damaged
later panic     => the decoder gave up (string): damaged
open crash      => the decoder crashed: damaged
later crash     => sheet "Tờ 1", row 250: the decoder crashed: damaged
later shout     => sheet "Tờ 1", row 250: the decoder crashed: damaged
open segfault   => the decoder crashed: damaged
open exit       => the decoder crashed: damaged
later exit      => sheet "Tờ 1", row 250: the decoder crashed: damaged
open allocate   => the decoder ran out of its memory limit of 128 MiB: damaged
later allocate  => sheet "Tờ 1", row 250: the decoder ran out of its memory limit of 128 MiB: damaged
open deep       => the file is nested too deeply for the decoder: damaged
open error      => the decoder failed: an error of * two lines *: damaged
lie rows        => sheet "Tờ 1", row 0: the decoder failed: it handed over another number of rows than the file has: damaged
lie index       => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie negative    => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie offsets     => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie descend     => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie below       => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie lists       => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie short       => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie columns     => sheet "Tờ 1", row 0: the decoder failed: it handed over rows that are none: damaged
lie cuts        => the decoder failed: it describes a file that cannot be: damaged
lie longcut     => the decoder failed: it describes a file that cannot be: damaged
read noise      => the decoder failed: it sent a message that is none: damaged
read long       => the decoder failed: it sent a message that is none: damaged
read nolane     => the decoder failed: it sent a message that is none: damaged
read idle       => the decoder failed: it sent a message that is none: damaged
read oldcall    => the decoder failed: it sent a message that is none: damaged
open nobody     => the decoder failed: it sent an answer that is none: damaged
open hugepiece  => the decoder failed: it sent a message that is none: damaged
open minuspiece => the decoder failed: it sent a message that is none: damaged
open thirdhalf  => the decoder failed: it sent a message that is none: damaged
open asks       => the decoder failed: it sent an answer that is none: damaged
open shortask   => the decoder failed: it sent a message that is none: damaged
read wantbeyond => the decoder failed: it sent a message that is none: damaged
read wantbefore => the decoder failed: it sent a message that is none: damaged
read wanthuge   => the decoder failed: it sent a message that is none: damaged
read wantroom   => the decoder failed: it sent a message that is none: damaged
read wantcellsof => the decoder failed: it sent a message that is none: damaged
read againready => the decoder failed: it sent a message that is none: damaged
read unknownkind => the decoder failed: it sent a message that is none: damaged
read parentskinds => the decoder failed: it sent a message that is none: damaged
`

// Whatever a decoder does, the file is set aside with its place, and nothing
// of a cell is told.
func TestDeaths(t *testing.T) {
	for line := range strings.Lines(strings.TrimSpace(deaths)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), "=>")
		name, want = strings.TrimSpace(name), strings.TrimSpace(want)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if raceOn && (strings.HasSuffix(name, "allocate") || strings.HasSuffix(name, "deep")) {
				t.Skip("the race detector has memory of its own")
			}
			limits := short
			if strings.HasSuffix(name, "sleep") {
				limits.Stall = 2 * time.Second
			}
			f, err := openHook(t, name, limits)
			if err == nil {
				defer f.Close()
				_, err = all(f, pipeline.UsualPartRows)
			}
			bad := formatError(t, err)
			text, ok := strings.CutPrefix(bad.Error(), "gửi/a.csv: ")
			if !ok || !like(text, want) {
				t.Errorf("got  %s\nwant %s", bad, want)
			}
			if strings.Contains(err.Error(), "Mật") || strings.Contains(err.Error(), "079073") || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("the error tells of a cell, or is no line: %q", err)
			}
		})
	}
}

// like says whether a text is a pattern with one or two *.
func like(text, pattern string) bool {
	pieces := strings.Split(pattern, "*")
	for i, p := range pieces {
		at := strings.Index(text, p)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		text = text[at+len(p):]
	}
	return text == "" || pieces[len(pieces)-1] == ""
}

// A decoder that sends many pieces unasked gets nowhere.
func TestPiecesWithoutEnd(t *testing.T) {
	_, err := openHook(t, "open manypieces", short)
	formatError(t, err)
}

// kill -9 in the middle of reads: each ends with the place, and what is asked
// later with the same error.
func TestKilledInTheMiddle(t *testing.T) {
	f, err := openHook(t, "later sleep", sandbox.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b pipeline.Batch
	if err := f.Tables()[0].Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &b); err != nil {
		t.Fatal(err)
	}
	errs := make(chan error)
	for i := range 3 {
		go func() {
			var b pipeline.Batch
			errs <- f.Tables()[0].Read(ctx, pipeline.Part{FirstRow: int64(250 * (i + 1)), Rows: 250}, []int{0}, &b)
		}()
	}
	for sandbox.Busy(f) < 3 {
		time.Sleep(time.Millisecond)
	}
	sandbox.Signal(f, syscall.SIGKILL)
	const want = `gửi/a.csv: sheet "Tờ 1", row 250: the decoder was killed: damaged`
	for range 3 {
		if got := formatError(t, <-errs); got.Error() != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	if err := f.Tables()[0].Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &b); err == nil || err.Error() != want {
		t.Errorf("later: %v", err)
	}
	if cuts := f.Tables()[0].Cuts(300); len(cuts) != 4 {
		t.Errorf("cuts of a dead decoder: %v", cuts)
	}
}

// Who does not want to wait any more does not have to, and others go on.
func TestCancel(t *testing.T) {
	f, err := openHook(t, "later wait", sandbox.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tab := f.Tables()[0]
	for range 3 * sandbox.Lanes() { // no lane is lost
		some, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		var b pipeline.Batch
		err := tab.Read(some, pipeline.Part{FirstRow: 250, Rows: 250}, []int{0}, &b)
		cancel()
		if !is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		if err := tab.Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &b); err != nil {
			t.Fatal(err)
		}
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if err := tab.Read(done, pipeline.Part{Rows: 250}, []int{0}, &pipeline.Batch{}); !is(err, context.Canceled) {
		t.Errorf("a canceled read: %v", err)
	}
	obj := &memory{key: "a.csv", data: []byte("HOOK open fine")}
	if _, err := sandbox.Open(done, obj, sandbox.Options{}); !is(err, context.Canceled) || !obj.closed.Load() {
		t.Errorf("a canceled open: %v, closed %t", err, obj.closed.Load())
	}
}

// A decoder that does not hear of the cancellation is ended by its time limit.
func TestCanceledButDeaf(t *testing.T) {
	f, err := openHook(t, "later loop", short)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	some, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	err = f.Tables()[0].Read(some, pipeline.Part{FirstRow: 250, Rows: 250}, []int{0}, &pipeline.Batch{})
	if !is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	for err = nil; err == nil; {
		err = f.Tables()[0].Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &pipeline.Batch{})
	}
	if bad := formatError(t, err); bad.Row != 250 || !strings.Contains(bad.Error(), "took too long") {
		t.Errorf("got %v", bad)
	}
}

// An error of the store is the store's, whoever met it.
func TestStoreErrorsStayThemselves(t *testing.T) {
	own := errors.New("the line is dead")
	typed := &store.Unavailable{Op: "get", Key: "k", Err: own}
	for _, c := range []struct{ fail, want error }{{own, own}, {typed, typed}, {fmt.Errorf("wrapped: %w", typed), typed}, {context.Canceled, context.Canceled}} {
		obj := &memory{key: "a.parquet", data: invented(t, 100, 100), fail: c.fail}
		_, err := sandbox.Open(ctx, obj, sandbox.Options{})
		if !is(err, c.want) || as[*table.FormatError](err) || c.want != context.Canceled && !as[*store.Unavailable](err) {
			t.Errorf("a store that says %v: %v", c.fail, err)
		}
		if !obj.closed.Load() {
			t.Errorf("a store that says %v: the object was left open", c.fail)
		}
	}
}

// The file is told in ranges of the object, odd ones and at its end.
func TestRanges(t *testing.T) {
	data := []byte("HOOK open read\n" + strings.Repeat("lạ", 3<<20))
	sum := 0
	for _, b := range data {
		sum += int(b)
	}
	for _, obj := range []store.Object{&memory{key: "a", data: data}, openLocal(t, "a", data)} {
		f, err := sandbox.Open(ctx, obj, sandbox.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprint("hook ", sum); f.Format() != want {
			t.Errorf("got %q, want %q", f.Format(), want)
		}
		f.Close()
	}
}

// After many files, read, killed and closed in the middle, nothing is left.
func TestNothingIsLeft(t *testing.T) {
	use := func(i int) {
		name := []string{"open fine", "open panic", "open crash", "later crash", "later wait", "open exit"}[i%6]
		f, err := openHook(t, name, short)
		if err != nil {
			return
		}
		var readers sync.WaitGroup
		for k := range 2 {
			readers.Go(func() {
				var b pipeline.Batch
				_ = f.Tables()[0].Read(ctx, pipeline.Part{FirstRow: int64(k * 250), Rows: 250}, []int{0}, &b)
			})
		}
		if i%6 == 4 {
			for sandbox.Busy(f) < 1 {
				time.Sleep(time.Millisecond)
			}
		} else {
			readers.Wait()
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		if err := f.Close(); err != nil {
			t.Error("closed again:", err)
		}
		readers.Wait()
		if err := f.Tables()[0].Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &pipeline.Batch{}); err == nil {
			t.Error("a closed file was read")
		}
	}
	use(0) // what is made once for all
	files, routines := left(t)
	for i := range 24 {
		use(i)
	}
	for range 100 { // the last goroutines are on their way out
		if f, r := left(t); f <= files && r <= routines {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if f, r := left(t); f > files || r > routines {
		t.Errorf("%d descriptors and %d goroutines became %d and %d", files, routines, f, r)
	}
	var status syscall.WaitStatus
	if pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil); err == nil {
		t.Errorf("a child is left behind, or its remains: %d", pid)
	}
}

func left(t *testing.T) (files, routines int) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("this system does not count descriptors")
	}
	return len(entries), sandbox.Routines()
}
