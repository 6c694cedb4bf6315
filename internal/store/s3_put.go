package store

import (
	"bytes"
	"context"
	"crypto/md5" // the entity tag of a plain PUT is an MD5; nothing is protected by it
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// small is the size up to which an object is also sent with its MD5. Larger
// ones rely on their SHA-256, which is signed, and on being read back: MD5
// costs more than all the rest.
const small = 1 << 20

// write is one object on its way to the server.
type write struct {
	key  string
	data io.ReaderAt
	size int64
	kept *kept
	md5  []byte // nil for larger objects
	// before is the entity tag of what lay there before an unconditional
	// write, empty for nothing or unknown.
	before string
}

// Put implements Store.
func (s *S3) Put(ctx context.Context, key string, data []byte, o PutOptions) (Info, error) {
	if err := CheckKey(key); err != nil {
		return Info{}, err
	}
	w := &write{key: key, data: bytes.NewReader(data), size: int64(len(data)), kept: newKept(Sum(data))}
	if w.size <= small {
		sum := md5.Sum(data)
		w.md5 = sum[:]
	}
	return s.put(ctx, w, o)
}

// PutFile implements Store.
func (s *S3) PutFile(ctx context.Context, key string, data io.ReaderAt, size int64, o PutOptions) (Info, error) {
	if err := CheckKey(key); err != nil {
		return Info{}, err
	}
	sum, err := sumReader(ctx, data, size)
	if err != nil {
		return Info{}, fail("put", key, err)
	}
	return s.put(ctx, &write{key: key, data: data, size: size, kept: newKept(sum)}, o)
}

func (s *S3) put(ctx context.Context, w *write, o PutOptions) (Info, error) {
	o, err := s.conditions(ctx, w, o)
	if err != nil {
		return Info{}, err
	}
	if w.size > s.client.tune.single {
		return s.putPieces(ctx, w, o)
	}
	var info Info
	tried := false
	err = s.try(ctx, call{op: "put", key: w.key, patience: patienceFor(w.size)}, func(ctx context.Context, a *attempt) error {
		u, err := s.putOnce(ctx, w, o)
		a.timer.Stop() // what follows has its own clocks
		if refused(err) && tried {
			// Perhaps by our own earlier attempt, whose answer was lost.
			if mine, e := s.mine(ctx, w); mine || e != nil {
				u, err = minio.UploadInfo{}, e
			}
		}
		tried = true
		if err != nil {
			return err
		}
		info, o, err = s.readBack(ctx, w, u, o)
		return err
	})
	return info, err
}

// patienceFor allows a server 20 MB a second to put an object away after the
// last byte was sent.
func patienceFor(size int64) time.Duration { return time.Duration(size/20) * time.Microsecond }

// conditions settles what a write depends on. For a store without conditions
// they are looked up first, which serves a single writer only.
func (s *S3) conditions(ctx context.Context, w *write, o PutOptions) (PutOptions, error) {
	if o != (PutOptions{}) && !s.plain {
		return o, nil
	}
	there, err := s.Stat(ctx, w.key)
	absent := errors.Is(err, ErrNotExist)
	if bucket := new(BucketError); errors.As(err, &bucket) {
		return o, &Unavailable{Op: "put", Key: w.key, Err: hidden{bucket}}
	}
	switch {
	case err != nil && !absent:
		return o, err
	case o.IfAbsent && !absent, o.IfMatch != "" && o.IfMatch != there.Version:
		return o, fail("put", w.key, ErrPrecondition)
	}
	w.before = there.Version
	return PutOptions{}, nil
}

// refused says whether a condition did not hold. An upload in pieces may be
// told so in an error page with status 200.
func refused(err error) bool {
	var resp minio.ErrorResponse
	return errors.As(err, &resp) && (resp.StatusCode == http.StatusPreconditionFailed || resp.Code == minio.PreconditionFailed)
}

// options are what goes into the headers of a write.
func (w *write) options(o PutOptions) minio.PutObjectOptions {
	out := minio.PutObjectOptions{
		UserMetadata:         map[string]string{keptName: w.kept.String()},
		DisableContentSha256: true, // means: sign the whole body's SHA-256, not every 64 KiB
		DisableMultipart:     true,
	}
	if o.IfAbsent {
		out.SetMatchETagExcept("*")
	}
	if o.IfMatch != "" {
		out.SetMatchETag(o.IfMatch)
	}
	return out
}

// putOnce sends an object. The body's SHA-256 (and MD5, if small) is part of
// the signed request, so a body that suffered on its way is refused.
func (s *S3) putOnce(ctx context.Context, w *write, o PutOptions) (minio.UploadInfo, error) {
	body := io.NewSectionReader(w.data, 0, w.size)
	u, err := s.client.core.PutObject(ctx, s.bucket, w.key, body, w.size, base64.StdEncoding.EncodeToString(w.md5), w.kept.sum.SHA256, w.options(o))
	var resp minio.ErrorResponse
	if errors.As(err, &resp) && resp.StatusCode == http.StatusNotFound && resp.Code == minio.NoSuchKey && o.IfMatch != "" {
		return u, ErrPrecondition // If-Match against nothing
	}
	return u, err
}

// mine says whether the object under the key is the one that this write sent.
func (s *S3) mine(ctx context.Context, w *write) (bool, error) {
	h, err := s.head(ctx, w.key, "stat", "")
	if errors.Is(err, ErrNotExist) {
		return false, nil
	}
	return err == nil && h.kept != nil && h.kept.mark == w.kept.mark, err
}

// readBack reads an object that the server says it has taken. It returns the
// options for another try, if there must be one: an object of ours that came
// out wrong is replaced, whatever the condition was.
func (s *S3) readBack(ctx context.Context, w *write, u minio.UploadInfo, o PutOptions) (Info, PutOptions, error) {
	version := u.VersionID
	if version == "null" {
		version = ""
	}
	r, err := s.open(ctx, w.key, "read", version)
	if errors.Is(err, ErrNotExist) {
		return Info{}, o, passingf("the server took the object, and it is not there")
	}
	if err != nil {
		return Info{}, o, err
	}
	defer r.Close()
	there := r.h
	ours := there.kept != nil && there.kept.mark == w.kept.mark ||
		there.kept == nil && there.info.Version == u.ETag && u.ETag != "" // a server that keeps no metadata
	switch {
	case ours:
	case o.IfAbsent:
		// Another writer was let in too: this server lets several be first.
		return Info{}, o, ErrPrecondition
	case there.info.Version == o.IfMatch || there.info.Version == w.before:
		return Info{}, o, passingf("the server took the object, and the one before it is still there")
	default:
		return w.replaced(u), o, nil // somebody has written after us
	}
	crc := uint32(0)
	err = r.scan(ctx, func(data []byte) error {
		crc = crc32.Update(crc, castagnoli, data)
		return nil
	})
	if changed := new(ChangedError); errors.As(err, &changed) {
		return w.replaced(u), o, nil
	}
	if err != nil {
		return Info{}, o, err
	}
	if r.Size() != w.size || fmt.Sprintf("%08x", crc) != w.kept.sum.CRC32C {
		return Info{}, PutOptions{IfMatch: there.info.Version}, passingf("the server took the object, and gives back other bytes")
	}
	// The version is the one that came back: an answer to the write may name
	// another, and nothing would ever match that.
	return there.info, o, nil
}

// replaced describes our object when another one lies in its place already.
func (w *write) replaced(u minio.UploadInfo) Info {
	return Info{Key: w.key, Size: w.size, Version: u.ETag, Pin: u.VersionID, Modified: u.LastModified}
}

// sumReader is Sum of bytes that are read in pieces.
func sumReader(ctx context.Context, data io.ReaderAt, size int64) (Checksum, error) {
	sum := newSummer()
	n, err := io.CopyBuffer(sum, whileAlive{ctx, io.NewSectionReader(data, 0, size)}, make([]byte, min(1<<20, size+1)))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return sum.sum(), err
}
