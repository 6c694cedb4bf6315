package reports

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"lamsach/schemas"
)

// columnTexts names the cleaned columns in the order they are listed.
var columnTexts = []struct{ column, vi, en string }{
	{"personal_id", "Số định danh cá nhân", "Personal ID"},
	{"cmnd", "Số CMND", "CMND number"},
	{"full_name", "Họ và tên", "Full name"},
	{"birth_date", "Ngày sinh", "Birth date"},
	{"gender", "Giới tính", "Gender"},
	{"phone", "Số điện thoại", "Phone"},
	{"address", "Địa chỉ", "Address"},
	{"id_issue_date", "Ngày cấp giấy tờ", "Date of issue"},
	{"loan_due", "Ngày đến hạn", "Due date"},
	{"debt_group", "Nhóm nợ", "Debt group"},
	{"tax_code", "Mã số thuế", "Tax code"},
	{"social_insurance_no", "Mã số BHXH", "Social insurance"},
	{"health_card_no", "Số thẻ BHYT", "Health card"},
	{"licence_no", "Số giấy phép lái xe", "Driving licence"},
	{"passport", "Số hộ chiếu", "Passport"},
	{"plate_no", "Biển số xe", "Vehicle plate"},
	{"account_no", "Số tài khoản", "Account"},
	{"father_name", "Họ tên cha", "Father's name"},
	{"mother_name", "Họ tên mẹ", "Mother's name"},
	{"spouse_name", "Họ tên vợ/chồng", "Spouse's name"},
	{"household_head", "Chủ hộ", "Head of the household"},
	{"guardian_name", "Họ tên người giám hộ", "Guardian's name"},
	{"father_id", "Số của cha", "Father's number"},
	{"mother_id", "Số của mẹ", "Mother's number"},
	{"spouse_id", "Số của vợ/chồng", "Spouse's number"},
	{"guardian_id", "Số của người giám hộ", "Guardian's number"},
	{"second_person", "Người thứ hai trong ô họ tên", "Second person of the name's cell"},
	{"household_head_id", "Số của chủ hộ", "Number of the head of the household"},
	{"birth_province", "Nơi sinh", "Place of birth"},
	{"household_code", "Mã hộ", "Household code"},
	{"relation_to_head", "Quan hệ với chủ hộ", "Relation to the head"},
}

// ColumnText names a cleaned column; an unknown one keeps its own name.
func ColumnText(column string, lang schemas.Lang) string {
	for _, c := range columnTexts {
		if c.column == column {
			return pick(lang, c.vi, c.en)
		}
	}
	return column
}

// FieldText names what a subject is about: a compared field or a column; empty
// for reasons.
func (s Subject) FieldText(lang schemas.Lang) string {
	switch s.Kind {
	case KindMismatch:
		for f := range schemas.MismatchFields {
			if f.String() == s.Field {
				return schemas.FieldText(f, lang)
			}
		}
	case KindIssue, KindRepair:
		return ColumnText(s.Field, lang)
	}
	return s.Field
}

// Text says what a subject is, as the catalogue has it; an unknown code stands
// for itself.
func (s Subject) Text(lang schemas.Lang) string {
	switch s.Kind {
	case KindMismatch:
		for m := range schemas.Mechanisms {
			if m.String() == s.Code {
				return schemas.MechanismText(m, lang)
			}
		}
	case KindIssue, KindRepair:
		for c := range schemas.Codes {
			if c.String() == s.Code {
				return schemas.CodeText(c, lang)
			}
		}
	case KindReason:
		for r := range schemas.Reasons {
			if r.String() == s.Code {
				return schemas.ReasonText(r, lang)
			}
		}
	}
	return s.Code
}

//go:embed advice.csv
var adviceCSV string

// advice is what to do about a cause. The file is embedded and held complete
// by a test, so a fault in it is a bug and panics.
var advice = sync.OnceValue(func() map[[2]string][2]string {
	records, err := csv.NewReader(strings.NewReader(adviceCSV)).ReadAll()
	if err != nil {
		panic("reports: advice.csv: " + err.Error())
	}
	out := make(map[[2]string][2]string, len(records))
	for _, rec := range records[1:] {
		out[[2]string{rec[0], rec[1]}] = [2]string{rec[2], rec[3]}
	}
	return out
})

// Advice says what the submitter can do about a subject; where there is no
// special advice it is to compare with the papers.
func (s Subject) Advice(lang schemas.Lang) string {
	if a, ok := advice()[[2]string{string(s.Kind), s.Code}]; ok {
		return pick(lang, a[0], a[1])
	}
	return pick(lang, "Đối chiếu trường này với giấy tờ của khách hàng và sửa lại trong hệ thống.",
		"Compare this field with the customer's papers and correct it in your system.")
}

func pick(lang schemas.Lang, vi, en string) string {
	if lang == schemas.English {
		return en
	}
	return vi
}
