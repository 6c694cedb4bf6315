package store_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lamsach/internal/store"
)

// flip changes one bit of every answer to a GET that holds byte at.
func flip(at int, times *int) fault {
	var mu sync.Mutex
	return func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || req.Method != "GET" || resp.StatusCode != 206 {
			return resp, err
		}
		mu.Lock()
		defer mu.Unlock()
		from, to := rangeOf(resp)
		if *times == 0 || at < from || at > to {
			return resp, nil
		}
		*times--
		data, _ := io.ReadAll(resp.Body)
		data[at-from] ^= 1
		resp.Body = io.NopCloser(bytes.NewReader(data))
		return resp, nil
	}
}

func rangeOf(resp *http.Response) (from, to int) {
	text := strings.TrimPrefix(resp.Header.Get("Content-Range"), "bytes ")
	text, _, _ = strings.Cut(text, "/")
	a, b, _ := strings.Cut(text, "-")
	return atoi(a), atoi(b)
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// A bit that flips on its way once does no harm; one that stays flipped is an
// error that says where.
func TestFlippedBits(t *testing.T) {
	data := bytes.Repeat([]byte("abcdefgh"), 3<<17+5)
	var damage *store.DamageError
	for _, c := range []struct {
		name     string
		at, from int // place of the bit, start of what the error names
		do       func(s store.Store) error
	}{
		{"read", 2_500_000, 0, func(s store.Store) error { _, err := store.Read(ctx, s, "a", 1<<30); return err }},
		{"sum", 1_500_000, 0, func(s store.Store) error { _, _, err := store.SumBlocks(ctx, s, "a"); return err }},
	} {
		f := newFaulty(t)
		if _, err := f.Put(ctx, "a", data, store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
		once, always := 1, -1
		f.arm(flip(c.at, &once))
		if err := c.do(f); err != nil || once != 0 {
			t.Errorf("%s: flipped once: %v", c.name, err)
		}
		f.arm(flip(c.at, &always))
		if err := c.do(f); !errors.As(err, &damage) || damage.Key != "a" || len(f.calls) > 20 {
			t.Errorf("%s: flipped always: %d requests, %v", c.name, len(f.calls), err)
		}
	}
}

func TestFlippedBitsOfVerifiedReads(t *testing.T) {
	data := bytes.Repeat([]byte("abcdefgh"), 6<<17+5)
	f := newFaulty(t)
	if _, err := f.Put(ctx, "a", data, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	_, blocks, err := store.SumBlocks(ctx, f, "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, off, size int }{
		{10, 0, 100},
		{1<<20 - 1, 5, 20},               // in the block, beside what is read
		{3 << 20, 0, len(data)},          // a large read
		{len(data) - 1, 6<<20 + 3, 2000}, // the last block
	} {
		o, err := blocks.Open(ctx, f, "a")
		if err != nil {
			t.Fatal(err)
		}
		times := 1
		f.arm(flip(c.at, &times))
		buf := make([]byte, c.size)
		if _, err := o.ReadAt(buf, int64(c.off)); err != nil && err != io.EOF || !bytes.Equal(buf[:min(c.size, len(data)-c.off)], data[c.off:min(len(data), c.off+c.size)]) {
			t.Errorf("flipped once at %d: %v", c.at, err)
		}
		o.Close()
		o, _ = blocks.Open(ctx, f, "a")
		times = -1
		var damage *store.DamageError
		_, err = o.ReadAt(buf, int64(c.off))
		if block := int64(c.at >> 20 << 20); !errors.As(err, &damage) || damage.From != block || damage.To != min(block+1<<20, int64(len(data))) {
			t.Errorf("flipped always at %d: %v", c.at, err)
		}
		f.arm(nil)
		if _, err := o.ReadAt(buf[:1], int64(c.off)); err != nil {
			t.Errorf("the fault has gone, and still %v", err)
		}
		o.Close()
	}
}

// The object changes between two requests: never a mixture.
func TestReplacedBetweenRequests(t *testing.T) {
	first, second := bytes.Repeat([]byte("1"), 3<<20), bytes.Repeat([]byte("2"), 3<<20)
	swap := map[string]func(f *faulty){
		"replaced": func(f *faulty) {
			f.fake.mu.Lock()
			f.fake.objects["a"] = newObject(second, "")
			f.fake.mu.Unlock()
		},
		"removed": func(f *faulty) { f.fake.mu.Lock(); delete(f.fake.objects, "a"); f.fake.mu.Unlock() },
		"shorter": func(f *faulty) {
			f.fake.mu.Lock()
			f.fake.objects["a"] = newObject([]byte("2"), "")
			f.fake.mu.Unlock()
		},
	}
	for name, change := range swap {
		for _, ignores := range []bool{false, true} { // a server that ignores If-Match
			f := newFaulty(t)
			if _, err := f.Put(ctx, "a", first, store.PutOptions{}); err != nil {
				t.Fatal(err)
			}
			f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
				if ignores {
					req = req.Clone(req.Context())
					req.Header.Del("If-Match")
				}
				return next.RoundTrip(req)
			})
			o, err := f.Open(ctx, "a")
			if err != nil {
				t.Fatal(err)
			}
			change(f)
			f.calls = nil
			var changed *store.ChangedError
			if _, err := o.ReadAt(make([]byte, 100), 2<<20); !errors.As(err, &changed) || changed.Key != "a" || changed.Gone != (name == "removed") || len(f.calls) != 1 {
				t.Errorf("%s, ignoring %v: %d requests, %v", name, ignores, len(f.calls), err)
			}
			if err != nil && strings.Contains(err.Error(), "222") {
				t.Errorf("the error holds content: %v", err)
			}
			o.Close()
		}
	}
}

// What a server may do to a PUT. absent: taken, not kept. stale: taken, the
// old one is given back. rotten: other bytes are kept. renamed: a wrong tag.
var putFaults = map[string]func(f *faulty, req *http.Request, next http.RoundTripper) (*http.Response, error){
	"absent": func(f *faulty, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		f.fake.mu.Lock()
		before, there := f.fake.objects["a"]
		f.fake.mu.Unlock()
		resp, err := next.RoundTrip(req)
		f.fake.mu.Lock()
		defer f.fake.mu.Unlock()
		if there {
			f.fake.objects["a"] = before
		} else {
			delete(f.fake.objects, "a")
		}
		return resp, err
	},
	"rotten": func(f *faulty, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		f.fake.mu.Lock()
		defer f.fake.mu.Unlock()
		if o, ok := f.fake.objects["a"]; ok && resp.StatusCode == 200 {
			f.fake.objects["a"] = newObject(append([]byte("x"), o.data[1:]...), o.meta)
		}
		return resp, err
	},
	"renamed": func(f *faulty, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil && resp.StatusCode == 200 {
			resp.Header.Set("ETag", `"00112233445566778899aabbccddeeff"`)
		}
		return resp, err
	},
	"lost": func(f *faulty, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		return lostReply(req, next)
	},
}

func TestFaultsOfPut(t *testing.T) {
	for name, bad := range putFaults {
		for _, condition := range []string{"none", "if absent", "if match"} {
			for _, always := range []bool{false, true} {
				f := newFaulty(t)
				var o store.PutOptions
				switch condition {
				case "if absent":
					o.IfAbsent = true
				default:
					before, err := f.Put(ctx, "a", []byte("before"), store.PutOptions{})
					if err != nil {
						t.Fatal(err)
					}
					if condition == "if match" {
						o.IfMatch = before.Version
					}
				}
				done := false
				f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
					if req.Method != "PUT" || done {
						return next.RoundTrip(req)
					}
					done = !always
					return bad(f, req, next)
				})
				info, err := f.Put(ctx, "a", []byte("wanted"), o)
				puts := f.count("PUT")
				f.arm(nil)
				there, readErr := store.Read(ctx, f, "a", 100)
				version, _ := f.Version(ctx, "a")
				var lost *store.Unavailable
				switch {
				case err == nil && (string(there) != "wanted" || readErr != nil || info.Version != version || info.Size != 6):
					t.Errorf("%s, %s, always %v: %+v was promised, %q (%s) is there, %v", name, condition, always, info, there, version, readErr)
				case err == nil && always && name != "renamed" && !(name == "lost" && condition != "none"):
					t.Errorf("%s, %s, always: nothing was noticed", name, condition)
				case err != nil && (!always || !errors.As(err, &lost)):
					t.Errorf("%s, %s, always %v: %v", name, condition, always, err)
				case puts > store.Tries || name == "renamed" && puts != 1:
					t.Errorf("%s, %s, always %v: %d PUTs", name, condition, always, puts)
				}
			}
		}
	}
}

