package arrowipc

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"lamsach/pipeline/source/arrowipc/messages"
)

// bytes gives the bytes from to to of a buffer, unpacked. They are valid until
// the slot is used again.
func (r *reader) bytes(ctx context.Context, slot *[]byte, s messages.Span, from, to int64) ([]byte, error) {
	if from == to {
		return nil, nil
	}
	most := s.Length
	if r.head.Codec != messages.Plain {
		most = r.head.Codec.Most(s.Length - 8)
	}
	switch {
	case to > most:
		return nil, errShort
	case to-from > r.file.memory/bufferShare:
		return nil, unsupported("write smaller cells or record batches", "a part with %d bytes in one column is", to-from)
	case r.head.Codec == messages.Plain:
		b := grow(slot, int(to-from))
		return b, r.file.readAt(b, r.at+s.Offset+from)
	case r.entire:
		b, err := r.unpack(slot, s)
		if err == nil && to > int64(len(b)) {
			err = errShort
		}
		if err != nil {
			return nil, err
		}
		return b[from:to], nil
	}
	b := grow(slot, int(to-from))
	return b, r.file.river(r, s).read(ctx, b, from)
}

var errShort = damage("a buffer is shorter than its values")

// size reads how many bytes a compressed buffer says that it unpacks to; stored
// says that it is not compressed after all.
func (r *reader) size(prefix []byte, s messages.Span) (n int64, stored bool, err error) {
	n = int64(binary.LittleEndian.Uint64(prefix))
	switch {
	case n == -1:
		return s.Length - 8, true, nil
	case n < 0 || n > r.head.Codec.Most(s.Length-8):
		return 0, false, damage("a buffer of %d bytes claims to unpack to %d", s.Length, n)
	}
	return n, false, nil
}

// unpack unpacks a whole buffer.
func (r *reader) unpack(slot *[]byte, s messages.Span) ([]byte, error) {
	if s.Length < 8 {
		return nil, errShort
	}
	if s.Length > r.file.memory/bufferShare {
		return nil, unsupported("write smaller record batches", "a record batch with %d bytes in one column is", s.Length)
	}
	packed := grow(&r.packed, int(s.Length))
	if err := r.file.readAt(packed, r.at+s.Offset); err != nil {
		return nil, err
	}
	n, stored, err := r.size(packed, s)
	switch {
	case err != nil:
		return nil, err
	case n > r.file.memory/bufferShare:
		return nil, unsupported("write smaller record batches", "a buffer that unpacks to %d bytes is", n)
	}
	packed = packed[8:]
	b := grow(slot, int(n))
	switch {
	case stored:
		copy(b, packed)
		return b, nil
	case r.head.Codec == messages.Zstd:
		return b, r.unzstd(b, packed)
	}
	return b, r.unlz4(b, packed)
}

// unzstd fills dst with what the packed bytes must unpack to exactly.
func (r *reader) unzstd(dst, packed []byte) error {
	if r.zstd == nil {
		var err error
		r.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderMaxMemory(uint64(r.file.memory)))
		if err != nil {
			return err
		}
	}
	out, err := r.zstd.DecodeAll(packed, dst[:0:len(dst)])
	if err != nil || len(out) != len(dst) {
		return errUnpack
	}
	return nil
}

func (r *reader) unlz4(dst, packed []byte) error {
	if r.lz4 == nil {
		r.lz4 = lz4.NewReader(nil)
	}
	r.lz4.Reset(bytes.NewReader(packed))
	if _, err := io.ReadFull(r.lz4, dst); err != nil {
		return errUnpack
	}
	var more [1]byte
	if n, err := io.ReadFull(r.lz4, more[:]); n > 0 || err != io.EOF {
		return errUnpack
	}
	return nil
}

var errUnpack = damage("a buffer does not unpack to what it says")
