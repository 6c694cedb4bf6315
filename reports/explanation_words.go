package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"lamsach/schemas"
)

// Words of an explanation, for text, picture and page alike.

// Title names the row.
func (e *Explanation) Title(lang schemas.Lang) string {
	title := pick(lang, "Dòng ", "Row ") + strconv.FormatInt(e.Row, 10) + pick(lang, " của tệp ", " of ") + e.File
	if e.Sheet != "" {
		title += pick(lang, ", trang tính ", ", sheet ") + e.Sheet
	}
	return title
}

// Title says who a candidate is to the row.
func (c *Candidate) Title(lang schemas.Lang) string {
	var parts []string
	if c.Rank > 0 {
		parts = append(parts, pick(lang, "Ứng viên ", "Candidate ")+strconv.Itoa(c.Rank))
	}
	if c.PersonID != "" {
		parts = append(parts, c.PersonID)
	}
	if c.Linked {
		parts = append(parts, pick(lang, "người được liên kết", "the person linked"))
	}
	if c.NumberOwner {
		parts = append(parts, pick(lang, "chủ của số đã ghi", "owner of the number"))
	}
	return strings.Join(parts, ", ")
}

// Text is the comparison's outcome in words: the level, and how rare it is that
// the value agrees by chance.
func (l *Line) Text(lang schemas.Lang) string {
	text := schemas.LevelText(l.Level.Is, lang)
	if !l.rare() {
		return text
	}
	format := pick(lang, "%s Cứ khoảng %s người trong dữ liệu dân cư thì một người có giá trị này.", "%s About one in %s people of the register has it.")
	if l.Comparison.Is == schemas.CompareName {
		format = pick(lang, "%s Cứ khoảng %s người cùng giới tính và lứa tuổi như dòng ghi thì một người mang tên này.", "%s About one in %s people of the gender and age stated bears it.")
	}
	return fmt.Sprintf(format, text, oneIn(l.Rarity, lang))
}

// short is Text for a picture.
func (l *Line) short(lang schemas.Lang) string {
	text := schemas.LevelText(l.Level.Is, lang)
	if !l.rare() {
		return text
	}
	return text + " 1 : " + oneIn(l.Rarity, lang)
}

func (l *Line) rare() bool { return l.Rarity > 0 && l.Rarity < 1 }

// oneIn is how many people there are for each one who has a value, with two
// digits that count.
func oneIn(share float64, lang schemas.Lang) string {
	n := 1 / share
	if n < 10 {
		return strings.Replace(strconv.FormatFloat(n, 'f', 1, 64), ".", pick(lang, ",", "."), 1)
	}
	step := math.Pow(10, math.Floor(math.Log10(n))-1)
	return grouped(int64(math.Round(n/step)*step), lang)
}

// grouped writes a count with the thousands separator of the language.
func grouped(n int64, lang schemas.Lang) string {
	s := strconv.FormatInt(n, 10)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + pick(lang, ".", ",") + s[at:]
	}
	return s
}

// Chance writes a probability so that what is nearly certain, or nearly
// impossible, is not written as such.
func Chance(p float64, lang schemas.Lang) string {
	var s string
	switch {
	case p == 0 || p == 1:
		return strconv.Itoa(int(p))
	case p > 0.99:
		s = strconv.FormatFloat(p, 'f', min(2+int(math.Floor(-math.Log10(1-p))), 15), 64)
	case p < 1e-7:
		s = strconv.FormatFloat(p, 'e', 1, 64)
	case p < 0.001:
		s = strconv.FormatFloat(p, 'f', 1+int(math.Ceil(-math.Log10(p))), 64)
	default:
		s = strconv.FormatFloat(p, 'f', 4, 64)
	}
	return strings.Replace(s, ".", pick(lang, ",", "."), 1)
}

func threshold(p float64, lang schemas.Lang) string {
	return strings.Replace(strconv.FormatFloat(p, 'f', -1, 64), ".", pick(lang, ",", "."), 1)
}

// Bits writes a weight with its sign.
func Bits(w float64, lang schemas.Lang) string {
	s := strconv.FormatFloat(math.Abs(w), 'f', 2, 64)
	sign := "+"
	if w < 0 && strings.Trim(s, "0.") != "" {
		sign = "−"
	}
	return sign + strings.Replace(s, ".", pick(lang, ",", "."), 1)
}

// Decision says how the verdict follows from the probability.
func (e *Explanation) Decision(lang schemas.Lang) string {
	limits := fmt.Sprintf(pick(lang, "liên kết từ %s, cần người xem từ %s", "linked from %s, shown to people from %s"),
		threshold(e.Thresholds.Accept, lang), threshold(e.Thresholds.Review, lang))
	if e.Probability == nil {
		return pick(lang, "Không có xác suất: không nêu ai", "No probability: nobody is named") + " (" + limits + ")."
	}
	switch {
	case e.Whole():
		return pick(lang, "Xác suất ", "Probability ") + Chance(*e.Probability, lang) + " (" + limits + ")."
	case *e.Probability == 0:
		return pick(lang, "Xác suất không được nêu", "The probability is not told") + " (" + limits + ")."
	}
	return pick(lang, "Xác suất ít nhất ", "Probability at least ") + threshold(*e.Probability, lang) + " (" + limits + ")."
}

// Beside says where the rest of the certainty is.
func (e *Explanation) Beside(lang schemas.Lang) []string {
	if e.Odds == nil {
		return nil
	}
	o := e.Odds
	list := []string{
		fmt.Sprintf(pick(lang, "Không phải ai trong số những người đã so sánh: %s", "Nobody who was compared: %s"), Chance(o.Nobody, lang)),
		fmt.Sprintf(pick(lang, "Các ứng viên khác, không liệt kê: %s", "Other candidates, not listed: %s"), Chance(o.Others, lang)),
		fmt.Sprintf(pick(lang, "Những người được bỏ qua khi tra cứu: nhiều nhất %s", "People passed over: at most %s"), Chance(o.Passed, lang)),
	}
	return append(list, fmt.Sprintf(pick(lang, "Đã so sánh với %s người", "Compared with %s people"), grouped(o.Compared, lang)))
}

// Hidden says what the disclosure of the job keeps back; "" if nothing.
func (e *Explanation) Hidden(lang schemas.Lang) string {
	switch e.Disclosure {
	case "values":
		return ""
	case "fields":
		return pick(lang, "Mức công bố của công việc là \"fields\": không nêu giá trị của dữ liệu dân cư, trọng số và xác suất.",
			"The job's disclosure is \"fields\": values of the register, weights and probabilities are not told.")
	}
	return pick(lang, "Mức công bố của công việc là \"verdict\": không nêu ứng viên, trọng số và kết quả từng trường.",
		"The job's disclosure is \"verdict\": candidates, weights and the results of fields are not told.")
}

// Unsettled says what the reasons cannot contain; "" if they are complete.
func (e *Explanation) Unsettled(lang schemas.Lang) string {
	if e.Published {
		return ""
	}
	return pick(lang, "Lần chạy này không ghi outcomes: không biết dòng có trùng lặp với dòng khác hay không.",
		"The run wrote no outcomes: whether the row repeats another is not known.")
}
