package clean

import "bytes"

// appendPIN appends a personal ID that has its structure, nothing otherwise.
func (w *Worker) appendPIN(dst, digits []byte) []byte {
	v, ok := allDigits(digits)
	if !ok || len(digits) != 12 || w.structure(pinOf(v)) != 0 || dummyNumber(12, v) {
		return dst
	}
	return append(dst, digits...)
}

// taxCode reads ten digits, thirteen of a branch, or the personal ID that took
// their place on 2025-07-01, perhaps with a place of business behind it. A lost
// zero is put back where the check digit bears it out.
// Source: domain facts 1.4.
func (w *Worker) taxCode(dst []byte, p *paperText) ([]byte, codes) {
	d, at := p.compact, len(dst)
	switch {
	case !p.digits:
		return dst, 0
	case p.dummyDigits():
		return dst, codePaperDummy
	}
	if n := len(d); n == 12 || n == 15 || n == 17 {
		if dst = w.appendPIN(dst, d[:12]); len(dst) > at {
			if n > 12 {
				dst = append(append(dst, '-'), d[12:]...)
			}
			return dst, 0
		}
	}
	var cs codes
	if n := len(d); n == 9 || n == 12 {
		var padded [13]byte
		padded[0] = '0'
		d = padded[:1+copy(padded[1:], d)]
		if !taxCheck(d[:10]) {
			return dst, 0
		}
		cs = codeNumberZeros
	}
	switch {
	case len(d) != 10 && len(d) != 13, string(d[:2]) == "00", string(d[2:9]) == "0000000":
		return dst, 0
	case !taxCheck(d[:10]):
		cs |= codePaperCheck
	}
	dst = append(dst, d[:10]...)
	if len(d) == 13 {
		if string(d[10:]) == "000" {
			return dst[:at], 0
		}
		dst = append(append(dst, '-'), d[10:]...)
	}
	return dst, cs
}

// taxCheck says whether the tenth digit is the check digit of the nine before.
func taxCheck(d []byte) bool {
	sum := 0
	for i, weight := range [...]int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += weight * int(d[i]-'0')
	}
	return 10-sum%11 == int(d[9]-'0')
}

// socialInsurance reads ten digits, or the personal ID that took their place on
// 2025-08-01. The first two digits of the number are those of a province.
func (w *Worker) socialInsurance(dst []byte, p *paperText) ([]byte, codes) {
	switch {
	case !p.digits:
		return dst, 0
	case p.dummyDigits():
		return dst, codePaperDummy
	case len(p.compact) == 10:
		return append(dst, p.compact...), 0
	case len(p.compact) == 9 && w.facts.provinces[p.compact[0]-'0']:
		return append(append(dst, '0'), p.compact...), codeNumberZeros
	}
	return w.appendPIN(dst, p.compact), 0
}

// healthCard reads two letters, the level 1 to 5, a province and ten digits; or
// the number of social insurance alone.
// Source: domain facts 1.5.
func (w *Worker) healthCard(dst []byte, p *paperText) ([]byte, codes) {
	d := p.compact
	if p.digits {
		return w.socialInsurance(dst, p)
	}
	if len(d) != 15 || d[0] < 'A' || d[1] < 'A' || !onlyDigits(d[2:]) || d[2] < '1' || d[2] > '5' || string(d[3:5]) == "00" {
		return dst, 0
	}
	return append(dst, d...), 0
}

// licence reads twelve digits of a plastic card, or what a cardboard one has.
func (w *Worker) licence(dst []byte, p *paperText) ([]byte, codes) {
	d := p.compact
	switch {
	case p.digits && p.dummyDigits():
		return dst, codePaperDummy
	case p.digits && len(d) == 11 && w.facts.provinces[d[0]-'0']:
		return append(append(dst, '0'), d...), codeNumberZeros
	case len(d) < 6 || len(d) > 20 || countDigits(d) < 4:
		return dst, 0
	}
	return append(dst, d...), 0
}

// passport reads letters and digits, ten at most.
func (w *Worker) passport(dst []byte, p *paperText) ([]byte, codes) {
	if d := p.compact; len(d) >= 6 && len(d) <= 10 && countDigits(d) >= 5 {
		return append(dst, d...), 0
	}
	return dst, 0
}

