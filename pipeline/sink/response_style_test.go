package sink_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// cellsOf makes a column of one text: cells with a bar between, "-" is null,
// "x*3" three times x.
func cellsOf(text string) pipeline.Column {
	var cells []string
	for cell := range strings.SplitSeq(text, "|") {
		if what, times, many := strings.Cut(cell, "*"); many {
			n, _ := strconv.Atoi(times)
			for range n {
				cells = append(cells, what)
			}
			continue
		}
		cells = append(cells, cell)
	}
	return column(cells...)
}

const dateForms = `
01/03/1985|12/11/1990                   -> dd/mm/yyyy 02/09/1945
1/3/1985|12/11/1990|9/12/2001           -> d/m/yyyy 2/9/1945
01/03/1985|12/11/1990|9/12/2001         -> dd/mm/yyyy 02/09/1945
01-03-1985                              -> dd-mm-yyyy 02-09-1945
1.3.1985                                -> d.m.yyyy 2.9.1945
1985-03-01|1990-11-12                   -> yyyy-mm-dd 1945-09-02
1985-03-01 00:00:00                     -> yyyy-mm-dd 1945-09-02
1985-03-01T00:00:00Z                    -> yyyy-mm-dd 1945-09-02
1985/3/1|1985/12/31                     -> yyyy/m/d 1945/9/2
19850301|19901112                       -> yyyymmdd 19450902
01031985|12111990                       -> ddmmyyyy 02091945
01/03/85                                -> dd/mm/yyyy 02/09/1945
1985|1990|1-3-1985                      -> d-m-yyyy 2-9-1945
1/3/1985|19850301*2|-|1985-03-01        -> yyyymmdd 19450902
31128|-|tháng 3|12/34/56/78|99/99/9999|/ -> dd/mm/yyyy 02/09/1945
-                                       -> dd/mm/yyyy 02/09/1945
`

func TestDateForms(t *testing.T) {
	for line := range strings.Lines(strings.TrimPrefix(dateForms, "\n")) {
		cells, want, _ := strings.Cut(strings.TrimSpace(line), "->")
		got := birthStyle(strings.TrimSpace(cells), false)
		if text := string(got) + " " + string(got.Append(nil, schemas.MakeDate(1945, 9, 2))); text != strings.TrimSpace(want) {
			t.Errorf("%s: got %s, want %s", cells, text, want)
		}
	}
	if got := birthStyle("3/12/1985|11/2/1990", true); got != "m/d/yyyy" {
		t.Errorf("where months stand first the form is %s", got)
	}
}

func birthStyle(cells string, monthFirst bool) sink.DateForm {
	cols := clean.NoColumns()
	cols.Birth = 0
	c := cellsOf(cells)
	b := &pipeline.Batch{Rows: len(c.Index), Columns: []pipeline.Column{c}}
	return sink.MakeStyle(b, cols, clean.Profile{MonthFirst: monthFirst}, nil, sink.ResponseColumns{}).Date
}

func TestDatesAsFarAsKnown(t *testing.T) {
	for _, c := range []struct {
		form         sink.DateForm
		month, years string
	}{
		{"dd/mm/yyyy", "09/1945", "1945"},
		{"m/d/yyyy", "9/1945", "1945"},
		{"yyyy-mm-dd", "1945-09", "1945"},
		{"ddmmyyyy", "091945", "1945"},
		{"", "09/1945", "1945"},
	} {
		month, year := c.form.Append(nil, schemas.MakeDate(1945, 9, 0)), c.form.Append(nil, schemas.MakeDate(1945, 0, 0))
		if string(month) != c.month || string(year) != c.years || len(c.form.Append(nil, 0)) > 0 {
			t.Errorf("%q: got %s and %s", c.form, month, year)
		}
	}
}

const genderForms = `
Nam|Nữ|Nam|Nữ      -> Nam Nữ
NAM|NỮ             -> NAM NỮ
nam*3|nữ|Nam       -> nam nữ
Nam|Nu             -> Nam Nu
M|F|F|f            -> M F
1|0|1              -> 1 0
1|2                -> 1 2
Male               -> Male Female
NỮ                 -> NAM NỮ
F                  -> M F
1                  -> 1 2
Nam|N÷|N÷|N÷       -> Nam Nữ
nam|n÷             -> nam nữ
?|-                -> Nam Nữ
`

func TestGenderForms(t *testing.T) {
	cols := clean.NoColumns()
	cols.Gender = 0
	for line := range strings.Lines(strings.TrimPrefix(genderForms, "\n")) {
		cells, want, _ := strings.Cut(strings.TrimSpace(line), "->")
		c := cellsOf(strings.TrimSpace(cells))
		b := &pipeline.Batch{Rows: len(c.Index), Columns: []pipeline.Column{c}}
		s := sink.MakeStyle(b, cols, clean.MakeProfile(b, cols), nil, sink.ResponseColumns{})
		if got := sink.GenderOf(s, schemas.Male) + " " + sink.GenderOf(s, schemas.Female); got != strings.TrimSpace(want) {
			t.Errorf("%s: got %s, want %s", cells, got, want)
		}
	}
}

