package store

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

// verified is an object whose blocks are read whole and checked before the
// first byte of them is served. A block that held once is passed through
// afterwards: the operating system keeps it, and an open file stays the same.
type verified struct {
	Object
	sums *Blocks
	held []atomic.Uint32 // one bit per block
}

func newVerified(o Object, b *Blocks) Object {
	v := &verified{Object: o, sums: b, held: make([]atomic.Uint32, (len(b.crcs)+31)/32)}
	if d, ok := o.(Descriptor); ok {
		return &verifiedFile{v, d}
	}
	return v
}

// verifiedFile is verified over a file of this machine.
type verifiedFile struct {
	*verified
	file Descriptor
}

// Descriptor implements Descriptor.
func (v *verifiedFile) Descriptor() *os.File { return v.file.Descriptor() }

// ReadAt implements io.ReaderAt.
func (v *verified) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= v.Size() {
		return v.Object.ReadAt(p, off)
	}
	n := 0
	for n < len(p) && off < v.Size() {
		k, err := v.readBlock(p[n:], off)
		if err != nil {
			return n, err
		}
		n += k
		off += int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// readBlock serves what p wants of the block that off lies in.
func (v *verified) readBlock(p []byte, off int64) (int, error) {
	i := off / blockSize
	from := i * blockSize
	size := min(blockSize, v.Size()-from)
	p = p[:min(int64(len(p)), from+size-off)]
	word, bit := &v.held[i/32], uint32(1)<<(i%32)
	if word.Load()&bit != 0 {
		return len(p), v.whole(p, off)
	}
	if int64(len(p)) == size {
		if err := v.fetch(i, p); err != nil {
			return 0, err
		}
		word.Or(bit)
		return len(p), nil
	}
	buf := blockPool.Get().(*[blockSize]byte)
	defer blockPool.Put(buf)
	if err := v.fetch(i, buf[:size]); err != nil {
		return 0, err
	}
	word.Or(bit)
	return copy(p, buf[off-from:size]), nil
}

// fetch reads and checks a whole block, twice if need be.
func (v *verified) fetch(i int64, block []byte) error {
	for range 2 {
		if err := v.whole(block, i*blockSize); err != nil {
			return err
		}
		if v.sums.check(i, block) == nil {
			return nil
		}
	}
	return v.sums.check(i, block)
}

// whole reads exactly len(p) bytes.
func (v *verified) whole(p []byte, off int64) error {
	n, err := v.Object.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = &ChangedError{Key: v.Info().Key}
	}
	return fail("read", v.Info().Key, err)
}

// blockPool lends buffers of one block.
var blockPool = sync.Pool{New: func() any { return new([blockSize]byte) }}
