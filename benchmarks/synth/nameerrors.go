package synth

import (
	"strings"
	"unicode/utf8"
)

// damageName applies one class of the name group. It returns the name unchanged
// where the error cannot happen to it.
func (w *inputWorker) damageName(d *dice, class, name string, who *subject) string {
	words := strings.Fields(name)
	switch class {
	case "name_mark_lost":
		return changeMark(d, name)
	case "name_tone":
		return changeTone(d, name)
	case "name_stroke":
		return strings.NewReplacer("đ", "d", "Đ", "D").Replace(name)
	case "name_iy":
		return swapIY(d, name)
	case "name_sound_alike":
		return soundAlike(d, name)
	case "name_letter":
		return slip(d, name)
	case "name_middle_dropped":
		return dropMiddle(d, words)
	case "name_middle_added":
		return w.addMiddle(d, words, who.male)
	case "name_abbreviated":
		return abbreviate(d, words)
	case "name_glued":
		return strings.Join(words, "")
	case "name_note":
		return name + one(d, []string{" (chết)", " 2", " VND", " - TK2", " (mẹ)", " (KH cũ)", ".", " USD", " (đã mất)"})
	case "name_title":
		return titled(d, name, who.male)
	case "name_order":
		return reorder(d, words)
	case "name_ocr":
		return scan(d, name)
	case "name_telex":
		return telex(name)
	case "name_vni_typing":
		return vniTyping(name)
	case "name_question_marks":
		return questionMarks(name)
	case "name_husband":
		return husband(d, words, who)
	case "name_missing":
		return ""
	}
	panic("synth: mixes.csv names a name error that nothing makes: " + class)
}

// dropMiddle drops Thị or Văn if there is one, otherwise any middle name.
func dropMiddle(d *dice, words []string) string {
	if len(words) < 3 {
		return strings.Join(words, " ")
	}
	at := 1 + d.n(len(words)-2)
	for i := 1; i < len(words)-1; i++ {
		if words[i] == "Thị" || words[i] == "Văn" {
			at = i
			break
		}
	}
	return strings.Join(append(append([]string(nil), words[:at]...), words[at+1:]...), " ")
}

func (w *inputWorker) addMiddle(d *dice, words []string, male bool) string {
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	middle := w.names.middle[sexIndex(male)].draw(d)
	if d.p(0.5) && !strings.Contains(strings.Join(words, " "), "Thị") {
		middle = map[bool]string{true: "Văn", false: "Thị"}[male]
	}
	return words[0] + " " + middle + " " + strings.Join(words[1:], " ")
}

// abbreviate: Ng. V. An, Nguyễn V. An, N.V.An, Ng Thi Hoa.
func abbreviate(d *dice, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	last := len(words) - 1
	dot := one(d, []string{". ", ".", " "})
	var b strings.Builder
	short := d.n(3) // 0: surname and middle, 1: middle only, 2: surname only
	if len(words) == 2 {
		short = 2
	}
	for i, word := range words[:last] {
		if (i == 0 && short == 1) || (i > 0 && short == 2) {
			b.WriteString(word + " ")
			continue
		}
		b.WriteString(initial(word) + dot)
	}
	return b.String() + words[last]
}

// initial is how clerks shorten a word.
func initial(word string) string {
	for _, long := range []string{"Ng", "Ph", "Tr", "Th", "Hg"} {
		if strings.HasPrefix(word, long) {
			return long
		}
	}
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

// truncate cuts after n letters.
func truncate(name string, n int) string {
	runes := []rune(name)
	if len(runes) <= n {
		return name
	}
	return strings.TrimRight(string(runes[:n]), " ")
}

func titled(d *dice, name string, male bool) string {
	if d.p(0.25) {
		return one(d, []string{"HKD ", "Hộ kinh doanh ", "HO KINH DOANH "}) + name
	}
	if male {
		return one(d, []string{"Ông ", "Ông ", "Anh ", "Mr ", "Mr. ", "BS ", "TS. "}) + name
	}
	return one(d, []string{"Bà ", "Bà ", "Chị ", "Mrs ", "Ms. ", "BS "}) + name
}

// reorder: "An, Nguyễn Văn", "An Nguyễn Văn", "Văn An Nguyễn".
func reorder(d *dice, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	last := len(words) - 1
	switch d.n(3) {
	case 0:
		return words[last] + ", " + strings.Join(words[:last], " ")
	case 1:
		return words[last] + " " + strings.Join(words[:last], " ")
	}
	return strings.Join(words[1:], " ") + " " + words[0]
}

// husband gives a married woman her husband's surname, or his whole name.
func husband(d *dice, words []string, who *subject) string {
	his := strings.Fields(who.spouse)
	if who.male || len(his) < 2 || len(words) < 2 {
		return strings.Join(words, " ")
	}
	if d.p(0.3) {
		return "Bà " + who.spouse
	}
	return his[0] + " " + strings.Join(words[1:], " ")
}

// formName applies a harmless form.
func formName(d *dice, class, name string) string {
	switch class {
	case "form_name_upper", "form_name_lower":
		return system(class, name)
	case "form_name_spaces":
		return one(d, []string{" ", "", ""}) + strings.Replace(name, " ", one(d, []string{"  ", "   ", "\t", "\u00a0"}), 1+d.n(2)) + one(d, []string{" ", ""})
	case "form_name_look_alikes":
		return strings.NewReplacer("Đ", "\u00d0", "đ", "\u00f0", "A", "\u0410", "H", "\u041d").Replace(name)
	}
	panic("synth: mixes.csv names a name form that nothing makes: " + class)
}

// otherApostrophe writes H’Hen, H Hen or HHen for H'Hen.
func otherApostrophe(d *dice, name string) string {
	return strings.ReplaceAll(name, "'", one(d, []string{"’", "’", "`", " ", ""}))
}
