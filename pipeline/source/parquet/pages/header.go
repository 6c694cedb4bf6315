package pages

import (
	"errors"
	"hash/crc32"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Header is the header of a page, checked: no size is negative or above
// MaxPage, no count above MaxValues.
type Header struct {
	Kind     format.PageType
	Encoding format.Encoding
	Packed   int // bytes in the file
	Unpacked int // bytes when decompressed
	CRC      uint32
	HasCRC   bool
	Values   int  // with nulls
	Rows     int  // version 2 only, -1 otherwise
	RepBytes int  // version 2: bytes of the repetition levels, in front and never compressed
	DefBytes int  // version 2: bytes of the definition levels, behind them
	Stored   bool // version 2: values are not compressed
	levels   [2]format.Encoding
}

// ErrShort says that the bytes end before the header does.
var ErrShort = errors.New("page header: more bytes wanted")

// ParseHeader reads the header at the beginning of b and says how long it is.
func ParseHeader(b []byte) (h Header, n int, err error) {
	n, short, ok := measure(b)
	if short && len(b) < MaxHeader {
		return h, 0, ErrShort
	}
	var p format.PageHeader
	var protocol thrift.CompactProtocol
	if !ok || thrift.NewDecoder(protocol.NewReaderFromBytes(b[:n])).Decode(&p) != nil {
		return h, 0, damaged("a page header cannot be read")
	}
	h = Header{
		Kind: p.Type, Packed: int(p.CompressedPageSize), Unpacked: int(p.UncompressedPageSize),
		CRC: uint32(p.CRC), HasCRC: p.CRC != 0, Values: -1, Rows: -1,
	}
	switch {
	case h.Kind == format.DataPage && p.DataPageHeader.Valid:
		d := &p.DataPageHeader.V
		h.Values, h.Encoding = int(d.NumValues), d.Encoding
		h.levels = [2]format.Encoding{d.RepetitionLevelEncoding, d.DefinitionLevelEncoding}
	case h.Kind == format.DictionaryPage && p.DictionaryPageHeader.Valid:
		h.Values, h.Encoding = int(p.DictionaryPageHeader.V.NumValues), p.DictionaryPageHeader.V.Encoding
	case h.Kind == format.DataPageV2 && p.DataPageHeaderV2.Valid:
		d := &p.DataPageHeaderV2.V
		h.Values, h.Rows, h.Encoding = int(d.NumValues), max(int(d.NumRows), -1), d.Encoding
		h.RepBytes, h.DefBytes = int(d.RepetitionLevelsByteLength), int(d.DefinitionLevelsByteLength)
		h.Stored = d.IsCompressed.Valid && !d.IsCompressed.V
		h.levels = [2]format.Encoding{format.RLE, format.RLE}
	}
	return h, n, h.check()
}

func (h *Header) check() error {
	switch {
	case h.Kind < format.DataPage || h.Kind > format.DataPageV2:
		return damaged("a page of an unknown kind")
	case h.Packed < 0 || h.Unpacked < 0 || h.DefBytes < 0 || h.RepBytes < 0:
		return damaged("a page header with a negative size")
	case h.Packed > MaxPage || h.Unpacked > MaxPage:
		return damaged("a page larger than 256 MiB")
	case h.Kind == format.IndexPage:
		return nil
	case h.Values < 0 || h.Rows > h.Values || (h.Kind == format.DataPageV2 && h.Rows < 0):
		return damaged("a page header with an impossible count")
	case h.Kind == format.DataPageV2 && h.DefBytes+h.RepBytes > min(h.Packed, h.Unpacked):
		return damaged("a page whose levels are longer than the page")
	case h.Kind != format.DictionaryPage && h.Values > MaxValues:
		return damaged("a page of more than 67,108,864 values; write smaller pages")
	}
	return nil
}

// checkSum compares a page's bytes, as they lie in the file, with the checksum
// of its header, if it has one. The library does so for data pages alone.
func (h *Header) checkSum(packed []byte) error {
	if h.HasCRC && crc32.ChecksumIEEE(packed) != h.CRC {
		return damaged("a page's checksum does not fit its bytes")
	}
	return nil
}

// IsDictionary says whether the values of a data page are indexes of the
// dictionary.
func (h *Header) IsDictionary() bool {
	return h.Encoding == plainDictionary || h.Encoding == format.RLEDictionary
}