// The answer to a first write is lost, and another writer was first: our write
// must not be taken for his.
func TestLostAnswerOfARefusedPut(t *testing.T) {
	f := newFaulty(t)
	if _, err := f.Put(ctx, "a", []byte("his"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	f.arm(func(n int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		if n == 1 {
			return nil, syscall.ECONNRESET
		}
		return next.RoundTrip(req)
	})
	if _, err := f.Put(ctx, "a", []byte("his"), store.PutOptions{IfAbsent: true}); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("the same bytes by another writer: %v", err)
	}
	if _, err := store.PutSame(ctx, f, "a", []byte("his")); err != nil {
		t.Errorf("put same: %v", err)
	}
}

// PutSame compares by the checksum that lies beside the object and downloads
// only what has none.
func TestPutSameReadsNothing(t *testing.T) {
	f := newFaulty(t)
	data := bytes.Repeat([]byte("x"), 3<<20)
	if _, err := f.Put(ctx, "a", data, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	f.arm(nil)
	if _, err := store.PutSame(ctx, f, "a", data); err != nil || f.count("GET") != 0 {
		t.Errorf("ours: %d GETs, %v", f.count("GET"), err)
	}
	if _, err := store.PutSame(ctx, f, "a", data[1:]); !errors.Is(err, store.ErrDiffers) {
		t.Errorf("ours, shorter: %v", err)
	}
	f.fake.objects["a"] = newObject(data, "1 5 00000000 nonsense")
	f.arm(nil)
	if _, err := store.PutSame(ctx, f, "a", data); err != nil || f.count("GET") == 0 {
		t.Errorf("not ours: %d GETs, %v", f.count("GET"), err)
	}
}

// A server that does not know conditions is recognised, and lets two writers
// be first without either of them hearing of it, except through reading back.
func TestServerWithoutConditions(t *testing.T) {
	for _, refuses := range []bool{false, true} {
		f := newFaulty(t)
		f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
			if req.Method == "PUT" && (req.Header.Get("If-None-Match") != "" || req.Header.Get("If-Match") != "") {
				if refuses {
					return status(501, "NotImplemented")(req, next)
				}
				req = req.Clone(req.Context())
				req.Header.Del("If-None-Match")
				req.Header.Del("If-Match")
			}
			return next.RoundTrip(req)
		})
		has, err := store.Probe(ctx, f.S3, "run/")
		if err != nil || has != (store.Capabilities{}) || len(f.fake.objects) != 0 {
			t.Fatalf("probe: %+v, %d objects left, %v", has, len(f.fake.objects), err)
		}
		single := store.WithoutConditions(f.S3, has)
		if _, err := store.PutSame(ctx, single, "a", []byte("1")); err != nil {
			t.Error(err)
		}
		if _, err := store.PutSame(ctx, single, "a", []byte("2")); !errors.Is(err, store.ErrDiffers) {
			t.Errorf("another part: %v", err)
		}
	}
}
