package schemas

import (
	"fmt"
	"testing"
)

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
