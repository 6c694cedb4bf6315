package mmap_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lamsach/internal/mmap"
)

func TestMapReadsTheFile(t *testing.T) {
	for _, size := range []int{0, 1, 4095, 4096, 4097, 100_000} {
		want := bytes.Repeat([]byte("người"), size/6+1)[:size]
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := mmap.Map(path)
		if err != nil {
			t.Fatalf("size %d: %v", size, err)
		}
		m.Random()
		if !bytes.Equal(m.Bytes(), want) {
			t.Errorf("size %d: other bytes than the file", size)
		}
		if err := m.Close(); err != nil {
			t.Errorf("size %d: %v", size, err)
		}
		if err := m.Close(); !errors.Is(err, mmap.ErrClosed) {
			t.Errorf("size %d: second close says %v", size, err)
		}
	}
}

func TestMapOutlivesTheName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("still here"), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := mmap.Map(path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if string(m.Bytes()) != "still here" {
		t.Errorf("got %q", m.Bytes())
	}
}

func TestMapRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := mmap.Map(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := mmap.Map(dir); err == nil {
		t.Error("a folder was mapped")
	}
	if _, err := mmap.Create(filepath.Join(dir, "a"), -1); err == nil {
		t.Error("a negative size was accepted")
	}
}

func TestCreateReachesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("older and longer than the new one"), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := mmap.Create(path, 8)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Bytes(), make([]byte, 8)) {
		t.Errorf("new mapping is not zero: %v", m.Bytes())
	}
	copy(m.Bytes(), "lamsach!")
	if err := errors.Join(m.Sync(), m.Close()); err != nil {
		t.Fatal(err)
	}
	if err := m.Sync(); !errors.Is(err, mmap.ErrClosed) {
		t.Errorf("sync after close says %v", err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "lamsach!" {
		t.Errorf("file holds %q, %v", got, err)
	}
	fresh := filepath.Join(t.TempDir(), "b")
	n, err := mmap.Create(fresh, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if info, _ := os.Stat(fresh); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode().Perm())
	}
}

func TestCreateNothing(t *testing.T) {
	m, err := mmap.Create(filepath.Join(t.TempDir(), "a"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(m.Sync(), m.Close()); err != nil || len(m.Bytes()) != 0 {
		t.Errorf("%d bytes, %v", len(m.Bytes()), err)
	}
}
