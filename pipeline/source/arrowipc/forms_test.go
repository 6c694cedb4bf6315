package arrowipc_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	parquetgo "github.com/parquet-go/parquet-go"

	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// valued is a row of values that both formats have.
type valued struct {
	Double float64 `parquet:"double"`
	Float  float32 `parquet:"float"`
	Int    int64   `parquet:"int"`
	Uint   uint32  `parquet:"uint"`
	Bool   bool    `parquet:"bool"`
	Date   int32   `parquet:"date,date"`
	Clock  int64   `parquet:"clock,time(microsecond)"`
	Stamp  int64   `parquet:"stamp,timestamp(millisecond)"`
	Money  int64   `parquet:"money,decimal(3:18)"`
}

func values() []valued {
	rnd := rand.New(rand.NewPCG(2, 2))
	out := []valued{
		{},
		{1e21, 1e21, math.MinInt64, math.MaxUint32, true, math.MinInt32, 86399999999, math.MinInt64 / 2, -1},
		{-1e-7, 1e-7, math.MaxInt64, 1, false, math.MaxInt32, 86400000000, math.MaxInt64 / 2, 999},
		{math.NaN(), float32(math.NaN()), -1, 0, true, -1, -1, -1, -999999999999999999},
		{math.Inf(-1), float32(math.Inf(1)), 0, 0, true, 11016, 1, 1, 1000},
		{math.Copysign(0, -1), 16777216, 0, 0, true, -719529, 999, 999, 5},
	}
	for range 300 {
		out = append(out, valued{
			rnd.NormFloat64() * math.Pow(10, float64(rnd.IntN(30)-10)), rnd.Float32(), rnd.Int64(), rnd.Uint32(), rnd.IntN(2) == 0,
			int32(rnd.IntN(60000) - 25567), rnd.Int64N(86400e6), rnd.Int64N(4e12) - 2e12, rnd.Int64N(1e18) - 5e17,
		})
	}
	return out
}

// A value reads the same from an Arrow object as from a Parquet file.
func TestFormsAreThoseOfParquet(t *testing.T) {
	rows := values()
	var file bytes.Buffer
	if err := parquetgo.Write(&file, rows); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.Open(ctx, newObject(file.Bytes()), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := readParts(f, readable(f), 1000)
	if err != nil {
		t.Fatal(err)
	}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "double", Type: arrow.PrimitiveTypes.Float64},
		{Name: "float", Type: arrow.PrimitiveTypes.Float32},
		{Name: "int", Type: arrow.PrimitiveTypes.Int64},
		{Name: "uint", Type: arrow.PrimitiveTypes.Uint32},
		{Name: "bool", Type: arrow.FixedWidthTypes.Boolean},
		{Name: "date", Type: arrow.FixedWidthTypes.Date32},
		{Name: "clock", Type: arrow.FixedWidthTypes.Time64us},
		{Name: "stamp", Type: arrow.FixedWidthTypes.Timestamp_ms},
		{Name: "money", Type: &arrow.Decimal128Type{Precision: 18, Scale: 3}},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for _, v := range rows {
		b.Field(0).(*array.Float64Builder).Append(v.Double)
		b.Field(1).(*array.Float32Builder).Append(v.Float)
		b.Field(2).(*array.Int64Builder).Append(v.Int)
		b.Field(3).(*array.Uint32Builder).Append(v.Uint)
		b.Field(4).(*array.BooleanBuilder).Append(v.Bool)
		b.Field(5).(*array.Date32Builder).Append(arrow.Date32(v.Date))
		b.Field(6).(*array.Time64Builder).Append(arrow.Time64(v.Clock))
		b.Field(7).(*array.TimestampBuilder).Append(arrow.Timestamp(v.Stamp))
		b.Field(8).(*array.Decimal128Builder).Append(decimal128.FromI64(v.Money))
	}
	data := write(t, false, []arrow.Record{b.NewRecord()})
	tab := open(t, data).Tables()[0]
	compare(t, "forms", readAll(t, data, 1000), want)
	for i, c := range tab.Columns() {
		if p := f.Columns()[i]; c != p {
			t.Errorf("column %+v, of Parquet %+v", c, p)
		}
	}
}
