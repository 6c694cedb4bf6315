package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// benchRows is how many rows the workbook of the benchmarks has, of 13 columns.
const benchRows = 200_000

// benchBook is the workbook, and how many bytes its sheet has when unpacked.
var benchBook = sync.OnceValues(func() ([]byte, int64) {
	f := excelize.NewFile()
	code := "dd/mm/yyyy"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		panic(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		panic(err)
	}
	set := func(row int, cells []any) {
		if err := w.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			panic(err)
		}
	}
	set(1, []any{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Số điện thoại", "Thôn/Tổ", "Xã/Phường", "Quận/Huyện", "Tỉnh/TP", "Tên vắc xin", "Mũi số", "Ngày tiêm"})
	for i := range benchRows {
		id := any(fmt.Sprintf("0%011d", i*7919))
		if i%3 == 0 {
			id = i * 7919
		}
		set(i+2, []any{
			i + 1, fmt.Sprintf("Nguyễn Thị Người Thử %d", i%40_009),
			excelize.Cell{StyleID: date, Value: 20_000 + i%20_000},
			[]string{"Nam", "Nữ"}[i%2], id,
			fmt.Sprintf("09%08d", i*101%100_000_000), fmt.Sprintf("thôn %d", i%50), fmt.Sprintf("Xã Số %d", i%3321), fmt.Sprintf("Huyện Số %d", i%705),
			fmt.Sprintf("Tỉnh Số %d", i%63), "Moderna", i%3 + 1, fmt.Sprintf("%02d/%02d/2021", i%28+1, i%12+1),
		})
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		panic(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		panic(err)
	}
	var size uint64
	for _, e := range z.File {
		if e.Name == "xl/worksheets/sheet1.xml" {
			size = e.UncompressedSize64
		}
	}
	return out.Bytes(), int64(size)
})

func BenchmarkOpen(b *testing.B) {
	data, size := benchBook()
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		open(b, data)
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRead(b *testing.B) {
	data, size := benchBook()
	tab := open(b, data).Tables()[0]
	var batch pipeline.Batch
	columns := allColumns(tab)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range tab.Cuts(pipeline.UsualPartRows) {
			if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columns, &batch); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/(1<<20), "heap-MiB")
}

func BenchmarkReadInParallel(b *testing.B) {
	data, size := benchBook()
	tab := open(b, data).Tables()[0]
	columns := allColumns(tab)
	cuts := tab.Cuts(1 << 14)
	b.SetBytes(size)
	for b.Loop() {
		var wg sync.WaitGroup
		for worker := range 2 {
			wg.Go(func() {
				var batch pipeline.Batch
				for i := worker; i < len(cuts); i += 2 {
					if err := tab.Read(ctx, pipeline.Part{FirstRow: cuts[i].FirstRow, Rows: cuts[i].Rows}, columns, &batch); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRespond(b *testing.B) {
	data, size := benchBook()
	f := open(b, data)
	answer := table.Answer{
		Tables: []table.Addition{{Names: []string{"verdict", "reasons"}, Marked: []int{4}}},
		Cells: func(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
			return answerOf(cut, 2, 1), nil
		},
	}
	b.SetBytes(size)
	for b.Loop() {
		if err := f.Respond(ctx, io.Discard, answer); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// answerOf is an invented answer: texts that tell row and column, a null in
// every fourth row, marks in every third.
func answerOf(cut table.Cut, names, marked int) *pipeline.Batch {
	b := &pipeline.Batch{Rows: cut.Rows, Columns: make([]pipeline.Column, names+marked)}
	for i := range b.Columns {
		c := &b.Columns[i]
		c.Offsets = []int32{0}
		for row := range cut.Rows {
			n := cut.FirstRow + int64(row)
			if i < names && n%4 == 3 || i >= names && n%3 != 0 {
				c.Index = append(c.Index, -1)
				continue
			}
			c.Bytes = fmt.Appendf(c.Bytes, "câu trả lời %d của dòng %d", i, n)
			c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
			c.Index = append(c.Index, int32(len(c.Offsets)-2))
		}
	}
	return b
}
