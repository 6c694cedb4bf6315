package store

import (
	"errors"
	"strings"
)

// splitPattern cuts a pattern into its folder and the segments below it.
func splitPattern(pattern string) (folder string, segments []string) {
	cut, _, _ := strings.Cut(pattern, "*")
	at := strings.LastIndexByte(cut, '/')
	folder, rest := pattern[:at+1], pattern[at+1:]
	switch {
	case folder == "":
		folder = "."
	case folder == "/" || strings.HasSuffix(folder, "://"), strings.HasSuffix(folder, ":///"):
	default:
		folder = strings.TrimSuffix(folder, "/")
	}
	return folder, strings.Split(rest, "/")
}

// matchSegments says whether a path matches a pattern, segment by segment. It
// is quadratic at worst: from[i] says whether the segments so far can end
// before name i.
func matchSegments(pattern, name []string) bool {
	from := make([]bool, len(name)+1)
	from[0] = true
	for _, p := range pattern {
		next := make([]bool, len(name)+1)
		if p == "**" {
			next[0] = from[0]
			for i, n := range name {
				next[i+1] = from[i+1] || (next[i] && !strings.HasPrefix(n, "."))
			}
		} else {
			for i, n := range name {
				next[i+1] = from[i] && matchSegment(p, n)
			}
		}
		from = next
	}
	return from[len(name)]
}

// matchSegment says whether one name matches one segment. The last * tried is
// the only one worth going back to.
func matchSegment(pattern, name string) bool {
	if strings.HasPrefix(name, ".") && !strings.HasPrefix(pattern, ".") {
		return false
	}
	p, n, star, mark := 0, 0, -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// ignoreAbsent makes an object that is not there no error, and neither a name
// that cannot be one (a pattern that ends in a slash).
func ignoreAbsent(err error) error {
	var bad *KeyError
	var bucket *BucketError
	if errors.As(err, &bucket) {
		return err
	}
	if errors.Is(err, ErrNotExist) || errors.As(err, &bad) {
		return nil
	}
	return err
}
