package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lamsach/internal/store"
	"lamsach/internal/store/storetest"
)

var ctx = context.Background()

func TestFilesKeepTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return store.NewFiles(filepath.Join(t.TempDir(), "not", "yet")) })
}

func TestFilesArePrivate(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	s := store.NewFiles(root)
	if _, err := s.Put(ctx, "run=1/outcomes/part-00000.parquet", []byte("x"), store.PutOptions{IfAbsent: true}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", d.Name(), info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A folder that cannot be written is a passing fault, whoever we are: root may
// write anywhere, so the folder here is a file.
func TestUnwritableIsUnavailable(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cases := map[string]*store.Files{
		"root is a file":         store.NewFiles(filepath.Join(dir, "file")),
		"root is below a file":   store.NewFiles(filepath.Join(dir, "file", "deep", "er")),
		"root is on a pseudo fs": store.NewFiles("/proc/none"),
	}
	for name, s := range cases {
		var un *store.Unavailable
		if _, err := s.Put(ctx, "a/b", []byte("x"), store.PutOptions{}); !errors.As(err, &un) || un.Op != "put" || un.Key != "a/b" {
			t.Errorf("%s: put says %v", name, err)
		}
		if _, err := s.Open(ctx, "a/b"); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("%s: open says %v", name, err)
		}
	}
}

// A limit on the size of files stands for a full disk. It holds for a whole
// process, the test's own log among its files, so it is set in one of its own.
func TestFullDiskLeavesNothing(t *testing.T) {
	const inside = "LAMSACH_TEST_FULL_DISK"
	root := os.Getenv(inside)
	if root == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFullDiskLeavesNothing$", "-test.v")
		cmd.Env = append(os.Environ(), inside+"="+t.TempDir())
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, said)
		} else if bytes.Contains(said, []byte("--- SKIP")) {
			t.Skip("no file size limit here")
		}
		return
	}
	s := store.NewFiles(root)
	if _, err := s.Put(ctx, "old", []byte("old"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1000, Max: 1000}); err != nil {
		t.Skip("no file size limit here:", err)
	}
	var un *store.Unavailable
	if _, err := s.Put(ctx, "old", make([]byte, 5000), store.PutOptions{}); !errors.As(err, &un) {
		t.Errorf("a write over the limit says %v", err)
	}
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files lie there, want 1, %v", len(entries), err)
	}
	if data, _ := store.Read(ctx, s, "old", 100); string(data) != "old" {
		t.Errorf("the old object became %q", data)
	}
}

func TestSweepTakesOnlyOldHalves(t *testing.T) {
	root := t.TempDir()
	s := store.NewFiles(root)
	if _, err := s.Put(ctx, "a/kept", []byte("x"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(root, "a", ".lamsach-half-123")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if infos, err := s.List(ctx, ""); err != nil || len(infos) != 1 {
		t.Errorf("listing shows %d objects, want 1, %v", len(infos), err)
	}
	if n, err := s.Sweep(ctx, time.Hour); n != 0 || err != nil {
		t.Errorf("swept %d young halves, %v", n, err)
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(half, old, old); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Sweep(ctx, time.Hour); n != 1 || err != nil {
		t.Errorf("swept %d old halves, %v", n, err)
	}
	if _, err := s.Stat(ctx, "a/kept"); err != nil {
		t.Errorf("an object went with them: %v", err)
	}
}

func TestLinkedFilesAreRead(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(elsewhere, "data"), []byte("linked"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"a.parquet": "data", "broken.parquet": "none", "folder.parquet": "."} {
		if err := os.Symlink(filepath.Join(elsewhere, target), filepath.Join(root, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	infos, err := store.NewFiles(root).List(ctx, "")
	if err != nil || len(infos) != 1 || infos[0].Key != "a.parquet" || infos[0].Size != 6 {
		t.Errorf("listing: %+v, %v", infos, err)
	}
}

func TestErrorsNameTheKeyAndNoMore(t *testing.T) {
	_, err := store.NewFiles(t.TempDir()).Stat(ctx, "none")
	if err == nil || err.Error() != `store: stat "none": file does not exist` {
		t.Errorf("says %v", err)
	}
	_, _, err = store.Resolve("s3://key:secret@host/bucket")
	var key *store.KeyError
	if !errors.As(err, &key) || strings.Contains(err.Error(), "secret") {
		t.Errorf("says %v", err)
	}
}