func TestNamesInCapitals(t *testing.T) {
	for cells, want := range map[string]bool{
		"LÊ VĂN AN*20|Trần Thị Bình": true,
		"LÊ VĂN AN*15|Trần Thị Bình": false,
		"Lê Văn An":                  false,
		"-|?|Ý":                      false,
	} {
		cols := clean.NoColumns()
		cols.Name = 0
		c := cellsOf(cells)
		b := &pipeline.Batch{Rows: len(c.Index), Columns: []pipeline.Column{c}}
		if got := sink.MakeStyle(b, cols, clean.Profile{}, nil, sink.ResponseColumns{}).UpperNames; got != want {
			t.Errorf("%s: capitals: %v", cells, got)
		}
	}
}

const headerLanguages = `
Họ và tên|Ngày sinh                -> vi
HO_TEN|NGAY_SINH|GIOI_TINH         -> vi
full_name|date_of_birth|id_no      -> en
FullName|DOB|CCCD                  -> en
CUST_NM|BIRTHDAY|Gender            -> en
CUSTOMERNAME|PERSONALID            -> en
Full name|Ngày sinh                -> vi
CCCD|ID                            -> vi
hoten|gender                       -> vi
|                                  -> vi
`

func TestLanguageOfHeaders(t *testing.T) {
	for line := range strings.Lines(strings.TrimPrefix(headerLanguages, "\n")) {
		text, want, _ := strings.Cut(strings.TrimSpace(line), "->")
		headers := strings.Split(strings.TrimSpace(text), "|")
		columns := sink.ResponseColumns{PersonalID: []int{len(headers) - 1}}
		for i := range headers[1:] {
			columns.Name = append(columns.Name, i)
		}
		s := sink.MakeStyle(&pipeline.Batch{}, clean.NoColumns(), clean.Profile{}, append(headers, "Ghi chú"), columns)
		if s.English != (strings.TrimSpace(want) == "en") {
			t.Errorf("%s: English: %v", text, s.English)
		}
	}
}

// FuzzMakeStyle: whatever stands in a sample, a style comes of it that writes
// every date and both genders.
func FuzzMakeStyle(f *testing.F) {
	for _, seed := range []string{"01/03/1985", "1985-3-1T00:00", "19850301", "N\xf7", "LÊ VĂN AN", "--//..", "\xff/\xff/\xff", ""} {
		f.Add(seed, seed)
	}
	cols := clean.NoColumns()
	cols.Birth, cols.Name, cols.Gender = 0, 0, 0
	f.Fuzz(func(t *testing.T, cell, header string) {
		b := &pipeline.Batch{Rows: 1, Columns: []pipeline.Column{column(cell)}}
		s := sink.MakeStyle(b, cols, clean.Profile{}, []string{header}, sink.ResponseColumns{Name: []int{0}})
		if len(s.Date.Append(nil, schemas.MakeDate(1945, 9, 2))) < len("1945")+2 {
			t.Errorf("a date of form %q is not whole", s.Date)
		}
		if sink.GenderOf(s, schemas.Male) == "" || sink.GenderOf(s, schemas.Female) == "" {
			t.Error("a gender has no word")
		}
	})
}

func TestStyleIsStoredInThePlan(t *testing.T) {
	want := sink.Style{English: true, Date: "d/m/yyyy", UpperNames: true, Male: "1", Female: "0"}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got sink.Style
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%s became %+v (%v)", text, got, err)
	}
}

func BenchmarkResponse(b *testing.B) {
	const n = 1 << 16
	rows, out, list := big(n)
	rows.Kind = make([]clean.RowKind, n)
	headers := []string{"so_cccd", "ho_ten", "ngay_sinh", "gioi_tinh", "dien_thoai", "dia_chi"}
	columns := sink.ResponseColumns{PersonalID: []int{0}, Name: []int{1}, Birth: []int{2}, Gender: []int{3}, Address: []int{5}}
	b.Run("keep", func(b *testing.B) {
		var data []byte
		for b.Loop() {
			data = sink.AppendCorrections(data[:0], rows, list)
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
	})
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields, sink.Values} {
		b.Run(d.String(), func(b *testing.B) {
			c, err := sink.ReadCorrections(sink.AppendCorrections(nil, rows, list))
			if err != nil {
				b.Fatal(err)
			}
			r := sink.NewResponder(sink.ResponderOptions{Disclosure: d, Style: styleVI, Headers: headers, Columns: columns, Origins: jobFiles})
			var batch pipeline.Batch
			b.ReportAllocs()
			for b.Loop() {
				if err := r.Cells(&batch, 0, out, c, settled{-1}, register{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// Where branches code genders in two ways an answer is in words: a code would be
// read otherwise by some of them.
func TestGendersOfBranchesAreWords(t *testing.T) {
	cols := clean.NoColumns()
	cols.Gender = 0
	c := cellsOf("1|0|1|0")
	b := &pipeline.Batch{Rows: len(c.Index), Columns: []pipeline.Column{c}}
	p := clean.Profile{Habits: []clean.UnitHabit{{Unit: "0007", OtherOrder: true}}}
	for _, want := range []string{"1", "Nam"} {
		s := sink.MakeStyle(b, cols, p, nil, sink.ResponseColumns{})
		if got := sink.GenderOf(s, schemas.Male); got != want {
			t.Errorf("a man is %q, want %q", got, want)
		}
		p.Habits[0].Genders = []clean.GenderValue{{Value: "1", Gender: schemas.Female}}
	}
}
