package clean

import (
	"fmt"
	"testing"

	"lamsach/pipeline"
)

// benchRows is how many rows the benchmarks clean at once.
const benchRows = 1 << 14

// benchColumn makes a column without dictionary.
func benchColumn(cell func(i int) string) *pipeline.Column {
	values := make([]string, benchRows)
	for i := range values {
		values[i] = cell(i)
	}
	c := cells(false, values...)
	return &c
}

// benchName draws a name; every fiftieth is one that the short way cannot clean.
func benchName(i int) string {
	surnames := []string{"Nguyễn", "Trần", "LE", "Phạm", "HUYNH", "Vũ", "ĐẶNG", "Bùi"}
	middles := []string{"Thị", "Văn", "THI", "Minh", "Ngọc", "QUOC", "Thanh"}
	givens := []string{"An", "Bình", "CHI", "Dũng", "Hoà", "Thúy", "TRANG", "Linh", "Tú", "Phương", "Xuân"}
	name := surnames[i*7%8] + " " + middles[i*11%7] + " " + givens[i*13%11]
	if i%50 == 0 {
		return []string{"Ông " + name, name + " (con)", "N. " + name, "H'Hen Niê", "Nguyeãn Vaên Ñöùc"}[i/50%5]
	}
	return name
}

func perRow(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
}

func BenchmarkNames(b *testing.B) {
	c := benchColumn(benchName)
	w := New(NoColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	var out pipeline.Texts
	for b.Loop() {
		w.Names(c, &out)
	}
	perRow(b)
}

func BenchmarkLegacyNames(b *testing.B) {
	some := []string{"Nguyeãn Vaên Ñöùc", "Traàn Thò Höôøng", "Leâ Ngoïc Haûi", "Buøi Thaønh Tieán"}
	c := benchColumn(func(i int) string { return some[i%4] })
	w := New(NoColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	var out pipeline.Texts
	for b.Loop() {
		w.Names(c, &out)
	}
	perRow(b)
}

func BenchmarkNumbers(b *testing.B) {
	c := benchColumn(func(i int) string {
		if i%20 == 0 {
			return fmt.Sprintf("CCCD: 0010%08d", i)
		}
		return fmt.Sprintf("0010%08d", i*7919%100000000)
	})
	w := New(NoColumns(), Profile{}).Worker()
	for b.Loop() {
		w.any = w.cleanNumbers(c, w.any)
	}
	perRow(b)
}

func BenchmarkDates(b *testing.B) {
	c := benchColumn(func(i int) string {
		if i%20 == 0 {
			return fmt.Sprintf("ngày %d tháng %d năm %d", 1+i%28, 1+i%12, 1950+i%50)
		}
		return fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1950+i%50)
	})
	w := New(NoColumns(), Profile{}).Worker()
	for b.Loop() {
		w.cleanDates(c)
	}
	perRow(b)
}

func BenchmarkPhones(b *testing.B) {
	c := benchColumn(func(i int) string {
		if i%10 == 0 {
			return fmt.Sprintf("+849%08d", i)
		}
		return fmt.Sprintf("09%08d", i)
	})
	w := New(NoColumns(), Profile{}).Worker()
	var out pipeline.Texts
	for b.Loop() {
		w.cleanPhones(c, &out)
	}
	perRow(b)
}

func BenchmarkAddresses(b *testing.B) {
	some := []string{"Số %d, Thôn 2, Xã Sóc Sơn, Thành phố Hà Nội", "SO %d, AP HOA BINH, XA GIA THUAN, TINH DONG THAP", "%d, A. Ngoại, X. Tân Long, H. Phú Giáo, tỉnh Bình Dương"}
	c := benchColumn(func(i int) string { return fmt.Sprintf(some[i%3], i) })
	w := New(NoColumns(), Profile{}).Worker()
	var out pipeline.Texts
	for b.Loop() {
		w.cleanAddresses(c, &out)
	}
	perRow(b)
}

// benchBatch is a whole batch without addresses.
func benchBatch() *pipeline.Batch {
	number := benchColumn(func(i int) string { return fmt.Sprintf("001%d%02d%06d", i%2, 50+i%50, 100000+i) })
	cmnd := benchColumn(func(i int) string { return fmt.Sprintf("01%07d", 1000000+i) })
	birth := benchColumn(func(i int) string { return fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1950+i%50) })
	gender := cells(true, repeat(benchRows, func(i int) string { return []string{"Nam", "Nữ"}[i%2] })...)
	phone := benchColumn(func(i int) string { return fmt.Sprintf("09%08d", i) })
	return batch(benchRows, *number, *cmnd, *benchColumn(benchName), *birth, gender, *phone)
}

func benchColumns() Columns {
	c := rowColumns()
	c.Phone = 5
	return c
}

func BenchmarkCleanWithoutAddress(b *testing.B) {
	rows := benchBatch()
	w := New(benchColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	b.ReportAllocs()
	for b.Loop() {
		w.Clean(rows)
	}
	perRow(b)
}

// After the first batches a worker allocates a few slices at most for a whole
// batch, never for a row.
func TestCleaningAllocatesNothingPerRow(t *testing.T) {
	rows := benchBatch()
	w := New(benchColumns(), Profile{NameEncodings: []string{"vni_win"}}).Worker()
	w.Clean(rows)
	if n := testing.AllocsPerRun(3, func() { w.Clean(rows) }); n > benchRows/1000 {
		t.Errorf("%v allocations for %d rows", n, benchRows)
	}
}
