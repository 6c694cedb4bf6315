package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lamsach/internal/store"
)

// noise is size bytes that compress to nothing less and differ everywhere.
func noise(seed uint64, size int) []byte {
	r := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	data := make([]byte, size)
	r.Read(data)
	return data
}

func open(t *testing.T, s store.Store, key string) store.Object {
	t.Helper()
	o, err := s.Open(ctx, key)
	if err != nil {
		t.Fatalf("open %q: %v", key, err)
	}
	t.Cleanup(func() { o.Close() })
	return o
}

func putBytes(t *testing.T, s store.Store, key string, data []byte) store.Info {
	t.Helper()
	info, err := s.Put(ctx, key, data, store.PutOptions{})
	if err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
	return info
}

// rangedReads reads pieces of every kind, many at a time.
func rangedReads(t *testing.T, s store.Store) {
	data := noise(1, 9<<20+123)
	putBytes(t, s, "large", data)
	o := open(t, s, "large")
	var wg sync.WaitGroup
	for seed := range uint64(6) {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed, 7))
			for range 40 {
				off := r.IntN(len(data))
				size := 1 + r.IntN([]int{10, 5000, 1 << 20, 6 << 20}[r.IntN(4)])
				if r.IntN(4) == 0 {
					off &^= 1<<20 - 1 // whole blocks too
				}
				checkPiece(t, o, data, off, size)
			}
		})
	}
	wg.Wait()
	checkPiece(t, o, data, 0, len(data))
	checkPiece(t, o, data, len(data)-1, 2)
}

func checkPiece(t *testing.T, o io.ReaderAt, data []byte, off, size int) {
	t.Helper()
	buf := make([]byte, size)
	n, err := o.ReadAt(buf, int64(off))
	want := data[off:min(off+size, len(data))]
	if n != len(want) || !bytes.Equal(buf[:n], want) || (err != nil && !errors.Is(err, io.EOF)) || (err == nil) != (n == size) {
		t.Errorf("%d bytes at %d: %d came, equal %v, %v", size, off, n, bytes.Equal(buf[:n], want), err)
	}
}

// readsInARow reads several stretches of an object from front to back side by
// side, as parts of a file are read.
func readsInARow(t *testing.T, s store.Store) {
	data := noise(2, 30<<20+77)
	putBytes(t, s, "rows", data)
	o := open(t, s, "rows")
	var wg sync.WaitGroup
	for k, step := range []int{64 << 10, 100_000, 1 << 20, 3 << 20} {
		wg.Go(func() {
			from := k * len(data) / 4
			to := (k + 1) * len(data) / 4
			var got bytes.Buffer
			if _, err := io.CopyBuffer(&got, struct{ io.Reader }{io.NewSectionReader(o, int64(from), int64(to-from))}, make([]byte, step)); err != nil || !bytes.Equal(got.Bytes(), data[from:to]) {
				t.Errorf("in steps of %d: %d bytes, %v", step, got.Len(), err)
			}
		})
	}
	wg.Wait()
}

func listPages(t *testing.T, s store.Store) {
	const keys = 1103
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := next.Add(1); i <= keys; i = next.Add(1) {
				key := fmt.Sprintf("pages/%d/khóa = %04d+%%.csv", i%3, i)
				if _, err := s.Put(ctx, key, []byte("x"), store.PutOptions{IfAbsent: true}); err != nil {
					t.Errorf("put %q: %v", key, err)
				}
			}
		})
	}
	wg.Wait()
	infos, err := s.List(ctx, "pages/")
	if err != nil || len(infos) != keys {
		t.Fatalf("%d of %d keys, %v", len(infos), keys, err)
	}
	for i := 1; i < len(infos); i++ {
		if infos[i-1].Key >= infos[i].Key {
			t.Errorf("%q comes before %q", infos[i-1].Key, infos[i].Key)
		}
	}
	if some, err := s.List(ctx, "pages/2/khóa = 1"); err != nil || len(some) != 35 {
		t.Errorf("%d keys begin so, %v", len(some), err)
	}
}

func putFile(t *testing.T, s store.Store) {
	for _, size := range []int{0, 1, 3<<20 + 5} {
		key := fmt.Sprintf("file of %d", size)
		data := noise(3, size)
		info, err := s.PutFile(ctx, key, bytes.NewReader(data), int64(size), store.PutOptions{IfAbsent: true})
		if err != nil || info.Size != int64(size) || info.Version == "" {
			t.Fatalf("%d bytes: %+v, %v", size, info, err)
		}
		if got, err := store.Read(ctx, s, key, 1<<30); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes came back as %d others, %v", size, len(got), err)
		}
		if version, err := s.Version(ctx, key); err != nil || version != info.Version {
			t.Errorf("version %q, put said %q, %v", version, info.Version, err)
		}
		if _, err := s.PutFile(ctx, key, bytes.NewReader(data), int64(size), store.PutOptions{IfAbsent: true}); !errors.Is(err, store.ErrPrecondition) {
			t.Errorf("the second first writer of %d bytes: %v", size, err)
		}
		if _, err := s.PutFile(ctx, key, bytes.NewReader(data), int64(size), store.PutOptions{IfMatch: info.Version}); err != nil {
			t.Errorf("replacing %d bytes: %v", size, err)
		}
	}
}

func putShortFile(t *testing.T, s store.Store) {
	if _, err := s.PutFile(ctx, "short", bytes.NewReader([]byte("abc")), 5, store.PutOptions{}); err == nil {
		t.Error("five bytes out of three")
	}
	if _, err := s.Stat(ctx, "short"); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("something lies there: %v", err)
	}
}

// replacedMeanwhile holds that no read ever mixes two objects.
func replacedMeanwhile(t *testing.T, s store.Store) {
	first, second := noise(4, 20<<20), noise(5, 20<<20)
	putBytes(t, s, "a", first)
	o := open(t, s, "a")
	checkPiece(t, o, first, 100, 1000)
	putBytes(t, s, "a", second)
	buf := make([]byte, 3<<20)
	n, err := o.ReadAt(buf, 12<<20)
	changed := new(store.ChangedError)
	switch {
	case err == nil && n == len(buf) && bytes.Equal(buf, first[12<<20:15<<20]):
	case errors.As(err, &changed) && strings.HasSuffix(changed.Key, "a"):
	default:
		t.Errorf("%d bytes, %v", n, err)
	}
}

func openSame(t *testing.T, s store.Store) {
	changed := new(store.ChangedError)
	data := noise(6, 2<<20)
	putBytes(t, s, "a", data)
	o := open(t, s, "a")
	again, err := s.OpenSame(ctx, o.Info())
	if err != nil {
		t.Fatal(err)
	}
	checkPiece(t, again, data, 1<<20+5, 100)
	again.Close()
	putBytes(t, s, "a", noise(7, 2<<20))
	if err := readSame(s, o.Info()); !errors.As(err, &changed) || changed.Gone {
		t.Errorf("a replaced object: %v", err)
	}
	if err := s.Delete(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	if err := readSame(s, o.Info()); !errors.As(err, &changed) {
		t.Errorf("a removed object: %v", err)
	}
}

func readSame(s store.Store, info store.Info) error {
	o, err := s.OpenSame(ctx, info)
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = o.ReadAt(make([]byte, 10), info.Size/2)
	return err
}
