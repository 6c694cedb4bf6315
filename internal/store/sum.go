package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// castagnoli is the CRC-32C table: the polynomial with hardware support.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum is what a manifest says of an object, so that whoever reads it can
// tell a flipped or missing byte.
type Checksum struct {
	Size   int64  `json:"size"`   // bytes
	CRC32C string `json:"crc32c"` // 8 hex digits
	SHA256 string `json:"sha256"` // 64 hex digits
}

// Sum is the checksum of data.
func Sum(data []byte) Checksum {
	sha := sha256.Sum256(data)
	return Checksum{
		Size:   int64(len(data)),
		CRC32C: fmt.Sprintf("%08x", crc32.Checksum(data, castagnoli)),
		SHA256: hex.EncodeToString(sha[:]),
	}
}

// SumObject is the checksum of an object, read through in pieces.
func SumObject(ctx context.Context, s Store, key string) (Checksum, error) {
	sha, crc := sha256.New(), crc32.New(castagnoli)
	size, err := stream(ctx, s, key, io.MultiWriter(sha, crc))
	if err != nil {
		return Checksum{}, err
	}
	return Checksum{Size: size, CRC32C: fmt.Sprintf("%08x", crc.Sum32()), SHA256: hex.EncodeToString(sha.Sum(nil))}, nil
}

// PutSame writes an object that may already be there from an earlier attempt:
// the same bytes under the same key are a success, other bytes are ErrDiffers.
func PutSame(ctx context.Context, s Store, key string, data []byte) (Info, error) {
	info, err := s.Put(ctx, key, data, PutOptions{IfAbsent: true})
	if !errors.Is(err, ErrPrecondition) {
		return info, err
	}
	there, err := SumObject(ctx, s, key)
	if err != nil {
		return Info{}, err
	}
	if there != Sum(data) {
		return Info{}, fmt.Errorf("store: put %q: %w", key, ErrDiffers)
	}
	return s.Stat(ctx, key)
}

// Read reads a whole object of at most limit bytes.
func Read(ctx context.Context, s Store, key string, limit int64) ([]byte, error) {
	o, err := s.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	if o.Size() > limit {
		return nil, fmt.Errorf("store: read %q: %d bytes, at most %d are allowed", key, o.Size(), limit)
	}
	data := make([]byte, o.Size())
	if n, err := o.ReadAt(data, 0); n < len(data) {
		return nil, fail("open", key, err)
	}
	return data, nil
}

// stream copies an object into w and returns its length.
func stream(ctx context.Context, s Store, key string, w io.Writer) (int64, error) {
	o, err := s.Open(ctx, key)
	if err != nil {
		return 0, err
	}
	defer o.Close()
	buf := make([]byte, 1<<20)
	var at int64
	for at < o.Size() {
		if err := ctx.Err(); err != nil {
			return at, err
		}
		n, err := o.ReadAt(buf[:min(int64(len(buf)), o.Size()-at)], at)
		if n == 0 {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // the object became shorter
			}
			return at, fail("version", key, err)
		}
		if _, err := w.Write(buf[:n]); err != nil {
			return at, err
		}
		at += int64(n)
	}
	return at, nil
}
