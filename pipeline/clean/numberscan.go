package clean

import "bytes"

// maxNumberText is the longest cell that is read as a number, in bytes.
const maxNumberText = 128

// number1 reads a cell that is not plainly digits.
func (w *Worker) number1(raw []byte) (cell numberCell) {
	text, _ := appendTidy(w.scratch[:0], raw)
	w.scratch = text[:0]
	if len(text) == 0 {
		cell.codes = codeNumberMissing
		return cell
	}
	at := len(text)
	text = appendFold(text, text[:min(at, maxCardText)])
	w.scratch = text[:0]
	text = text[at:]
	switch {
	case w.cardText(&cell, text):
		return settled(cell)
	case at > maxNumberText:
		cell.codes = codeNumberMalformed
		return cell
	}
	whole := text
	if text = w.plainForm(&cell, text); text == nil {
		cell.codes = codeNumberMalformed
		return cell
	}
	found, tiny := w.numberParts(&cell, text)
	switch {
	case found == 0 && (tiny || hasNoDigits(whole)):
		cell.codes = codeNumberDummy
	case found == 0:
		cell.codes = codeNumberMalformed
	case found > 1:
		cell.codes |= codeNumberSplit
	}
	return settled(cell)
}

// settled keeps of the codes of a cell what its numbers bear out: issues of
// one part where another gave a number go, and what was read from a cell that
// is not plainly digits has a reason.
func settled(cell numberCell) numberCell {
	const repairs = codeNumberSeparated | codeNumberWords | codeNumberCard | codeNumberLetters | codeNumberDecimal | codeNumberZeros | codeNumberSplit
	switch {
	case cell.pin == 0 && cell.cmnd == 0 && cell.pad == 0: // nothing was repaired
		cell.codes &= codeNumberMalformed | codeNumberDummy | codeNumberRounded
		return cell
	case cell.pin != 0, cell.cmnd != 0 && cell.codes&codeNumberSplit != 0:
		cell.codes &^= codeNumberMalformed | codeNumberDummy
	}
	if cell.codes&repairs == 0 {
		cell.codes |= codeNumberSeparated
	}
	return cell
}

// numberParts reads the parts of a cell one by one, and returns how many
// numbers stood in it, and whether one was a single digit.
func (w *Worker) numberParts(cell *numberCell, text []byte) (found int, tiny bool) {
	for len(text) > 0 {
		var part []byte
		part, text = cutNumber(text)
		if strangerTo(part) {
			cell.codes |= codeNumberWords
			break
		}
		n, t := w.numberPart(cell, part)
		found += n
		tiny = tiny || t
	}
	return found, tiny
}

// cutNumber cuts off the first part of a cell: up to a sign that stands
// between numbers, or to a word behind one.
func cutNumber(text []byte) (part, rest []byte) {
	digits := false
	for i, c := range text {
		switch {
		case bytes.IndexByte([]byte("/;,()[]{}|\\&+"), c) >= 0:
			return text[:i], text[i+1:]
		case c >= '0' && c <= '9':
			digits = true
		case digits && letter(c) && text[i-1] == ' ' && isWord(text[i:]):
			return text[:i], text[i:]
		}
	}
	return text, nil
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 }

// wordEnd is where the letters at the beginning of a text end.
func wordEnd(text []byte) (end int) {
	for end < len(text) && letter(text[end]) {
		end++
	}
	return end
}

// isWord says whether a text begins with a word: letters that stand for no
// digits and mask none.
func isWord(text []byte) bool {
	end := wordEnd(text)
	if masked(text[:end]) {
		return false
	}
	return labels[string(text[:end])] || !digitLike(text[:end]) || end == len(text) || text[end] < '0' || text[end] > '9'
}

// masked says whether letters stand for digits that are not told.
func masked(word []byte) bool { return len(word) > 0 && len(bytes.Trim(word, "x")) == 0 }

// strangerTo says whether a part speaks of something else than a number of a
// person: the day or place of issue, a phone.
func strangerTo(part []byte) bool {
	part = bytes.TrimLeft(part, " .:-'\"#_=")
	return strangers[string(part[:wordEnd(part)])]
}

var strangers = wordSet("ngay", "cap", "do", "noi", "date", "sdt", "dt", "dtdd", "tel", "phone", "dien", "mobile", "stk", "mst", "bhxh", "bhyt", "gplx")

func hasNoDigits(text []byte) bool {
	for _, c := range text {
		if c >= '1' && c <= '9' || c == '*' || c == '?' {
			return false
		}
	}
	return !masked(bytes.ReplaceAll(text, []byte(" "), nil))
}

