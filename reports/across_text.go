package reports

import (
	"fmt"

	"lamsach/schemas"
)

// AcrossWarning is what a reader of a job over runs must keep in mind.
type AcrossWarning struct {
	Code  string `json:"code"`
	Run   string `json:"run,omitempty"`
	Count int    `json:"count,omitempty"`
}

// What a warning can be.
const (
	AcrossSetAside     = "inputs_set_aside" // Run, Count
	AcrossDisclosure   = "disclosure"       // Run
	AcrossNoMismatches = "no_mismatches"    // Run
	AcrossNoCleaned    = "no_cleaned"       // Run
	AcrossFewTell      = "few_tell"         // Count
)

// Text is the warning in a language.
func (w AcrossWarning) Text(lang schemas.Lang) string {
	vi, en := "", ""
	switch w.Code {
	case AcrossSetAside:
		vi = fmt.Sprintf("Nguồn %s có %d tệp hỏng bị để riêng; người trong đó bị tính là thiếu.", w.Run, w.Count)
		en = fmt.Sprintf("run %s set %d damaged inputs aside; people of these are missing in it", w.Run, w.Count)
	case AcrossDisclosure:
		vi = fmt.Sprintf("Nguồn %s không tiết lộ giá trị (disclosure); người mà dòng không ghi số bị tính là thiếu.", w.Run)
		en = fmt.Sprintf("run %s has a disclosure below values: people whose number its rows do not carry are missing in it", w.Run)
	case AcrossNoMismatches:
		vi = fmt.Sprintf("Nguồn %s không có bảng mismatches với disclosure values; không được xét khi tìm sai sót của dữ liệu dân cư.", w.Run)
		en = fmt.Sprintf("run %s has no mismatches with disclosure values: it is not heard about errors of the register", w.Run)
	case AcrossNoCleaned:
		vi = fmt.Sprintf("Nguồn %s không có bảng cleaned; không được xét khi tìm số dùng cho nhiều người.", w.Run)
		en = fmt.Sprintf("run %s has no cleaned rows: it is not heard about numbers of several people", w.Run)
	case AcrossFewTell:
		vi = fmt.Sprintf("Tìm sai sót của dữ liệu dân cư cần hai nguồn có bảng mismatches với disclosure values; ở đây có %d.", w.Count)
		en = fmt.Sprintf("errors of the register need two runs that have mismatches with disclosure values; there are %d", w.Count)
	}
	if lang == schemas.English {
		return en
	}
	return vi
}
