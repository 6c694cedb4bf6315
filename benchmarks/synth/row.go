package synth

import "lamsach/schemas"

// kind is what is true of a row.
type kind uint8

const (
	match        kind = iota // it describes somebody of the register
	absent                   // it describes somebody who is not in the register
	contradicted             // its number is somebody else's
	garbage                  // it is no person's row
)

var kindNames = [...]string{"match", "absent", "contradicted", "garbage"}

// row is one row of a dirty file: the cells as texts ("" for nothing) and the
// truth about it.
type row struct {
	branch  *branch
	number  string
	card    string
	name    string
	birth   string
	gender  string
	address string
	phone   string

	kind   kind
	person uint64 // the person described, 0 when there is none in the register
	errors []string
}

// err notes a class, once.
func (r *row) err(class string) {
	for _, e := range r.errors {
		if e == class {
			return
		}
	}
	r.errors = append(r.errors, class)
}

// fill writes the cells of the subject into r.
func (w *inputWorker) fill(d *dice, r *row) {
	s := &w.subject
	r.kind = absent
	if s.at != nobody {
		r.kind, r.person = match, s.id
	}
	factor := w.mix.careful
	if d.p(w.mix.carelessShare) {
		factor = w.mix.careless
	}
	w.numberCells(d, r, factor)
	w.birthCell(d, r, factor)
	w.genderCell(d, r)
	w.addressCell(d, r)
	w.phoneCell(d, r)
	w.nameCell(d, r, factor)
}

// nameCell writes the name: first what is wrong with it, then its form, then
// what the branch's software makes of it (of the address as well). An error that
// the software hides, such as a wrong tone in an ASCII system, is none.
func (w *inputWorker) nameCell(d *dice, r *row, factor float64) {
	s := &w.subject
	text := r.branch.text
	if own := w.mix.nameSystem.draw(d, factor); own != "" && text == "" {
		text = own
	}
	name := w.ifName(d, r, s, text)
	times := 1
	if factor > 1 && d.p(0.15) {
		times = 2
	}
	for range times {
		if class := w.mix.name.draw(d, factor); class != "" && name != "" {
			name = r.changed(class, text, name, w.damageName(d, class, name, s))
		}
	}
	if text == "" {
		if form := w.mix.nameForm.draw(d, 1); form != "" {
			name = r.changed(form, text, name, formName(d, form, name))
		}
	}
	r.name = name
	if changed := system(text, name); changed != name {
		r.name = changed
		r.err(text)
	}
	r.address = system(text, r.address)
}

// changed notes a class if it changes what can be seen of a name.
func (r *row) changed(class, text, before, after string) string {
	if system(text, before) != system(text, after) {
		r.err(class)
	}
	return after
}

// ifName applies the classes that only some people can have.
func (w *inputWorker) ifName(d *dice, r *row, s *subject, text string) string {
	name := s.name
	for _, c := range w.mix.nameIf {
		if !d.p(c.share) {
			continue
		}
		changed := name
		switch c.name {
		case "name_other":
			if s.other != "" {
				changed = s.other
			}
		case "name_truncated_20":
			changed = truncate(name, 20)
		case "name_truncated_30":
			changed = truncate(name, 30)
		case "name_apostrophe":
			changed = otherApostrophe(d, name)
		default:
			panic("synth: mixes.csv names a name error that nothing makes: " + c.name)
		}
		name = r.changed(c.name, text, name, changed)
	}
	return name
}

// genderCell writes the gender in the branch's code.
func (w *inputWorker) genderCell(d *dice, r *row) {
	male := w.subject.male
	switch class := w.mix.gender.draw(d, 1); class {
	case "gender_missing":
		r.err(class)
		return
	case "gender_wrong":
		male = !male
		r.err(class)
	}
	r.gender = writeGender(r.branch.gender, male)
	if r.branch.gender != "" {
		r.err(r.branch.gender)
	}
}

// writeGender writes men and women in a form; "" is Nam and Nữ.
func writeGender(form string, male bool) string {
	codes, ok := map[string][2]string{
		"": {schemas.Female.String(), schemas.Male.String()}, "form_gender_ascii": {"NU", "NAM"}, "form_gender_mf": {"F", "M"},
		"form_gender_one_male": {"0", "1"}, "form_gender_one_female": {"1", "0"}, "form_gender_one_two": {"2", "1"},
	}[form]
	if !ok {
		panic("synth: mixes.csv names a gender form that nothing makes: " + form)
	}
	return codes[sexIndex(male)]
}