// plainForm undoes what programs make of large numbers: commas between
// thousands, an exponent. Nil says that digits were lost: 1.23E+11.
func (w *Worker) plainForm(cell *numberCell, text []byte) []byte {
	if cut := decimalTail(text); cut > 0 {
		cell.codes |= codeNumberDecimal
		return text[:cut]
	}
	switch at := exponentAt(text); {
	case at > 0:
		digits, whole := mantissa(text[:at], text[at+1:])
		if !whole {
			return nil
		}
		cell.codes |= codeNumberDecimal
		w.spare = append(w.spare[:0], digits...)
		return w.spare
	case thousands(text):
		cell.codes |= codeNumberSeparated
		mark := text[bytes.IndexAny(text, ".,")]
		end := bytes.LastIndexByte(text, mark) + 4
		if end < len(text) {
			cell.codes |= codeNumberDecimal
		}
		w.spare = append(w.spare[:0], bytes.ReplaceAll(text[:end], []byte{mark}, nil)...)
		return w.spare
	}
	return text
}

// exponentAt is where the e of 1.23e+11 stands, 0 in another text.
func exponentAt(text []byte) int {
	at := bytes.IndexByte(text, 'e')
	if at < 1 || at+1 >= len(text) {
		return 0
	}
	for _, c := range text[:at] {
		if (c < '0' || c > '9') && c != '.' && c != ',' {
			return 0
		}
	}
	for _, c := range bytes.TrimLeft(text[at+1:], "+-") {
		if c < '0' || c > '9' {
			return 0
		}
	}
	return at
}

// mantissa is the number that a program wrote as d.ddd with an exponent, if
// every digit of it is there.
func mantissa(front, exponent []byte) (digits []byte, whole bool) {
	if len(front) < 3 || front[1] != '.' && front[1] != ',' || !onlyDigits(front[2:]) {
		return nil, false
	}
	exponent = bytes.TrimLeft(exponent, "+0")
	if len(exponent) == 0 || len(exponent) > 2 || !onlyDigits(exponent) {
		return nil, false
	}
	n := 0
	for _, c := range exponent {
		n = n*10 + int(c-'0')
	}
	return append(append(make([]byte, 0, len(front)), front[0]), front[2:]...), n == len(front)-2 && n >= 8
}

// thousands recognises 79,185,012,345 and 79.185.012.345,00.
func thousands(text []byte) bool {
	at := bytes.IndexAny(text, ".,")
	if at < 1 || at > 3 || text[0] == '0' || !onlyDigits(text[:at]) {
		return false
	}
	mark, groups := text[at], 0
	for text = text[at:]; len(text) >= 4 && text[0] == mark && onlyDigits(text[1:4]); text = text[4:] {
		groups++
	}
	tail := len(text) >= 2 && len(text) <= 3 && (text[0] == '.' || text[0] == ',') && text[0] != mark && len(bytes.Trim(text[1:], "0")) == 0
	return groups >= 2 && (tail || len(text) == 0 && mark == ',')
}

// numberPart reads one part of a cell, and returns how many numbers stood in
// it, and whether it was a single digit.
func (w *Worker) numberPart(cell *numberCell, part []byte) (found int, tiny bool) {
	const edges = " .:-'\"#_="
	part = bytes.Trim(part, edges)
	if healthCard(part) {
		return 0, false
	}
	stripped := bytes.Trim(stripWords(part), edges)
	if len(stripped) != len(part) {
		cell.codes |= codeNumberWords
	}
	part = stripped
	if cut := decimalTail(part); cut > 0 {
		part = part[:cut]
		cell.codes |= codeNumberDecimal
	}
	var run digitRun
	if !run.read(part) {
		return 0, false
	}
	switch {
	case run.letters > 0:
		return w.lettered(cell, &run, part), false
	case run.total > 13:
		return w.runs(cell, &run), false
	case run.total < 6:
		return 0, run.total > 0 && run.value < 10
	case run.groups > 1:
		cell.codes |= codeNumberSeparated
	}
	w.addNumber(cell, run.total, run.value)
	return 1, false
}

// lettered adds a number in which letters stood for digits. A personal ID must
// have its structure then; an identity card must not begin like a passport, and
// has an O, l or I only, or a letter between its digits.
func (w *Worker) lettered(cell *numberCell, run *digitRun, part []byte) int {
	switch {
	case run.total == 12 && run.letters <= 6:
		if w.structure(pinOf(run.value)) != 0 {
			cell.codes |= codeNumberMalformed
			cell.odd = makeOdd(12, run.value)
			return 1
		}
	case run.total == 9 && run.letters <= 3 && (part[0] == 'o' || !letter(part[0])):
	default:
		return 0
	}
	cell.codes |= codeNumberLetters
	if run.groups > 1 {
		cell.codes |= codeNumberSeparated
	}
	w.addNumber(cell, run.total, run.value)
	return 1
}

