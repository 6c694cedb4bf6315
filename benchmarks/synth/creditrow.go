package synth

import (
	"github.com/parquet-go/parquet-go"
)

// creditRow is the shape of a bank's credit file (domain facts, section 10).
type creditRow struct {
	Institution string  `parquet:"MA_TCTD,dict"`
	Branch      string  `parquet:"MA_CN,dict"`
	Customer    string  `parquet:"MA_KH"`
	Name        *string `parquet:"TEN_KH,optional"`
	Number      *string `parquet:"SO_CCCD,optional"`
	CMND        *string `parquet:"SO_CMND,optional"`
	Birth       *string `parquet:"NGAY_SINH,optional"`
	Gender      *string `parquet:"GIOI_TINH,optional,dict"`
	Address     *string `parquet:"DIA_CHI,optional"`
	Phone       *string `parquet:"DIEN_THOAI,optional"`
	Contract    *string `parquet:"SO_HD,optional"`
	Balance     *int64  `parquet:"DU_NO,optional"`
	DebtGroup   *int32  `parquet:"NHOM_NO,optional"`
	ReportDate  *string `parquet:"NGAYBC,optional,dict"`
}

// truthRow is the shape of the truth. person_id is the person described.
type truthRow struct {
	SourceFile string   `parquet:"source_file,dict"`
	SourceRow  int64    `parquet:"source_row"`
	Kind       string   `parquet:"kind,dict"`
	PersonID   *string  `parquet:"person_id,optional"`
	Errors     []string `parquet:"errors,list" parquet-element:",dict"`
}

var (
	creditSchema = parquet.SchemaOf(creditRow{})
	truthSchema  = parquet.SchemaOf(truthRow{})
)

// reportDate is the last working day of the month reported (YYYYMMDD).
const reportDate = "20260630"

// ledger counts rows and customers of a file while a unit is written.
type ledger struct {
	file, bank string
	row        int64  // source_row of the next row
	customer   uint64 // of the file
}

// codes are permutations, so that customer and contract numbers tell nothing.
var customerOrder, contractOrder = newPermutation(10_000_000_000, mixText("MA_KH")), newPermutation(10_000_000_000, mixText("SO_HD"))

// write puts a row and its truth on the sheets.
func (w *inputWorker) write(l *ledger, d *dice, r *row) {
	s := &w.data
	blank := r.kind == garbage && r.name == ""
	s.text(0, w.keep(l.bank))
	s.text(1, w.keep(r.branch.code))
	s.text(2, w.digits(customerOrder.at(l.customer), 10, ""))
	for i, text := range [...]string{r.name, r.number, r.card, r.birth, r.gender, r.address, r.phone} {
		if text == "" && !r.branch.emptyText {
			s.text(3+i, nil)
			continue
		}
		s.text(3+i, w.keep(text))
	}
	if blank {
		for i := 10; i < 14; i++ {
			s.text(i, nil)
		}
	} else {
		s.text(10, w.digits(contractOrder.at(uint64(l.row)), 10, "HD"))
		s.long(11, int64(1+d.n(1000)*d.n(1000))*1000)
		s.short(12, debtGroup(d))
		s.text(13, w.keep(reportDate))
	}
	w.writeTruth(l, r)
	l.row++
}

// debtGroup draws a group of Circular 31/2024: nine in ten are standard.
func debtGroup(d *dice) int32 {
	switch u := d.unit(); {
	case u < 0.92:
		return 1
	case u < 0.955:
		return 2
	case u < 0.965:
		return 3
	case u < 0.975:
		return 4
	}
	return 5
}

func (w *inputWorker) writeTruth(l *ledger, r *row) {
	t := &w.truth
	t.text(0, w.keep(l.file))
	t.long(1, l.row)
	t.text(2, w.keep(kindNames[r.kind]))
	if r.person != 0 {
		t.text(3, w.digits(r.person, 12, ""))
	} else {
		t.text(3, nil)
	}
	var errors [16][]byte
	n := 0
	for _, e := range r.errors {
		if n < len(errors) {
			errors[n] = w.keep(e)
			n++
		}
	}
	t.list(4, errors[:n]...)
	t.rows++
}

// keep copies a text into the arena until the sheets are flushed.
func (w *inputWorker) keep(s string) []byte {
	from := len(w.arena)
	w.arena = append(w.arena, s...)
	return w.arena[from:len(w.arena):len(w.arena)]
}

func (w *inputWorker) digits(x uint64, n int, prefix string) []byte {
	from := len(w.arena)
	w.arena = appendPadded(append(w.arena, prefix...), x, n)
	return w.arena[from:len(w.arena):len(w.arena)]
}

// flush hands both sheets on and forgets their texts.
func (w *inputWorker) flush() error {
	if err := w.data.flush(); err != nil {
		return err
	}
	err := w.truth.flush()
	w.arena = w.arena[:0]
	return err
}
