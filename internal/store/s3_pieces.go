package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// maxPieces is the limit of S3 for one upload.
const maxPieces = 10_000

// putPieces writes an object that is too large for one PUT. The condition goes
// with the completion, which is when S3 looks at it: the library's own upload
// in pieces drops it there, and a create would overwrite.
func (s *S3) putPieces(ctx context.Context, w *write, o PutOptions) (Info, error) {
	if o.IfAbsent {
		// Spares the sending; the completion is what decides.
		if _, err := s.Stat(ctx, w.key); !errors.Is(err, ErrNotExist) {
			if err == nil {
				err = fail("put", w.key, ErrPrecondition)
			}
			return Info{}, err
		}
	}
	var info Info
	c := call{op: "put", key: w.key, patience: 24 * time.Hour} // every piece has its own clock
	err := s.try(ctx, c, func(ctx context.Context, a *attempt) error {
		a.timer.Stop()
		u, err := s.upload(ctx, w, o)
		if err != nil {
			return err
		}
		info, o, err = s.readBack(ctx, w, u, o)
		return err
	})
	return info, err
}

// upload sends the pieces and completes them.
func (s *S3) upload(ctx context.Context, w *write, o PutOptions) (u minio.UploadInfo, err error) {
	var id string
	err = s.try(ctx, call{op: "put", key: w.key}, func(ctx context.Context, _ *attempt) error {
		id, err = s.client.core.NewMultipartUpload(ctx, s.bucket, w.key, w.options(PutOptions{}))
		if err == nil && id == "" {
			err = passingf("the answer names no upload") // an error page with status 200, say
		}
		return err
	})
	if err != nil {
		return u, err
	}
	defer func() {
		if err == nil {
			return
		}
		// Nothing of it may stay, cancelled or not; what stays all the same
		// is found by Leftovers.
		late, cancel := context.WithTimeout(context.WithValue(context.WithoutCancel(ctx), attemptKey{}, nil), 10*time.Second)
		defer cancel()
		_ = s.client.core.AbortMultipartUpload(late, s.bucket, w.key, id)
	}()
	parts, err := s.sendPieces(ctx, w, id)
	if err != nil {
		return u, err
	}
	return s.complete(ctx, w, id, parts, o)
}

// sendPieces sends all pieces, a few at a time.
func (s *S3) sendPieces(ctx context.Context, w *write, id string) ([]minio.CompletePart, error) {
	size := max(s.client.tune.part, (w.size+maxPieces-1)/maxPieces)
	size = (size + blockSize - 1) / blockSize * blockSize
	parts := make([]minio.CompletePart, (w.size+size-1)/size)
	jobs := make([]func() error, len(parts))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for i := range parts {
		jobs[i] = func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			from := int64(i) * size
			tag, err := s.sendPiece(ctx, w, id, i+1, io.NewSectionReader(w.data, from, min(size, w.size-from)))
			if err != nil {
				cancel(err)
				return context.Cause(ctx)
			}
			parts[i] = minio.CompletePart{PartNumber: i + 1, ETag: tag}
			return nil
		}
	}
	return parts, parallel(jobs, parallelGets)
}

func (s *S3) sendPiece(ctx context.Context, w *write, id string, number int, data *io.SectionReader) (string, error) {
	sha := sha256.New()
	if _, err := io.Copy(sha, whileAlive{ctx, data}); err != nil {
		return "", err
	}
	o := minio.PutObjectPartOptions{Sha256Hex: hex.EncodeToString(sha.Sum(nil)), DisableContentSha256: true}
	var tag string
	c := call{op: "put", key: w.key, patience: patienceFor(data.Size())}
	err := s.try(ctx, c, func(ctx context.Context, _ *attempt) error {
		part, err := s.client.core.PutObjectPart(ctx, s.bucket, w.key, id, number, io.NewSectionReader(data, 0, data.Size()), data.Size(), o)
		tag = part.ETag
		return err
	})
	return tag, err
}

// complete makes one object of the pieces. The answer may come after minutes,
// and it may be an error page with status 200.
func (s *S3) complete(ctx context.Context, w *write, id string, parts []minio.CompletePart, o PutOptions) (u minio.UploadInfo, err error) {
	c := call{op: "put", key: w.key, patience: 10*s.client.tune.stall + patienceFor(w.size)}
	tried, conflict := false, false
	err = s.try(ctx, c, func(ctx context.Context, a *attempt) error {
		options := w.options(o)
		options.UserMetadata = nil // went with the beginning
		u, err = s.client.core.CompleteMultipartUpload(ctx, s.bucket, w.key, id, parts, options)
		var resp minio.ErrorResponse
		if errors.As(err, &resp); tried && (resp.StatusCode == http.StatusNotFound || refused(err)) {
			a.timer.Stop()
			if mine, e := s.mine(ctx, w); mine || e != nil {
				u, err = minio.UploadInfo{}, e
			}
		}
		tried = true
		if conflict = resp.Code == "ConditionalRequestConflict"; conflict {
			return nil
		}
		return err
	})
	if conflict {
		// S3 wants a new upload after this answer.
		return u, passingf("another writer came in between")
	}
	return u, err
}
