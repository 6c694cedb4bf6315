package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lamsach/internal/store"
)

// damaged makes a file whose bytes changed behind the store's back while size,
// time and number stayed: what a failing disk does.
func damaged(t *testing.T, s *store.Files, key string, at int) {
	t.Helper()
	name, err := s.Path(key)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	one := make([]byte, 1)
	f.ReadAt(one, int64(at))
	one[0] ^= 1
	f.WriteAt(one, int64(at))
	f.Close()
	if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFileIsNoticed(t *testing.T) {
	s := store.NewFiles(t.TempDir())
	data := bytes.Repeat([]byte("0123456789abcdef"), 5<<16+1)
	if _, err := s.Put(ctx, "a", data, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	_, blocks, err := store.SumBlocks(ctx, s, "a")
	if err != nil {
		t.Fatal(err)
	}
	damaged(t, s, "a", 2<<20+17)
	o, err := blocks.Open(ctx, s, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	buf := make([]byte, 100)
	for _, off := range []int64{0, 1 << 20, 3<<20 + 7, int64(len(data)) - 5} {
		for range 2 { // the second time the block is known to hold
			if n, err := o.ReadAt(buf, off); err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(buf[:n], data[off:off+int64(n)]) {
				t.Errorf("the sound block at %d: %v", off, err)
			}
		}
	}
	var damage *store.DamageError
	for _, size := range []int{1, 4 << 20} { // in the block, though not of the bad byte
		if _, err := o.ReadAt(make([]byte, size), 2<<20); !errors.As(err, &damage) || damage.From != 2<<20 || damage.To != 3<<20 || damage.Key != "a" {
			t.Errorf("%d bytes of the damaged block: %v", size, err)
		}
	}
	if _, err := blocks.Open(ctx, s, "b"); err == nil {
		t.Error("the sums of one object opened another")
	}
}

func TestDescriptors(t *testing.T) {
	s := store.NewFiles(t.TempDir())
	if _, err := s.Put(ctx, "a", []byte("text"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	_, blocks, err := store.SumBlocks(ctx, s, "a")
	if err != nil {
		t.Fatal(err)
	}
	plain, err1 := s.Open(ctx, "a")
	checked, err2 := blocks.Open(ctx, s, "a")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, o := range []store.Object{plain, checked} {
		d, ok := o.(store.Descriptor)
		if !ok {
			t.Fatalf("%T is no file", o)
		}
		if text, err := io.ReadAll(d.Descriptor()); err != nil || string(text) != "text" {
			t.Errorf("%T: %q, %v", o, text, err)
		}
		o.Close()
	}
}

// A file that is written while it is summed is not what anybody meant.
func TestFileChangedWhileSummed(t *testing.T) {
	s := store.NewFiles(t.TempDir())
	if _, err := s.Put(ctx, "a", make([]byte, 9<<20), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(s.Root(), "a")
	var changed *store.ChangedError
	_, _, err := store.SumBlocksInto(ctx, s, "a", func(from int64, _ []byte) error {
		if from > 0 {
			return os.Chtimes(name, time.Time{}, time.Unix(1, 0))
		}
		return nil
	})
	if !errors.As(err, &changed) {
		t.Errorf("touched: %v", err)
	}
	_, _, err = store.SumBlocksInto(ctx, s, "a", func(int64, []byte) error { return os.Truncate(name, 5<<20) })
	if !errors.As(err, &changed) {
		t.Errorf("cut: %v", err)
	}
}

func TestLeftoversOfFiles(t *testing.T) {
	s := store.NewFiles(t.TempDir())
	if _, err := s.Put(ctx, "run=1/a", []byte("x"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(s.Root(), "run=1", ".lamsach-half-7")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(half, old, old); err != nil {
		t.Fatal(err)
	}
	if left, err := s.Leftovers(ctx, "run=2/", time.Hour); err != nil || len(left) != 0 {
		t.Errorf("elsewhere: %+v, %v", left, err)
	}
	left, err := s.Leftovers(ctx, "run=1/", time.Hour)
	if err != nil || len(left) != 1 || left[0].Key != "run=1/.lamsach-half-7" || left[0].Size != 4 || !left[0].Modified.Equal(old) {
		t.Fatalf("%+v, %v", left, err)
	}
	for _, key := range []string{"run=1/a", "../.lamsach-half-7", "/etc/.lamsach-half-7", ""} {
		var bad *store.KeyError
		if err := s.Abort(ctx, store.Leftover{Key: key}); !errors.As(err, &bad) {
			t.Errorf("abort %q: %v", key, err)
		}
	}
	for range 2 {
		if err := s.Abort(ctx, left[0]); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("it is still there")
	}
}
