package measure

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFamilyCountsChildren(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here, so families cannot be watched")
	}
	// Two shells wait for a third: three processes at one time.
	s, err := Command{Bin: "/bin/sh", Args: []string{"-c", "sh -c 'sleep 0.5; :'; :"}, Watch: true}.Run()
	if err != nil {
		t.Fatal(err)
	}
	f := s.Family
	if f.Processes < 2 || f.OwnBytes <= 0 || f.MappedBytes <= 0 {
		t.Errorf("a shell that waits for a shell: %+v", *f)
	}
	if sum := f.OwnBytes + f.MappedBytes + f.SharedBytes; sum != f.PeakBytes {
		t.Errorf("the parts are %d bytes, the whole %d", sum, f.PeakBytes)
	}
}

func TestLimitEndsAFamily(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here, so families cannot be watched")
	}
	mark := filepath.Join(t.TempDir(), "mark")
	_, err := Command{Bin: "/bin/sh", Args: []string{"-c", "sleep 60; touch " + mark}, Limit: 1}.Run()
	if !errors.Is(err, ErrMemory) {
		t.Errorf("a shell of one byte of memory: %v", err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the shell went on to its end")
	}
}

func TestFilesAreMadeOnceAndWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	broken := errors.New("broken off")
	if err := once(dir, func(part string) error {
		return errors.Join(os.WriteFile(filepath.Join(part, "half"), nil, 0o600), broken)
	}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("what was broken off stands under the name of the whole")
	}
	calls := 0
	write := func(part string) error { calls++; return os.WriteFile(filepath.Join(part, "whole"), nil, 0o600) }
	for range 2 {
		if err := once(dir, write); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "half")); calls != 1 || err == nil {
		t.Errorf("written %d times, what was broken off is still there: %v", calls, err == nil)
	}
}
