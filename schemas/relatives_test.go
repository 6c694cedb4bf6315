package schemas

import (
	"fmt"
	"slices"
	"testing"
)

// What a header says of somebody else is never the person's own, in no dataset,
// whatever the values look like; where the dataset knows the relative it is that
// relative's.
func TestRelativesAreNotThePerson(t *testing.T) {
	names := []string{"Nguyễn Văn An", "Trần Thị Bé", "Lê Minh Chi", "Phạm Đức Dũng", "Võ Thu Hà", "Bùi Hữu Nam"}
	numbers := []string{"079173000123", "001085000456", "038201000789", "040096000012", "024190000345", "031060000678"}
	dates := []string{"05/03/1973", "17/11/1985", "01/02/2001", "30/12/1996", "02/08/1990", "09/09/1960"}
	phones := []string{"0912000111", "0383000222", "0705000333", "0868000444", "0939000555", "0326000666"}
	persons := []Role{RoleFullName, RolePersonalID, RoleCMND, RoleAnyNumber, RoleBirthDate, RoleBirthYear, RolePhone, RoleGivenName, RoleSurnameAndMiddle}
	for _, c := range []struct {
		header string
		values []string
		role   Role // where the dataset has it
	}{
		{"HO_TEN_ME", names, RoleMotherName},
		{"Họ tên người mẹ", names, RoleMotherName},
		{"Mother's full name", names, RoleMotherName},
		{"Số CCCD của cha", numbers, RoleFatherID},
		{"FATHER_ID_NUMBER", numbers, RoleFatherID},
		{"Ngày sinh mẹ", dates, RoleMotherBirth},
		{"Họ tên vợ (chồng)", names, RoleSpouseName},
		{"ID of spouse", numbers, RoleSpouseID},
		{"Số định danh người giám hộ", numbers, RoleGuardianID},
		{"Họ tên cha mẹ hoặc người giám hộ", names, RoleGuardianName},
		{"Parent or guardian name", names, RoleGuardianName},
		{"SĐT phụ huynh", phones, RoleGuardianPhone},
		{"CCCD của chủ hộ", numbers, RoleHeadID},
		{"Household head's ID", numbers, RoleHeadID},
		{"Họ tên người phụ thuộc", names, RoleDependantName},
		{"MST người phụ thuộc", numbers, roleDependantTaxCode},
	} {
		for _, name := range DatasetNames {
			d := mustDataset(t, name)
			r := d.Recognise([]ColumnInfo{{c.header, c.values}, {"HO_TEN", names}, {"SO_CCCD", numbers}, {"NGAY_SINH", dates}})[0]
			if slices.Contains(persons, r.Role) {
				t.Errorf("%s: %s is taken for the person's %s (%s)", name, c.header, r.Role, r.By)
			}
			if d.Column(c.role) != nil && r.Role != c.role {
				t.Errorf("%s: %s is taken for %q, is %s", name, c.header, r.Role, c.role)
			}
		}
	}
}

func TestWordsInAnyOrder(t *testing.T) {
	for a, b := range map[string]string{
		"Date of death": "DEATH_DATE", "Giấy phép lái xe số": "Số giấy phép lái xe", "Số GPLX": "Giấy phép lái xe số",
		"Number of contract": "CONTRACT_NO", "Tình trạng TK": "Trạng thái tài khoản", "Licence type": "Loại license",
	} {
		if wordsKey(a) != wordsKey(b) || wordsKey(a) == "" {
			t.Errorf("%s (%s) and %s (%s) say the same", a, wordsKey(a), b, wordsKey(b))
		}
	}
	for a, b := range map[string]string{"Ngày cấp": "Nơi cấp", "Họ tên cha": "Họ tên mẹ", "Từ ngày": "Đến ngày", "Mã": "Số"} {
		if wordsKey(a) == wordsKey(b) && wordsKey(a) != "" {
			t.Errorf("%s and %s are not the same", a, b)
		}
	}
}

// A column of a relative's numbers is never taken for that of the row's own,
// whatever the dataset knows of it and though nothing else has a number.
func TestRelativesNumbersAreNotOwn(t *testing.T) {
	var names, dates, numbers []string
	for i := range 200 {
		names = append(names, []string{"Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu"}[i%3])
		dates = append(dates, fmt.Sprintf("%02d/%02d/2021", 1+i%28, 1+i%12))
		numbers = append(numbers, fmt.Sprintf("0011%d%06d", 85+i%9, 100000+i*37))
	}
	own := map[Role]bool{RolePersonalID: true, RoleAnyNumber: true, RoleCMND: true, RoleTaxCode: true, RoleSocialInsurance: true}
	for _, dataset := range []string{"bank-credit", "vaccination", "social-insurance"} {
		d, err := Dataset(dataset)
		if err != nil {
			t.Fatal(err)
		}
		for _, header := range []string{
			"SO_CCCD_CHA", "SO_CCCD_ME", "CCCD_CHA", "CCCD_ME", "CMND_CCCD_ME", "Số CCCD của cha", "Số CCCD của mẹ", "SO_DDCN_ME", "SO_DINH_DANH_ME",
			"SO_CCCD_NGUOI_GIAM_HO", "CCCD người giám hộ", "Số CMND/CCCD của mẹ", "SO_CCCD_VO_CHONG", "CCCD bố", "SO_CMND_CCCD_CHA", "SO_CMND_CHA", "CCCD_NGH", "CMND_CCCD_NGUOI_GIAM_HO", "Số CCCD cha/mẹ",
		} {
			found := d.Recognise([]ColumnInfo{{Name: "HO_TEN", Sample: names}, {Name: "NGAY_SINH", Sample: dates}, {Name: header, Sample: numbers}})
			if own[found[2].Role] {
				t.Errorf("%s: %s is taken for %s", dataset, header, found[2].Role)
			}
		}
	}
}
