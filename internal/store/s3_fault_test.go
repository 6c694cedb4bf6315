package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"lamsach/internal/store"
)

// bodyFunc is a body made of a function.
type bodyFunc func([]byte) (int, error)

func (f bodyFunc) Read(p []byte) (int, error) { return f(p) }
func (bodyFunc) Close() error                 { return nil }

// kinds of fault, each for one request. Those that need a body leave answers
// without one as they are.
var kinds = map[string]func(req *http.Request, next http.RoundTripper) (*http.Response, error){
	"status 500":             status(500, "InternalError"),
	"status 503":             status(503, "SlowDown"),
	"status 429":             status(429, "TooManyRequests"),
	"reset before headers":   func(*http.Request, http.RoundTripper) (*http.Response, error) { return nil, syscall.ECONNRESET },
	"reset after the work":   lostReply,
	"cut, length announced":  cut(func(r *http.Response, _ []byte) {}),
	"cut, chunked":           cut(func(r *http.Response, _ []byte) { r.ContentLength = -1; r.Header.Del("Content-Length") }),
	"cut, wrong length":      cut(shortLength),
	"reset in the body":      broken(syscall.ECONNRESET),
	"an error page as 200":   status(200, "InternalError"),
	"an empty 200":           empty,
	"stalls before headers":  stallEarly,
	"stalls in the body":     stallLate,
	"longer than it says":    longer,
	"the whole for the part": ignoreRange,
}

func status(code int, text string) func(*http.Request, http.RoundTripper) (*http.Response, error) {
	return func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		if code == 200 && (req.Method == "DELETE" || req.Method == "HEAD" || req.Method == "PUT") {
			return next.RoundTrip(req) // these have no body to betray them
		}
		page := fmt.Sprintf(`<?xml version="1.0"?><Error><Code>%s</Code><Message>m</Message></Error>`, text)
		return &http.Response{
			StatusCode: code, Request: req, ContentLength: int64(len(page)), Body: io.NopCloser(strings.NewReader(page)),
			Header: http.Header{"Content-Type": {"application/xml"}, "Content-Length": {fmt.Sprint(len(page))}, "Last-Modified": {"Mon, 02 Jan 2006 15:04:05 GMT"}, "Etag": {`"x"`}},
		}, nil
	}
}

func lostReply(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	resp, err := next.RoundTrip(req)
	if err == nil {
		resp.Body.Close()
	}
	return nil, syscall.ECONNRESET
}

func cut(also func(*http.Response, []byte)) func(*http.Request, http.RoundTripper) (*http.Response, error) {
	return func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || req.Method != "GET" || resp.StatusCode != 206 {
			return resp, err
		}
		data, _ := io.ReadAll(resp.Body)
		data = data[:len(data)/3]
		resp.Body = io.NopCloser(bytes.NewReader(data))
		also(resp, data)
		return resp, nil
	}
}

func shortLength(r *http.Response, data []byte) {
	r.ContentLength = int64(len(data))
	r.Header.Set("Content-Length", fmt.Sprint(len(data)))
}

func broken(why error) func(*http.Request, http.RoundTripper) (*http.Response, error) {
	return func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || req.Method == "HEAD" || resp.StatusCode == 204 || req.Method == "PUT" {
			return resp, err
		}
		data, _ := io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(data[:len(data)/2]), bodyFunc(func([]byte) (int, error) { return 0, why })))
		return resp, nil
	}
}

func empty(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	if req.Method != "GET" {
		return next.RoundTrip(req)
	}
	return &http.Response{StatusCode: 200, Request: req, Body: http.NoBody, Header: http.Header{
		"Content-Length": {"0"}, "Last-Modified": {"Mon, 02 Jan 2006 15:04:05 GMT"}, "Etag": {`"x"`},
	}}, nil
}

func stallEarly(req *http.Request, _ http.RoundTripper) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func stallLate(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	resp, err := next.RoundTrip(req)
	if err != nil || req.Method != "GET" || resp.StatusCode != 206 {
		return resp, err
	}
	data, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(data[:len(data)/2]), bodyFunc(func([]byte) (int, error) {
		<-req.Context().Done()
		return 0, req.Context().Err()
	})))
	return resp, nil
}

func longer(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	resp, err := next.RoundTrip(req)
	if err == nil && req.Method == "GET" && resp.StatusCode == 206 {
		resp.Body = io.NopCloser(io.MultiReader(resp.Body, strings.NewReader("more")))
	}
	return resp, err
}

func ignoreRange(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	if req.Header.Get("Range") != "" {
		req = req.Clone(req.Context())
		req.Header.Del("Range")
	}
	return next.RoundTrip(req)
}

