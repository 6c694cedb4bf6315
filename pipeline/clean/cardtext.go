package clean

import (
	"bytes"

	"lamsach/schemas"
)

// maxCardText is the longest text of a card that is read, in bytes.
const maxCardText = 1024

func pinOf(v uint64) schemas.Number { return schemas.MakeNumber(schemas.PersonalID, v) }

// cardText reads a cell that holds what a scanner read from the chip card: the
// text of its QR code, or its machine-readable lines. False when it is neither.
func (w *Worker) cardText(cell *numberCell, text []byte) bool {
	var pin, old uint64
	var ok bool
	switch {
	case bytes.Count(text, []byte("|")) >= 5:
		pin, old, ok = qrText(text)
	case bytes.HasPrefix(text, []byte("idvnm")):
		pin, ok = cardLine(text)
	default:
		return false
	}
	if !ok {
		cell.codes |= codeNumberMalformed
		return true
	}
	cell.codes |= codeNumberCard
	w.addNumber(cell, 12, pin)
	if old != 0 {
		w.addNumber(cell, 9, old)
	}
	return true
}

// qrText reads number and old number of a QR code:
// number|old number or empty|name|ddMMyyyy|gender|address|ddMMyyyy.
// Source: domain facts 1.3.
func qrText(text []byte) (pin, old uint64, ok bool) {
	first, rest, _ := bytes.Cut(text, []byte("|"))
	second, _, _ := bytes.Cut(rest, []byte("|"))
	first, second = bytes.Trim(first, " '\""), bytes.TrimSpace(second)
	if pin, ok = allDigits(first); !ok || len(first) != 12 {
		return 0, 0, false
	}
	if v, digits := allDigits(second); digits && len(second) == 9 {
		old = v
	}
	return pin, old, true
}

// cardLine reads the number from the first machine-readable line of the card:
// IDVNM, the last nine digits of the number with their check digit, the number.
// Source: ICAO Doc 9303 part 5 (TD1), part 3 (check digits).
func cardLine(text []byte) (pin uint64, ok bool) {
	const documentAt, checkAt, numberAt, end = 5, 14, 15, 27
	if len(text) < end {
		return 0, false
	}
	number, document := text[numberAt:end], text[documentAt:checkAt]
	pin, ok = allDigits(number)
	return pin, ok && bytes.Equal(document, number[3:]) && text[checkAt] == mrzCheck(document)
}

// mrzCheck is the check digit of digits in a machine-readable line.
func mrzCheck(digits []byte) byte {
	sum := 0
	for i, c := range digits {
		sum += int(c-'0') * [...]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}
