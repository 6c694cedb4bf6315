package clean

import (
	"strings"
	"testing"
)

func TestColumnsAreHeldAgainstEachOther(t *testing.T) {
	c := NoColumns()
	c.Name, c.Birth, c.Gender, c.IssueDate, c.ReportDate, c.LoanStart, c.LoanDue, c.DebtGroup, c.OverdueDays = 0, 1, 2, 3, 4, 5, 6, 7, 8
	// name, birth, gender, issued, reported, start, due, group, days -> issues beyond those of a single cell
	for line, want := range map[string]string{
		"Trần Thị Bình|12/05/1980|Nữ|01/06/2021|30/09/2026|01/02/2024|01/02/2029|1|0": "",
		"Trần Thị Bình|12/05/1980|Nam||||||":                                          "gender_name",
		"Nguyễn Văn An|12/05/1980|Nữ||||||":                                           "gender_name",
		"Nguyễn Thị|12/05/1980|Nam||||||":                                             "", // a given name
		"Lê Hà|12/05/1980|Nữ|01/06/1985|||||":                                         "id_issue_date_early",
		"Lê Hà|12/05/1980|Nữ|20200601|20191231||||":                                   "id_issue_date_future",
		"Lê Hà|12/05/1980|Nữ|01/06/2031|||||":                                         "id_issue_date_future",
		"Lê Hà|12/05/2020|Nữ|01/08/2024|||||":                                         "", // since July 2024 at any age
		"Lê Hà|12/05/2020|Nữ|01/06/2024|||||":                                         "id_issue_date_early",
		"Lê Hà|12/05/2025|Nữ|2025-04-01|||||":                                         "id_issue_date_early",
		"Lê Hà|1980|Nữ||30/09/2026|01/02/2024|01/02/2023||":                           "loan_dates",
		"Lê Hà|1980|Nữ||30/09/2025|01/02/2026|01/02/2028||":                           "loan_dates",
		"Lê Hà|1980|Nữ|||||1|95":                                                      "debt_group_days",
		"Lê Hà|1980|Nữ|||||5|10":                                                      "", // higher than it need be
		"Lê Hà|1980|Nữ|||||2.0|90":                                                    "",
		"Lê Hà|1980|Nữ|||||A|90":                                                      "",
	} {
		row := strings.Split(line, "|")
		for i, cell := range row {
			if cell == "" {
				row[i] = nullCell
			}
		}
		r := New(c, Profile{}).Worker().Clean(surveyBatch([][]string{row}))
		var got []string
		for _, n := range r.Notes {
			if s := n.Code.String(); n.Field >= FieldIssueDate || s == "gender_name" {
				got = append(got, s)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", line, got, want)
		}
		if string(r.Name.Value(0)) != row[0] {
			t.Errorf("%s: the name became %q", line, r.Name.Value(0))
		}
	}
}
