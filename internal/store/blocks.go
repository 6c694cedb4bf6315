package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
)

// blockSize is the length of the pieces that are fetched, kept and verified as
// a whole. One MiB: a read of some kilobytes costs little more than its round
// trip, and the sums of a 10 GB object fit in 40 kB.
const blockSize = 1 << 20

// Blocks remembers what an object held when it was read through once: a
// CRC-32C of every block. It opens the object again, the very same version,
// and lets no byte through that is not as it was.
type Blocks struct {
	info Info
	sum  Checksum
	crcs []uint32
	kept bool
}

// Info describes the object that was read; Version is set.
func (b *Blocks) Info() Info { return b.info }

// Sum is the checksum of the object.
func (b *Blocks) Sum() Checksum { return b.sum }

// Vouched says whether the object was held against a checksum of ours that
// lies beside it. Otherwise the sums say only what came when it was read.
func (b *Blocks) Vouched() bool { return b.kept }

// SumBlocks reads an object through and returns its checksum and the sums of
// its blocks. Where the store keeps our checksum beside the object, the two
// must agree.
func SumBlocks(ctx context.Context, s Store, key string) (Checksum, *Blocks, error) {
	return SumBlocksInto(ctx, s, key, nil)
}

// SumBlocksInto is SumBlocks that also hands the object on as it goes by, in
// order and in pieces of at most 4 MiB; each must not keep them. After an
// error what was handed on is worth nothing, and after a damaged first reading
// it is called again with from = 0.
func SumBlocksInto(ctx context.Context, s Store, key string, each func(from int64, data []byte) error) (Checksum, *Blocks, error) {
	b, err := sumBlocks(ctx, s, key, each)
	if bad := new(DamageError); errors.As(err, &bad) {
		b, err = sumBlocks(ctx, s, key, each) // the bytes may have suffered on their way
	}
	if err != nil {
		return Checksum{}, nil, err
	}
	return b.sum, b, nil
}

func sumBlocks(ctx context.Context, s Store, key string, each func(int64, []byte) error) (*Blocks, error) {
	o, err := s.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	b := &Blocks{info: o.Info(), crcs: make([]uint32, 0, (o.Size()+blockSize-1)/blockSize)}
	sum := newSummer()
	var version *fileVersion // where the store has no tag of its own
	if b.info.Version == "" {
		version = newVersion()
	}
	err = scan(ctx, o, func(data []byte) error {
		if each != nil {
			if err := each(sum.size, data); err != nil {
				return err
			}
		}
		sum.Write(data)
		if version != nil {
			version.Write(data)
		}
		b.add(data)
		return nil
	})
	if err != nil {
		return nil, err
	}
	b.sum = sum.sum()
	if version != nil {
		b.info.Version = version.String()
	}
	return b, b.holds(o)
}

func (b *Blocks) add(data []byte) {
	for len(data) > 0 {
		n := min(len(data), blockSize)
		b.crcs = append(b.crcs, crc32.Checksum(data[:n], castagnoli))
		data = data[n:]
	}
}

// holds says whether what was read is what the store meant to give: the kept
// checksum agrees, and a file was not written to meanwhile.
func (b *Blocks) holds(o Object) error {
	switch o := o.(type) {
	case interface{ kept() (Checksum, bool) }:
		sum, ok := o.kept()
		if ok && sum != b.sum {
			return &DamageError{Key: b.info.Key, To: b.info.Size}
		}
		b.kept = ok
	case interface{ unchanged() error }:
		return fail("read", b.info.Key, o.unchanged())
	}
	return nil
}

// Open opens the object that was summed and verifies every block it serves. A
// block that does not hold is read once more, and then is a *DamageError.
func (b *Blocks) Open(ctx context.Context, s Store, key string) (Object, error) {
	if key != b.info.Key {
		return nil, fmt.Errorf("store: the sums of %q cannot open %q", b.info.Key, key)
	}
	o, err := s.OpenSame(ctx, b.info)
	if err != nil {
		return nil, err
	}
	if r, ok := o.(*reader); ok {
		r.sums = b // verifies as it fetches
		return r, nil
	}
	return newVerified(o, b), nil
}

// check holds one whole block against its sum.
func (b *Blocks) check(block int64, data []byte) error {
	if b == nil || crc32.Checksum(data, castagnoli) == b.crcs[block] {
		return nil
	}
	from := block * blockSize
	return &DamageError{Key: b.info.Key, From: from, To: from + int64(len(data))}
}
