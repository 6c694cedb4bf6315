package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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

// summer computes a Checksum of what is written to it.
type summer struct {
	sha  hash.Hash
	crc  uint32
	size int64
}

func newSummer() *summer { return &summer{sha: sha256.New()} }

func (s *summer) Write(p []byte) (int, error) {
	s.sha.Write(p) // never fails
	s.crc = crc32.Update(s.crc, castagnoli, p)
	s.size += int64(len(p))
	return len(p), nil
}

func (s *summer) sum() Checksum {
	return Checksum{Size: s.size, CRC32C: fmt.Sprintf("%08x", s.crc), SHA256: hex.EncodeToString(s.sha.Sum(nil))}
}

// SumObject is the checksum of an object, read through in pieces.
func SumObject(ctx context.Context, s Store, key string) (Checksum, error) {
	sum := newSummer()
	if _, err := stream(ctx, s, key, sum); err != nil {
		return Checksum{}, err
	}
	return sum.sum(), nil
}

// summed is implemented by stores that keep a checksum beside an object.
type summed interface {
	// storedSum is the checksum kept beside an object; false when there is
	// none, or none of ours.
	storedSum(ctx context.Context, key string) (Checksum, bool, error)
}

// PutSame writes an object that may already be there from an earlier attempt:
// the same bytes under the same key are a success, other bytes are ErrDiffers.
// Where the store keeps our checksum beside the object, the object there is
// compared by it and not read.
func PutSame(ctx context.Context, s Store, key string, data []byte) (Info, error) {
	info, err := s.Put(ctx, key, data, PutOptions{IfAbsent: true})
	if !errors.Is(err, ErrPrecondition) {
		return info, err
	}
	there, err := sumThere(ctx, s, key)
	if err != nil {
		return Info{}, err
	}
	if there != Sum(data) {
		return Info{}, fmt.Errorf("store: put %q: %w", key, ErrDiffers)
	}
	return s.Stat(ctx, key)
}

func sumThere(ctx context.Context, s Store, key string) (Checksum, error) {
	if k, ok := s.(summed); ok {
		sum, ok, err := k.storedSum(ctx, key)
		if ok || err != nil {
			return sum, err
		}
	}
	return SumObject(ctx, s, key)
}

// Read reads a whole object of at most limit bytes. Where the store keeps our
// checksum beside the object, the bytes are held against it.
func Read(ctx context.Context, s Store, key string, limit int64) ([]byte, error) {
	data, err := read(ctx, s, key, limit)
	if bad := new(DamageError); errors.As(err, &bad) {
		return read(ctx, s, key, limit) // once more: the bytes may have suffered on their way
	}
	return data, err
}

func read(ctx context.Context, s Store, key string, limit int64) ([]byte, error) {
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
	if k, ok := o.(interface{ kept() (Checksum, bool) }); ok {
		if sum, ok := k.kept(); ok && sum != Sum(data) {
			return nil, &DamageError{Key: key, To: o.Size()}
		}
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
	return o.Size(), scan(ctx, o, func(data []byte) error {
		_, err := w.Write(data)
		return err
	})
}

// scanPiece is how many bytes of an object are handed on at a time: whole
// blocks, so that their sums come out of one pass.
const scanPiece = 4 * blockSize

// scan hands an object on from its first byte to its last, in pieces of
// scanPiece bytes (the last one may be shorter).
func scan(ctx context.Context, o Object, each func(data []byte) error) error {
	if p, ok := o.(interface {
		scan(ctx context.Context, each func(data []byte) error) error
	}); ok {
		return p.scan(ctx, each)
	}
	buf := make([]byte, min(scanPiece, o.Size()))
	for at := int64(0); at < o.Size(); {
		if err := ctx.Err(); err != nil {
			return err
		}
		piece := buf[:min(int64(len(buf)), o.Size()-at)]
		if n, err := o.ReadAt(piece, at); n < len(piece) {
			if err == nil || errors.Is(err, io.EOF) {
				err = &ChangedError{Key: o.Info().Key} // it became shorter
			}
			return fail("read", o.Info().Key, err)
		}
		if err := each(piece); err != nil {
			return err
		}
		at += int64(len(piece))
	}
	return nil
}
