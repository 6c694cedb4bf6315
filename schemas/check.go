package schemas

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Check is what a value of a column that is carried through must be, as its
// description says. A value must pass all that is said; an empty one passes.
type Check struct {
	OneOf    []string  // as written; compared folded
	Patterns []string  // one of them is enough; see Shapes for the notation
	Range    *Range    // of a number
	Date     Precision // at least so much of a date; NoDate: need not be one
	// Orders: roles of columns that a date must not lie before or after.
	NotBefore, NotAfter Role

	listed   map[string]bool
	patterns []pattern
}

// Range are the numbers that a value may be, both ends included; nil for no end.
type Range struct{ From, To *float64 }

func (r *Range) has(n float64) bool {
	return (r.From == nil || n >= *r.From) && (r.To == nil || n <= *r.To)
}

// Text holds a value, without spaces around it, against the list, the patterns
// and the range: NoCode if nothing speaks against it. Dates are read by whoever
// knows how the file writes them.
func (c *Check) Text(value string) Code {
	switch {
	case c.listed != nil && !c.lists(value):
		return IssueValueUnlisted
	case c.patterns != nil && !slices.ContainsFunc(c.patterns, func(p pattern) bool { return p.fits(value) }):
		return IssueValueMalformed
	case c.Range == nil:
		return NoCode
	}
	readings := numbersIn(value)
	if len(readings) == 0 {
		return IssueValueMalformed
	}
	for _, n := range readings {
		if c.Range.has(n) {
			return NoCode
		}
	}
	return IssueValueOutOfRange
}

// OfText says whether Text has anything to hold a value against.
func (c *Check) OfText() bool { return c.listed != nil || c.patterns != nil || c.Range != nil }

// Allows says whether a whole number passes for certain, without its text being
// read: amounts are many and nearly all different.
func (c *Check) Allows(n uint64) bool {
	return c.Range != nil && c.listed == nil && c.patterns == nil && c.Range.has(float64(n))
}

// String says in a few words what is checked.
func (c *Check) String() string {
	var said []string
	if c.OneOf != nil {
		said = append(said, "one of "+strings.Join(c.OneOf, ", "))
	}
	if c.Patterns != nil {
		said = append(said, "like "+strings.Join(c.Patterns, " or "))
	}
	if r := c.Range; r != nil {
		if r.From != nil {
			said = append(said, "from "+strconv.FormatFloat(*r.From, 'f', -1, 64))
		}
		if r.To != nil {
			said = append(said, "to "+strconv.FormatFloat(*r.To, 'f', -1, 64))
		}
	}
	if c.Date != NoDate {
		said = append(said, "a date to the "+c.Date.String())
	}
	if c.NotBefore != "" {
		said = append(said, "not before "+string(c.NotBefore))
	}
	if c.NotAfter != "" {
		said = append(said, "not after "+string(c.NotAfter))
	}
	return strings.Join(said, "; ")
}

// lists says whether a value is on the list, or each of several in one cell.
func (c *Check) lists(value string) bool {
	if c.listed[foldKey(value)] {
		return true
	}
	pieces := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(",;/+", r) })
	return len(pieces) > 1 && !slices.ContainsFunc(pieces, func(piece string) bool { return !c.listed[foldKey(piece)] })
}

// Dates says whether the values are read as dates.
func (c *Check) Dates() bool { return c.Date != NoDate || c.NotBefore != "" || c.NotAfter != "" }

// prepare makes what values are held against.
func (c *Check) prepare() {
	if c.OneOf != nil {
		c.listed = map[string]bool{}
		for _, word := range c.OneOf {
			c.listed[foldKey(word)] = true
		}
	}
	for _, text := range c.Patterns {
		p, _ := parsePattern(text)
		c.patterns = append(c.patterns, p)
	}
}

// numbersIn are the numbers that a text may mean, none if it is no number: a
// point or comma before three last digits may part thousands or decimals.
func numbersIn(text string) (readings []float64) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	read := func(thousands, decimal string) {
		plain := strings.Replace(strings.ReplaceAll(text, thousands, ""), decimal, ".", 1)
		if strings.Trim(plain, "0123456789.-+") != "" {
			return
		}
		if n, err := strconv.ParseFloat(plain, 64); err == nil && !math.IsInf(n, 0) {
			readings = append(readings, n)
		}
	}
	for _, signs := range [][2]string{{",", "."}, {".", ","}} {
		if thousandsFit(text, signs[0], signs[1]) {
			read(signs[0], signs[1])
		}
	}
	return readings
}

// thousandsFit says whether a sign stands only where it can part thousands.
func thousandsFit(text, thousands, decimal string) bool {
	whole, _, _ := strings.Cut(text, decimal)
	if strings.Contains(text[len(whole):], thousands) {
		return false
	}
	groups := strings.Split(whole, thousands)
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return len(groups) == 1 || len(groups[0]) <= 4 && len(groups[0]) > 0
}

// pattern is a shape that values must have, piece by piece.
type pattern []patternPiece

// patternPiece is a run of digits, a word, spaces, or one sign.
type patternPiece struct {
	class       rune // '9', 'X', 'x', ' ', or the sign itself
	least, most int  // digits
}

// patternSigns may stand in values and in patterns as they are.
const patternSigns = ".,-/:;+()'@_*|"

// longestRun bounds the digits that a pattern can ask for.
const longestRun = 40

// parsePattern reads the notation of Shapes; in addition 9(9-12) is a run of 9
// to 12 digits.
func parsePattern(text string) (p pattern, ok bool) {
	for rest := text; rest != ""; {
		switch c := rest[0]; {
		case c == '9':
			piece := patternPiece{class: '9', least: 1, most: 1}
			rest = rest[1:]
			if counts, behind, is := countsOf(rest); is {
				piece.least, piece.most, rest = counts[0], counts[1], behind
			}
			if piece.least < 1 || piece.most < piece.least || piece.most > longestRun {
				return nil, false
			}
			p = append(p, piece)
		case c == 'X' || c == 'x' || c == ' ' || strings.IndexByte(patternSigns, c) >= 0:
			p, rest = append(p, patternPiece{class: rune(c)}), rest[1:]
		default:
			return nil, false
		}
	}
	return p, len(p) > 0
}

// countsOf reads (12) or (9-12) from the front of a text.
func countsOf(text string) (counts [2]int, behind string, ok bool) {
	inside, behind, closed := strings.Cut(strings.TrimPrefix(text, "("), ")")
	if !closed || !strings.HasPrefix(text, "(") {
		return counts, text, false
	}
	low, high, several := strings.Cut(inside, "-")
	if !several {
		high = low
	}
	for i, s := range []string{low, high} {
		n, err := strconv.Atoi(s)
		if err != nil {
			return counts, text, false
		}
		counts[i] = n
	}
	return counts, behind, true
}

// fits says whether a value has the shape.
func (p pattern) fits(value string) bool {
	runes, at := []rune(value), 0
	run := func(is func(rune) bool) int {
		from := at
		for at < len(runes) && is(runes[at]) {
			at++
		}
		return at - from
	}
	for _, piece := range p {
		if at == len(runes) {
			return false
		}
		switch first := runes[at]; piece.class {
		case '9':
			if n := run(unicode.IsDigit); n < piece.least || n > piece.most {
				return false
			}
		case 'X', 'x':
			if !unicode.IsLetter(first) || unicode.IsUpper(first) != (piece.class == 'X') {
				return false
			}
			run(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) })
		case ' ':
			if run(unicode.IsSpace) == 0 {
				return false
			}
		default:
			if first != piece.class {
				return false
			}
			at++
		}
	}
	return at == len(runes)
}
