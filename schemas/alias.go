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
		for _, header := range strings.Split(a.headers, ", ") {
			keys[foldKey(header)] = a.role
		}
	}
	return keys
})

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
