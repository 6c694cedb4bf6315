package store_test

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lamsach/internal/store"
)

// status code => what the error says beside bucket, endpoint and key
const hintCases = `
403 AccessDenied                 => ask for the right to s3:GetObject s3://bucket/in/a.csv
403 InvalidAccessKeyId           => AWS_ACCESS_KEY_ID
403 SignatureDoesNotMatch        => AWS_SECRET_ACCESS_KEY
403 RequestTimeTooSkewed         => clock is wrong (by 24h0m
403 SomethingElse                => s3:GetObject
400 ExpiredToken                 => AWS_SESSION_TOKEN
400 AuthorizationHeaderMalformed => AWS_REGION
301 PermanentRedirect            => AWS_REGION
307 TemporaryRedirect            => not followed
405 MethodNotAllowed             => forbids
503 SlowDown                     => overloaded
500 InternalError                => run again later
`

func TestHintsOfAnswers(t *testing.T) {
	for line := range strings.Lines(strings.TrimSpace(hintCases)) {
		answer, want, _ := strings.Cut(strings.TrimSpace(line), "=>")
		var code int
		var text string
		fmt.Sscan(answer, &code, &text)
		f := newFaulty(t)
		f.arm(func(_ int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
			resp, err := status(code, text)(req, next)
			resp.Header.Set("Date", time.Now().Add(-24*time.Hour).UTC().Format(http.TimeFormat))
			if req.Method == "HEAD" {
				resp.Body = http.NoBody
			}
			return resp, err
		})
		_, openErr := f.Open(ctx, "in/a.csv")
		_, statErr := f.Stat(ctx, "in/a.csv")
		for what, err := range map[string]error{"open": openErr, "stat": statErr} {
			if code != 403 && code != 503 && code != 500 && what == "stat" {
				continue // a HEAD has no body to say more
			}
			var lost *store.Unavailable
			if !errors.As(err, &lost) || lost.Key != "in/a.csv" || !strings.Contains(err.Error(), strings.TrimSpace(want)) ||
				!strings.Contains(err.Error(), `"bucket"`) || !strings.Contains(err.Error(), "http://s3.test") {
				t.Errorf("%s%s: %v\nlacks %q", answer, what, err, want)
			}
			clean(t, err)
		}
	}
}

// clean holds that no secret is in an error.
func clean(t *testing.T, err error) {
	t.Helper()
	for _, text := range []string{fmt.Sprint(err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
		if strings.Contains(text, "canary") {
			t.Errorf("an error holds a key or secret: %s", text)
		}
	}
}

func TestWrongBucket(t *testing.T) {
	f := newFaulty(t)
	s, err := store.Tuned("other", fakeConfig, time.Second, 1<<20, 1<<20, f)
	if err != nil {
		t.Fatal(err)
	}
	_, openErr := s.Open(ctx, "a")
	_, statErr := s.Stat(ctx, "a")
	_, listErr := s.List(ctx, "a")
	for _, err := range []error{openErr, statErr, listErr} {
		var bucket *store.BucketError
		if !errors.As(err, &bucket) || !errors.Is(err, store.ErrNotExist) || !strings.Contains(err.Error(), `no bucket "other" at http://s3.test`) {
			t.Errorf("reading says %v", err)
		}
	}
	for _, o := range []store.PutOptions{{}, {IfAbsent: true}, {IfMatch: "x"}} {
		var lost *store.Unavailable
		if _, err := s.Put(ctx, "a", nil, o); !errors.As(err, &lost) || errors.Is(err, store.ErrNotExist) || !strings.Contains(err.Error(), `no bucket "other"`) {
			t.Errorf("writing with %+v says %v", o, err)
		}
	}
}

func TestHintsOfNetworks(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	defer secure.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	own := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(bundle, own, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ endpoint, bundle, want string }{
		{"http://" + closed.Addr().String(), "", "nothing listens there"},
		{secure.URL, "", "AWS_CA_BUNDLE"},
		{strings.Replace(plain.URL, "http:", "https:", 1), "", "does not speak TLS"},
		{strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), bundle, "for another name"},
		{secure.URL, bundle, "no bucket"}, // trusted: the handler's 404 comes through
	} {
		config := fakeConfig
		config.Endpoint, config.CABundle = c.endpoint, c.bundle
		s, err := store.Tuned("bucket", config, 5*time.Second, 1<<20, 1<<20, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.List(ctx, ""); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.endpoint) || !strings.Contains(err.Error(), `"bucket"`) {
			t.Errorf("%s: %v\nlacks %q", c.endpoint, err, c.want)
		}
		clean(t, err)
	}
}

func TestRedirectsAreRefused(t *testing.T) {
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer other.Close()
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer here.Close()
	config := fakeConfig
	config.Endpoint = here.URL
	s, err := store.Tuned("bucket", config, 5*time.Second, 1<<20, 1<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, openErr := s.Open(ctx, "a")
	_, putErr := s.Put(ctx, "a", []byte("x"), store.PutOptions{IfAbsent: true})
	_, listErr := s.List(ctx, "")
	for _, err := range []error{openErr, putErr, listErr} {
		var lost *store.Unavailable
		if !errors.As(err, &lost) || !strings.Contains(err.Error(), "not followed") {
			t.Errorf("says %v", err)
		}
	}
	if asked {
		t.Error("the other host was asked")
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	f := newFaulty(t)
	holder := struct {
		secret store.Secret
		config store.S3Config
		s      *store.S3
	}{store.NewSecret("secret-canary"), fakeConfig, f.S3}
	holder.config.Identity.AccessKey = ""
	asJSON, err := json.Marshal(holder.config)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(asJSON)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, holder), fmt.Sprintf(verb, holder.config), fmt.Sprintf(verb, holder.secret), fmt.Sprintf(verb, f.S3))
	}
	for _, text := range texts {
		if strings.Contains(text, "canary") || strings.Contains(text, fmt.Sprintf("%x", "canary")) {
			t.Errorf("prints %s", text)
		}
	}
	if store.NewSecret("x").Reveal() != "x" || (store.Secret{}).Reveal() != "" {
		t.Error("a secret cannot be used")
	}
}

func TestListings(t *testing.T) {
	f := newFaulty(t)
	for _, key := range []string{"a/1", "a/2", "a/3", "a/4", "a/mark/", "b"} {
		f.fake.objects[key] = newObject([]byte(key), "")
	}
	if infos, err := f.List(ctx, "a/"); err != nil || len(infos) != 4 || infos[3].Key != "a/4" {
		t.Errorf("%+v, %v", infos, err)
	}
	f.fake.objects["a//5"] = newObject(nil, "")
	var bad *store.KeyError
	if _, err := f.List(ctx, "a/"); !errors.As(err, &bad) || bad.Key != "a//5" {
		t.Errorf("an object that cannot be read is passed over: %v", err)
	}
	delete(f.fake.objects, "a//5")
	f.arm(func(n int, req *http.Request, next http.RoundTripper) (*http.Response, error) {
		req = req.Clone(req.Context())
		q := req.URL.Query()
		q.Del("continuation-token") // the same page for ever
		req.URL.RawQuery = q.Encode()
		return next.RoundTrip(req)
	})
	var lost *store.Unavailable
	if _, err := f.List(ctx, "a/"); !errors.As(err, &lost) || len(f.calls) > 3 {
		t.Errorf("a repeated page: %d requests, %v", len(f.calls), err)
	}
}
