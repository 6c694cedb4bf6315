package arrowipc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/decimal256"
	"github.com/apache/arrow/go/v15/arrow/float16"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// invented is one column of invented values and how its cells read.
type invented struct {
	name string
	typ  arrow.DataType
	// add appends a value to a builder and says its text.
	add func(b array.Builder, rnd *rand.Rand) any
}

var names = []string{"Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng", "", "H'Rin Niê", "Phạm", "Đỗ Mười Hai Chữ Dài Hơn Nhiều"}

func pickName(rnd *rand.Rand) string {
	if rnd.IntN(3) == 0 {
		return fmt.Sprintf("Họ %d", rnd.IntN(1e6))
	}
	return names[rnd.IntN(len(names))]
}

// columns are the types that are read, each with its text.
var columns = []invented{
	{"utf8", arrow.BinaryTypes.String, func(b array.Builder, rnd *rand.Rand) any {
		s := pickName(rnd)
		b.(*array.StringBuilder).Append(s)
		return s
	}},
	{"large_utf8", arrow.BinaryTypes.LargeString, func(b array.Builder, rnd *rand.Rand) any {
		s := pickName(rnd)
		b.(*array.LargeStringBuilder).Append(s)
		return s
	}},
	{"binary", arrow.BinaryTypes.Binary, func(b array.Builder, rnd *rand.Rand) any {
		s := pickName(rnd)
		b.(*array.BinaryBuilder).AppendString(s)
		return s
	}},
	{"fixed", &arrow.FixedSizeBinaryType{ByteWidth: 3}, func(b array.Builder, rnd *rand.Rand) any {
		s := fmt.Sprintf("%03d", rnd.IntN(1000))
		b.(*array.FixedSizeBinaryBuilder).Append([]byte(s))
		return s
	}},
	{"i8", arrow.PrimitiveTypes.Int8, integer(func(b array.Builder, v int64) { b.(*array.Int8Builder).Append(int8(v)) }, 8, true)},
	{"u8", arrow.PrimitiveTypes.Uint8, integer(func(b array.Builder, v int64) { b.(*array.Uint8Builder).Append(uint8(v)) }, 8, false)},
	{"i16", arrow.PrimitiveTypes.Int16, integer(func(b array.Builder, v int64) { b.(*array.Int16Builder).Append(int16(v)) }, 16, true)},
	{"u16", arrow.PrimitiveTypes.Uint16, integer(func(b array.Builder, v int64) { b.(*array.Uint16Builder).Append(uint16(v)) }, 16, false)},
	{"i32", arrow.PrimitiveTypes.Int32, integer(func(b array.Builder, v int64) { b.(*array.Int32Builder).Append(int32(v)) }, 32, true)},
	{"u32", arrow.PrimitiveTypes.Uint32, integer(func(b array.Builder, v int64) { b.(*array.Uint32Builder).Append(uint32(v)) }, 32, false)},
	{"i64", arrow.PrimitiveTypes.Int64, integer(func(b array.Builder, v int64) { b.(*array.Int64Builder).Append(v) }, 64, true)},
	{"u64", arrow.PrimitiveTypes.Uint64, integer(func(b array.Builder, v int64) { b.(*array.Uint64Builder).Append(uint64(v)) }, 64, false)},
	{"f16", arrow.FixedWidthTypes.Float16, func(b array.Builder, rnd *rand.Rand) any {
		v := float32(rnd.IntN(4000)-2000) / 8
		b.(*array.Float16Builder).Append(float16.New(v))
		return strconv.FormatFloat(float64(v), 'f', -1, 32)
	}},
	{"f32", arrow.PrimitiveTypes.Float32, func(b array.Builder, rnd *rand.Rand) any {
		v := float32(rnd.IntN(4000)-2000) / 16
		b.(*array.Float32Builder).Append(v)
		return strconv.FormatFloat(float64(v), 'f', -1, 32)
	}},
	{"f64", arrow.PrimitiveTypes.Float64, func(b array.Builder, rnd *rand.Rand) any {
		v := []float64{79073778592, -1.25, 0.1, 123456.789}[rnd.IntN(4)]
		b.(*array.Float64Builder).Append(v)
		return strconv.FormatFloat(v, 'f', -1, 64)
	}},
	{"bool", arrow.FixedWidthTypes.Boolean, func(b array.Builder, rnd *rand.Rand) any {
		v := rnd.IntN(2) == 0
		b.(*array.BooleanBuilder).Append(v)
		return strconv.FormatBool(v)
	}},
	{"date32", arrow.FixedWidthTypes.Date32, func(b array.Builder, rnd *rand.Rand) any {
		d := arrow.Date32(rnd.IntN(60000) - 25567)
		b.(*array.Date32Builder).Append(d)
		return d.ToTime().Format("2006-01-02")
	}},
	{"date64", arrow.FixedWidthTypes.Date64, func(b array.Builder, rnd *rand.Rand) any {
		d := arrow.Date64(int64(rnd.IntN(60000)-25567) * 86400000)
		b.(*array.Date64Builder).Append(d)
		return d.ToTime().Format("2006-01-02")
	}},
	{"time32", arrow.FixedWidthTypes.Time32s, func(b array.Builder, rnd *rand.Rand) any {
		v := arrow.Time32(rnd.IntN(86400))
		b.(*array.Time32Builder).Append(v)
		return v.ToTime(arrow.Second).Format("15:04:05")
	}},
	{"time64", arrow.FixedWidthTypes.Time64ns, func(b array.Builder, rnd *rand.Rand) any {
		v := arrow.Time64(rnd.Int64N(86400 * 1e9))
		b.(*array.Time64Builder).Append(v)
		return v.ToTime(arrow.Nanosecond).Format("15:04:05.999999999")
	}},
	{"seconds", &arrow.TimestampType{Unit: arrow.Second}, stamp(arrow.Second)},
	{"millis", &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Asia/Ho_Chi_Minh"}, stamp(arrow.Millisecond)},
	{"micros", &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, stamp(arrow.Microsecond)},
	{"nanos", &arrow.TimestampType{Unit: arrow.Nanosecond}, stamp(arrow.Nanosecond)},
	{"duration", arrow.FixedWidthTypes.Duration_ms, func(b array.Builder, rnd *rand.Rand) any {
		v := rnd.Int64N(1e9) - 5e8
		b.(*array.DurationBuilder).Append(arrow.Duration(v))
		return strconv.FormatInt(v, 10)
	}},
	{"decimal128", &arrow.Decimal128Type{Precision: 38, Scale: 2}, func(b array.Builder, rnd *rand.Rand) any {
		v := decimal128.New(rnd.Int64N(1<<40)-1<<39, rnd.Uint64()).ReduceScaleBy(int32(rnd.IntN(30)), false)
		b.(*array.Decimal128Builder).Append(v)
		return v.ToString(2)
	}},
	{"decimal256", &arrow.Decimal256Type{Precision: 76, Scale: 10}, func(b array.Builder, rnd *rand.Rand) any {
		v := decimal256.FromI64(rnd.Int64() - math.MaxInt64/2).Mul(decimal256.FromI64(rnd.Int64N(1e9)))
		b.(*array.Decimal256Builder).Append(v)
		return v.ToString(10)
	}},
	{"null", arrow.Null, func(b array.Builder, _ *rand.Rand) any {
		b.AppendNull()
		return nil
	}},
	{"list", arrow.ListOf(arrow.BinaryTypes.String), func(b array.Builder, rnd *rand.Rand) any {
		l := b.(*array.ListBuilder)
		l.Append(true)
		return elements(l.ValueBuilder().(*array.StringBuilder), rnd, rnd.IntN(4))
	}},
	{"large_list", arrow.LargeListOf(arrow.BinaryTypes.String), func(b array.Builder, rnd *rand.Rand) any {
		l := b.(*array.LargeListBuilder)
		l.Append(true)
		return elements(l.ValueBuilder().(*array.StringBuilder), rnd, rnd.IntN(4))
	}},
	{"fixed_list", arrow.FixedSizeListOf(2, arrow.BinaryTypes.String), func(b array.Builder, rnd *rand.Rand) any {
		l := b.(*array.FixedSizeListBuilder)
		l.Append(true)
		return elements(l.ValueBuilder().(*array.StringBuilder), rnd, 2)
	}},
	{"struct", arrow.StructOf(arrow.Field{Name: "a", Type: arrow.ListOf(arrow.PrimitiveTypes.Int32)}), func(b array.Builder, rnd *rand.Rand) any {
		s := b.(*array.StructBuilder)
		s.Append(true)
		s.FieldBuilder(0).AppendNull()
		return nil
	}},
	{"map", arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int32), func(b array.Builder, rnd *rand.Rand) any {
		b.AppendNull()
		return nil
	}},
	{"after", arrow.PrimitiveTypes.Int64, integer(func(b array.Builder, v int64) { b.(*array.Int64Builder).Append(v) }, 64, true)},
}

