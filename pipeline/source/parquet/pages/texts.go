package pages

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"
)

// markEvery is after how many values a mark stands.
const markEvery = 256

// Texts are the plain values of a page of texts, each with its length in
// front (32 bits, little-endian). They were walked through, so every length is
// true. They are not given to the library: its copies of a page of a million
// names take more time and memory than the names.
type Texts struct {
	body  []byte
	marks []uint32 // where value i*markEvery begins
}

// From gives the bytes from a value on.
func (t *Texts) From(value int) []byte {
	b := t.body[t.marks[value/markEvery]:]
	for range value % markEvery {
		b = b[4+binary.LittleEndian.Uint32(b):]
	}
	return b
}

// walk holds n lengths against the bytes, and sets marks.
func (t *Texts) walk(b []byte, n int) error {
	t.body, t.marks = b, t.marks[:0]
	at := 0
	for i := range n {
		if i%markEvery == 0 {
			t.marks = append(t.marks, uint32(at))
		}
		if len(b)-at < 4 {
			return errStream
		}
		size := binary.LittleEndian.Uint32(b[at:])
		if at += 4; uint64(size) > uint64(len(b)-at) {
			return errStream
		}
		at += int(size)
	}
	return nil
}

// texts makes out of an opened page of plain texts.
func (d *Decoder) texts(f *Field, h Header, l layout, keep bool, out *Page) (err error) {
	if keep {
		d.reps, d.defs, d.text, d.body = nil, nil, Texts{}, nil // what follows is the page's own
	}
	*out = Page{Values: h.Values, Present: h.Values}
	if f.MaxRep > 0 {
		if d.reps, err = decodeLevels(d.reps, l.reps, f.MaxRep, h.Values); err != nil {
			return err
		}
		out.Reps = d.reps[:h.Values]
	}
	if f.MaxDef > 0 {
		if d.defs, err = decodeLevels(d.defs, l.defs, f.MaxDef, h.Values); err != nil {
			return err
		}
		out.Defs = d.defs[:h.Values]
		out.Present = bytes.Count(out.Defs, []byte{byte(f.MaxDef)})
	}
	if err := out.checkLevels(f); err != nil {
		return err
	}
	err = d.text.walk(l.values, out.Present)
	out.Texts = &d.text
	if keep {
		kept := d.text
		out.Texts = &kept
		d.reps, d.defs, d.text = nil, nil, Texts{}
	}
	return err
}

func decodeLevels(dst, stream []byte, top, values int) ([]byte, error) {
	dst, err := (&rle.Encoding{BitWidth: bits.Len(uint(top))}).DecodeLevels(dst, stream)
	if err != nil || len(dst) < values {
		return dst, errStream
	}
	return dst, nil
}

// DictionaryTexts decodes a dictionary page of texts: text i is
// text[offsets[i]:offsets[i+1]]. Both belong to the caller.
func (d *Decoder) DictionaryTexts(codec format.CompressionCodec, h Header, packed []byte) (text []byte, offsets []int32, err error) {
	body, err := d.dictionaryBody(codec, h, packed)
	if err != nil {
		return nil, nil, err
	}
	if h.Values > len(body)/4 {
		return nil, nil, errStream
	}
	offsets = make([]int32, 1, h.Values+1)
	from, to := 0, 0
	for range h.Values {
		if len(body)-from < 4 {
			return nil, nil, errStream
		}
		size := binary.LittleEndian.Uint32(body[from:])
		if from += 4; uint64(size) > uint64(len(body)-from) {
			return nil, nil, errStream
		}
		copy(body[to:], body[from:from+int(size)]) // over the lengths, which nobody needs any more
		from, to = from+int(size), to+int(size)
		offsets = append(offsets, int32(to))
	}
	return body[:to], offsets, nil
}

// dictionaryBody decompresses a dictionary page.
func (d *Decoder) dictionaryBody(codec format.CompressionCodec, h Header, packed []byte) ([]byte, error) {
	if h.Encoding != format.Plain && h.Encoding != plainDictionary {
		return nil, unsupported("a dictionary that is not plain")
	}
	if err := h.checkSum(packed); err != nil {
		return nil, err
	}
	body := make([]byte, h.Unpacked)
	return body, d.unpack.unpack(codec, body, packed)
}
