package store

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// Leftovers implements Sweeper: uploads in pieces that were never completed.
// The server keeps and bills them until they are aborted, and shows them in no
// listing of objects.
func (s *S3) Leftovers(ctx context.Context, prefix string, age time.Duration) ([]Leftover, error) {
	var out []Leftover
	var key, upload string
	for seen := map[string]bool{}; ; {
		var page minio.ListMultipartUploadsResult
		err := s.try(ctx, call{op: "list", key: prefix}, func(ctx context.Context, _ *attempt) (err error) {
			page, err = s.client.core.ListMultipartUploads(ctx, s.bucket, prefix, key, upload, "", pageKeys)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			if strings.HasPrefix(u.Key, prefix) && time.Since(u.Initiated) > age {
				out = append(out, Leftover{Key: u.Key, Upload: u.UploadID, Modified: u.Initiated})
			}
		}
		key, upload = page.NextKeyMarker, page.NextUploadIDMarker
		if !page.IsTruncated || seen[key+"\x00"+upload] {
			break
		}
		seen[key+"\x00"+upload] = true
	}
	for i := range out {
		size, err := s.sizeOfPieces(ctx, out[i])
		if err != nil {
			return nil, err
		}
		out[i].Size = size
	}
	slices.SortFunc(out, func(a, b Leftover) int { return strings.Compare(a.Key+"\x00"+a.Upload, b.Key+"\x00"+b.Upload) })
	return out, nil
}

// sizeOfPieces is how many bytes an upload takes so far; none if it has gone
// meanwhile.
func (s *S3) sizeOfPieces(ctx context.Context, l Leftover) (int64, error) {
	var total int64
	for marker := 0; ; {
		var page minio.ListObjectPartsResult
		err := s.try(ctx, call{op: "list", key: l.Key}, func(ctx context.Context, _ *attempt) (err error) {
			page, err = s.client.core.ListObjectParts(ctx, s.bucket, l.Key, l.Upload, marker, pageKeys)
			if gone(err) {
				page, err = minio.ListObjectPartsResult{}, nil
			}
			return err
		})
		if err != nil {
			return 0, err
		}
		for _, p := range page.ObjectParts {
			total += p.Size
		}
		if !page.IsTruncated || page.NextPartNumberMarker <= marker {
			return total, nil
		}
		marker = page.NextPartNumberMarker
	}
}

func gone(err error) bool {
	var resp minio.ErrorResponse
	return errors.As(err, &resp) && resp.StatusCode == http.StatusNotFound && resp.Code != minio.NoSuchBucket
}

// Abort implements Sweeper.
func (s *S3) Abort(ctx context.Context, l Leftover) error {
	if l.Upload == "" {
		return &KeyError{l.Key, "names no upload"}
	}
	return s.try(ctx, call{op: "delete", key: l.Key}, func(ctx context.Context, _ *attempt) error {
		err := s.client.core.AbortMultipartUpload(ctx, s.bucket, l.Key, l.Upload)
		if gone(err) {
			return nil
		}
		return err
	})
}
