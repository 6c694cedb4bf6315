package pages

import (
	"hash/crc32"
	"math/bits"
)

// Page is a data page, unpacked: its levels and values lie in one buffer.
type Page struct {
	Header Header
	rep    Hybrid // at its beginning
	def    Hybrid
	data   []byte
}

// CheckSum compares a page's bytes, as they lie in the file, with the checksum
// of its header, if it has one.
func (h *Header) CheckSum(packed []byte) error {
	if h.HasCRC && crc32.ChecksumIEEE(packed) != h.CRC {
		return damaged("a page's checksum does not fit its bytes")
	}
	return nil
}

// Unpack makes a page of packed, as it lies in the file behind its header h.
// buf has the length h.Unpacked and belongs to the page from now on.
func (p *Page) Unpack(u *Unpacker, codec Codec, h Header, maxRep, maxDef int, packed, buf []byte) error {
	if err := h.CheckSum(packed); err != nil {
		return err
	}
	*p = Page{Header: h}
	if h.Kind == DataV2 {
		front := h.RepBytes + h.DefBytes
		if h.Stored {
			codec = Uncompressed
		}
		copy(buf, packed[:front])
		if len(packed) == front && len(buf) == front {
			codec = Uncompressed // no values: writers leave out even the empty stream
		}
		if err := u.Unpack(codec, buf[front:], packed[front:]); err != nil {
			return err
		}
		p.rep.Reset(buf[:h.RepBytes], width(maxRep))
		p.def.Reset(buf[h.RepBytes:front], width(maxDef))
		p.data = buf[front:]
		return nil
	}
	if err := u.Unpack(codec, buf, packed); err != nil {
		return err
	}
	p.data = buf
	var err error
	if maxRep > 0 {
		if h.levels[0] != RLE {
			return unsupported("level encoding BIT_PACKED")
		}
		if p.data, err = p.rep.ResetPrefixed(p.data, width(maxRep)); err != nil {
			return err
		}
	}
	if maxDef > 0 {
		if h.levels[1] != RLE {
			return unsupported("level encoding BIT_PACKED")
		}
		if p.data, err = p.def.ResetPrefixed(p.data, width(maxDef)); err != nil {
			return err
		}
	}
	return nil
}

// UnpackDictionary makes a page of a dictionary page: its h.Values values are
// read like those of a plain data page.
func (p *Page) UnpackDictionary(u *Unpacker, codec Codec, h Header, packed, buf []byte) error {
	if h.Encoding != Plain && h.Encoding != PlainDictionary {
		return unsupported("a dictionary that is not plain")
	}
	h.Encoding = Plain
	return p.Unpack(u, codec, h, 0, 0, packed, buf)
}

// width is how many bits a number up to top takes.
func width(top int) int { return bits.Len(uint(top)) }

// Repetitions gives the repetition levels from the page's beginning.
func (p *Page) Repetitions() Hybrid { return p.rep }

// Definitions gives the definition levels from the page's beginning.
func (p *Page) Definitions() Hybrid { return p.def }

// IsDictionary says whether the values are indexes of the dictionary.
func (p *Page) IsDictionary() bool {
	return p.Header.Encoding == PlainDictionary || p.Header.Encoding == RLEDictionary
}

// Indexes fills dst with the dictionary indexes behind the first skip values,
// each with base added. The dictionary has limit entries.
func (p *Page) Indexes(dst []int32, skip int, base int32, limit int) error {
	if len(dst) == 0 {
		return nil
	}
	if len(p.data) == 0 || p.data[0] > 32 {
		return errStream
	}
	var h Hybrid
	h.Reset(p.data[1:], int(p.data[0]))
	if err := h.Skip(skip); err != nil {
		return err
	}
	return h.Indexes(dst, base, uint32(limit))
}
