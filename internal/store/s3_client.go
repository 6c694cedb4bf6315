package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
)

// tuning is what tests turn: patience, and the sizes where things change.
type tuning struct {
	tries   int           // of one call, the first included
	pause   time.Duration // before the second try; doubles, with jitter
	longest time.Duration // pause
	stall   time.Duration // without a single byte or header
	single  int64         // bytes of the largest object written by one PUT
	part    int64         // bytes of one piece of a larger one, at least
}

// usual is the tuning of real life. At 20 % of calls failing, six tries lose
// one call in 15,000; a server that is gone costs about four seconds. 5 GiB is
// the limit of S3 for one PUT.
var usual = tuning{tries: 6, pause: 200 * time.Millisecond, longest: 5 * time.Second, stall: 30 * time.Second, single: 5 << 30, part: 64 << 20}

// client speaks to one server as one identity. Its connections are shared by
// all buckets.
type client struct {
	core *minio.Core
	opts minio.Options
	host string // host[:port]
	at   string // the server, for messages
	tune tuning
}

var clients = struct {
	sync.Mutex
	of map[string]*client
}{of: map[string]*client{}}

// sharedClient is the client of this process for a configuration.
func sharedClient(c S3Config) (*client, error) {
	id := strings.Join([]string{c.Endpoint, c.Region, c.CABundle, c.PathStyle, c.Identity.fingerprint()}, "\x00")
	clients.Lock()
	defer clients.Unlock()
	if known := clients.of[id]; known != nil {
		return known, nil
	}
	base, err := newTransport(c)
	if err != nil {
		return nil, err
	}
	made, err := newClient(c, usual, base)
	if err == nil {
		clients.of[id] = made
	}
	return made, err
}

func newClient(c S3Config, tune tuning, base http.RoundTripper) (*client, error) {
	host, secure := "s3.amazonaws.com", true
	if c.Endpoint != "" {
		var scheme string
		scheme, host, _ = strings.Cut(c.Endpoint, "://")
		secure = scheme == "https"
	}
	lookup := minio.BucketLookupAuto
	switch {
	case c.PathStyle == "true", c.PathStyle == "" && c.Endpoint != "":
		lookup = minio.BucketLookupPath
	case c.PathStyle == "false":
		lookup = minio.BucketLookupDNS
	}
	made := &client{host: host, at: first(c.Endpoint, "https://"+host), tune: tune, opts: minio.Options{
		Creds:        c.Identity.credentials(c.Region),
		Secure:       secure,
		Transport:    watched{base},
		Region:       c.Region,
		BucketLookup: lookup,
		MaxRetries:   1, // trying again is our business: see try
	}}
	core, err := minio.NewCore(host, &made.opts)
	if err != nil {
		return nil, &SetupError{"AWS_ENDPOINT_URL", err.Error()}
	}
	core.SetAppInfo("lamsach", "1")
	made.core = core
	return made, nil
}

// bound is a client all of whose calls belong to ctx, for the calls of the
// library that take none.
func (c *client) bound(ctx context.Context) (*minio.Core, error) {
	opts := c.opts
	opts.Transport = boundTo{ctx, c.opts.Transport}
	return minio.NewCore(c.host, &opts)
}

type boundTo struct {
	ctx  context.Context
	base http.RoundTripper
}

func (b boundTo) RoundTrip(req *http.Request) (*http.Response, error) {
	return b.base.RoundTrip(req.WithContext(b.ctx))
}

// newTransport is made for many parallel requests to one host. Bodies come as
// they are stored: nothing is unpacked on the way.
func newTransport(c S3Config) (*http.Transport, error) {
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       time.Minute,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		WriteBufferSize:       128 << 10,
		DisableCompression:    true,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
	}
	if c.CABundle == "" {
		return t, nil
	}
	pem, err := os.ReadFile(c.CABundle)
	if err != nil {
		return nil, &SetupError{"AWS_CA_BUNDLE", "cannot be read: " + c.CABundle}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &SetupError{"AWS_CA_BUNDLE", "holds no certificate in PEM form: " + c.CABundle}
	}
	t.TLSClientConfig.RootCAs = pool
	return t, nil
}

// watched tells the attempt that a request belongs to how it goes on, so that
// one that stalls can be given up.
type watched struct{ base http.RoundTripper }

func (w watched) RoundTrip(req *http.Request) (*http.Response, error) {
	a := attemptOf(req.Context())
	if a == nil {
		return w.base.RoundTrip(req)
	}
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = watchedBody{req.Body, a.sending}
	}
	resp, err := w.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	a.answered(resp)
	resp.Body = watchedBody{resp.Body, a.receiving}
	return resp, nil
}

type watchedBody struct {
	io.ReadCloser
	moved func()
}

func (w watchedBody) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if n > 0 {
		w.moved()
	}
	return n, err
}
