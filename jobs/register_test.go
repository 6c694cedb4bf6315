package jobs_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/register"
)

// interrupter is a voice that ends the work when a phase ends.
type interrupter struct {
	phase  string
	cancel func()
}

func (i interrupter) Say(e jobs.Event) {
	if e.Phase == i.phase && e.Event == jobs.EventPhase || i.phase == e.Event {
		i.cancel()
	}
}

func (interrupter) Every() time.Duration { return 0 }

// TestInterruptedBuildsLeaveNothing stops builds, updates and exports on their
// way: the code is that of an interruption, and no file lies there.
func TestInterruptedBuildsLeaveNothing(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	input := filepath.Join(dir, "people")
	if err := synth.WriteRegister(context.Background(), synth.RegisterOptions{People: 3000, Seed: 5, Dir: input}); err != nil {
		t.Fatal(err)
	}
	o := jobs.RegisterBuild{Input: []string{input + "/*.parquet"}, Out: filepath.Join(dir, "base")}
	if _, err := jobs.BuildRegister(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, phase string
		work        func(context.Context, jobs.Voice) error
	}{
		{"build before it reads", jobs.EventPlanned, func(ctx context.Context, v jobs.Voice) error {
			_, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: o.Input, Out: filepath.Join(out, "r"), Voice: v})
			return err
		}},
		{"build after it read", "read", func(ctx context.Context, v jobs.Voice) error {
			_, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: o.Input, Out: filepath.Join(out, "r"), Voice: v})
			return err
		}},
		{"update after the base", "base", func(ctx context.Context, v jobs.Voice) error {
			_, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Base: o.Out, Input: o.Input, Out: filepath.Join(out, "r"), Voice: v})
			return err
		}},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		err := c.work(ctx, interrupter{c.phase, cancel})
		cancel()
		if jobs.ExitOf(err) != jobs.ExitInterrupted {
			t.Errorf("%s: %v", c.what, err)
		}
		if left, _ := os.ReadDir(out); len(left) > 0 {
			t.Errorf("%s: %d files are left", c.what, len(left))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := jobs.ExportRegister(ctx, jobs.RegisterExport{Snapshot: o.Out, Out: filepath.Join(out, "x")}); jobs.ExitOf(err) != jobs.ExitInterrupted {
		t.Errorf("export: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*", "*")); len(left) > 0 {
		t.Errorf("export: %d files are left", len(left))
	}
}

func TestTooLittleMemoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := synth.WriteRegister(context.Background(), synth.RegisterOptions{People: 2000, Seed: 5, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "r")
	_, err := jobs.BuildRegister(context.Background(), jobs.RegisterBuild{Input: []string{dir + "/*.parquet"}, Out: out, Memory: 32 << 20})
	if jobs.ExitOf(err) != jobs.ExitUsage || !strings.Contains(err.Error(), "2,000 people") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a snapshot was built")
	}
}

// TestMemoryDoesNotShow builds with the least memory and the most workers, from
// an export of itself: the same bytes.
func TestMemoryDoesNotShow(t *testing.T) {
	dir := t.TempDir()
	input, base := filepath.Join(dir, "people"), filepath.Join(dir, "base")
	if err := synth.WriteRegister(context.Background(), synth.RegisterOptions{People: 20_000, Seed: 6, Dir: input}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(context.Background(), jobs.RegisterBuild{Input: []string{input + "/*.parquet"}, Out: base, Workers: 1}); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(base)
	if err != nil {
		t.Fatal(err)
	}
	export := filepath.Join(dir, "export")
	if _, err := jobs.ExportRegister(context.Background(), jobs.RegisterExport{Snapshot: base, Out: export, Workers: 2}); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{input, export} {
		again := filepath.Join(dir, "again")
		if _, err := jobs.BuildRegister(context.Background(), jobs.RegisterBuild{Input: []string{from + "/*.parquet"}, Out: again, Workers: 5, Memory: 64 << 20}); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(again); err != nil || !bytes.Equal(got, want) {
			t.Errorf("from %s: other bytes; %v", filepath.Base(from), err)
		}
	}
	s, err := register.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}
