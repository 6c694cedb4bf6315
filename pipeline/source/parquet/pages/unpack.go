package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// unpacker decompresses pages. It is the scratch of one goroutine.
type unpacker struct {
	zstd   *zstd.Decoder
	gzip   *gzip.Reader
	brotli *brotli.Reader
	in     bytes.Reader
}

var errUnpack = damaged("a page does not decompress")

// Plausible says whether n bytes can decompress to so many. Where a codec has
// a largest ratio, a page that claims more needs no memory to be refused.
func Plausible(codec format.CompressionCodec, n, unpacked int) bool {
	switch codec {
	case format.Uncompressed:
		return n == unpacked
	case format.Snappy:
		return unpacked <= 64*n+64
	case format.Lz4Raw, format.Lz4:
		return unpacked <= 256*n+64
	case format.Gzip:
		return unpacked <= 1040*n+64
	}
	return true
}

// unpack decompresses src into dst, whose length is what the page header
// claims: neither more nor less may come out, whatever src says of itself.
func (u *unpacker) unpack(codec format.CompressionCodec, dst, src []byte) error {
	switch codec {
	case format.Uncompressed:
		if len(src) != len(dst) {
			return damaged("an uncompressed page with two sizes")
		}
		copy(dst, src)
		return nil
	case format.Snappy:
		if n, err := snappy.DecodedLen(src); err != nil || n != len(dst) {
			return errUnpack
		}
		if _, err := snappy.Decode(dst, src); err != nil {
			return errUnpack
		}
		return nil
	case format.Zstd:
		return u.unzstd(dst, src)
	case format.Lz4Raw:
		if n, err := lz4.UncompressBlock(src, dst); err != nil || n != len(dst) {
			return errUnpack
		}
		return nil
	case format.Gzip:
		return u.gunzip(dst, src)
	case format.Brotli:
		u.in.Reset(src)
		if u.brotli == nil {
			u.brotli = brotli.NewReader(&u.in)
		} else if err := u.brotli.Reset(&u.in); err != nil {
			return errUnpack
		}
		return exactly(u.brotli, dst)
	case format.Lz4:
		return unlz4(dst, src)
	case format.LZO:
		return unsupported("compression LZO")
	}
	return unsupported(fmt.Sprintf("compression number %d", codec))
}

// unlz4 decompresses what older writers call LZ4. Hadoop frames the blocks in
// its own way, and Arrow C++ wrote a bare block or a frame of the LZ4 format.
func unlz4(dst, src []byte) error {
	if unhadoop(dst, src) {
		return nil
	}
	if len(src) > 4 && binary.LittleEndian.Uint32(src) == 0x184D2204 {
		return exactly(lz4.NewReader(bytes.NewReader(src)), dst)
	}
	if n, err := lz4.UncompressBlock(src, dst); err != nil || n != len(dst) {
		return errUnpack
	}
	return nil
}

// unhadoop decompresses Hadoop's framing: a length unpacked, then blocks with
// their length in front until that much is there, then the next length. All
// are big-endian.
func unhadoop(dst, src []byte) bool {
	length := func() (int, bool) {
		if len(src) < 4 {
			return 0, false
		}
		n := binary.BigEndian.Uint32(src)
		src = src[4:]
		return int(n), n <= MaxPage
	}
	for len(src) > 0 {
		frame, ok := length()
		if !ok || frame > len(dst) {
			return false
		}
		for frame > 0 {
			block, ok := length()
			if !ok || block > len(src) {
				return false
			}
			n, err := lz4.UncompressBlock(src[:block], dst[:frame])
			if err != nil || n <= 0 {
				return false
			}
			src, dst, frame = src[block:], dst[n:], frame-n
		}
	}
	return len(dst) == 0
}

func (u *unpacker) unzstd(dst, src []byte) error {
	if u.zstd == nil {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderMaxMemory(MaxPage))
		if err != nil {
			return err
		}
		u.zstd = d
	}
	out, err := u.zstd.DecodeAll(src, dst[:0:len(dst)])
	if err != nil || len(out) != len(dst) {
		return errUnpack
	}
	return nil
}

func (u *unpacker) gunzip(dst, src []byte) error {
	u.in.Reset(src)
	var err error
	if u.gzip == nil {
		u.gzip, err = gzip.NewReader(&u.in)
	} else {
		err = u.gzip.Reset(&u.in)
	}
	if err != nil {
		u.gzip = nil
		return errUnpack
	}
	return exactly(u.gzip, dst)
}

// exactly reads as much as dst holds, and then the end.
func exactly(r io.Reader, dst []byte) error {
	if _, err := io.ReadFull(r, dst); err != nil {
		return errUnpack
	}
	var more [1]byte
	if n, err := r.Read(more[:]); n != 0 || (err != nil && !errors.Is(err, io.EOF)) {
		return errUnpack
	}
	return nil
}
