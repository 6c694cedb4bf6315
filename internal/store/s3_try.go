package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// attempt is one request on its way: what came back, and the clock that gives
// it up when nothing moves.
type attempt struct {
	status   int
	header   http.Header
	timer    *time.Timer
	stall    time.Duration // between two pieces of a body
	patience time.Duration // for the answer
}

type attemptKey struct{}

func attemptOf(ctx context.Context) *attempt {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	return a
}

func (a *attempt) sending()   { a.timer.Reset(a.patience) }
func (a *attempt) receiving() { a.timer.Reset(a.stall) }

func (a *attempt) answered(resp *http.Response) {
	a.status, a.header = resp.StatusCode, resp.Header
	a.timer.Reset(a.stall)
}

// wait is how long the server asked to be left alone.
func (a *attempt) wait() time.Duration {
	n, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 30)) * time.Second
}

var errStalled = errors.New("nothing came from the server for too long")

// passing is a fault that trying again may cure.
type passing struct{ err error }

func (p *passing) Error() string { return p.err.Error() }
func (p *passing) Unwrap() error { return p.err }

func passingf(format string, args ...any) error { return &passing{fmt.Errorf(format, args...)} }

// call is what one call to the server is about.
type call struct {
	op, key  string
	patience time.Duration // for the answer, beyond the usual
}

// try makes a call until it succeeds, fails for good, or has been tried often
// enough. Its error is of a type that package store promises.
func (s *S3) try(ctx context.Context, c call, do func(ctx context.Context, a *attempt) error) error {
	tune := s.client.tune
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		a, err := s.once(ctx, c, do)
		switch {
		case err == nil:
			s.known.Store(true)
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !passes(err):
			return s.explain(c, a, err)
		case n == tune.tries:
			return s.explain(c, a, fmt.Errorf("given up after %d tries: %w", n, err))
		}
		select {
		case <-time.After(max(pauseBefore(tune, n), a.wait())):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *S3) once(ctx context.Context, c call, do func(context.Context, *attempt) error) (*attempt, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := &attempt{stall: s.client.tune.stall, patience: s.client.tune.stall + c.patience}
	a.timer = time.AfterFunc(a.patience, func() { cancel(errStalled) })
	defer a.timer.Stop()
	err := do(context.WithValue(ctx, attemptKey{}, a), a)
	if err != nil && errors.Is(context.Cause(ctx), errStalled) {
		err = &passing{errStalled}
	}
	return a, err
}

// pauseBefore grows exponentially; jitter takes up to all of it away, so that
// many workers do not come back at the same moment.
func pauseBefore(tune tuning, n int) time.Duration {
	longest := min(tune.pause<<(n-1), tune.longest)
	return longest/4 + rand.N(longest*3/4+1)
}

// passingCodes are answers that trying again may cure, beside those whose
// status says so. A digest that does not hold means that the body suffered on
// its way to the server.
var passingCodes = map[string]bool{
	"InternalError": true, "SlowDown": true, "SlowDownRead": true, "SlowDownWrite": true, "RequestTimeout": true,
	"Throttling": true, "ThrottlingException": true, "RequestLimitExceeded": true, "RequestThrottled": true,
	"ServiceUnavailable": true, "ConditionalRequestConflict": true, "OperationAborted": true,
	"BadDigest": true, "XAmzContentSHA256Mismatch": true, "IncompleteBody": true,
}

// passes says whether trying again may cure an error.
func passes(err error) bool {
	if p := new(passing); errors.As(err, &p) {
		return true
	}
	var resp minio.ErrorResponse
	if errors.As(err, &resp) {
		switch {
		case passingCodes[resp.Code]:
			return true
		case resp.StatusCode == http.StatusNotImplemented:
			return false
		}
		return resp.StatusCode == 0 && resp.Code == "" || resp.StatusCode == http.StatusRequestTimeout || resp.StatusCode == http.StatusTooManyRequests ||
			resp.StatusCode == 499 || resp.StatusCode >= 500
	}
	if typed(err) || errors.Is(err, ErrPrecondition) || errors.Is(err, ErrNotExist) {
		return false
	}
	return !hopeless(err)
}

// hopeless says whether a connection fails for a reason that stays.
func hopeless(err error) bool {
	var (
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
		verify  *tls.CertificateVerificationError
		record  tls.RecordHeaderError
	)
	return errors.As(err, &unknown) || errors.As(err, &host) || errors.As(err, &invalid) || errors.As(err, &verify) ||
		errors.As(err, &record) || strings.Contains(err.Error(), "HTTP response to HTTPS client")
}
