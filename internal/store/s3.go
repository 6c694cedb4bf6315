package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/minio/minio-go/v7"
)

// S3 is a store over one bucket of an S3 server; its keys are the bucket's. An
// object's version is its entity tag.
//
// The library below is trusted with signatures and little else: it hands on
// bodies that were cut, error pages with status 200 and wrong tags without a
// word. So every answer is held against what was asked, every object written
// carries our checksum and is read back, and trying again is done here.
type S3 struct {
	client *client
	bucket string
	known  *atomic.Bool // the bucket has answered before
	plain  bool         // the server ignores conditions: see WithoutConditions
}

// NewS3 is the store over a bucket. It does not ask the server anything.
func NewS3(bucket string, c S3Config) (*S3, error) {
	if !validBucket(bucket) {
		return nil, &KeyError{bucket, "cannot be a bucket"}
	}
	shared, err := sharedClient(c)
	if err != nil {
		return nil, err
	}
	return &S3{client: shared, bucket: bucket, known: new(atomic.Bool)}, nil
}

// String names bucket and server.
func (s *S3) String() string { return "s3://" + s.bucket + " at " + s.client.at }

// Format keeps what the client holds out of every print.
func (s *S3) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, key string) (Info, error) {
	h, err := s.head(ctx, key, "stat", "")
	return h.info, err
}

// Version implements Store.
func (s *S3) Version(ctx context.Context, key string) (string, error) {
	h, err := s.head(ctx, key, "version", "")
	return h.info.Version, err
}

// storedSum implements summed.
func (s *S3) storedSum(ctx context.Context, key string) (Checksum, bool, error) {
	h, err := s.head(ctx, key, "version", "")
	if err != nil || h.kept == nil {
		return Checksum{}, false, err
	}
	return h.kept.sum, true, nil
}

// head asks for an object's description; version is empty for the newest.
func (s *S3) head(ctx context.Context, key, op, version string) (answer, error) {
	if err := CheckKey(key); err != nil {
		return answer{}, err
	}
	var h answer
	err := s.try(ctx, call{op: op, key: key}, func(ctx context.Context, a *attempt) error {
		info, err := s.client.core.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{VersionID: version})
		if err != nil {
			return s.whyNoHead(ctx, a, key, version, err)
		}
		if info.Size < 0 || tagOf(info.ETag, info.LastModified, info.Size) == "" {
			return passingf("the answer names no size, or neither an entity tag nor a time")
		}
		h = newAnswer(key, info)
		return nil
	})
	return h, err
}

// whyNoHead finds out why a HEAD failed: its answer has no body, so a wrong
// secret looks like a missing right, and a missing bucket like a missing
// object.
func (s *S3) whyNoHead(ctx context.Context, a *attempt, key, version string, err error) error {
	var resp minio.ErrorResponse
	if !errors.As(err, &resp) {
		return err
	}
	switch {
	case resp.StatusCode == http.StatusNotFound && !s.known.Load():
	case resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusBadRequest:
	default:
		return err
	}
	_, body, why := s.get(ctx, a, key, pin{version: version}, 0, 0)
	if why == nil {
		body.Close()
		return err
	}
	if errors.As(why, &resp) && resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		return why
	}
	return err
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	err := s.try(ctx, call{op: "delete", key: key}, func(ctx context.Context, _ *attempt) error {
		return s.client.core.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	})
	if errors.Is(err, ErrNotExist) {
		return nil
	}
	return err
}
