package schemas

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// maxShapes and maxShape bound what Shapes prints.
const (
	maxShapes = 3
	maxShape  = 40 // letters
)

// Shapes returns the commonest shapes of values, at most three, the commonest
// first. A shape shows the form of a value and nothing of its content: a run
// of digits is 9(length), a word is X if it begins with a capital, x if not,
// blanks are one space, common punctuation stays, all else is ?. Empty values
// do not count. "079173000123" is 9(12), "Trần Thị b" is X X x.
func Shapes(values []string) []string {
	counts := make(map[string]int)
	for _, v := range values {
		if s := shapeOf(v); s != "" {
			counts[s]++
		}
	}
	shapes := make([]string, 0, len(counts))
	for s := range counts {
		shapes = append(shapes, s)
	}
	slices.SortFunc(shapes, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return shapes[:min(len(shapes), maxShapes)]
}

func shapeOf(v string) string {
	runes := []rune(strings.TrimSpace(v[:min(len(v), maxLook)]))
	var out []string // parts of the shape, one rune or one run each
	for i := 0; i < len(runes); {
		r, end := runes[i], i+1
		switch {
		case unicode.IsDigit(r):
			for end < len(runes) && unicode.IsDigit(runes[end]) {
				end++
			}
			out = append(out, digitShape(end-i))
		case unicode.IsLetter(r):
			for end < len(runes) && (unicode.IsLetter(runes[end]) || unicode.IsMark(runes[end])) {
				end++
			}
			if unicode.IsUpper(r) {
				out = append(out, "X")
			} else {
				out = append(out, "x")
			}
		case unicode.IsSpace(r):
			for end < len(runes) && unicode.IsSpace(runes[end]) {
				end++
			}
			out = append(out, " ")
		case strings.ContainsRune(".,-/:;+()'@_*|", r):
			out = append(out, string(r))
		default:
			out = append(out, "?")
		}
		i = end
	}
	return cut(strings.Join(out, ""))
}

func digitShape(n int) string {
	if n == 1 {
		return "9"
	}
	return "9(" + strconv.Itoa(n) + ")"
}

func cut(s string) string {
	if r := []rune(s); len(r) > maxShape {
		return string(r[:maxShape]) + "…"
	}
	return s
}
