package reports

import "strconv"

// Few writes an expected number of rows that are few: with a digit behind the
// point, and what is there never as nothing. Of many it is "".
func Few(n float64) string {
	switch {
	case n == 0:
		return "0"
	case n < 0.1:
		return "<0.1"
	case n < 9.95:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return ""
}

// Small writes a small rate of ten thousand by its first digit that is not 0.
// Of none, and from 0.1 on, it is "".
func Small(n float64) string {
	switch {
	case n == 0 || n >= 0.1:
		return ""
	case n < 0.001:
		return "<0.001"
	}
	return strconv.FormatFloat(n, 'g', 1, 64)
}
