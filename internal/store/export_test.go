package store

import (
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
)

// The library pauses after a failure even when it is not to try again; tests
// have no time for that.
func init() { minio.DefaultRetryUnit = time.Microsecond }

// MatchPath is matchSegments over slash-separated texts.
func MatchPath(pattern, name string) bool {
	return matchSegments(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

// Tries is how often a call is made at most.
const Tries = 6

// Tuned is an S3 store of its own client, with short pauses, a short patience
// and pieces of a given size.
func Tuned(bucket string, c S3Config, stall time.Duration, single, part int64, base http.RoundTripper) (*S3, error) {
	tune := tuning{tries: Tries, pause: time.Microsecond, longest: time.Microsecond, stall: stall, single: single, part: part}
	if base == nil {
		var err error
		if base, err = newTransport(c); err != nil {
			return nil, err
		}
	}
	made, err := newClient(c, tune, base)
	if err != nil {
		return nil, err
	}
	return &S3{client: made, bucket: bucket, known: new(atomic.Bool)}, nil
}

// The parsers, for tests.
var (
	SplitS3       = splitS3
	ParseINI      = parseINI
	CheckEndpoint = checkEndpoint
)

// KeptText reads what lies beside an object and writes it again.
func KeptText(text string, size int64) (string, bool) {
	k := parseKept(text, size)
	if k == nil {
		return "", false
	}
	return k.String(), true
}

// Held is how many blocks of an object are in memory.
func Held(o Object) int {
	r := o.(*reader)
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.blocks)
}