// healthCard recognises the number of a health card: two letters and thirteen
// digits, of which the identity number is none.
func healthCard(part []byte) bool {
	digits := 0
	for _, c := range part {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != ' ' && c != '-' && c != '.' && !letter(c):
			return false
		}
	}
	return digits == 13 && wordEnd(part) == 2 && letter(part[0])
}

// stripWords takes words off the front of a part ("CCCD:", "so", "id"), the
// letters that stand for digits or mask them excepted.
func stripWords(part []byte) []byte {
	for {
		end := wordEnd(part)
		if end == 0 || masked(part[:end]) {
			return part
		}
		if digitLike(part[:end]) && (end < 3 || len(part) == 12) && !labels[string(part[:end])] {
			return part
		}
		// passports and other numbers with one letter keep it, and are no numbers
		if end == 1 && len(part) <= 9 && end < len(part) && part[end] != ' ' && part[end] != ':' {
			return part
		}
		part = bytes.TrimLeft(part[end:], " .:-'\"#_")
	}
}

var labels = wordSet("so", "id", "cc", "no", "s", "sđ", "b", "z", "g")

// digitLike says whether letters may be digits that were read or typed wrong.
func digitLike(word []byte) bool {
	for _, c := range word {
		if digitOf(c) == 0 {
			return false
		}
	}
	return true
}

// digitOf is the digit that a letter may stand for, 0 for none.
// Source: domain facts 7 (OCR: O/0, I/l/1, B/8, S/5, Z/2, G/6).
func digitOf(letter byte) byte {
	switch letter {
	case 'o':
		return '0'
	case 'l', 'i':
		return '1'
	case 'b':
		return '8'
	case 's':
		return '5'
	case 'z':
		return '2'
	case 'g':
		return '6'
	}
	return 0
}

// decimalTail returns where ".0" of a spreadsheet starts, 0 when there is none.
func decimalTail(part []byte) int {
	end := len(part)
	for end > 0 && part[end-1] == '0' {
		end--
	}
	if end < len(part) && len(part)-end <= 2 && end >= 9 && (part[end-1] == '.' || part[end-1] == ',') && onlyDigits(part[:end-1]) {
		return end - 1
	}
	return 0
}

// digitRun is the digits of a part, group by group.
type digitRun struct {
	value   uint64
	total   int
	groups  int
	letters int // of the digits, how many were written as letters
	len     [8]int
	vals    [8]uint64
}

// read reads digits and the letters that stand for them, with separators
// between groups; false when something else is there.
func (r *digitRun) read(part []byte) bool {
	gap := true
	for _, c := range part {
		switch {
		case c >= '0' && c <= '9':
		case digitOf(c) != 0:
			c = digitOf(c)
			r.letters++
		case c == ' ' || c == '.' || c == '-' || c == '\'' || c == '"' || c == '_' || c == ':':
			gap = true
			continue
		default:
			return false
		}
		if gap {
			if r.groups == len(r.len) {
				return false
			}
			r.groups++
			gap = false
		}
		if r.total++; r.total > 60 {
			return false
		}
		r.len[r.groups-1]++
		r.vals[r.groups-1] = r.vals[r.groups-1]*10 + uint64(c-'0')
		if r.total <= 13 {
			r.value = r.value*10 + uint64(c-'0')
		}
	}
	return r.letters < r.total
}

// runs takes a part of more than 13 digits apart at its gaps: numbers of 9 and
// 12 digits, each perhaps written in groups. Behind the number of a person who
// has a household business may stand that of a branch, as behind a tax code:
// 001085012345-001.
func (w *Worker) runs(cell *numberCell, r *digitRun) int {
	if r.groups == 2 && r.len[0] == 12 && (r.len[1] == 3 || r.len[1] == 5) {
		w.addNumber(cell, 12, r.vals[0])
		cell.codes |= codeNumberSplit
		return 1
	}
	found, length, value, groups := 0, 0, uint64(0), 0
	for g := range r.groups {
		if r.len[g] > 13 || length+r.len[g] > 13 {
			return 0
		}
		length += r.len[g]
		for range r.len[g] {
			value *= 10
		}
		value += r.vals[g]
		groups++
		rest := 0
		for _, n := range r.len[g+1 : r.groups] {
			rest += n
		}
		if (length == 9 || length == 12) && (rest == 0 || rest >= 8) {
			if groups > 1 {
				cell.codes |= codeNumberSeparated
			}
			w.addNumber(cell, length, value)
			found++
			length, value, groups = 0, 0, 0
		}
	}
	return found
}
