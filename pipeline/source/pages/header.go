package pages

import "errors"

// Kind is what a page holds.
type Kind int8

// Kinds of pages, with the numbers of the format.
const (
	DataV1     Kind = 0
	Index      Kind = 1
	Dictionary Kind = 2
	DataV2     Kind = 3
)

// Header is the header of a page, checked: no size is negative or above MaxPage.
type Header struct {
	Kind     Kind
	Encoding Encoding
	Packed   int // bytes in the file
	Unpacked int // bytes when decompressed
	CRC      uint32
	HasCRC   bool
	Values   int  // with nulls
	Rows     int  // DataV2 only, -1 otherwise
	RepBytes int  // DataV2: bytes of the repetition levels, in front and never compressed
	DefBytes int  // DataV2: bytes of the definition levels, behind them
	Stored   bool // DataV2: values are not compressed
	levels   [2]Encoding
}

// ErrShort says that the bytes end before the header does.
var ErrShort = errors.New("page header: more bytes wanted")

// ParseHeader reads the header at the beginning of b and says how long it is.
func ParseHeader(b []byte) (h Header, n int, err error) {
	c := &compact{b: b}
	h = Header{Kind: -1, Packed: -1, Unpacked: -1, Values: -1, Rows: -1}
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tI32:
			h.Kind = Kind(c.int32())
		case id == 2 && typ == tI32:
			h.Unpacked = int(c.int32())
		case id == 3 && typ == tI32:
			h.Packed = int(c.int32())
		case id == 4 && typ == tI32:
			h.CRC, h.HasCRC = uint32(c.int32()), true
		case id == 5 && typ == tStruct && h.Kind == DataV1:
			c.dataV1(&h)
		case id == 7 && typ == tStruct && h.Kind == Dictionary:
			c.dictionary(&h)
		case id == 8 && typ == tStruct && h.Kind == DataV2:
			c.dataV2(&h)
		default:
			return false
		}
		return true
	})
	switch {
	case c.short && len(b) < MaxHeader:
		return h, 0, ErrShort
	case c.bad:
		return h, 0, damaged("a page header cannot be read")
	}
	return h, c.at, h.check()
}

func (c *compact) dictionary(h *Header) {
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tI32:
			h.Values = int(c.int32())
		case id == 2 && typ == tI32:
			h.Encoding = Encoding(c.int32())
		default:
			return false
		}
		return true
	})
}

func (c *compact) dataV1(h *Header) {
	h.levels = [2]Encoding{RLE, RLE}
	c.fields(func(id int16, typ byte) bool {
		if typ != tI32 {
			return false
		}
		switch id {
		case 1:
			h.Values = int(c.int32())
		case 2:
			h.Encoding = Encoding(c.int32())
		case 3:
			h.levels[1] = Encoding(c.int32())
		case 4:
			h.levels[0] = Encoding(c.int32())
		default:
			return false
		}
		return true
	})
}

func (c *compact) dataV2(h *Header) {
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 7:
			h.Stored = typ == tFalse
			return false
		case typ != tI32:
			return false
		}
		switch id {
		case 1:
			h.Values = int(c.int32())
		case 3:
			h.Rows = int(c.int32())
		case 4:
			h.Encoding = Encoding(c.int32())
		case 5:
			h.DefBytes = int(c.int32())
		case 6:
			h.RepBytes = int(c.int32())
		default:
			return false
		}
		return true
	})
	if h.Rows < 0 {
		c.fail(false)
	}
}

func (h *Header) check() error {
	switch {
	case h.Kind < DataV1 || h.Kind > DataV2:
		return damaged("a page of an unknown kind")
	case h.Packed < 0 || h.Unpacked < 0 || h.DefBytes < 0 || h.RepBytes < 0:
		return damaged("a page header with a negative size")
	case h.Packed > MaxPage || h.Unpacked > MaxPage:
		return damaged("a page larger than 256 MiB")
	case h.Kind == Index:
		return nil
	case h.Values < 0 || h.Rows > h.Values:
		return damaged("a page header with an impossible count")
	case h.Kind == DataV2 && int64(h.DefBytes)+int64(h.RepBytes) > int64(min(h.Packed, h.Unpacked)):
		return damaged("a page whose levels are longer than the page")
	}
	return nil
}