// night is a small job: everything a run asks of a store.
func night(s store.Store, data []byte) error {
	put := func(key string, data []byte, o store.PutOptions) func() error {
		return func() error { _, err := s.Put(ctx, key, data, o); return err }
	}
	reads := func(key string, want []byte) func() error {
		return func() error {
			got, err := store.Read(ctx, s, key, 1<<30)
			if err == nil && !bytes.Equal(got, want) {
				err = fmt.Errorf("%q came back as other bytes", key)
			}
			return err
		}
	}
	first := store.PutOptions{IfAbsent: true}
	for i, step := range []func() error{
		put("in/a", data, store.PutOptions{}),
		put("run/part-0", []byte("part"), first),
		func() error { _, err := store.PutSame(ctx, s, "run/part-0", []byte("part")); return err },
		func() error {
			_, err := s.PutFile(ctx, "run/large", bytes.NewReader(append(data, data[:1<<18]...)), int64(len(data)+1<<18), first)
			return err
		},
		reads("in/a", data),
		func() error { return readBlocks(s, "in/a", data) },
		put("empty", nil, first),
		reads("empty", nil),
		put("manifest", []byte("m"), first),
		func() error {
			version, err := s.Version(ctx, "manifest")
			if err == nil {
				_, err = s.Put(ctx, "manifest", []byte("n"), store.PutOptions{IfMatch: version})
			}
			return err
		},
		reads("manifest", []byte("n")),
		func() error { return s.Delete(ctx, "empty") },
		func() error {
			infos, err := s.List(ctx, "")
			if err == nil && len(infos) != 4 {
				err = fmt.Errorf("%d keys are listed, want 4", len(infos))
			}
			return err
		},
	} {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return nil
}

func readBlocks(s store.Store, key string, want []byte) error {
	sum, blocks, err := store.SumBlocks(ctx, s, key)
	if err != nil {
		return err
	}
	o, err := blocks.Open(ctx, s, key)
	if err != nil {
		return err
	}
	defer o.Close()
	got, err := io.ReadAll(io.NewSectionReader(o, 0, o.Size()))
	if err == nil && (!bytes.Equal(got, want) || sum != store.Sum(want)) {
		err = errors.New("verified bytes are others")
	}
	return err
}

// Every request of a job fails once, in every way: the job does its work all
// the same, and the same objects lie there in the end.
func TestAnyOneRequestMayFail(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), (1<<20+160)/16)
	f := newFaulty(t)
	if err := night(f, data); err != nil {
		t.Fatal(err)
	}
	calls := len(f.calls)
	if calls < 25 {
		t.Fatalf("a job of %d requests tests nothing", calls)
	}
	for name, kind := range kinds {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for at := 1; at <= calls; at++ {
				f := newFaultyFor(t, name)
				f.arm(func(n int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
					if n == at {
						return kind(req, next)
					}
					return next.RoundTrip(req)
				})
				if err := night(f, data); err != nil {
					t.Errorf("request %d: %v", at, err)
				}
				// Only an upload whose beginning was lost may stay: nobody knows
				// its name. Leftovers finds it.
				if len(f.fake.uploads) > 1 || len(f.fake.uploads) == 1 && !strings.Contains(name, "reset") {
					t.Errorf("request %d: %d uploads were left behind", at, len(f.fake.uploads))
				}
			}
		})
	}
}

// A fault that stays ends in Unavailable after a bounded number of requests.
func TestTriesAreBounded(t *testing.T) {
	for name, kind := range kinds {
		f := newFaultyFor(t, name)
		if _, err := f.Put(ctx, "a", []byte("text"), store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			method string
			do     func() error
		}{
			{"GET", func() error { _, err := store.Read(ctx, f, "a", 10); return err }},
			{"PUT", func() error { _, err := f.Put(ctx, "b", []byte("x"), store.PutOptions{IfAbsent: true}); return err }},
			{"HEAD", func() error { _, err := f.Stat(ctx, "a"); return err }},
			{"DELETE", func() error { return f.Delete(ctx, "c") }},
			{"GET", func() error { _, err := f.List(ctx, ""); return err }},
		} {
			f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
				if req.Method == c.method {
					return kind(req, next)
				}
				return next.RoundTrip(req)
			})
			err := c.do()
			var lost *store.Unavailable
			if n := f.count(c.method); n > store.Tries || err != nil && !errors.As(err, &lost) {
				t.Errorf("%s, %s: %d requests, %v", name, c.method, n, err)
			} else if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("given up after %d tries", store.Tries)) && name != "an empty 200" {
				t.Errorf("%s, %s: %v", name, c.method, err)
			}
		}
	}
}

func TestCancelledWhileTrying(t *testing.T) {
	f := newFaulty(t)
	gone, cancel := context.WithCancel(ctx)
	f.arm(func(n int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		cancel()
		return status(503, "SlowDown")(req, next)
	})
	if _, err := f.Open(gone, "a"); !errors.Is(err, context.Canceled) || len(f.calls) != 1 {
		t.Errorf("%d requests, %v", len(f.calls), err)
	}
}