func integer(add func(array.Builder, int64), bits uint, signed bool) func(array.Builder, *rand.Rand) any {
	return func(b array.Builder, rnd *rand.Rand) any {
		v := int64(rnd.Uint64())
		add(b, v)
		if signed {
			return strconv.FormatInt(v<<(64-bits)>>(64-bits), 10)
		}
		return strconv.FormatUint(uint64(v)<<(64-bits)>>(64-bits), 10)
	}
}

func stamp(unit arrow.TimeUnit) func(array.Builder, *rand.Rand) any {
	return func(b array.Builder, rnd *rand.Rand) any {
		v := arrow.Timestamp((rnd.Int64N(4e9) - 2e9) * int64(1e9) / int64(unit.Multiplier()))
		if rnd.IntN(2) == 0 {
			v += arrow.Timestamp(rnd.IntN(1000))
		}
		b.(*array.TimestampBuilder).Append(v)
		return v.ToTime(unit).Format("2006-01-02T15:04:05.999999999Z")
	}
}

func elements(b *array.StringBuilder, rnd *rand.Rand, n int) any {
	out := []any{}
	for range n {
		if rnd.IntN(5) == 0 {
			b.AppendNull()
			out = append(out, nil)
			continue
		}
		s := pickName(rnd)
		b.Append(s)
		out = append(out, s)
	}
	return out
}

// invent makes record batches with so many rows each, and the cells of the
// columns that can be read.
func invent(t testing.TB, seed uint64, list []invented, rows ...int) ([]arrow.Record, [][]any) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	fields := make([]arrow.Field, len(list))
	for i, c := range list {
		fields[i] = arrow.Field{Name: c.name, Type: c.typ, Nullable: true, Metadata: arrow.NewMetadata([]string{"note"}, []string{"of " + c.name})}
	}
	notes := arrow.NewMetadata([]string{"who", "why"}, []string{"nobody", "a test"})
	schema := arrow.NewSchema(fields, &notes)
	var records []arrow.Record
	all := make([][]any, len(list))
	for _, n := range rows {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i, c := range list {
			nulls := rnd.IntN(3) > 0 // some batches have no null at all
			for range n {
				if nulls && rnd.IntN(6) == 0 {
					b.Field(i).AppendNull()
					all[i] = append(all[i], nil)
					continue
				}
				all[i] = append(all[i], c.add(b.Field(i), rnd))
			}
		}
		records = append(records, b.NewRecord())
	}
	cells := all[:0:0]
	for i, c := range list {
		if c.name != "struct" && c.name != "map" {
			cells = append(cells, all[i])
		}
	}
	return records, cells
}
