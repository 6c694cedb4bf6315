package schemas

import (
	"encoding/csv"
	"fmt"
	"strings"
	"sync"

	"lamsach/schemas/data"
)

// aliases is the table of usual header spellings: folded key → role. The keys
// of the file are folded again here, so that one function defines equality.
var aliases = sync.OnceValue(func() map[string]Role {
	records := mustTable("columns/column_aliases.csv")
	keys := make(map[string]Role, len(records))
	for _, rec := range records {
		keys[foldKey(rec[1])] = Role(rec[0])
	}
	for _, a := range moreAliases {
		for _, header := range splitList(a.headers) {
			keys[foldKey(header)] = a.role
		}
	}
	return keys
})

func splitList(headers string) []string { return strings.Split(headers, ", ") }

// moreAliases are usual spellings that the table lacks. Source: practice; the
// forms named in domain facts 10.
var moreAliases = []struct {
	role    Role
	headers string
}{
	{RoleBirthDay, "Ngày sinh ngày, BIRTH_DAY"},
	{RoleBirthMonth, "Tháng sinh, BIRTH_MONTH"},
	{RoleBirthYear, "BIRTH_YEAR, YEAR_OF_BIRTH, YOB"},
	{RoleSurnameAndMiddle, "Họ và tên đệm, Họ tên đệm, Họ và tên lót, HO_CHU_DEM, HO_VA_LOT"},
	{RoleGivenName, "GIVEN_NAME"},
	{RoleSurname, "SURNAME, FAMILY_NAME"},
	{RoleCommune, "Xã/Phường, Xã phường thị trấn, PHUONG_XA_TT, Phường/Xã/Thị trấn"},
	{RoleDistrict, "Quận/Huyện/Thị xã, Huyện/Quận, Huyện/Thị xã, QUAN_HUYEN_TX, Quận huyện thị xã thành phố"},
	{RoleProvince, "TINH_TP, Thành phố/Tỉnh, CITY, Tỉnh thành phố"},
	{RoleHamlet, "Thôn/Tổ, Thôn/Xóm, Thôn/Ấp, Thôn/Bản, Thôn/Buôn, Thôn/Khu phố, Tổ/Thôn, Ấp/Khu phố, Thôn xóm tổ"},
	{RoleStreet, "Số nhà/Đường, Số nhà tên đường, Số nhà đường phố thôn xóm"},
	{RoleCommuneCode, "WARD_CODE, COMMUNE_CODE"},
	{RoleDistrictCode, "DISTRICT_CODE"},
	{RoleProvinceCode, "PROVINCE_CODE, CITY_CODE"},
	{RolePersonalID, "PERSONAL_ID, PERSONAL_ID_NO, CITIZEN_ID, CITIZEN_ID_NO, NATIONAL_ID, NATIONAL_ID_NO, CITIZEN_CARD_NO"},
	{RoleCMND, "OLD_ID_NO, FORMER_ID_NO, OLD_IDENTITY_CARD_NO, Số chứng minh thư, Chứng minh thư"},
	{RoleAnyNumber, "ID_CARD_NO, IDENTITY_NO, IDENTITY_CARD_NO, IDENTITY_DOCUMENT_NO"},
	{"id_type", "ID_DOCUMENT_TYPE, DOCUMENT_TYPE, Loại giấy tờ tùy thân"},
	{RoleIssueDate, "ISSUED_ON, DATE_OF_ISSUE, ID_ISSUE_DATE"},
	{RoleIssuePlace, "ISSUED_BY, PLACE_OF_ISSUE, ISSUING_AUTHORITY, ID_ISSUE_PLACE, Cơ quan cấp"},
	{RoleAddress, "PERMANENT_ADDRESS, PERMANENT_RESIDENCE, REGISTERED_ADDRESS, Địa chỉ hộ khẩu, Địa chỉ đăng ký thường trú"},
	{RoleTemporaryAddress, "TEMPORARY_ADDRESS, TEMPORARY_RESIDENCE, Địa chỉ đăng ký tạm trú, Nơi đăng ký tạm trú"},
	{RoleCurrentAddress, "CURRENT_ADDRESS, CURRENT_RESIDENCE, PRESENT_ADDRESS"},
	{RoleAnyAddress, "HOME_ADDRESS, CONTACT_ADDRESS, MAILING_ADDRESS, POSTAL_ADDRESS, RESIDENTIAL_ADDRESS"},
	{"birthplace", "PLACE_OF_BIRTH, BIRTH_PLACE"},
	{"hometown", "HOME_TOWN, HOMETOWN, NATIVE_PLACE, PLACE_OF_ORIGIN"},
	{RoleEthnicity, "ETHNICITY, ETHNIC_GROUP"},
	{"religion", "RELIGION"},
	{RoleNationality, "NATIONALITY, CITIZENSHIP"},
	{"marital_status", "MARITAL_STATUS"},
	{"occupation", "OCCUPATION, PROFESSION"},
	{"blood_group", "BLOOD_GROUP, BLOOD_TYPE"},
	{RoleOtherNames, "ALIAS, OTHER_NAME, OTHER_NAMES, ALSO_KNOWN_AS"},
	{RoleSurnameAndMiddle, "SURNAME_AND_MIDDLE_NAME, FAMILY_AND_MIDDLE_NAME"},
	{RoleRelation, "RELATION, RELATIONSHIP, RELATIONSHIP_TO_HEAD"},
	{RoleHousehold, "HOUSEHOLD_ID, HOUSEHOLD_NO, HOUSEHOLD_CODE"},
	{RoleDeathDate, "DATE_OF_DEATH, DEATH_DATE, Ngày từ trần, Ngày tử vong"},
	{"employer", "EMPLOYER, WORKPLACE, PLACE_OF_WORK, Cơ quan công tác"},
	{"position", "POSITION, JOB_TITLE, JOB_POSITION"},
	{"email", "EMAIL_ADDRESS, E-mail, Địa chỉ email, Hộp thư điện tử"},
	{"account_no", "BANK_ACCOUNT_NO, ACCOUNT_NUMBER, Số tài khoản nhận tiền"},
	{RoleCustomerCode, "CUSTOMER_CODE, CUSTOMER_NO, CLIENT_CODE"},
	{"student_id", "STUDENT_ID, STUDENT_CODE, STUDENT_NO, Mã số học sinh, Mã số sinh viên"},
	{"class", "CLASS, CLASS_NAME"},
	{"school", "SCHOOL, SCHOOL_NAME"},
	{"health_card_no", "HEALTH_INSURANCE_NO, HEALTH_INSURANCE_CARD_NO, INSURANCE_CARD_NO, Số thẻ bảo hiểm y tế"},
	{"health_card_from", "CARD_VALID_FROM, VALID_FROM, Thẻ có giá trị từ, Có giá trị từ"},
	{"health_card_to", "CARD_VALID_TO, VALID_TO, Thẻ có giá trị đến"},
	{"health_first_facility", "PRIMARY_CARE_FACILITY, PRIMARY_HOSPITAL, Cơ sở KCB ban đầu, Bệnh viện đăng ký ban đầu"},
	{"patient_id", "PATIENT_ID, PATIENT_CODE, PATIENT_NO, Mã số bệnh nhân, Mã người bệnh"},
	{"treatment_link_id", "TREATMENT_ID, ENCOUNTER_ID, VISIT_ID"},
	{"licence_no", "DRIVING_LICENCE_NO, DRIVER_LICENCE_NO, Số bằng lái xe"},
	{"licence_pass_date", "TEST_DATE, TEST_PASS_DATE, Ngày sát hạch"},
	{"plate_no", "REGISTRATION_PLATE, LICENCE_PLATE, PLATE, PLATE_NUMBER, Biển số đăng ký"},
	{"parcel_no", "PARCEL_NO, PLOT_NO, Số hiệu thửa"},
	{"map_sheet_no", "MAP_SHEET, MAP_SHEET_NO, Số hiệu tờ bản đồ"},
	{"land_area", "AREA, LAND_AREA, AREA_M2"},
	{"land_certificate_no", "Số sổ đỏ, Số sổ hồng, LAND_CERTIFICATE_NO"},
	{"dose_date", "VACCINATION_DATE, DATE_OF_VACCINATION, Ngày tiêm chủng"},
	{"account_no", "STK, BANK_ACCOUNT, PAYMENT_ACCOUNT, Tài khoản thanh toán, IBAN"},
	{"id_type", "Giấy tờ tùy thân, KIND_OF_ID, ID_KIND, TYPE_OF_ID"},
	{RoleTaxCode, "TIN, TIN_NO, TAX_NUMBER, TAX_NO, TAX_ID, TAXPAYER_NUMBER, PERSONAL_TAX_NUMBER, PERSONAL_TAX_CODE"},
	{RoleSocialInsurance, "SI_NUMBER, SI_NO, SI_BOOK_NO, SOCIAL_INSURANCE_NUMBER, SOCIAL_INSURANCE_BOOK_NO, Số sổ BHXH"},
	{RoleHousehold, "FAMILY_CODE, FAMILY_ID, Mã hộ khẩu"},
	{"health_card_to", "VALID_UNTIL, CARD_EXPIRY, Hạn thẻ, Hạn sử dụng thẻ, Hạn thẻ đến, CARD_EXPIRY_DATE"},
	{"licence_class", "Hạng bằng, Hạng bằng lái, LICENCE_CATEGORY, CATEGORY"},
	{"licence_no", "Số bằng, Số bằng lái, DRIVER_LICENSE, LICENCE"},
	{"student_id", "PUPIL_CODE, PUPIL_ID, PUPIL_NO"},
	{"salary_coefficient", "HSL, SALARY_COEFFICIENT, PAY_COEFFICIENT"},
	{"position", "Chức vụ/Nghề nghiệp, TITLE, ROLE, Chức danh nghề nghiệp"},
	{RoleBirthDate, "BIRTHDAY, BORN_ON, DAY_OF_BIRTH"},
	{RoleDeathDate, "DIED_ON, Chết ngày, DATE_OF_DECEASE"},
	{RoleIssuePlace, "Cấp tại, ID_ISSUED_AT, ID_ISSUED_BY, CA cấp, Công an cấp"},
	{RoleIssueDate, "Cấp ngày, ID_ISSUED_ON, Ngày cấp CMND, Ngày cấp chứng minh thư"},
	{RoleAddress, "REGISTERED_RESIDENCE, Địa chỉ theo hộ khẩu, HOUSEHOLD_REGISTRATION_ADDRESS"},
	{RoleCurrentAddress, "Chỗ ở hiện tại, Chỗ ở hiện nay, PLACE_OF_RESIDENCE, LIVING_ADDRESS"},
	{RoleAnyNumber, "ID/Passport number, ID or passport no, ID/Passport no"},
	{"email", "MAIL, E_MAIL"},
	{"note", "NOTES, REMARK, REMARKS, COMMENT"},
}

// mustTable reads an embedded table without its header. The tables are part
// of the program, so a fault in one is a bug and panics.
func mustTable(path string) [][]string {
	records, err := csv.NewReader(strings.NewReader(mustText(path))).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("schemas: %s: %v", path, err))
	}
	return records[1:]
}

// mustText reads an embedded file.
func mustText(path string) string {
	text, err := data.Files.ReadFile(path)
	if err != nil {
		panic(fmt.Sprintf("schemas: %v", err))
	}
	return string(text)
}
