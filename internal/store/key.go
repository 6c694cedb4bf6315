package store

import (
	"strings"
	"unicode/utf8"
)

// tempPrefix begins the names of half-written files. No key may use it, and
// no listing shows it.
const tempPrefix = ".lamsach-half-"

// CheckKey says why a text cannot be a key, nil when it can.
func CheckKey(key string) error {
	switch {
	case key == "":
		return &KeyError{key, "is empty"}
	case len(key) > 1024:
		return &KeyError{key[:64] + "...", "is longer than 1024 bytes"}
	case !utf8.ValidString(key):
		return &KeyError{key, "is not UTF-8"}
	case strings.ContainsRune(key, 0):
		return &KeyError{key, "holds a zero byte"}
	}
	for part := range strings.SplitSeq(key, "/") {
		switch {
		case part == "":
			return &KeyError{key, "has an empty segment; write it without a leading, trailing or double slash"}
		case part == "." || part == "..":
			return &KeyError{key, "may not climb; write it without . and .. segments"}
		case strings.HasPrefix(part, tempPrefix):
			return &KeyError{key, "uses a name kept for half-written files"}
		}
	}
	return nil
}
