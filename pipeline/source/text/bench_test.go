package text

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// benchBytes is about how long a text of the benchmarks is.
const benchBytes = 48 << 20

// invented is a bank file of invented rows: thirteen columns; the address has
// commas, so with quotes it is enclosed.
func invented(sep string, quoted bool, size int) string {
	rnd := rand.New(rand.NewPCG(1, 2))
	surnames := strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ")
	middles := strings.Fields("Văn Thị Hữu Ngọc Minh Thanh Đức Quang")
	given := strings.Fields("Anh Bình Chi Dung Giang Hà Hùng Hương Khánh Lan Mai Nam Oanh Phúc Quân Sơn Tú Uyên Vy Yến")
	var b strings.Builder
	b.WriteString(strings.Join(strings.Fields("STT MA_KH HO_TEN SO_CCCD NGAY_SINH GIOI_TINH DIA_CHI MA_XA TINH DIEN_THOAI MA_CN DU_NO NHOM"), sep) + "\r\n")
	for i := 0; b.Len() < size; i++ {
		address := fmt.Sprintf("Số %d, đường %s, Phường %d, Quận %d", rnd.IntN(400), given[rnd.IntN(20)], rnd.IntN(20), rnd.IntN(12))
		if quoted {
			address = `"` + address + `"`
		}
		name := surnames[rnd.IntN(12)] + " " + middles[rnd.IntN(8)] + " " + given[rnd.IntN(20)]
		cells := []string{
			fmt.Sprint(i + 1), fmt.Sprintf("KH%08d", rnd.IntN(1e8)), name, fmt.Sprintf("%012d", rnd.Int64N(1e12)),
			fmt.Sprintf("%02d/%02d/%d", 1+rnd.IntN(28), 1+rnd.IntN(12), 1940+rnd.IntN(70)), []string{"Nam", "Nữ"}[rnd.IntN(2)],
			address, fmt.Sprint(rnd.IntN(30000)), given[rnd.IntN(20)], fmt.Sprintf("09%08d", rnd.IntN(1e8)),
			fmt.Sprint(rnd.IntN(200)), fmt.Sprint(rnd.IntN(1e9)), fmt.Sprint(1 + rnd.IntN(5)),
		}
		b.WriteString(strings.Join(cells, sep) + "\r\n")
	}
	return b.String()
}

// shapes runs a benchmark on the texts, and reports how many bytes of text it
// does in a second of one processor.
func shapes(b *testing.B, prepare func(b *testing.B, text string) func()) {
	for _, s := range []struct {
		name, sep string
		quoted    bool
		packing
	}{
		{"plain", ";", false, bare}, {"quoted", ",", true, bare}, {"gzip", ",", true, gzipped}, {"zstd", ",", true, zstandard},
	} {
		b.Run(s.name, func(b *testing.B) {
			text := invented(s.sep, s.quoted, benchBytes)
			size := len(text)
			do := prepare(b, packed(b, s.packing, text))
			do()
			b.SetBytes(int64(size))
			b.ReportAllocs()
			start := cpuTime()
			for b.Loop() {
				do()
			}
			if used := cpuTime() - start; used > 0 {
				b.ReportMetric(float64(b.N)*float64(size)/1e6/used.Seconds(), "MB/cpu-s")
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	shapes(b, func(b *testing.B, text string) func() {
		return func() {
			f, err := open(b.Context(), newObject(text), table.Options{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			f.Close()
		}
	})
}

// BenchmarkRead reads all columns, part by part, on one goroutine.
func BenchmarkRead(b *testing.B) {
	shapes(b, func(b *testing.B, text string) func() {
		f := mustOpen(b, text)
		columns := allColumns(f)
		cuts := f.Cuts(pipeline.UsualPartRows)
		var batch pipeline.Batch
		return func() {
			for _, cut := range cuts {
				if err := f.Read(b.Context(), pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, columns, &batch); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkRespond(b *testing.B) {
	shapes(b, func(b *testing.B, text string) func() {
		f := mustOpen(b, text)
		return func() {
			if _, err := respondWith(f, []string{"KẾT QUẢ"}, "", func(int64, int) string { return "Đã xác minh" }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
