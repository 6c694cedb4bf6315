package parquet

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"

	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/table"
)

// render says how the values of a column become text. Neither function set
// means that the bytes are the text.
type render struct {
	name   string // of the type, for people
	number func(dst []byte, v int64) []byte
	text   func(dst, raw []byte) []byte
}

// rendering finds the render of a value; ok is false for what has no text.
func rendering(e *format.SchemaElement) (r render, ok bool) {
	m := meaningOf(e)
	if m.kind == foreign || (e.Type.V == format.FixedLenByteArray && e.TypeLength.V > encoding.MaxFixedLenByteArraySize) {
		return render{name: "other"}, false
	}
	switch e.Type.V {
	case format.Boolean:
		return render{name: "bool", number: func(dst []byte, v int64) []byte { return strconv.AppendBool(dst, v != 0) }}, true
	case format.Int32, format.Int64:
		return integer(m, e.Type.V), true
	case format.Float:
		return render{name: "float", number: func(dst []byte, v int64) []byte {
			return appendFloat(dst, float64(math.Float32frombits(uint32(v))), 32)
		}}, true
	case format.Double:
		return render{name: "double", number: func(dst []byte, v int64) []byte {
			return appendFloat(dst, math.Float64frombits(uint64(v)), 64)
		}}, true
	case format.Int96:
		return render{name: "timestamp", text: appendInt96}, true
	}
	switch {
	case m.kind == decimal:
		return render{name: "decimal", text: func(dst, raw []byte) []byte { return appendBigDecimal(dst, raw, m.scale) }}, true
	case m.kind == uuid && e.TypeLength.V == 16:
		return render{name: "uuid", text: appendUUID}, true
	case m.kind == half && e.TypeLength.V == 2:
		return render{name: "float", text: appendHalf}, true
	case m.kind == written:
		return render{name: "string"}, true
	}
	return render{name: "binary"}, true
}

func integer(m meaning, t format.Type) render {
	switch m.kind {
	case date:
		return render{name: "date", number: table.AppendDay}
	case clock:
		day := 86400 * m.unit
		return render{name: "time", number: func(dst []byte, v int64) []byte {
			return table.AppendClock(dst, (v%day+day)%day, m.unit)
		}}
	case timestamp:
		return render{name: "timestamp", number: func(dst []byte, v int64) []byte { return table.AppendTimestamp(dst, v, m.unit) }}
	case decimal:
		return render{name: "decimal", number: func(dst []byte, v int64) []byte { return appendDecimal(dst, v, m.scale) }}
	case unsigned:
		if t == format.Int32 {
			return render{name: "integer", number: func(dst []byte, v int64) []byte { return strconv.AppendUint(dst, uint64(uint32(v)), 10) }}
		}
		return render{name: "integer", number: func(dst []byte, v int64) []byte { return strconv.AppendUint(dst, uint64(v), 10) }}
	}
	return render{name: "integer", number: func(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) }}
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

// appendDecimal writes v / 10^scale with all its decimals.
func appendDecimal(dst []byte, v int64, scale int) []byte {
	u := uint64(v)
	if v < 0 {
		dst, u = append(dst, '-'), -u
	}
	var buf [24]byte
	return appendScaled(dst, strconv.AppendUint(buf[:0], u, 10), scale)
}

// appendScaled writes digits with a point before the last scale of them.
func appendScaled(dst, digits []byte, scale int) []byte {
	if scale == 0 {
		return append(dst, digits...)
	}
	for pad := scale + 1 - len(digits); pad > 0; pad-- {
		dst = append(dst, '0')
		if pad == scale+1-len(digits) {
			dst = append(dst, '.')
		}
	}
	if whole := len(digits) - scale; whole > 0 {
		dst = append(append(dst, digits[:whole]...), '.')
		digits = digits[whole:]
	}
	return append(dst, digits...)
}

// appendBigDecimal writes a decimal kept as a big-endian integer of any length.
func appendBigDecimal(dst, raw []byte, scale int) []byte {
	if len(raw) == 0 {
		return dst
	}
	fill := byte(int8(raw[0]) >> 7) // the sign in every bit
	head := max(len(raw)-8, 0)
	small := true
	for _, b := range raw[:head] {
		small = small && b == fill
	}
	v := uint64(int64(int8(fill)))
	for _, b := range raw[head:] {
		v = v<<8 | uint64(b)
	}
	if small && (head == 0 || byte(int64(v)>>63) == fill) {
		return appendDecimal(dst, int64(v), scale)
	}
	n := new(big.Int).SetBytes(raw)
	if fill != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
		dst = append(dst, '-')
		n.Neg(n)
	}
	return appendScaled(dst, n.Append(nil, 10), scale)
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

// appendHalf writes an IEEE 754 half-precision number.
func appendHalf(dst, raw []byte) []byte {
	h := binary.LittleEndian.Uint16(raw)
	exponent, fraction := int(h>>10&31), float64(h&1023)
	var v float64
	switch exponent {
	case 0:
		v = math.Ldexp(fraction, -24)
	case 31:
		v = math.Inf(1)
		if fraction != 0 {
			v = math.NaN()
		}
	default:
		v = math.Ldexp(fraction+1024, exponent-25)
	}
	if h>>15 == 1 {
		v = -v
	}
	return appendFloat(dst, v, 32)
}

// appendInt96 writes the timestamp of older writers: nanoseconds of the day
// and the Julian day.
func appendInt96(dst, raw []byte) []byte {
	const day = 86400 * int64(1e9)
	nanos, days := int64(binary.LittleEndian.Uint64(raw)), int64(binary.LittleEndian.Uint32(raw[8:]))-2440588
	over := table.FloorDiv(nanos, day)
	dst = append(table.AppendDay(dst, days+over), 'T')
	return append(table.AppendClock(dst, nanos-over*day, 1e9), 'Z')
}
