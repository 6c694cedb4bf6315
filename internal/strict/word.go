package strict

import (
	"strconv"
	"strings"
	"unicode"
)

// Lengths in letters: an error is no place for long texts, and a file given by
// mistake should not be poured out.
const (
	maxQuoted    = 40
	maxPrintable = 200
	maxMessage   = 1000
)

// Hint goes on after an unknown word: the known one nearest to it, or all.
func Hint(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; known are " + strings.Join(known, ", ")
}

// Quoted shows a word of a file, shortened and without control characters.
func Quoted(word string) string { return strconv.Quote(shortened(word, maxQuoted)) }

// Printable is a text from outside in one line, shortened, with a space for
// everything that a terminal could take for a command.
func Printable(s string) string { return oneLine(s, maxPrintable) }

func oneLine(s string, letters int) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, shortened(s, letters))
}

func shortened(s string, letters int) string {
	n := 0
	for i := range s {
		if n == letters {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
