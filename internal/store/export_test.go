package store

import "strings"

// MatchPath is matchSegments over slash-separated texts.
func MatchPath(pattern, name string) bool {
	return matchSegments(strings.Split(pattern, "/"), strings.Split(name, "/"))
}
