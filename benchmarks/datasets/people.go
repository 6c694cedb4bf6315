package datasets

import "lamsach/benchmarks/synth"

// people are forms about persons and their papers. Headers are those of real
// layouts (domain facts, section 10).
var people = []form{
	{
		dataset: "bank-account", kind: "parquet",
		clerk: synth.Clerk{From: 15, To: 90, Dead: 0.5, Again: 0.25, Text: "name_ascii", Date: "form_date_compact", Gender: "form_gender_mf", Organisations: 0.1, Foreigners: 0.08},
		columns: []column{
			{"CIF", "customer_code", code("", 8)}, {"SO_TK", "account_no", code("19", 10)}, {"TEN_TK", "full_name", name},
			{"LOAI_GTTT", "id_type", paper}, {"SO_GTTT", "id_number_any", anyNumber}, {"NGAY_SINH", "birth_date", birth},
			{"GIOI_TINH", "gender", gender}, {"DIEN_THOAI", "phone", phone}, {"DIA_CHI", "address_any", address},
			{"NGAY_MO_TK", "opened_on", compact(2012, 2025)}, {"LOAI_TK", "account_kind", pick("TGTT", "TGTT", "VI", "TK")},
			{"TRANG_THAI", "account_status", pick("A", "A", "A", "D", "C")},
		},
	},
	{
		dataset: "cmnd-conversion", kind: "csv-tcvn3", titles: []string{"DANH SÁCH HỒ SƠ CÒN SỐ CHỨNG MINH NHÂN DÂN"},
		clerk: synth.Clerk{From: 30, To: 90, Dead: 0.5, OldUnits: true},
		columns: []column{
			{"STT", "", rowNo}, {"MA_HO_SO", "record_no", code("HS", 7)}, {"Họ và tên", "full_name", name}, {"Số CMND", "cmnd", card},
			{"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"Nơi ĐKHKTT", "address_permanent", address},
			{"Ngày cấp", "id_issue_date", date(1990, 2015)}, {"Nơi cấp", "id_issue_place", then(pick("CA "), prov)},
		},
	},
	{
		dataset: "tax-registration", kind: "csv-bom-semicolon",
		clerk: synth.Clerk{From: 20, To: 80, Dead: 0.3, Again: 0.1},
		columns: []column{
			{"MST", "tax_code", code("8", 9)}, {"TEN_NNT", "full_name", name}, {"SO_CCCD", "cccd", number}, {"NGAY_SINH", "birth_date", birth},
			{"DIA_CHI_THUONG_TRU", "address_permanent", address}, {"NGAY_CAP_MST", "tax_code_date", date(2009, 2024)},
			{"CO_QUAN_THUE", "tax_office", pick("Chi cục Thuế khu vực I", "Chi cục Thuế khu vực V", "Chi cục Thuế khu vực XII")},
			{"TRANG_THAI", "taxpayer_status", pick("00", "00", "00", "03", "06")},
			{"HO_TEN_NPT", "dependant_name", sometimes(0.5, nameOf(spouse))}, {"MST_NPT", "tax_code_dependant", sometimes(0.4, code("8", 9))},
			{"QUAN_HE", "relation_to_head", sometimes(0.5, pick("Con", "Vợ", "Chồng", "Mẹ"))},
		},
	},
	{
		dataset: "social-insurance", kind: "xlsx",
		clerk: synth.Clerk{From: 18, To: 62, Again: 0.05},
		columns: []column{
			{"STT", "", rowNo}, {"Mã số BHXH", "social_insurance_no", code("79", 8)}, {"Họ và tên", "full_name", name}, {"Ngày sinh", "birth_date", birth},
			{"Giới tính", "gender", gender}, {"Số CCCD", "cccd", number}, {"Nơi cư trú", "address_current", address}, {"Mã đơn vị", "employer", code("TA", 5)},
			{"Chức danh nghề", "position", pick("Công nhân may", "Kế toán", "Lái xe", "Giáo viên", "Kỹ sư")}, {"Mức lương", "wage", amount(50, 300, 100_000)},
			{"Từ tháng", "from_month", pick("01/2025", "03/2025", "07/2024")}, {"Đến tháng", "to_month", pick("06/2026", "06/2026", "12/2025")},
		},
	},
	{
		dataset: "health-insurance", kind: "csv-vni", titles: []string{"BẢO HIỂM XÃ HỘI", "DANH SÁCH CẤP THẺ BẢO HIỂM Y TẾ"}, total: true,
		clerk: synth.Clerk{From: 0, To: 14, Dead: 0.2, ParentsNumber: 0.15},
		columns: []column{
			{"STT", "", rowNo}, {"Mã thẻ BHYT", "health_card_no", then(pick("TE1", "GD4", "DN4", "HS4"), code("79", 10))}, {"Họ và tên", "full_name", name},
			{"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"Số CCCD", "cccd", number}, {"Địa chỉ", "address_any", address},
			{"Mã hộ gia đình", "household_code", house}, {"Giá trị thẻ từ", "health_card_from", pick("01/01/2026")}, {"Giá trị thẻ đến", "health_card_to", pick("31/12/2026")},
			{"Mã ĐKBĐ", "health_first_facility", code("79", 3)}, {"Họ tên người giám hộ", "guardian_name", nameOf(guardian)}, {"Số CCCD người giám hộ", "guardian_id", idOf(guardian)},
		},
	},
	{
		dataset: "health-record", kind: "csv",
		clerk: synth.Clerk{From: 0, To: 95, Dead: 0.3, Again: 0.2, Date: "form_date_compact", Gender: "form_gender_one_two"},
		columns: []column{
			{"MA_LK", "treatment_link_id", code("", 12)}, {"STT", "", rowNo}, {"MA_BN", "patient_id", code("BN", 8)}, {"HO_TEN", "full_name", name},
			{"SO_CCCD", "id_number_any", anyNumber}, {"NGAY_SINH", "birth_date", birthMinute}, {"GIOI_TINH", "gender", gender}, {"NHOM_MAU", "blood_group", sometimes(0.6, pick("A+", "B+", "O+", "AB+", "O-"))},
			{"DIA_CHI", "address_any", address}, {"DIEN_THOAI", "phone", phone}, {"MA_THE_BHYT", "health_card_no", sometimes(0.9, then(pick("GD4", "DN4", "HT3"), code("79", 10)))},
			{"MA_CSKCB", "facility_code", pick("79013", "79025", "01004")}, {"NGAY_VAO", "admitted_on", then(compact(2025, 2026), pick("0730", "0915", "1410"))},
			{"NGAY_RA", "discharged_on", then(compact(2025, 2026), pick("1000", "1630"))},
		},
	},
	{
		dataset: "driving-licence", kind: "csv-cp1258", titles: []string{"SỔ THEO DÕI CẤP GIẤY PHÉP LÁI XE"},
		clerk: synth.Clerk{From: 19, To: 85, Dead: 0.5, OldUnits: true},
		columns: []column{
			{"STT", "", rowNo}, {"SO_GPLX", "licence_no", code("79", 10)}, {"HO_TEN", "full_name", name}, {"NGAY_SINH", "birth_date", sometimes(0.75, birth)},
			{"SO_CMT", "id_number_any", sometimes(0.35, anyNumber)}, {"HANG", "licence_class", pick("A1", "A1", "B2", "B1", "C", "D")}, {"NGAY_CAP", "licence_issue_date", date(2000, 2024)},
			{"NGAY_HET_HAN", "licence_expiry_date", sometimes(0.5, date(2025, 2035))}, {"NGAY_TRUNG_TUYEN", "licence_pass_date", date(1995, 2023)},
			{"NOI_CAP", "licence_authority", then(pick("Sở GTVT "), prov)}, {"DIA_CHI", "address_any", address},
		},
	},
	{
		dataset: "vehicle", kind: "csv-utf16le",
		clerk: synth.Clerk{From: 18, To: 85, Dead: 0.5, Again: 0.15, Text: "form_name_upper", Organisations: 0.15},
		columns: []column{
			{"BIEN_SO", "plate_no", then(pick("51", "29", "30", "61", "43"), pick("A-", "K-", "H-", "G-"), code("", 3), pick("."), code("", 2))}, {"CHU_XE", "full_name", name},
			{"SO_GIAY_TO", "id_number_any", anyNumber}, {"DIEN_THOAI", "phone", phone}, {"DIA_CHI", "address_any", address},
			{"NHAN_HIEU", "vehicle_brand", pick("TOYOTA", "HONDA", "HYUNDAI", "KIA", "VINFAST", "YAMAHA")}, {"SO_LOAI", "vehicle_model", pick("VIOS", "CITY", "ACCENT", "MORNING", "VF5")},
			{"SO_KHUNG", "chassis_no", then(pick("RLH", "RL4", "RLL"), code("AB", 12))}, {"SO_MAY", "engine_no", then(pick("1NZ", "L15", "G4F"), code("", 7))},
			{"MAU_SON", "vehicle_colour", pick("Trắng", "Đen", "Bạc", "Đỏ")}, {"NGAY_DK", "registered_on", date(2008, 2025)},
		},
	},
	{
		dataset: "practice-certificate", kind: "xlsx",
		clerk: synth.Clerk{From: 24, To: 75, Dead: 0.2},
		columns: []column{
			{"STT", "", rowNo}, {"Họ và tên", "full_name", name}, {"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"Số CCCD", "cccd", number},
			{"Địa chỉ thường trú", "address_permanent", address}, {"Số CCHN", "certificate_no", then(code("", 6), pick("/CCHN-BYT", "/HCM-CCHN", "/HNO-CCHN"))},
			{"Ngày cấp CCHN", "certificate_date", date(2012, 2025)}, {"Cơ quan cấp", "certificate_authority", then(pick("Sở Y tế "), prov)},
			{"Văn bằng chuyên môn", "qualification", pick("Bác sĩ", "Điều dưỡng", "Dược sĩ đại học", "Y sĩ")},
			{"Phạm vi hành nghề", "practice_scope", pick("Khám bệnh, chữa bệnh đa khoa", "Chuyên khoa nội", "Kỹ thuật viên xét nghiệm")},
			{"Nơi hành nghề", "employer", pick("Bệnh viện đa khoa tỉnh", "Phòng khám An Bình", "Trạm y tế xã")},
		},
	},
	{
		dataset: "vaccination", kind: "xlsx",
		clerk: synth.Clerk{From: 0, To: 20, ParentsNumber: 0.2, Again: 0.1, Date: "form_date_short"},
		columns: []column{
			{"STT", "", rowNo}, {"Họ và tên", "full_name", name}, {"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"CMND/CCCD/Mã định danh", "id_number_any", anyNumber},
			{"Số điện thoại", "phone", phone}, {"Thôn/Tổ", "hamlet", street}, {"Xã/Phường", "commune", commune}, {"Tỉnh/TP", "province", prov},
			{"Tên vắc xin", "vaccine_name", pick("ComBE Five", "MMR", "Pfizer", "VA-MENGOC-BC", "BCG")}, {"Mũi số", "dose_no", pick("1", "1", "2", "3")},
			{"Ngày tiêm", "dose_date", date(2024, 2026)}, {"Cơ sở tiêm", "vaccination_site", then(pick("Trạm y tế "), commune)},
			{"Họ tên người giám hộ", "guardian_name", nameOf(guardian)}, {"CCCD người giám hộ", "guardian_id", idOf(guardian)},
		},
	},
	{
		dataset: "education", kind: "xlsx",
		clerk: synth.Clerk{From: 6, To: 18, ParentsNumber: 0.05},
		columns: []column{
			{"STT", "", rowNo}, {"Mã học sinh", "student_id", code("79", 8)}, {"Họ đệm", "surname_and_middle", beforeGiven}, {"Tên", "given_name", given},
			{"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"Mã định danh", "cccd", number}, {"Nơi sinh", "birthplace", prov},
			{"Dân tộc", "ethnicity", pick("Kinh", "Kinh", "Kinh", "Tày", "Hoa")}, {"Lớp", "class", then(pick("6", "7", "8", "9"), pick("A1", "A2", "B"))},
			{"Trường", "school", pick("THCS Lê Lợi", "THCS Trần Phú", "THCS Nguyễn Du")}, {"Họ tên cha", "father_name", nameOf(father)}, {"Họ tên mẹ", "mother_name", nameOf(mother)},
			{"SĐT", "phone", phone},
		},
	},
	{
		dataset: "civil-servant", kind: "csv-tcvn3", titles: []string{"DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", "(Theo mẫu 2C)"}, total: true,
		clerk: synth.Clerk{From: 22, To: 62, OldUnits: true},
		columns: []column{
			{"STT", "", rowNo}, {"Số hiệu CBCCVC", "civil_servant_file_no", code("CC", 6)}, {"Họ và tên", "full_name", name}, {"Tên gọi khác", "other_name", other},
			{"Ngày sinh", "birth_date", birth}, {"Giới tính", "gender", gender}, {"Số CCCD", "cccd", number}, {"Dân tộc", "ethnicity", pick("Kinh", "Kinh", "Tày", "Nùng")},
			{"Quê quán", "hometown", then(commune, pick(", "), prov)}, {"HKTT", "address_permanent", address}, {"Ngày tuyển dụng", "recruited_on", date(1995, 2024)},
			{"Chức vụ", "position", pick("Chuyên viên", "Phó trưởng phòng", "Trưởng phòng", "Giáo viên")}, {"Mã ngạch", "grade_code", pick("01.003", "01.002", "V.07.05.15")},
			{"Hệ số lương", "salary_coefficient", pick("2,34", "3,00", "4,32", "4,98")}, {"Số BHXH", "social_insurance_no", code("79", 8)},
		},
	},
	{
		dataset: "party-member", kind: "csv-vni", titles: []string{"DANH SÁCH ĐẢNG VIÊN"},
		clerk: synth.Clerk{From: 22, To: 90, Dead: 0.5, OldUnits: true},
		columns: []column{
			{"STT", "", rowNo}, {"Số thẻ Đảng", "party_card_no", code("", 8)}, {"Số lý lịch", "party_file_no", code("", 6)}, {"Họ tên đang dùng", "full_name", name},
			{"Họ tên khai sinh", "other_name", other}, {"Ngày sinh", "birth_date", birth}, {"Quê quán", "hometown", then(commune, pick(", "), prov)}, {"Số CCCD", "cccd", number},
			{"Ngày vào Đảng", "party_join_date", date(1975, 2023)}, {"Ngày chính thức", "party_official_date", date(1976, 2024)},
			{"Chi bộ", "party_cell", pick("Chi bộ 1", "Chi bộ Khu phố 3", "Chi bộ Trường THCS")},
		},
	},
}

// card is the CMND, wherever the clerk has put it; the present number is what the
// sender asks for.
func card(l *line) string {
	if l.CMND == "" && len(l.Number) <= 9 {
		return l.Number
	}
	return l.CMND
}
