package clean

import (
	"bytes"
	"slices"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// A cell may name two people: "Ông Nguyễn Văn A và bà Trần Thị B" on a land
// certificate, with two years of birth and two numbers beside. The row is the
// first one's; the second is kept apart.

// Seconds are the second people of rows, empty where no row names any.
type Seconds struct {
	names   pipeline.Texts // canonical
	numbers []schemas.Number
}

// Name is the canonical name of the second person of a row, nil for none.
func (s *Seconds) Name(row int) []byte { return valueOf(&s.names, row) }

// Number is another number in the row's cell, 0 for none. It may be the
// second person's, or the first one's if that of the second comes first.
func (s *Seconds) Number(row int) schemas.Number {
	if row < len(s.numbers) {
		return s.numbers[row]
	}
	return 0
}

func (s *Seconds) row(i int) Seconds {
	one := Seconds{names: rowOf(s.names, i)}
	if i < len(s.numbers) {
		one.numbers = s.numbers[i : i+1]
	}
	return one
}

// cleanSeconds cleans the second people of a column of names, whose first people
// are clean.
func (w *Worker) cleanSeconds(c *pipeline.Column) {
	s := &w.rows.Second
	s.names.Index, s.numbers = s.names.Index[:0], s.numbers[:0]
	reset(&s.names, c.Entries())
	found := false
	for e := range c.Entries() {
		if w.nameCells[e].codes&codeNote != 0 {
			if second := w.secondOf(c.Entry(int32(e))); second != nil {
				var nc nameCell
				if s.names.Bytes, nc = w.name(s.names.Bytes, second); nc.kind != Person {
					s.names.Bytes = s.names.Bytes[:s.names.Offsets[e]]
				}
				found = found || len(s.names.Bytes) > int(s.names.Offsets[e])
			}
		}
		endEntry(&s.names)
	}
	if found {
		indexLike(c, &s.names)
	}
}

// secondOf is what a cell says behind the name of a first person, nil if it names
// no second. The text belongs to the caller until the next name is cleaned.
func (w *Worker) secondOf(cell []byte) []byte {
	if len(cell) > maxName {
		return nil
	}
	text, whole := w.plan.name.wholly(w, cell)
	if !whole {
		if decoded, ok := w.plan.name.decode(w, text); ok {
			text = decoded
		}
	}
	w.two[0] = append(w.two[0][:0], text...)
	text = w.two[0]
	if i := bytes.IndexByte(text, '\n'); i > 0 && w.fullName(text[:i]) && w.fullName(text[i+1:]) {
		return w.unrelated(text[i+1:])
	}
	w.two[1], _ = appendTidy(w.two[1][:0], text)
	text = w.two[1]
	for _, sign := range betweenAny {
		if i := bytes.Index(text, sign); i > 0 && w.fullName(text[:i]) && w.fullName(text[i+len(sign):]) {
			return w.unrelated(text[i+len(sign):])
		}
	}
	return nil
}

// betweenAny is what stands between two people, and what else ends a first name.
var betweenAny = append(slices.Clone(betweenPeople), []byte(";"), []byte("/"), []byte("|"), []byte(" - "))

// unrelated is a text without the words that say who the second person is to the
// first: "vợ là bà Trần Thị B".
func (w *Worker) unrelated(text []byte) []byte {
	for {
		text = bytes.TrimLeft(text, " ")
		word, rest, more := bytes.Cut(text, []byte(" "))
		if !more || !ties[string(w.lower(word))] {
			return text
		}
		text = rest
	}
}

// ties are those words. Without its marks "vo" may be a surname.
var ties = map[string]bool{"vợ": true, "chồng": true, "là": true, "cùng": true, "con": true}

// houses are the words of a household before a title.
var houses = map[string]bool{"hộ": true, "ho": true, "gia": true, "đình": true, "dinh": true}

// bare are the words of a name without a title, the household before it, and what
// ties it to the person before; couple says that the title is one of "ông và bà",
// behind which any name may stand.
func (w *Worker) bare(words [][]byte) (rest [][]byte, couple bool) {
	for len(words) > 0 && ties[string(w.lower(words[0]))] {
		words = words[1:]
	}
	for i := range min(len(words), 4) {
		if _, title := titles[string(w.lower(words[i]))]; title {
			return words[i+1:], coupleTitles[string(w.lower(words[i]))]
		}
		if !houses[string(w.lower(words[i]))] {
			break
		}
	}
	return words, false
}

var coupleTitles = map[string]bool{"ông": true, "bà": true, "cụ": true, "ong": true, "ba": true}

// lower is a word in small letters without a dot behind, in scratch.
func (w *Worker) lower(word []byte) []byte {
	n := &w.names
	n.fold = appendLower(n.fold[:0], bytes.TrimSuffix(word, dot))
	return n.fold
}

// joinSecond gives the two people of a row their own: of two dates the first is the
// row's, another number may be either's.
func (w *Worker) joinSecond(b *pipeline.Batch, row int, j *joined) {
	s := &w.rows.Second
	if len(s.numbers) == 0 {
		s.numbers = sized(s.numbers, b.Rows)
		clear(s.numbers)
	}
	s.numbers[row] = firstNumber(j.number.second, firstNumber(j.any.second, j.cmnd.second))
	if j.birth.first != 0 {
		j.birth = dateCell{date: j.birth.first, codes: codeDateFormat}
		if j.birth.date.Precision() == schemas.YearOnly {
			j.birth.codes = codeDateYearOnly
		}
	}
}

// firstOfTwo reads the first of two dates in one folded cell, each with a year of
// four digits: "1960, 1962".
func (r *dateRules) firstOfTwo(text []byte) schemas.Date {
	for _, sign := range [...]string{",", ";", "&", "+", " va ", "/", "-"} {
		a, b, ok := bytes.Cut(text, []byte(sign))
		a, b = bytes.TrimSpace(a), bytes.TrimSpace(b)
		if !ok || len(sign) == 1 && (sign[0] == '/' || sign[0] == '-') && (len(a) != 4 || len(b) != 4) {
			continue
		}
		first, second := r.scan(a), r.scan(b)
		if first.date != 0 && second.date != 0 && !first.short && !second.short && !onlyShort(a) && !onlyShort(b) {
			return first.date
		}
	}
	return 0
}

// onlyShort says whether a text has no run of four digits.
func onlyShort(text []byte) bool {
	run := 0
	for _, c := range text {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run == 4 {
			return false
		}
	}
	return true
}
