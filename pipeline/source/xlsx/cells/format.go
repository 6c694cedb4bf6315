package cells

import "strings"

// Format is what a number format says of the meaning of a number.
type Format struct {
	Date  bool // it shows a day, month or year
	Time  bool // it shows an hour, minute or second of a day
	Zeros int  // it shows at least so many digits of a whole number; 0 where it says nothing
}

// Builtin is the meaning of the formats that files refer to by number without
// spelling them (18.8.30). Those of East Asia are dates in every language.
func Builtin(id int) Format {
	switch {
	case id == 22:
		return Format{Date: true, Time: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return Format{Date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47:
		return Format{Time: true}
	}
	return Format{} // 46 is a time that has passed, not one of a day
}

// ParseFormat tells the meaning of a format code from its first section, the
// one of positive numbers: "dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "000000000000".
func ParseFormat(code string) Format {
	s := section(code)
	if zeros := strings.Count(s.marks, "0"); zeros == len(s.marks) && zeros > 1 && !s.literal {
		return Format{Zeros: min(zeros, maxZeros)}
	}
	has := func(letters string) bool { return strings.ContainsAny(s.marks, letters) }
	clock := has("hs") || s.clock
	switch {
	case has("#?"), has("0") && !has("s"), s.elapsed:
		return Format{} // a number, whatever letters stand around it
	case has("dy"), has("m") && !clock:
		return Format{Date: true, Time: clock}
	}
	return Format{Time: clock}
}

// maxZeros is how many digits are ever filled up with zeros.
const maxZeros = 30

// sectionMarks is the part of a section that is not literal text.
type sectionMarks struct {
	marks   string // its placeholders and the letters d m y h s, in lower case
	elapsed bool   // [h], [mm] or [ss]: a length of time
	clock   bool   // AM/PM
	literal bool   // it shows other characters too, or holds a condition
}

func section(code string) sectionMarks {
	var s sectionMarks
	var marks strings.Builder
	for i := 0; i < len(code); i++ {
		rest := code[i:]
		switch c := lower(code[i]); c {
		case ';':
			s.marks = marks.String()
			return s
		case '"':
			i += 1 + index(rest[1:], '"')
			s.literal = true
		case '\\', '_', '*':
			i++
			s.literal = true
		case '[':
			n := index(rest, ']')
			s.bracket(rest[1:max(n, 1)])
			i += n
		case 'g', 'a':
			i += s.word(rest) - 1
		case 'd', 'm', 'y', 'h', 's', '0', '#', '?':
			marks.WriteByte(c)
		default:
			s.literal = true
		}
	}
	s.marks = marks.String()
	return s
}

// bracket looks at what stands in brackets: a length of time, a condition, or a
// colour or language, which say nothing.
func (s *sectionMarks) bracket(text string) {
	switch {
	case text == "":
	case strings.Trim(strings.ToLower(text), "h") == "", strings.Trim(strings.ToLower(text), "m") == "", strings.Trim(strings.ToLower(text), "s") == "":
		s.elapsed = true
	case strings.ContainsRune("<>=", rune(text[0])):
		s.literal = true
	case text[0] == '$' && !strings.HasPrefix(text, "$-"):
		s.literal = true // a currency
	}
}

// word passes over General, AM/PM and A/P, and says how long they are.
func (s *sectionMarks) word(rest string) int {
	for _, w := range []string{"general", "am/pm", "a/p"} {
		if len(rest) >= len(w) && strings.EqualFold(rest[:len(w)], w) {
			s.clock = s.clock || w != "general"
			s.literal = true
			return len(w)
		}
	}
	s.literal = true
	return 1
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// index is where c stands in s, len(s) if nowhere.
func index(s string, c byte) int {
	if i := strings.IndexByte(s, c); i >= 0 {
		return i
	}
	return len(s)
}
