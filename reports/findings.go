package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lamsach/schemas"
)

// Finding is something that holds for a file as a whole, or for one unit of it:
// the one cause of what stands in the notes of many rows.
type Finding struct {
	Kind     string   `json:"kind"`
	File     string   `json:"file"`
	Sheet    string   `json:"sheet,omitempty"`
	Unit     string   `json:"unit,omitempty"`     // "" for all rows
	Encoding string   `json:"encoding,omitempty"` // of the texts
	Coding   string   `json:"coding,omitempty"`   // of genders: "0=M 1=F"
	Columns  []string `json:"columns,omitempty"`  // their headers
	By       int      `json:"by,omitempty"`       // columns to the right, negative to the left
	Row      int64    `json:"row,omitempty"`      // the first of them, as source_row
	Rows     int64    `json:"rows"`               // rows with it
	Of       int64    `json:"of"`                 // of so many
	Values   int      `json:"values,omitempty"`   // distinct values
}

// Kinds of findings.
const (
	FindingEncoding     = "encoding"
	FindingLossy        = "lossy"
	FindingNumberDummy  = "number_dummy"
	FindingDateDummy    = "birth_date_dummy"
	FindingPhoneDummy   = "phone_dummy"
	FindingSlippedAside = "slipped_columns"
	FindingSlippedDown  = "slipped_rows"
	FindingMonthFirst   = "month_first"
	FindingDayFirst     = "day_first"
	FindingFrom1904     = "dates_1904"
	FindingGenders      = "gender_coding"
)

var encodingTexts = map[string]string{
	"tcvn3_abc": "TCVN3 (ABC)", "vni_win": "VNI", "cp1258": "Windows-1258", "vps": "VPS", "viscii": "VISCII",
	"bkhcm1": "BK HCM 1", "bkhcm2": "BK HCM 2", "vietware_f": "Vietware F", "vietware_x": "Vietware X",
	"vni_mac": "VNI Mac", "tcvn5712_1_vn1": "TCVN 5712 VN1", "isc": "ISC",
	"utf8_read_as_1252": "UTF-8 → Windows-1252",
}

// EncodingText is an encoding as people call it.
func EncodingText(name string) string {
	if text, ok := encodingTexts[name]; ok {
		return text
	}
	return name
}

// Slipped says whether the finding is one of columns that slipped.
func (f Finding) Slipped() bool { return f.Kind == FindingSlippedAside || f.Kind == FindingSlippedDown }

// Text says what was found, without the unit and the number of rows.
func (f Finding) Text(lang schemas.Lang) string {
	columns, row, n := strings.Join(f.Columns, ", "), strconv.FormatInt(f.Row, 10), strconv.Itoa(f.Values)
	switch f.Kind {
	case FindingEncoding:
		return pick(lang, "Xuất dữ liệu bằng bảng mã "+EncodingText(f.Encoding)+"; đã chuyển sang Unicode", "Exports "+EncodingText(f.Encoding)+"; read as Unicode")
	case FindingLossy:
		return pick(lang, "Chữ có dấu bị mất thành dấu ?; không khôi phục được, khi đối soát dấu ? khớp với mọi chữ", "Letters were lost to question marks; nothing brings them back, and a ? agrees with any letter")
	case FindingNumberDummy:
		return pick(lang, n+" số giấy tờ điền cho có, mỗi số đứng cùng rất nhiều họ tên; không dùng để tra cứu", "Dummy numbers ("+n+"): each stands beside very many names; not used to look anybody up")
	case FindingDateDummy:
		return pick(lang, n+" ngày sinh điền cho có; không dùng để tra cứu", "Placeholder birth dates ("+n+"); not used to look anybody up")
	case FindingPhoneDummy:
		return pick(lang, n+" số điện thoại điền cho có; không giữ lại", "Dummy phones ("+n+"); not kept")
	case FindingMonthFirst:
		return pick(lang, "Ngày viết theo thứ tự tháng/ngày/năm", "Dates are written month/day/year")
	case FindingDayFirst:
		return pick(lang, "Ngày viết theo thứ tự ngày/tháng/năm", "Dates are written day/month/year")
	case FindingFrom1904:
		return pick(lang, "Ngày ghi bằng số ngày tính từ 01/01/1904, đã đọc theo mốc đó", "Dates are serials that count from 1904, and are read so")
	case FindingGenders:
		return pick(lang, "Giới tính ghi bằng mã: ", "Genders are coded: ") + codingText(f.Coding, lang)
	case FindingSlippedAside:
		by := pick(lang, "sang phải", "right")
		if f.By < 0 {
			by = pick(lang, "sang trái", "left")
		}
		return pick(lang, "Từ dòng "+row+" các cột bị lệch một ô "+by+": "+columns, "From row "+row+" on values stand one column too far "+by+": "+columns)
	case FindingSlippedDown:
		return pick(lang, "Từ dòng "+row+" số giấy tờ và ngày sinh không còn cùng một người: có cột bị lệch lên hoặc xuống ("+columns+")",
			"From row "+row+" on numbers and birth dates no longer belong together: a column has moved up or down ("+columns+")")
	}
	return f.Kind
}

// codingText says what coded genders mean: "0=M 1=F" as "0 = male, 1 = female".
func codingText(coding string, lang schemas.Lang) string {
	var said []string
	for _, pair := range strings.Split(coding, " ") {
		value, gender, _ := strings.Cut(pair, "=")
		switch gender {
		case "M":
			gender = pick(lang, "nam", "male")
		case "F":
			gender = pick(lang, "nữ", "female")
		default:
			gender = pick(lang, "không xác định được, có cả hai nghĩa", "cannot be told, stands for both")
		}
		if value == "" {
			value = pick(lang, "(để trống)", "(empty)")
		}
		said = append(said, value+" = "+gender)
	}
	return strings.Join(said, ", ")
}

// unitHabits say what units do otherwise than the rest of their file, by kind.
var unitHabits = []struct {
	kinds []string
	text  string
}{
	{[]string{FindingEncoding, FindingLossy}, "export another encoding"},
	{[]string{FindingMonthFirst, FindingDayFirst}, "write another order of day and month"},
	{[]string{FindingGenders}, "code genders otherwise"},
}

// Sentences are findings for a log, which names no unit: those of units are
// counted together.
func Sentences(findings []Finding) (list []string) {
	for _, f := range findings {
		if f.Unit == "" {
			list = append(list, fmt.Sprintf("%s (%d of %d rows)", f.Text(schemas.English), f.Rows, f.Of))
		}
	}
	for _, h := range unitHabits {
		units, rows := 0, int64(0)
		for _, f := range findings {
			if f.Unit != "" && slices.Contains(h.kinds, f.Kind) {
				units, rows = units+1, rows+f.Rows
			}
		}
		if units > 0 {
			list = append(list, fmt.Sprintf("units that %s than the rest: %d, on %d rows; the report names them", h.text, units, rows))
		}
	}
	return list
}
