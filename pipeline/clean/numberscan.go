package clean

import "bytes"

// number1 reads a cell that is not plainly digits.
func (w *Worker) number1(raw []byte) (cell numberCell) {
	text, wide := appendTidy(w.scratch[:0], raw)
	w.scratch = text[:0]
	if len(text) == 0 {
		cell.codes = codeNumberMissing
		return cell
	}
	if len(text) > 128 {
		cell.codes = codeNumberMalformed
		return cell
	}
	if wide || len(text) != len(raw) || bytes.ContainsAny(text, "'\"") {
		cell.codes |= codeNumberSeparated
	}
	at := len(text)
	text = appendFold(text, text)
	w.scratch = text[:0]
	text = text[at:]
	if scientific(text) {
		cell.codes = codeNumberMalformed
		return cell
	}
	found := 0
	for len(text) > 0 {
		end := bytes.IndexAny(text, "/;,()[]{}|\\&+")
		part := text
		if end >= 0 {
			part, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		found += w.numberPart(&cell, part)
	}
	switch {
	case found == 0 && hasNoDigits(raw):
		cell.codes = codeNumberDummy
	case found == 0:
		cell.codes = codeNumberMalformed
	case found > 1:
		cell.codes |= codeNumberSplit
	}
	if cell.pin == 0 && cell.cmnd == 0 {
		if cell.pad == 0 { // nothing was repaired
			cell.codes &= codeNumberMalformed | codeNumberDummy
		}
		return cell
	}
	if cell.codes&codeNumberSplit != 0 || cell.pin != 0 {
		cell.codes &^= codeNumberMalformed | codeNumberDummy
	}
	return cell
}

func hasNoDigits(raw []byte) bool {
	for _, c := range raw {
		if c >= '1' && c <= '9' {
			return false
		}
	}
	return true
}

// scientific recognises 1.23E+11: the number is lost.
func scientific(text []byte) bool {
	at := bytes.IndexByte(text, 'e')
	if at < 1 || at+1 >= len(text) {
		return false
	}
	for _, c := range text[:at] {
		if (c < '0' || c > '9') && c != '.' && c != ',' {
			return false
		}
	}
	for _, c := range bytes.TrimLeft(text[at+1:], "+-") {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// numberPart reads one part of a cell, and returns how many numbers stood in it.
func (w *Worker) numberPart(cell *numberCell, part []byte) int {
	part = bytes.Trim(part, " .:-'\"#_")
	stripped := stripWords(part)
	if len(stripped) != len(part) {
		cell.codes |= codeNumberWords
	}
	part = bytes.Trim(stripped, " .:-'\"#_")
	if cut := decimalTail(part); cut > 0 {
		part = part[:cut]
		cell.codes |= codeNumberDecimal
	}
	var run digitRun
	if !run.read(part) {
		return 0
	}
	cell.codes |= run.codes
	if run.total > 13 {
		return w.runs(cell, &run)
	}
	if run.total < 6 {
		if run.total > 0 && run.value < 10 {
			cell.codes |= codeNumberDummy
			return 1
		}
		return 0
	}
	if run.groups > 1 {
		cell.codes |= codeNumberSeparated
	}
	w.addNumber(cell, run.total, run.value)
	return 1
}

// stripWords takes words off the front of a part ("CCCD:", "so", "id"), the
// letters that stand for digits excepted.
func stripWords(part []byte) []byte {
	for {
		end := 0
		for end < len(part) && (part[end] >= 'a' && part[end] <= 'z' || part[end] >= 0x80) {
			end++
		}
		if end == 0 || digitLike(part[:end]) && end < 3 && !labels[string(part[:end])] {
			return part
		}
		// passports and other numbers with one letter keep it, and are no numbers
		if end == 1 && len(part) <= 9 && end < len(part) && part[end] != ' ' && part[end] != ':' {
			return part
		}
		part = bytes.TrimLeft(part[end:], " .:-'\"#_")
	}
}

var labels = wordSet("so", "id", "cc", "no", "s", "sđ")

// digitLike says whether letters may be digits that were read or typed wrong.
func digitLike(word []byte) bool {
	for _, c := range word {
		if c != 'o' && c != 'i' && c != 'l' {
			return false
		}
	}
	return true
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
	value  uint64
	total  int
	groups int
	len    [8]int
	vals   [8]uint64
	codes  codes
}

// read reads digits and the letters that stand for them, with single separators
// between groups; false when something else is there.
func (r *digitRun) read(part []byte) bool {
	letters, gap := 0, true
	for _, c := range part {
		switch {
		case c >= '0' && c <= '9':
		case c == 'o':
			c = '0'
			letters++
		case c == 'l' || c == 'i':
			c = '1'
			letters++
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
	if letters > 0 {
		r.codes |= codeNumberLetters
	}
	return letters <= 3 && letters < r.total
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
