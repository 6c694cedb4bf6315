package store_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"lamsach/internal/store"
)

// large is a faulty store with an object of size bytes that differ everywhere.
func large(t *testing.T, size int) (*faulty, []byte) {
	t.Helper()
	f := newFaulty(t)
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{7}).Read(data)
	f.fake.objects["a"] = newObject(data, "")
	return f, data
}

// Memory is bounded however an object is read; reads from front to back let go
// of what they have passed.
func TestBlocksInMemory(t *testing.T) {
	f, data := large(t, 90<<20)
	o, err := f.Open(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	r := rand.New(rand.NewPCG(1, 2))
	buf := make([]byte, 100)
	for range 200 {
		off := r.IntN(len(data) - len(buf))
		if _, err := o.ReadAt(buf, int64(off)); err != nil || !bytes.Equal(buf, data[off:off+len(buf)]) {
			t.Fatalf("at %d: %v", off, err)
		}
		if held := store.Held(o); held > 64 {
			t.Fatalf("%d blocks in memory", held)
		}
	}
	o2, err := f.Open(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o2.Close()
	step := make([]byte, 300_000)
	most := 0
	for off := 0; off < len(data); off += len(step) {
		n, err := o2.ReadAt(step, int64(off))
		if err != nil && err != io.EOF || !bytes.Equal(step[:n], data[off:off+n]) {
			t.Fatalf("at %d: %v", off, err)
		}
		most = max(most, store.Held(o2))
	}
	if most > 24 {
		t.Errorf("%d blocks in memory while reading from front to back", most)
	}
}

// Reading from front to back in small steps takes few requests, and each byte
// is fetched once.
func TestReadingAheadAsksOnce(t *testing.T) {
	f, data := large(t, 40<<20)
	var mu sync.Mutex
	moved := 0
	f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil {
			from, to := rangeOf(resp)
			mu.Lock()
			moved += to + 1 - from
			mu.Unlock()
		}
		return resp, err
	})
	o, err := f.Open(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	var got bytes.Buffer
	if _, err := io.CopyBuffer(&got, struct{ io.Reader }{io.NewSectionReader(o, 0, o.Size())}, make([]byte, 64<<10)); err != nil || !bytes.Equal(got.Bytes(), data) {
		t.Fatal(err)
	}
	if moved != len(data) || len(f.calls) > 20 {
		t.Errorf("%d bytes in %d requests for an object of %d", moved, len(f.calls), len(data))
	}
}

func TestClosedObject(t *testing.T) {
	f, _ := large(t, 30<<20)
	o, err := f.Open(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	var once sync.Once
	f.arm(func(_ int, req *http.Request, _ http.RoundTripper) (*http.Response, error) {
		once.Do(func() { close(started) })
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	errs := make(chan error)
	for _, size := range []int{10, 5 << 20} {
		go func() {
			_, err := o.ReadAt(make([]byte, size), 10<<20)
			errs <- err
		}()
	}
	<-started
	o.Close()
	for range 2 {
		if err := <-errs; !errors.Is(err, os.ErrClosed) {
			t.Errorf("a read under way: %v", err)
		}
	}
	if _, err := o.ReadAt(make([]byte, 1), 0); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a read afterwards: %v", err)
	}
	o.Close()
	if held := store.Held(o); held != 0 {
		t.Errorf("%d blocks are still held", held)
	}
}

func TestGlobInBuckets(t *testing.T) {
	emptyEnvironment(t)
	t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
	t.Setenv("AWS_ACCESS_KEY_ID", "i")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
	var bad *store.KeyError
	for _, pattern := range []string{"s3://buck*/a", "s3://*", "s3:///a*"} {
		if _, err := store.Glob(ctx, pattern); !errors.As(err, &bad) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	s1, prefix, err1 := store.Resolve("s3://bucket/in/2026")
	s2, _, err2 := store.Resolve("s3://bucket")
	if err1 != nil || err2 != nil || prefix != "in/2026/" || !strings.HasPrefix(s1.(*store.S3).String(), "s3://bucket at http://127.0.0.1:1") || s1.(*store.S3).String() != s2.(*store.S3).String() {
		t.Errorf("%v %q %v, %v %v", s1, prefix, s2, err1, err2)
	}
}
