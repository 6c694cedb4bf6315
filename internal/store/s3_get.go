package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// pin is what a request insists on.
type pin struct {
	etag    string // empty: any
	version string // empty: the newest
	size    int64  // known when etag is
}

// answer is what the server says of an object.
type answer struct {
	info     Info
	kept     *kept // our checksum beside it, nil when there is none
	from, to int64 // bytes in the body (of get): from to to-1
}

func newAnswer(key string, o minio.ObjectInfo) answer {
	version := o.VersionID
	if version == "null" { // a bucket that keeps no versions (any more)
		version = ""
	}
	return answer{
		info: Info{Key: key, Size: o.Size, Version: tagOf(o.ETag, o.LastModified, o.Size), Modified: o.LastModified, Pin: version},
		kept: parseKept(o.UserMetadata[keptName], o.Size),
	}
}

// assumed begins the version of an object to which the server gives no entity
// tag, as gateways do with files that others put into their folders. Time and
// size must do; no request can insist on them, so every answer is compared.
const assumed = "modified-"

// tagOf is the version of an object: its entity tag, if it has one. "" where
// the server tells nothing.
func tagOf(etag string, modified time.Time, size int64) string {
	if etag = strings.Trim(etag, `"`); etag != "" || modified.IsZero() {
		return etag
	}
	return fmt.Sprintf("%s%d-%d", assumed, modified.Unix(), size)
}

// get asks once for bytes from to to (inclusive) of an object, and holds the
// answer against the question before a byte of it is believed.
func (s *S3) get(ctx context.Context, a *attempt, key string, p pin, from, to int64) (answer, io.ReadCloser, error) {
	o := minio.GetObjectOptions{VersionID: p.version}
	if err := o.SetRange(from, to); err != nil {
		return answer{}, nil, err
	}
	if p.etag != "" && !strings.HasPrefix(p.etag, assumed) {
		if err := o.SetMatchETag(p.etag); err != nil {
			return answer{}, nil, err
		}
	}
	body, info, header, err := s.client.core.GetObject(ctx, s.bucket, key, o)
	if err != nil {
		return answer{}, nil, pinned(key, p, err)
	}
	h, err := s.believe(a, key, p, info, header, from, to)
	if err != nil {
		body.Close()
		return answer{}, nil, err
	}
	return h, body, nil
}

// pinned recognises answers which say that the object is not the one pinned.
func pinned(key string, p pin, err error) error {
	var resp minio.ErrorResponse
	if p.etag == "" || !errors.As(err, &resp) {
		return err
	}
	switch {
	case resp.StatusCode == http.StatusPreconditionFailed, resp.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		return &ChangedError{Key: key}
	case absentObject(resp):
		return &ChangedError{Key: key, Gone: true}
	}
	return err
}

func (s *S3) believe(a *attempt, key string, p pin, info minio.ObjectInfo, header http.Header, from, to int64) (answer, error) {
	if a.status != http.StatusPartialContent {
		return answer{}, passingf("a part of the object was asked for, and the answer has status %d", a.status)
	}
	var first, last, total int64
	text := header.Get("Content-Range")
	if n, err := fmt.Sscanf(text, "bytes %d-%d/%d", &first, &last, &total); err != nil || n != 3 {
		return answer{}, passingf("the answer does not say which part it is")
	}
	tag := tagOf(info.ETag, info.LastModified, total)
	if p.etag != "" && (tag != p.etag || total != p.size) {
		return answer{}, &ChangedError{Key: key}
	}
	if first != from || last != min(to, total-1) || last < first {
		return answer{}, passingf("bytes %d-%d were asked for, and %q came", from, to, oneLine(text))
	}
	if info.Size >= 0 && info.Size != last-first+1 {
		return answer{}, passingf("the answer announces %d bytes for a part of %d", info.Size, last-first+1)
	}
	if tag == "" {
		return answer{}, passingf("the answer has neither an entity tag nor a time")
	}
	info.Size = total
	h := newAnswer(key, info)
	h.from, h.to = first, last+1
	return h, nil
}

// atEnd makes sure that a body holds no more than it should; reading to its
// end also frees the connection for the next request.
func atEnd(body io.Reader) error {
	var one [1]byte
	switch n, err := body.Read(one[:]); {
	case n > 0:
		return passingf("the body is longer than announced")
	case err == nil || errors.Is(err, io.EOF):
		return nil
	default:
		return &passing{err}
	}
}

// getRange fills consecutive buffers with an object's bytes from off on. A
// body that breaks off is taken up again where it stopped, as long as the
// object is the pinned one. filled is called for each buffer in order.
func (s *S3) getRange(ctx context.Context, key string, p pin, off int64, bufs [][]byte, filled func(i int)) error {
	end := off
	for _, b := range bufs {
		end += int64(len(b))
	}
	i, at := 0, 0 // the buffer and the place in it that come next
	return s.try(ctx, call{op: "read", key: key}, func(ctx context.Context, a *attempt) error {
		_, body, err := s.get(ctx, a, key, p, off, end-1)
		if err != nil {
			return err
		}
		defer body.Close()
		for ; i < len(bufs); i, at = i+1, 0 {
			n, err := io.ReadFull(body, bufs[i][at:])
			at += n
			off += int64(n)
			if err != nil {
				return passingf("the body broke off %d bytes early: %w", end-off, err)
			}
			if i == len(bufs)-1 {
				if err := atEnd(body); err != nil {
					off -= int64(at) // not to be believed
					at = 0
					return err
				}
			}
			filled(i)
		}
		return nil
	})
}
