//go:build unix

package register

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestKilledBuildsAreSwept: what a killed build left goes with the next build;
// what is being written, or is something else, stays.
func TestKilledBuildsAreSwept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r")
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"r.building-1", "r.building-held", "s.building-1", "r.other", "r.building-young"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if name == "r.building-held" {
			hold(f)
		}
		if name != "r.building-young" {
			if err := os.Chtimes(f.Name(), old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := NewBuilder(BuildOptions{Path: path}).Finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 5 {
		t.Errorf("%q lie there, want all but r.building-1, and r", left)
	}
	if _, err := os.Stat(filepath.Join(dir, "r.building-1")); err == nil {
		t.Error("what a killed build left is still there")
	}
}

// TestFullDiskLeavesNothing builds where no file may grow, in a process of its
// own: while people are added, and while the snapshot is written.
func TestFullDiskLeavesNothing(t *testing.T) {
	const inside = "LAMSACH_TEST_FULL_DISK"
	dir := os.Getenv(inside)
	if dir == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFullDiskLeavesNothing$", "-test.v")
		cmd.Env = append(os.Environ(), inside+"="+t.TempDir())
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, said)
		} else if bytes.Contains(said, []byte("--- SKIP")) {
			t.Skip("no file size limit here")
		}
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100_000, Max: 100_000}); err != nil {
		t.Skip("no file size limit here:", err)
	}
	path := filepath.Join(dir, "r")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	people := invent(20_000, 6)
	for _, memory := range []int64{1 << 20, 0} {
		b := NewBuilder(BuildOptions{Path: path, Memory: memory})
		added := b.Add(people)
		if failed := errors.Is(added, syscall.EFBIG); failed != (memory > 0) {
			t.Errorf("memory %d: adding says %v", memory, added)
		}
		if _, err := b.Finish(context.Background()); !errors.Is(err, syscall.EFBIG) {
			t.Errorf("memory %d: a build over the limit says %v", memory, err)
		}
		left, err := os.ReadDir(dir)
		if old, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(old) != "old" {
			t.Errorf("memory %d: %d files lie there, want 1; %v", memory, len(left), err)
		}
	}
}
