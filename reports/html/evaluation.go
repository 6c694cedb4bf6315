package html

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"lamsach/matchers/evaluate"
	"lamsach/schemas"
)

//go:embed evaluation.css
var evaluationStyle string

// Evaluation is a run that was held against the truth.
type Evaluation struct {
	Job, RunID, Dataset string
	Accept              float64 // the run's threshold
	Foreign             int64   // labels about files that the run did not read
	LostUnknown         string  // why it is not known how many people were lost by blocking
	Result              *evaluate.Result
}

// WriteEvaluation writes the page of an evaluation, in the manner of a run's
// report. The bytes are a function of the evaluation alone.
func WriteEvaluation(w io.Writer, e *Evaluation) error {
	sheet := style + evaluationStyle
	d := struct {
		Title  string
		Style  template.CSS
		Policy string
		Pages  []evaluationPage
	}{
		Title: cmp.Or(e.Job, e.Dataset) + " · lamsach", Style: template.CSS(sheet), Policy: policy(sheet),
		Pages: []evaluationPage{{page{Lang: schemas.Vietnamese}, e, e.Result}, {page{Lang: schemas.English}, e, e.Result}},
	}
	if err := parsed().ExecuteTemplate(w, "evaluation", d); err != nil {
		return fmt.Errorf("reports/html: %w", err)
	}
	return nil
}

// evaluationPage is an evaluation in one language.
type evaluationPage struct {
	page
	E *Evaluation
	V *evaluate.Result
}

// Fine writes a share in percent with as many decimals as tell it from nothing
// and from all.
func (p evaluationPage) Fine(x float64) string {
	if x == 0 || x == 1 {
		return strconv.Itoa(int(100*x)) + "%"
	}
	return p.percent(x, decimalsOf(x))
}

// Interval writes the interval of a share as closely as the share itself.
func (p evaluationPage) Interval(low, high, share float64) string {
	decimals := decimalsOf(share)
	if share == 0 || share == 1 {
		decimals = max(decimalsOf(low), decimalsOf(high))
	}
	return p.percent(low, decimals) + " – " + p.percent(high, decimals)
}

func decimalsOf(share float64) int {
	decimals := 1
	for d := min(share, 1-share); d > 0 && d < 0.1 && decimals < 5; d *= 10 {
		decimals++
	}
	return decimals
}

func (p evaluationPage) percent(x float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(100*x, 'f', decimals, 64), ".", decimal(p.Lang), 1) + "%"
}

// OneIn writes a small share as one in so many.
func (p evaluationPage) OneIn(s evaluate.Share) string {
	if s.Hits == 0 {
		return p.T("không có", "none")
	}
	return p.T("1 trên ", "1 in ") + p.N(int64(math.Round(1/s.Share)))
}

// figure is one line of the table of figures.
type figure struct {
	Name, Gloss string
	evaluate.Share
}

// Figures are the shares that a run is judged by.
func (p evaluationPage) Figures() []figure {
	r := p.V
	return []figure{
		{p.T("Độ chính xác (precision)", "Precision"), p.T("của các dòng đã xác định người: đúng người", "of linked rows: linked to the person described"), r.Precision},
		{p.T("Xác định sai", "False links"), p.T("của các dòng đã xác định người: sai người", "of linked rows: linked to anybody else"), r.FalseLinks},
		{p.T("Độ bao phủ (recall)", "Recall"), p.T("của các dòng nói về người có trong dữ liệu dân cư: đúng người", "of rows about people of the register: linked to the right person"), r.Recall},
		{p.T("Có thấy đúng người", "Found"), p.T("như trên, kể cả khi chỉ nêu là ứng viên", "the same, or the right person is shown as candidate"), r.Found},
		{p.T("Để người xem xét", "Left to people"), p.T("của mọi dòng: review hoặc ambiguous", "of all rows: review or ambiguous"), r.LeftToPeople},
		{p.T("Người không có vẫn bị gắn", "Absent linked"), p.T("của các dòng về người không có trong dữ liệu dân cư", "of rows about a person who is not in the register"), r.AbsentLinked},
		{p.T("Số của người khác, nói đúng", "Contradicted"), p.T("của các dòng mang số của người khác: kết luận contradicted", "of rows under somebody else’s number: said so"), r.Contradicted},
		{p.T("Không hề thấy", "Not shown"), p.T("của các dòng về người có trong dữ liệu dân cư: không gắn, không nêu là ứng viên", "of rows about people of the register: neither linked nor candidate"), r.Blocking.NotShown},
	}
}

// Kinds and Verdicts head the table of kinds and verdicts.
func (p evaluationPage) Kinds() (out []evaluate.Kind) {
	for k := evaluate.Match; k < evaluate.Kinds; k++ {
		out = append(out, k)
	}
	return out
}

// KindLabel names a kind of row.
func (p evaluationPage) KindLabel(k evaluate.Kind) string {
	switch k {
	case evaluate.Match:
		return p.T("Người có trong dữ liệu", "In the register")
	case evaluate.Absent:
		return p.T("Người không có", "Not in it")
	case evaluate.Contradicted:
		return p.T("Số của người khác", "Somebody else’s number")
	}
	return p.T("Không phải người", "No person")
}