// account reads what a bank gave out: spaces and dots fall away, zeros stay.
func (w *Worker) account(dst []byte, p *paperText) ([]byte, codes) {
	at := len(dst)
	for _, c := range p.text {
		if bytes.IndexByte([]byte(" .'\"_:="), c) < 0 {
			dst = append(dst, c)
		}
	}
	n := len(dst) - at
	if n < 4 || n > 24 || countDigits(dst[at:]) < 4 || exponentAt(bytes.ToLower(p.text)) > 0 {
		return dst[:at], 0
	}
	return dst, 0
}

// householdCode reads what an office gave out.
func (w *Worker) householdCode(dst []byte, p *paperText) ([]byte, codes) {
	at := len(dst)
	if p.digits && p.dummyDigits() {
		return dst, codePaperDummy
	}
	for _, c := range p.text {
		if bytes.IndexByte([]byte(" '\":="), c) < 0 {
			dst = append(dst, c)
		}
	}
	if len(dst)-at > 20 {
		dst = dst[:at]
	}
	return dst, 0
}

// plate writes the plate of a vehicle: 30A-123.45, 29B1-123.45, 30A-1234, an
// army's TM-12-34, a foreign body's 80-123-NG-45.
// Source: domain facts 1.7.
func (w *Worker) plate(dst []byte, p *paperText) ([]byte, codes) {
	d := p.compact
	if len(d) == 6 && d[0] >= 'A' && d[1] >= 'A' && onlyDigits(d[2:]) {
		return append(append(append(append(append(dst, d[:2]...), '-'), d[2:4]...), '-'), d[4:]...), 0
	}
	if len(d) < 7 || len(d) > 9 || !onlyDigits(d[:2]) || !w.facts.plates[(d[0]-'0')*10+d[1]-'0'] {
		return dst, 0
	}
	if len(d) == 9 {
		if diplomatic, ok := diplomaticPlate(dst, d); ok {
			return diplomatic, 0
		}
	}
	series := seriesEnd(p.text, d)
	if series < 0 {
		return dst, 0
	}
	dst = append(append(dst, d[:series]...), '-')
	if d = d[series:]; len(d) == 5 {
		return append(append(append(dst, d[:3]...), '.'), d[3:]...), 0
	}
	return append(dst, d...), 0
}

// diplomaticPlate writes 80-123-NG-45, which may stand as 80-NG-123-45 too.
func diplomaticPlate(dst, d []byte) ([]byte, bool) {
	kind, body, number := d[5:7], d[2:5], d[7:]
	if d[2] >= 'A' {
		kind, body = d[2:4], d[4:7]
	}
	switch string(kind) {
	case "NG", "NN", "CV", "QT":
	default:
		return dst, false
	}
	if !onlyDigits(body) || !onlyDigits(number) {
		return dst, false
	}
	dst = append(append(append(dst, d[:2]...), '-'), body...)
	dst = append(append(append(dst, '-'), kind...), '-')
	return append(dst, number...), true
}

// seriesEnd is where the series of a plate ends and its number of four or five
// digits begins, -1 when it is no plate: one or two letters, or a letter and a
// digit. 29B12345 is 29B-123.45 unless a sign stands behind the 1.
func seriesEnd(text, d []byte) int {
	const none = -1
	series := 2
	for series < len(d) && d[series] >= 'A' {
		if bytes.IndexByte([]byte("IOQW"), d[series]) >= 0 {
			return none
		}
		series++
	}
	number := len(d) - series
	if series == 2 || series > 4 || !onlyDigits(d[series:]) {
		return none
	}
	switch {
	case series == 3 && number == 6, series == 3 && number == 5 && signAt(text, 4):
		return series + 1
	case number == 4 || number == 5:
		return series
	}
	return none
}

// signAt says whether behind so many letters and digits of a text stands a
// space or dash.
func signAt(text []byte, n int) bool {
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9' || letter(c|0x20):
			n--
		case n == 0:
			return c == ' ' || c == '-'
		}
		if n < 0 {
			break
		}
	}
	return false
}
