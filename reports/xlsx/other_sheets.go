package xlsx

import (
	"strconv"

	"lamsach/reports"
	"lamsach/schemas"
)

// summarySheet writes what the page says in its headline, and whether rows
// were left out of the first sheet.
func summarySheet(s *sheet, r *reports.Report, total, written int64) {
	s.open(1, []int{44, 44, 16})
	s.line3("Nội dung", "Item", "Số dòng / Rows", styleHead)
	s.amount("Số dòng đã đọc", "Rows read", r.Rows)
	for _, v := range verdictOrder {
		s.amount(schemas.VerdictLabel(v, schemas.Vietnamese), schemas.VerdictLabel(v, schemas.English), r.Verdicts[v.String()])
	}
	s.amount("Sai lệch cần sửa", "Values to correct", max(total, written))
	s.amount("Có trong trang tính đầu", "Listed on the first sheet", written)
	if left := total - written; left > 0 {
		n := strconv.FormatInt(left, 10)
		s.line3("CHƯA LIỆT KÊ HẾT: còn "+n+" sai lệch, xem tệp mismatches/*.parquet", "NOT COMPLETE: "+n+" more are in mismatches/*.parquet", "", styleBold)
	}
	s.begin()
	s.end()
	f := r.Facts
	for _, fact := range [][3]string{
		{"Công việc", "Job", f.Job},
		{"Loại dữ liệu", "Dataset", f.Dataset},
		{"Mã lần chạy", "Run", f.RunID},
		{"Bản dữ liệu dân cư", "Register snapshot", f.Snapshot.ID},
		{"Bộ quy tắc", "Rules", f.Rules},
		{"Mô hình", "Model", f.Model},
		{"Phiên bản", "Version", f.Version},
	} {
		if fact[2] != "" {
			s.line3(fact[0], fact[1], fact[2], styleText)
		}
	}
	for _, d := range f.Damaged {
		s.line3("Tệp bị hỏng, đã để riêng", "Damaged file, set aside", d.File, styleBold)
	}
	s.close("")
}

// helpSheet writes how to read the verdicts.
func helpSheet(s *sheet) {
	s.open(1, []int{24, 26, 80, 80})
	s.begin()
	for i, head := range []string{"Kết luận", "Verdict", "Cách đọc và việc cần làm", "How to read it and what to do"} {
		s.text(i, head, styleHead)
	}
	s.end()
	for _, v := range verdictOrder {
		s.begin()
		s.text(0, schemas.VerdictLabel(v, schemas.Vietnamese), styleProse)
		s.text(1, schemas.VerdictLabel(v, schemas.English), styleProse)
		s.text(2, schemas.VerdictHelp(v, schemas.Vietnamese), styleProse)
		s.text(3, schemas.VerdictHelp(v, schemas.English), styleProse)
		s.end()
	}
	s.close("")
}

// verdictOrder is from good to bad, as on the page.
var verdictOrder = []schemas.Verdict{
	schemas.Verified, schemas.Corrected, schemas.Review, schemas.Ambiguous,
	schemas.Contradicted, schemas.NotFound, schemas.Rejected,
}

func (s *sheet) line3(a, b, c string, style int) {
	s.begin()
	s.text(0, a, style)
	s.text(1, b, style)
	s.text(2, c, style)
	s.end()
}

func (s *sheet) amount(vi, en string, n int64) {
	s.begin()
	s.text(0, vi, styleText)
	s.text(1, en, styleText)
	s.number(2, n, styleNumber)
	s.end()
}