// VerdictList is from good to bad.
func (p evaluationPage) VerdictList() []schemas.Verdict { return verdictOrder }

// VerdictLabel names a verdict.
func (p evaluationPage) VerdictLabel(v schemas.Verdict) string {
	return schemas.VerdictLabel(v, p.Lang)
}

// Cell is how many rows of a kind have a verdict.
func (p evaluationPage) Cell(k evaluate.Kind, v schemas.Verdict) int64 {
	return p.V.Table[k.String()][v.String()]
}

// OfVerdict are the counts of a verdict.
func (p evaluationPage) OfVerdict(v schemas.Verdict) evaluate.Counts { return p.V.Verdicts[v.String()] }

// missBar is one line of a chart of people who were not linked to.
type missBar struct {
	Label             string
	Code              bool // Label is a code
	Rows, Wrong       int64
	Miss, From, To    float64 // not linked to the right person, with its interval
	Width, Low, Range string  // SVG lengths
	Few               bool    // too few rows to say much
}

// missBars are the charts of several slices on one scale.
type missBars struct {
	Page       evaluationPage
	Title      string
	Shown, All []missBar
}

// fewRows of a slice: its interval is wide.
const fewRows = 100

// shownClasses are the classes of error shown at once.
const shownClasses = 14

func (p evaluationPage) missBars(list []evaluate.Slice, scale float64, label func(string) string) (out []missBar) {
	for _, s := range list {
		if s.Recall.Of == 0 {
			continue
		}
		b := missBar{
			Label: s.Name, Code: label == nil, Rows: s.Recall.Of, Wrong: s.Wrong,
			Miss: 1 - s.Recall.Share, From: 1 - s.Recall.High, To: 1 - s.Recall.Low, Few: s.Recall.Of < fewRows,
		}
		if label != nil {
			b.Label = label(s.Name)
		}
		of := func(x float64) string { return length(int64(min(x, scale)*1e9), int64(scale*1e9)) }
		b.Width, b.Low, b.Range = of(b.Miss), of(b.From), of(b.To-b.From)
		out = append(out, b)
	}
	return out
}

// Classes are the classes of error, those that cost most first.
func (p evaluationPage) Classes() missBars {
	scale := 0.0
	for _, s := range p.V.Classes {
		if s.Recall.Of >= fewRows {
			scale = max(scale, 1-s.Recall.Low)
		}
	}
	all := p.missBars(p.V.Classes, cmp.Or(scale, 1), nil)
	slices.SortStableFunc(all, func(a, b missBar) int {
		if a.Few != b.Few {
			return map[bool]int{true: 1, false: -1}[a.Few]
		}
		return cmp.Compare(b.Miss, a.Miss)
	})
	m := missBars{Page: p, Shown: all}
	if len(all) > shownClasses+1 {
		m.Shown, m.All = all[:shownClasses], all[shownClasses:]
	}
	return m
}

// Groups are the groups of people, all on one scale.
func (p evaluationPage) Groups() (out []missBars) {
	scale := 0.0
	for _, d := range p.V.Groups {
		for _, s := range d.Groups {
			if s.Recall.Of >= fewRows {
				scale = max(scale, 1-s.Recall.Low)
			}
		}
	}
	for _, d := range p.V.Groups {
		out = append(out, missBars{Page: p, Title: p.group(d.Name), Shown: p.missBars(d.Groups, cmp.Or(scale, 1), p.group)})
	}
	return out
}

// group names a way of grouping and a group.
func (p evaluationPage) group(code string) string {
	switch code {
	case "cohort":
		return p.T("Năm sinh", "Birth years")
	case "birth_date":
		return p.T("Ngày sinh trong dữ liệu dân cư", "Birth date in the register")
	case "gender":
		return p.T("Giới tính", "Gender")
	case "region":
		return p.T("Nơi thường trú", "Residence")
	case "ethnicity":
		return p.T("Dân tộc", "Ethnicity")
	case "year_only":
		return p.T("Chỉ có năm", "Year only")
	case "month_only":
		return p.T("Chỉ có tháng và năm", "Month and year")
	case "full":
		return p.T("Đủ ngày tháng năm", "Whole date")
	case "male":
		return p.T("Nam", "Male")
	case "female":
		return p.T("Nữ", "Female")
	case "north":
		return p.T("Miền Bắc", "North")
	case "centre":
		return p.T("Miền Trung và Tây Nguyên", "Centre and highlands")
	case "south":
		return p.T("Miền Nam", "South")
	case "kinh":
		return "Kinh"
	case "minority":
		return p.T("Dân tộc thiểu số", "Minorities")
	case "unknown":
		return p.T("Không ghi", "Not stated")
	}
	return strings.Replace(code, "-", "–", 1)
}

// missLines is what the template of bars sees.
type missLines struct {
	Page  evaluationPage
	Lines []missBar
}

// Lines are some of the bars.
func (m missBars) Lines(list []missBar) missLines { return missLines{m.Page, list} }
