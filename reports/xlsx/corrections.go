package xlsx

import (
	"bufio"
	"iter"
	"strconv"

	"lamsach/reports"
	"lamsach/schemas"
)

// columns of the first sheet: headings in both languages and widths in
// characters.
var columns = []struct {
	vi, en string
	width  int
}{
	{"Tệp", "File", 28},
	{"Trang tính", "Sheet", 12},
	{"Dòng (0 là dòng đầu sau tiêu đề)", "Row (0 is the first below the header)", 12},
	{"Đơn vị", "Unit", 14},
	{"Mã khách hàng", "Customer", 18},
	{"Họ tên đã nộp", "Name as submitted", 28},
	{"Kết luận", "Verdict", 20},
	{"Trường", "Field", 18},
	{"Giá trị đã nộp", "Submitted", 28},
	{"Dạng chuẩn", "Canonical form", 28},
	{"Theo dữ liệu dân cư", "In the register", 28},
	{"Lý do", "Reason", 44},
	{"Cơ chế sai lệch", "Mechanism", 38},
}

// words turns codes into Vietnamese words; an unknown code stands for itself.
type words struct {
	verdicts, fields, reasons, mechanisms map[string]string
}

func newWords() words {
	w := words{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for v := range schemas.Verdicts {
		w.verdicts[v.String()] = schemas.VerdictLabel(v, schemas.Vietnamese)
	}
	for f := range schemas.MismatchFields {
		w.fields[f.String()] = schemas.FieldText(f, schemas.Vietnamese)
	}
	for r := range schemas.Reasons {
		w.reasons[r.String()] = schemas.ReasonText(r, schemas.Vietnamese)
	}
	for m := range schemas.Mechanisms {
		w.mechanisms[m.String()] = schemas.MechanismText(m, schemas.Vietnamese)
	}
	return w
}

func word(words map[string]string, code string) string {
	if w, ok := words[code]; ok {
		return w
	}
	return code
}

// field names a compared field or a cleaned column.
func (w words) field(code string) string {
	if f, ok := w.fields[code]; ok {
		return f
	}
	return reports.ColumnText(code, schemas.Vietnamese)
}

// writeCorrections writes the first sheet and returns how many rows it holds.
func writeCorrections(b *bufio.Writer, meta Meta, rows iter.Seq2[CorrectionRow, error]) (int64, error) {
	limit := int64(maxRows)
	if meta.Limit > 0 {
		limit = min(limit, int64(meta.Limit))
	}
	s := &sheet{w: b}
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = c.width
	}
	s.open(2, widths)
	heads(s)
	w := newWords()
	var written int64
	for row, err := range rows {
		if err != nil {
			return written, err
		}
		if written == limit {
			break
		}
		s.correction(&row, w)
		written++
	}
	s.close("A2:" + string('A'+rune(len(columns)-1)) + strconv.Itoa(s.row))
	return written, nil
}

func heads(s *sheet) {
	s.begin()
	for i, c := range columns {
		s.text(i, c.vi, styleHead)
	}
	s.end()
	s.begin()
	for i, c := range columns {
		s.text(i, c.en, styleHeadEnglish)
	}
	s.end()
}

func (s *sheet) correction(r *CorrectionRow, w words) {
	s.begin()
	s.text(0, r.File, styleText)
	s.text(1, r.Sheet, styleText)
	s.number(2, r.Row, stylePlainNumber)
	s.text(3, r.Unit, styleText)
	s.text(4, r.Customer, styleText)
	s.text(5, r.Name, styleText)
	s.text(6, word(w.verdicts, r.Verdict), styleText)
	s.text(7, w.field(r.Field), styleText)
	s.text(8, r.Submitted, styleText)
	s.text(9, r.Canonical, styleText)
	s.text(10, r.Register, styleText)
	s.text(11, word(w.reasons, r.Reason), styleText)
	s.text(12, word(w.mechanisms, r.Mechanism), styleText)
	s.end()
}
