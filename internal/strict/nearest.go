package strict

import "strings"

// Nearest returns the known word that a mistyped one most likely means, "" when
// none is near: at most two letters away, and less than half of the word. Words
// of more than 64 bytes are near to none: the time grows with the square.
func Nearest(word string, known []string) string {
	if len(word) > 64 {
		return ""
	}
	word = plainWord(word)
	best, at := "", 3
	for _, k := range known {
		d := edits(word, plainWord(k))
		if d < at && 2*d < max(len(word), len(k)) {
			best, at = k, d
		}
	}
	return best
}

func plainWord(s string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(s))
}

// edits counts letters to insert, delete, replace or swap with a neighbour
// (optimal string alignment); words are short.
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
