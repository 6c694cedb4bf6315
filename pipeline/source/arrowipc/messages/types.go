package messages

import "lamsach/pipeline/source/arrowipc/flat"

// typeOf reads a type; t may be absent, when everything has its default.
func typeOf(id ID, t flat.Table) (Type, error) {
	out := Type{ID: id}
	switch id {
	case Null, Binary, Utf8, Bool, List, Struct, Map, LargeBinary, LargeUtf8, LargeList, RunEnd, BinaryView, Utf8View, ListView, LargeListView:
	case Int:
		return out.bits(t.Int32(0, 0), 8, 16, 32, 64).signed(t.Bool(1)).checked()
	case Float:
		out.Bytes = []int{2, 4, 8, 0}[min(uint16(t.Int16(0, 0)), 3)]
		return out.checked()
	case Decimal:
		out.Scale = int(t.Int32(1, 0))
		return out.bits(t.Int32(2, 128), 32, 64, 128, 256).checked()
	case Date:
		out.Bytes = 4
		if t.Int16(0, 1) != 0 {
			out.Bytes, out.Unit = 8, 1e3
		}
	case Time:
		out.Unit = unit(t.Int16(0, 1))
		return out.bits(t.Int32(1, 32), 32, 64).ticking()
	case Timestamp:
		out.Unit, out.Bytes = unit(t.Int16(0, 0)), 8
		return out.ticking()
	case Duration:
		out.Unit, out.Bytes = unit(t.Int16(0, 1)), 8
		return out.ticking()
	case Interval:
		out.Bytes = []int{4, 8, 16, 0}[min(uint16(t.Int16(0, 0)), 3)]
		return out.checked()
	case Union:
		out.Sparse = t.Int16(0, 0) == 0
	case FixedBinary:
		if out.Bytes = int(t.Int32(0, 0)); out.Bytes > maxFixed {
			return out, unsupported("a fixed width of %d bytes is", out.Bytes)
		}
		return out.checked()
	case FixedList:
		if out.Size = int(t.Int32(0, 0)); out.Size < 0 || out.Size > maxFixed {
			return out, unsupported("a list of the fixed length %d is", out.Size)
		}
	case 0:
		return out, damage("a field of the schema has no type")
	default:
		return out, unsupported("type number %d of the Arrow format is", id)
	}
	return out, nil
}

func unit(u int16) int64 {
	return []int64{1, 1e3, 1e6, 1e9, 0}[min(uint16(u), 4)]
}

// bits sets the width if it is one of those that the type may have.
func (t Type) bits(n int32, allowed ...int32) Type {
	for _, a := range allowed {
		if n == a {
			t.Bytes = int(n / 8)
		}
	}
	return t
}

func (t Type) signed(yes bool) Type {
	t.Signed = yes
	return t
}

func (t Type) checked() (Type, error) {
	if t.Bytes <= 0 {
		return t, unsupported("a width that the schema gives for type number %d is", t.ID)
	}
	return t, nil
}

func (t Type) ticking() (Type, error) {
	if t.Unit == 0 {
		return t, unsupported("a unit of time that the schema gives is")
	}
	return t.checked()
}
