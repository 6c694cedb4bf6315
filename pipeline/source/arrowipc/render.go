package arrowipc

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"strconv"

	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// render says how values become text: in the same forms as those of a Parquet
// file (a test holds the two together). Neither function set means that the
// bytes are the text.
type render struct {
	name   string // of the type, for people
	number func(dst []byte, v int64) []byte
	text   func(dst, raw []byte) []byte
}

// rendering finds the render of the values of a field; ok is false for what has
// no text.
func rendering(f *messages.Field) (r render, ok bool) {
	t := f.Type
	switch f.Extension {
	case "", "arrow.json":
	case "arrow.uuid":
		if t.ID == messages.FixedBinary && t.Bytes == 16 {
			return render{name: "uuid", text: appendUUID}, true
		}
		fallthrough
	default:
		return render{name: "other"}, false
	}
	switch t.ID {
	case messages.Null, messages.Utf8, messages.LargeUtf8, messages.Utf8View:
		return render{name: "string"}, true
	case messages.Binary, messages.LargeBinary, messages.BinaryView, messages.FixedBinary:
		return render{name: "binary"}, true
	case messages.Decimal:
		if t.Scale < 0 || t.Scale > 100 {
			return render{name: "other"}, false
		}
		return render{name: "decimal", text: func(dst, raw []byte) []byte { return appendDecimal(dst, raw, t.Scale) }}, true
	case messages.Interval:
		return render{name: "other"}, false
	case messages.Bool, messages.Int, messages.Float, messages.Date, messages.Time, messages.Timestamp, messages.Duration:
		return number(t), true
	}
	return render{name: "nested"}, false
}

// number is the render of what fits 64 bits.
func number(t messages.Type) render {
	switch t.ID {
	case messages.Bool:
		return render{name: "bool", number: func(dst []byte, v int64) []byte { return strconv.AppendBool(dst, v != 0) }}
	case messages.Float:
		return float(t.Bytes)
	case messages.Date:
		if t.Unit == 0 {
			return render{name: "date", number: table.AppendDay}
		}
		return render{name: "date", number: func(dst []byte, v int64) []byte { return table.AppendDay(dst, table.FloorDiv(v, 86400*t.Unit)) }}
	case messages.Time:
		day := 86400 * t.Unit
		return render{name: "time", number: func(dst []byte, v int64) []byte { return table.AppendClock(dst, (v%day+day)%day, t.Unit) }}
	case messages.Timestamp:
		return render{name: "timestamp", number: func(dst []byte, v int64) []byte { return table.AppendTimestamp(dst, v, t.Unit) }}
	}
	if t.ID == messages.Int && !t.Signed {
		return render{name: "integer", number: func(dst []byte, v int64) []byte { return strconv.AppendUint(dst, uint64(v), 10) }}
	}
	return render{name: "integer", number: func(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) }}
}

func float(bytes int) render {
	switch bytes {
	case 2:
		return render{name: "float", number: func(dst []byte, v int64) []byte { return appendFloat(dst, half(uint16(v)), 32) }}
	case 4:
		return render{name: "float", number: func(dst []byte, v int64) []byte {
			return appendFloat(dst, float64(math.Float32frombits(uint32(v))), 32)
		}}
	}
	return render{name: "double", number: func(dst []byte, v int64) []byte {
		return appendFloat(dst, math.Float64frombits(uint64(v)), 64)
	}}
}

// appendFloat writes the shortest text that reads back as v, without an
// exponent. Not-a-number is how data frames write a missing number, so it is
// no text at all.
func appendFloat(dst []byte, v float64, bits int) []byte {
	if math.IsNaN(v) {
		return dst
	}
	return strconv.AppendFloat(dst, v, 'f', -1, bits)
}

// half reads an IEEE 754 half-precision number.
func half(h uint16) float64 {
	exponent, fraction := int(h>>10&31), float64(h&1023)
	v := math.Ldexp(fraction+1024, exponent-25)
	switch {
	case exponent == 0:
		v = math.Ldexp(fraction, -24)
	case exponent == 31 && fraction != 0:
		return math.NaN()
	case exponent == 31:
		v = math.Inf(1)
	}
	if h>>15 == 1 {
		v = -v
	}
	return v
}

// appendDecimal writes a little-endian integer of 4 to 32 bytes divided by
// 10^scale, with all its decimals.
func appendDecimal(dst, raw []byte, scale int) []byte {
	negative := raw[len(raw)-1]>>7 == 1
	if negative {
		dst = append(dst, '-')
	}
	var buf [80]byte
	if low, ok := small(raw); ok {
		if negative {
			low = -low
		}
		return appendScaled(dst, strconv.AppendUint(buf[:0], uint64(low), 10), scale)
	}
	big := bigOf(raw)
	return appendScaled(dst, big.Append(buf[:0], 10), scale)
}

// small is the integer if it fits 64 bits with its sign.
func small(raw []byte) (v int64, ok bool) {
	if len(raw) == 4 {
		return int64(int32(binary.LittleEndian.Uint32(raw))), true
	}
	v = int64(binary.LittleEndian.Uint64(raw))
	for _, b := range raw[8:] {
		if b != byte(v>>63) {
			return 0, false
		}
	}
	return v, true
}

// bigOf is the amount of a little-endian integer, without its sign.
func bigOf(raw []byte) *big.Int {
	b := slices.Clone(raw)
	slices.Reverse(b)
	n := new(big.Int).SetBytes(b)
	if b[0]>>7 == 1 {
		n.Sub(new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))), n)
	}
	return n
}

// appendScaled writes digits with a point before the last scale of them.
func appendScaled(dst, digits []byte, scale int) []byte {
	if scale == 0 {
		return append(dst, digits...)
	}
	if whole := len(digits) - scale; whole > 0 {
		dst = append(append(dst, digits[:whole]...), '.')
		return append(dst, digits[whole:]...)
	}
	dst = append(dst, '0', '.')
	for range scale - len(digits) {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}

func appendUUID(dst, raw []byte) []byte {
	const digits = "0123456789abcdef"
	for i, b := range raw {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}
