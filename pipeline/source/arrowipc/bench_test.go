package arrowipc_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"lamsach/pipeline"
)

// credit makes so many invented rows of a bank's file with 14 columns.
func credit(tb testing.TB, rows, batch int, stream bool, options ...ipc.Option) []byte {
	tb.Helper()
	text := func(name string, f func(i int, rnd *rand.Rand) string) invented {
		i := 0
		return invented{name, arrow.BinaryTypes.String, func(b array.Builder, rnd *rand.Rand) any {
			b.(*array.StringBuilder).Append(f(i, rnd))
			i++
			return nil
		}}
	}
	pick := func(n int, form string) func(int, *rand.Rand) string {
		return func(_ int, rnd *rand.Rand) string { return fmt.Sprintf(form, rnd.IntN(n)) }
	}
	list := []invented{
		text("MA_KH", func(i int, _ *rand.Rand) string { return fmt.Sprintf("KH%010d", i) }),
		text("HO_TEN", pick(400000, "Nguyễn Thị Ngọc %06d")),
		{"NGAY_SINH", arrow.FixedWidthTypes.Date32, func(b array.Builder, rnd *rand.Rand) any {
			b.(*array.Date32Builder).Append(arrow.Date32(rnd.IntN(25000)))
			return nil
		}},
		text("GIOI_TINH", pick(2, "N%d")),
		text("CCCD", pick(1e9, "001%09d")),
		text("CMND", pick(1e9, "%09d")),
		text("DIA_CHI", pick(900000, "Số %06d, đường Trần Hưng Đạo, phường Bến Nghé")),
		text("TINH", pick(63, "Tỉnh số %02d")),
		text("XA", pick(3321, "Xã số %04d")),
		text("SDT", pick(1e8, "09%08d")),
		{"DU_NO", arrow.PrimitiveTypes.Int64, columns[10].add},
		{"LAI_SUAT", arrow.PrimitiveTypes.Float64, columns[14].add},
		{"MO_NGAY", arrow.FixedWidthTypes.Timestamp_us, stamp(arrow.Microsecond)},
		text("CHI_NHANH", pick(200, "CN%03d")),
	}
	fields := make([]arrow.Field, len(list))
	for i, c := range list {
		fields[i] = arrow.Field{Name: c.name, Type: c.typ, Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	rnd := rand.New(rand.NewPCG(1, 1))
	var records []arrow.Record
	for at := 0; at < rows; at += batch {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i, c := range list {
			for r := at; r < min(at+batch, rows); r++ {
				if i > 4 && rnd.IntN(20) == 0 {
					b.Field(i).AppendNull()
					continue
				}
				c.add(b.Field(i), rnd)
			}
		}
		records = append(records, b.NewRecord())
	}
	return write(tb, stream, records, options...)
}

// Reading all 14 columns of 1 M rows, part by part, on one processor.
func BenchmarkRead(b *testing.B) {
	const rows = 1_000_000
	for _, c := range []struct {
		name    string
		batch   int
		options []ipc.Option
	}{
		{"batches of 64Ki", 1 << 16, nil},
		{"batches of 1000", 1000, nil},
		{"one batch", rows, nil},
		{"LZ4", 1 << 16, []ipc.Option{ipc.WithLZ4()}},
		{"zstd", 1 << 16, []ipc.Option{ipc.WithZstd()}},
		{"LZ4, one batch", rows, []ipc.Option{ipc.WithLZ4()}},
		{"zstd, one batch", rows, []ipc.Option{ipc.WithZstd()}},
	} {
		b.Run(c.name, func(b *testing.B) {
			data := credit(b, rows, c.batch, false, c.options...)
			f := open(b, data)
			tab := f.Tables()[0]
			columns := readable(tab)
			var batch pipeline.Batch
			b.ReportAllocs()
			began := processorTime()
			for b.Loop() {
				for _, cut := range tab.Cuts(pipeline.UsualPartRows) {
					if err := tab.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, columns, &batch); err != nil {
						b.Fatal(err)
					}
				}
			}
			report(b, rows, int64(len(data)), began)
		})
	}
}

// report gives rows and bytes of the object for each second of one processor.
func report(b *testing.B, rows, bytes int64, began time.Duration) {
	spent := (processorTime() - began).Seconds() / float64(b.N)
	b.ReportMetric(float64(rows)/spent/1e6, "Mrows/cpu-s")
	b.ReportMetric(float64(bytes)/spent/1e6, "MB/cpu-s")
}

// Opening goes over the heads of the messages only.
func BenchmarkOpen(b *testing.B) {
	data := credit(b, 200_000, 1000, true)
	for b.Loop() {
		open(b, data).Close()
	}
}

// Writing 1 M rows again with three columns added.
func BenchmarkRespond(b *testing.B) {
	const rows = 1_000_000
	for name, options := range map[string][]ipc.Option{"plain": nil, "zstd": {ipc.WithZstd()}} {
		b.Run(name, func(b *testing.B) {
			data := credit(b, rows, 1<<16, false, options...)
			f := open(b, data)
			began := processorTime()
			for b.Loop() {
				if err := f.Respond(ctx, io.Discard, answer(nil)); err != nil {
					b.Fatal(err)
				}
			}
			report(b, rows, int64(len(data)), began)
		})
	}
}
