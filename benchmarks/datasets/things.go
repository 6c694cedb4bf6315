package datasets

import "lamsach/benchmarks/synth"

// things are forms about what persons hold, where they live, and what happens to
// them.
var things = []form{
	{
		dataset: "electricity", kind: "csv",
		clerk: synth.Clerk{From: 25, To: 95, Dead: 0.8, Again: 0.1, Text: "form_name_upper", Organisations: 0.08, OldUnits: true},
		columns: []column{
			{"MA_KH", "customer_code", code("PE01000", 6)},
			{"TEN_KH", "full_name", name},
			{"DIA_CHI_SDD", "address_any", address},
			{"SDT", "phone", phone},
			{"SO_CCCD", "cccd", sometimes(0.8, number)},
			{"SO_HD", "contract_no", code("HD", 8)},
			{"SO_CONG_TO", "meter_no", code("", 10)},
			{"MA_TRAM", "station_code", then(pick("TBA"), code("", 4))},
			{"SO_HO_DUNG_CHUNG", "shared_households", pick("1", "1", "1", "2")},
		},
	},
	{
		dataset: "water", kind: "csv-cp1258",
		clerk: synth.Clerk{From: 25, To: 95, Dead: 0.8, OldUnits: true, Organisations: 0.05},
		columns: []column{
			{"DANH_BO", "customer_code", code("14", 9)},
			{"TEN_KH", "full_name", name},
			{"SO_CCCD", "cccd", sometimes(0.85, number)},
			{"DIA_CHI", "address_any", address},
			{"DIEN_THOAI", "phone", phone},
			{"SO_HD", "contract_no", code("HDN", 6)},
			{"SO_DONG_HO", "meter_no", code("", 8)},
			{"SO_NHAN_KHAU", "registered_people", pick("2", "3", "4", "5")},
		},
	},
	{
		dataset: "telecom", kind: "csv",
		clerk: synth.Clerk{From: 14, To: 85, Again: 0.3, Text: "name_ascii", Date: "form_date_compact", Foreigners: 0.03},
		columns: []column{
			{"SO_TB", "phone", phone},
			{"TEN_TB", "full_name", name},
			{"LOAI_GT", "id_type", paper},
			{"SO_GT", "id_number_any", anyNumber},
			{"NGAY_SINH", "birth_date", birth},
			{"NGAY_CAP", "id_issue_date", compact(2012, 2024)},
			{"NOI_CAP", "id_issue_place", pick("CCS QLHC ve TTXH", "CA TP HCM", "Cuc Canh sat")},
			{"DIA_CHI", "address_any", address},
			{"NGAY_KH", "activation_date", compact(2010, 2026)},
			{"TRANG_THAI", "subscription_status", pick("1", "1", "1", "2", "3")},
		},
	},
	{
		dataset: "household", kind: "xlsx",
		clerk: synth.Clerk{From: 0, To: 95, Dead: 0.2},
		columns: []column{
			{"STT", "", rowNo},
			{"Mã hộ", "household_code", house},
			{"Chủ hộ", "household_head", nameOf(head)},
			{"Số CCCD chủ hộ", "household_head_id", idOf(head)},
			{"Họ và tên", "full_name", name},
			{"Quan hệ với chủ hộ", "relation_to_head", func(l *line) string { return l.Relation }},
			{"Ngày sinh", "birth_date", birth},
			{"Giới tính", "gender", gender},
			{"Số định danh", "cccd", number},
			{"Nơi thường trú", "address_permanent", address},
			{"Họ tên cha", "father_name", nameOf(father)},
			{"Số CCCD cha", "father_id", idOf(father)},
			{"Họ tên mẹ", "mother_name", nameOf(mother)},
			{"Số CCCD mẹ", "mother_id", idOf(mother)},
			{"Họ tên vợ/chồng", "spouse_name", nameOf(spouse)},
			{"Số CCCD vợ/chồng", "spouse_id", idOf(spouse)},
		},
	},
	{
		dataset: "civil-status", kind: "csv-utf16le",
		clerk: synth.Clerk{From: 0, To: 95, Dead: 1},
		columns: []column{
			{"LOAI_VIEC", "event_kind", event},
			{"SO_GIAY", "certificate_no", then(code("", 3), pick("/2025", "/2024"))},
			{"NGAY_DK", "registered_on", date(2023, 2025)},
			{"NOI_DK", "registration_place", then(pick("UBND "), commune)},
			{"HO_TEN", "full_name", name},
			{"SO_DINH_DANH", "cccd", number},
			{"NGAY_SINH", "birth_date", birth},
			{"GIOI_TINH", "gender", gender},
			{"HO_TEN_CHA", "father_name", nameOf(father)},
			{"SO_DDCN_CHA", "father_id", idOf(father)},
			{"HO_TEN_ME", "mother_name", nameOf(mother)},
			{"SO_DDCN_ME", "mother_id", idOf(mother)},
			{"HO_TEN_VO_CHONG", "spouse_name", nameOf(spouse)},
			{"SO_DDCN_VO_CHONG", "spouse_id", idOf(spouse)},
			{"NGAY_CHET", "death_date", died},
		},
	},
	{
		dataset: "residence", kind: "csv-bom-semicolon",
		clerk: synth.Clerk{From: 0, To: 90, Dead: 0.2, Again: 0.1},
		columns: []column{
			{"HO_TEN", "full_name", name},
			{"SO_DDCN", "cccd", number},
			{"NGAY_SINH", "birth_date", birth},
			{"GIOI_TINH", "gender", gender},
			{"NOI_THUONG_TRU", "address_permanent", address},
			{"NOI_TAM_TRU", "address_temporary", sometimes(0.6, then(pick("12 Lê Lợi, ", "45/3 Trần Phú, ", "Tổ 7, "), commune, pick(", "), prov))},
			{"LOAI_CU_TRU", "residence_kind", pick("Thường trú", "Tạm trú", "Tạm vắng", "Lưu trú")},
			{"TU_NGAY", "from_date", date(2022, 2025)},
			{"DEN_NGAY", "to_date", sometimes(0.5, date(2026, 2027))},
			{"HO_TEN_CHU_HO", "household_head", nameOf(head)},
			{"QUAN_HE", "relation_to_head", func(l *line) string { return l.Relation }},
		},
	},
	{
		dataset: "social-assistance", kind: "xlsx",
		clerk: synth.Clerk{From: 60, To: 100, Dead: 1, Again: 0.05},
		columns: []column{
			{"STT", "", rowNo},
			{"Mã hộ", "household_code", house},
			{"Họ và tên", "full_name", name},
			{"Ngày sinh", "birth_date", birth},
			{"Giới tính", "gender", gender},
			{"Số CCCD", "cccd", number},
			{"Thôn", "hamlet", street},
			{"Xã", "commune", commune},
			{"Loại đối tượng", "benefit_kind", pick("NCT từ đủ 75 tuổi", "NKT nặng", "Hộ nghèo", "Thân nhân liệt sĩ")},
			{"Mức hưởng", "benefit_amount", amount(5, 20, 100_000)},
			{"Hưởng từ", "benefit_from", date(2015, 2025)},
			{"Số tài khoản", "account_no", sometimes(0.5, code("97", 11))},
			{"Số QĐ", "decision_no", then(code("", 4), pick("/QĐ-UBND"))},
		},
	},
	{
		dataset: "judicial-record", kind: "csv-tcvn3", titles: []string{"TRÍCH LỤC LÝ LỊCH TƯ PHÁP"},
		clerk: synth.Clerk{From: 18, To: 75, Dead: 0.3, OldUnits: true},
		columns: []column{
			{"SO_LLTP", "record_no", code("LL", 7)},
			{"HO_TEN", "full_name", name},
			{"TEN_GOI_KHAC", "other_name", other},
			{"SO_CMND_CCCD", "id_number_any", sometimes(0.8, anyNumber)},
			{"NGAY_SINH", "birth_date", birth},
			{"GIOI_TINH", "gender", gender},
			{"NOI_THUONG_TRU", "address_permanent", address},
			{"HO_TEN_CHA", "father_name", nameOf(father)},
			{"HO_TEN_ME", "mother_name", nameOf(mother)},
			{"HO_TEN_VO_CHONG", "spouse_name", nameOf(spouse)},
			{"SO_BAN_AN", "judgment_no", then(code("", 3), pick("/2019/HS-ST", "/2021/HS-ST", "/2015/HS-PT"))},
			{"NGAY_BAN_AN", "judgment_date", date(2005, 2024)},
			{"TOA_AN", "court", then(pick("TAND "), prov)},
		},
	},
	{
		dataset: "portal-account", kind: "parquet",
		clerk: synth.Clerk{From: 16, To: 75, Again: 0.15, Date: "form_date_iso", Organisations: 0.05},
		columns: []column{
			{"user_id", "account_id", code("u", 9)},
			{"username", "account_name", then(pick("nguoidung", "congdan", "vnid"), code("", 5))},
			{"ho_ten", "full_name", name},
			{"so_dinh_danh", "cccd", number},
			{"ngay_sinh", "birth_date", birth},
			{"so_dien_thoai", "phone", phone},
			{"email", "email", then(pick("an", "binh", "chi", "dung"), code("", 4), pick("@example.vn"))},
			{"muc_do_xac_thuc", "identity_level", pick("1", "2", "2")},
			{"ngay_tao", "created_on", pick("2023-03-01 08:15:00", "2024-07-19 21:02:11", "2025-01-05 10:00:59")},
			{"trang_thai", "account_status", pick("ACTIVE", "ACTIVE", "LOCKED")},
		},
	},
	{
		dataset: "business-owner", kind: "xlsx",
		clerk: synth.Clerk{From: 20, To: 80, Dead: 0.4, Again: 0.2, Text: "form_name_upper"},
		columns: []column{
			{"STT", "", rowNo},
			{"Mã số DN", "business_code", code("03", 8)},
			{"Tên doanh nghiệp", "business_name", then(pick("CÔNG TY TNHH ", "CÔNG TY CP "), pick("AN PHÁT", "MINH LONG", "HOÀNG GIA", "THÀNH ĐẠT"))},
			{"Địa chỉ trụ sở", "business_address", then(pick("15 Nguyễn Trãi, ", "Lô B2 KCN, "), commune, pick(", "), prov)},
			{"Người đại diện", "full_name", name},
			{"Chức danh", "position", pick("Giám đốc", "Chủ tịch HĐTV", "Tổng giám đốc")},
			{"Số giấy tờ", "id_number_any", anyNumber},
			{"Ngày sinh", "birth_date", birth},
			{"Giới tính", "gender", gender},
			{"Địa chỉ thường trú", "address_permanent", address},
			{"Điện thoại", "phone", phone},
			{"Ngày đăng ký", "registered_on", date(2010, 2025)},
		},
	},
	{
		dataset: "land-owner", kind: "csv-vni", titles: []string{"SỔ MỤC KÊ ĐẤT ĐAI"},
		clerk: synth.Clerk{From: 30, To: 95, Dead: 0.8, Again: 0.15, OldUnits: true, Organisations: 0.05},
		columns: []column{
			{"SO_TO", "map_sheet_no", amount(1, 80, 1)},
			{"SO_THUA", "parcel_no", amount(1, 900, 1)},
			{"DIEN_TICH", "land_area", then(amount(40, 900, 1), pick(",5", ",0", ",2"))},
			{"LOAI_DAT", "land_kind", pick("ODT", "ONT", "CLN", "LUC")},
			{"CHU_SU_DUNG", "full_name", couple},
			{"NAM_SINH", "birth_year", birthYear},
			{"SO_CMND", "cmnd", card},
			{"SO_CCCD", "cccd", sometimes(0.4, number)},
			{"DIA_CHI", "address_any", address},
			{"HO_TEN_VO_CHONG", "spouse_name", sometimes(0.7, nameOf(spouse))},
			{"SO_CCCD_VO_CHONG", "spouse_id", sometimes(0.5, idOf(spouse))},
			{"SO_GCN", "land_certificate_no", then(pick("BK ", "CĐ ", "AB "), code("", 6))},
			{"NGAY_CAP_GCN", "certificate_date", date(1994, 2024)},
		},
	},
}

// event is the act of civil status that somebody's state allows.
func event(l *line) string {
	switch {
	case l.Kind == "garbage":
		return ""
	case l.Died != "":
		return "Khai tử"
	case l.Born.Year() < adultBefore && l.Spouse.ID != "":
		return "Kết hôn"
	}
	return "Khai sinh"
}

// died is the day of a death as clerks write it.
func died(l *line) string {
	if len(l.Died) == len("2006-01-02") {
		return l.Died[8:] + "/" + l.Died[5:7] + "/" + l.Died[:4]
	}
	return l.Died
}
