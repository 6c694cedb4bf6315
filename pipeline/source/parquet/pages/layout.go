package pages

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/parquet-go/parquet-go/format"
)

// plainDictionary is the old name of dictionary encoding, which files of older
// writers still carry.
//
//lint:ignore SA1019 it must be read as long as such files come in
const plainDictionary = format.PlainDictionary

// layout is where the streams of a page lie in its body.
type layout struct {
	reps, defs, values []byte
}

// open decompresses a page into the decoder's body, in the order of version 1
// whatever the page's, and adds up its levels.
func (d *Decoder) open(f *Field, codec format.CompressionCodec, h Header, packed []byte) (l layout, err error) {
	if err := h.checkSum(packed); err != nil {
		return l, err
	}
	if h.Kind == format.DataPageV2 {
		err = d.openV2(f, codec, h, packed)
	} else {
		d.body = sized(d.body, h.Unpacked)
		err = d.unpack.unpack(codec, d.body, packed)
	}
	if err != nil {
		return l, err
	}
	rest := d.body
	if f.MaxRep > 0 {
		if l.reps, rest, err = levels(rest, f.MaxRep, h.levels[0], h.Values); err != nil {
			return l, err
		}
	}
	if f.MaxDef > 0 {
		if l.defs, rest, err = levels(rest, f.MaxDef, h.levels[1], h.Values); err != nil {
			return l, err
		}
	}
	l.values = rest
	return l, nil
}

// openV2 gives the levels of a page of version 2 the lengths in front that
// they have in version 1.
func (d *Decoder) openV2(f *Field, codec format.CompressionCodec, h Header, packed []byte) error {
	front := h.RepBytes + h.DefBytes
	b := sized(d.body, 8+h.Unpacked)[:0]
	if f.MaxRep > 0 {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(h.RepBytes)), packed[:h.RepBytes]...)
	}
	if f.MaxDef > 0 {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(h.DefBytes)), packed[h.RepBytes:front]...)
	}
	at := len(b)
	d.body = b[:at+h.Unpacked-front]
	if h.Stored || (len(packed) == front && h.Unpacked == front) { // without values, writers leave out even the empty stream
		codec = format.Uncompressed
	}
	return d.unpack.unpack(codec, d.body[at:], packed[front:])
}

// levels cuts the levels off the front of a page and adds them up.
func levels(b []byte, top int, enc format.Encoding, values int) (stream, rest []byte, err error) {
	if enc != format.RLE {
		return nil, nil, unsupported("level encoding BIT_PACKED")
	}
	if len(b) < 4 || uint64(binary.LittleEndian.Uint32(b)) > uint64(len(b)-4) {
		return nil, nil, errStream
	}
	end := 4 + int(binary.LittleEndian.Uint32(b))
	n, cut, err := runs(b[4:end], bits.Len(uint(top)), values)
	if err == nil && (n < values || cut > 0) {
		err = errStream
	}
	return b[4:end], b[end:], err
}

// checkValues holds the values of an opened page against its bytes, and says
// how many are stored where the encoding tells.
func (d *Decoder) checkValues(f *Field, h Header, l layout) (stored int, err error) {
	b, size := l.values, f.size()
	if len(b) == 0 {
		return 0, nil
	}
	switch h.Encoding {
	case format.Plain:
		switch f.Type() {
		case format.Boolean:
			return 8 * len(b), nil
		case format.ByteArray:
			return len(b) / 4, nil
		}
		d.body = d.body[:len(d.body)-len(b)%size] // some writers leave bytes behind the last value
		return len(b) / size, nil
	case format.ByteStreamSplit:
		if len(b)%size != 0 {
			return 0, errStream
		}
		return len(b) / size, nil
	case plainDictionary, format.RLEDictionary:
		return d.checkIndexes(h, b)
	case format.RLE:
		return d.plainBools(l, h.Values)
	case format.DeltaByteArray:
		if err := prefixed(b, f.Length(), h.Values); err != nil {
			return 0, err
		}
	}
	stored, widest, _, err := deltas(b, h.Values)
	if err != nil || widest <= 32 || f.Type() == format.Int64 {
		return stored, err
	}
	if f.Type() == format.Int32 {
		return stored, d.plainInts(l)
	}
	return 0, errStream // lengths of texts are 32-bit
}

// checkIndexes adds up dictionary indexes, which stand behind their width.
func (d *Decoder) checkIndexes(h Header, b []byte) (stored int, err error) {
	if b[0] > 32 {
		return 0, errStream
	}
	if b[0] == 0 {
		stored = h.Values // each index is 0, whatever follows
	}
	n, cut, err := runs(b[1:], int(b[0]), h.Values)
	for range cut {
		d.body = append(d.body, 0)
	}
	return max(stored, n), err
}

// size is what a value takes at least: four bytes for the length of a text.
func (f *Field) size() int {
	switch f.Type() {
	case format.Int64, format.Double:
		return 8
	case format.Int96:
		return 12
	case format.FixedLenByteArray:
		return f.Length()
	}
	return 4
}

// decodes refuses encodings that the type does not have.
func (f *Field) decodes(e format.Encoding) error {
	t, known := f.Type(), false
	switch e {
	case format.Plain:
		known = true
	case plainDictionary, format.RLEDictionary:
		known = t != format.Boolean
	case format.RLE:
		known = t == format.Boolean
	case format.DeltaBinaryPacked:
		known = t == format.Int32 || t == format.Int64
	case format.DeltaLengthByteArray:
		known = t == format.ByteArray
	case format.DeltaByteArray:
		known = t == format.ByteArray || t == format.FixedLenByteArray
	case format.ByteStreamSplit:
		known = t != format.Boolean && t != format.ByteArray && t != format.Int96
	}
	if !known {
		return unsupported(fmt.Sprintf("encoding %d for this type", int32(e)))
	}
	return nil
}

// sized gives a buffer of n bytes, the given one if it is large enough.
func sized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n, max(n, 2*cap(b)))
	}
	return b[:n]
}
