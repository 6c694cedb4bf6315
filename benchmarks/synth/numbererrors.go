package synth

import (
	"fmt"
	"strings"
)

// numberText and cardText write numbers with their leading zeros.
func numberText(x uint64) string { return string(appendPadded(nil, x, 12)) }
func cardText(x uint64) string   { return string(appendPadded(nil, x, 9)) }

// dummies are what clerks type when they have no number.
var dummies = []string{"000000000000", "123456789", "111111111", "012345678910", "000000000", "999999999999", "123456789012", "0", "111111111111"}

// numberCells decides what stands in the number columns of the row.
func (w *inputWorker) numberCells(d *dice, r *row, factor float64) {
	s := &w.subject
	r.number = numberText(s.id)
	class := w.ifNumber(d, s)
	if class == "" {
		class = w.mix.number.draw(d, factor)
	}
	if class == "" && r.branch.losesZeros {
		class = "number_zeros"
	}
	switch class {
	case "number_missing":
		r.number = noNumber(d)
		r.err(class)
		return
	case "number_relative", "number_twin", "number_stranger", "number_agent":
		w.borrow(d, r, class)
		return
	case "number_cmnd_only", "number_cmnd_moved", "number_both_in_cell":
		if len(s.cards) == 0 {
			class = ""
			break
		}
		r.err(class)
		w.oldNumber(d, r, class)
		return
	}
	if class != "" {
		if changed := w.damageNumber(d, class, r.number); changed != r.number {
			r.number = changed
			r.err(class)
		}
	}
	w.cardCell(d, r)
	w.numberForm(d, r)
}

// ifNumber draws the classes that only some people can have.
func (w *inputWorker) ifNumber(d *dice, s *subject) string {
	for _, c := range w.mix.numberIf {
		if d.p(c.share) && ((c.name == "number_former" && s.former != 0) || (c.name == "number_twin" && s.at != nobody && w.crowd.twin(s.at) != nobody)) {
			return c.name
		}
	}
	return ""
}

// noNumber is how an unknown number is written: mostly not at all.
func noNumber(d *dice) string {
	if d.p(0.9) {
		return ""
	}
	return one(d, []string{"N/A", "0", "-", "khong co", "NULL", "x"})
}

// oldNumber writes the CMND where the personal ID is not, or not alone.
func (w *inputWorker) oldNumber(d *dice, r *row, class string) {
	card := cardText(one(d, w.subject.cards))
	switch class {
	case "number_cmnd_only":
		r.number, r.card = "", card
		w.damageCard(d, r)
	case "number_cmnd_moved":
		r.number = card
		if card[0] == '0' && r.branch.losesZeros {
			r.number = card[1:]
		}
	default:
		r.number = one(d, []string{card + "/" + r.number, r.number + " - " + card, card + "; " + r.number, r.number + " (" + card + ")"})
	}
}

// borrow writes somebody else's number. The row then contradicts the register,
// unless it turns out that there is nobody to borrow from.
func (w *inputWorker) borrow(d *dice, r *row, class string) {
	s, from := &w.subject, nobody
	if s.at != nobody {
		switch class {
		case "number_relative":
			from = w.crowd.relative(d, s.at)
		case "number_twin":
			from = w.crowd.twin(s.at)
		}
	}
	switch class {
	case "number_agent":
		from = r.branch.agent
	case "number_stranger":
		from = int32(d.n(w.crowd.n))
	}
	if from == nobody || from == s.at {
		w.cardCell(d, r)
		return
	}
	r.number = numberText(w.crowd.id(from))
	r.err(class)
	r.kind = contradicted
}

// damageNumber applies one class of the number group to twelve digits.
func (w *inputWorker) damageNumber(d *dice, class, number string) string {
	at := d.n(len(number))
	switch class {
	case "number_zeros":
		return strings.TrimLeft(number, "0")
	case "number_digit_wrong":
		return number[:at] + string(byte('0'+(int(number[at]-'0')+1+d.n(9))%10)) + number[at+1:]
	case "number_digit_missing":
		return number[:at] + number[at+1:]
	case "number_digit_doubled":
		return number[:at+1] + number[at:]
	case "number_digits_swapped":
		at = d.n(len(number) - 1)
		return number[:at] + number[at+1:at+2] + number[at:at+1] + number[at+2:]
	case "number_dummy":
		return one(d, dummies)
	case "number_scientific":
		return fmt.Sprintf("%.*E", d.in(2, 5), float64(digitsOf([]byte(number))))
	case "number_letters":
		return one(d, []*strings.Replacer{zeroLetters, oneLetters, bothLetters}).Replace(number)
	case "number_former":
		return numberText(w.subject.former)
	case "number_not_issued":
		s := &w.subject
		return numberText(w.space.absentID(w.g, d, s.province, s.male, s.birth.Year()))
	}
	panic("synth: mixes.csv names a number error that nothing makes: " + class)
}

var (
	zeroLetters = strings.NewReplacer("0", "O")
	oneLetters  = strings.NewReplacer("1", "l")
	bothLetters = strings.NewReplacer("0", "O", "1", "I")
)

// cardCell fills the CMND column beside a personal ID, in some rows.
func (w *inputWorker) cardCell(d *dice, r *row) {
	if len(w.subject.cards) > 0 && d.p(w.mix.share.of("cmnd_present")) {
		r.card = cardText(one(d, w.subject.cards))
		w.damageCard(d, r)
	}
}

func (w *inputWorker) damageCard(d *dice, r *row) {
	class := w.mix.cmnd.draw(d, 1)
	if class == "" && r.branch.losesZeros && r.card[0] == '0' {
		class = "cmnd_zeros"
	}
	switch {
	case class == "cmnd_digit_wrong":
		at := d.n(9)
		r.card = r.card[:at] + string(byte('0'+(int(r.card[at]-'0')+1+d.n(9))%10)) + r.card[at+1:]
		r.err(class)
	case class == "cmnd_zeros" && r.card[0] == '0':
		r.card = r.card[1:]
		r.err(class)
	}
}

// numberForm writes the number in another way that says the same.
func (w *inputWorker) numberForm(d *dice, r *row) {
	class := w.mix.numberForm.draw(d, 1)
	if class == "" || len(r.number) != 12 {
		return
	}
	n := r.number
	switch class {
	case "form_number_separators":
		sep := one(d, []string{" ", ".", "-", " "})
		r.number = n[:3] + sep + n[3:6] + sep + n[6:]
	case "form_number_quote":
		r.number = "'" + n
	case "form_number_words":
		r.number = one(d, []string{"CCCD: ", "CCCD số ", "CC ", "so "}) + n
	}
	r.err(class)
}
