package schemas

import (
	"strings"
	"sync"
	"unicode"
)

// How surely a cell is the spelling of a header.
type spelling uint8

const (
	noSpelling     spelling = iota
	weakSpelling            // short, of many meanings, or a known one is part of it
	strongSpelling          // a known one
)

// anyHeaders is a description of all headers that any built-in dataset knows.
var anyHeaders = sync.OnceValue(func() *Description {
	all := &Description{keys: map[string]int{}}
	at := map[Role]int{}
	add := func(role Role, key string) {
		i, ok := at[role]
		if !ok {
			i = len(all.Columns)
			at[role] = i
			all.Columns = append(all.Columns, Column{Role: role})
		}
		if key != "" && manyMeanings[key] == nil {
			all.keys[key] = i
		}
	}
	for key, role := range aliases() {
		add(role, key)
	}
	for _, name := range DatasetNames {
		if d, err := Dataset(name); err == nil {
			for _, c := range d.Columns {
				add(c.Role, "")
				for _, header := range c.Headers {
					add(c.Role, foldKey(header))
				}
			}
		}
	}
	return all
})

// spelled says whether a cell is the spelling of a header.
func (f *headerFinder) spelled(cell string) spelling {
	if len(cell) > maxHeader {
		return noSpelling
	}
	key, all := keyOf(cell), anyHeaders()
	if _, ok := all.keys[key]; ok || f.more[key] {
		if len(key) <= 3 && valueWords[key] {
			return weakSpelling
		}
		return strongSpelling
	}
	if manyMeanings[key] != nil {
		return weakSpelling
	}
	if f.budget--; f.budget < 0 || len(key) < 3 {
		return noSpelling
	}
	if _, ok := all.lookup(trimHeader(key)); ok && len(key) > 4 {
		return strongSpelling
	}
	if role, _ := all.composed(cell); role != "" {
		return strongSpelling
	}
	if ofAnother(cell) || len(key) >= minPart && len(key) <= maxPartKey/2 && all.longestPart(key) != "" {
		return weakSpelling
	}
	return noSpelling
}

// valueWords are short spellings of headers that also stand as values.
var valueWords = map[string]bool{"nu": true, "nam": true, "cc": true, "no": true, "gt": true, "ban": true, "to": true, "ap": true, "ns": true, "xa": true}

// dataLook says whether a cell is surely no header: a number of a person, a
// date, a phone, an amount, a name of a person.
func dataLook(cell string) bool {
	v := strings.TrimSpace(cell)
	if len(v) > maxLook {
		return true // no header is as long
	}
	digits, letters := 0, 0
	for _, r := range v {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case digits >= 4 && letters <= 2, strings.ContainsRune(v, '@') && letters > 3:
		return true
	case digits >= 6:
		return true
	case digits > 0 && strings.Count(v, ",") >= 2:
		return true
	case digits >= 5: // "Năm 2024" is a header
		_, _, date := yearOf(v)
		return date
	case digits > 0:
		return false
	}
	look := lookAtName(v)
	return look.surname && look.shape && look.syllable > 0.99
}

// bareFigures says whether a cell is a number and nothing else.
func bareFigures(cell string) bool {
	v := strings.TrimSpace(cell)
	return v != "" && strings.Trim(v, "0123456789.,-+% ") == ""
}

// technicalName says whether a cell is a name out of a program: no spaces,
// ASCII, and an underscore, or a running number behind letters.
func technicalName(cell string) bool {
	v := strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(v, "Unnamed: "); ok {
		return bareFigures(rest)
	}
	letters, digits, under := 0, 0, 0
	for i := range len(v) {
		switch c := v[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		case '0' <= c && c <= '9':
			digits++
		case c == '_' || c == '.':
			under++
		default:
			return false
		}
	}
	return letters > 0 && digits < 5 && (under > 0 || digits > 0)
}

func blank(cell string) bool { return strings.TrimSpace(cell) == "" }
