package sink

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// englishWords are the words of English headers of persons' data, with the
// abbreviations of exports. True: the word shows the language; false: it stands
// in files of either.
var englishWords = map[string]bool{
	"full": true, "first": true, "last": true, "middle": true, "given": true, "family": true, "sur": true, "surname": true,
	"name": true, "names": true, "nm": true, "fullname": true, "forename": true,
	"birth": true, "birthday": true, "birthdate": true, "date": true, "dob": true, "day": true, "month": true, "year": true, "born": true, "of": true,
	"gender": true, "sex": true, "identity": true, "identification": true, "identifier": true, "card": true, "citizen": true, "national": true,
	"personal": true, "number": true, "num": true, "code": true, "old": true, "new": true, "document": true, "doc": true, "paper": true,
	"address": true, "addr": true, "permanent": true, "residence": true, "residential": true, "home": true, "current": true, "street": true,
	"ward": true, "commune": true, "district": true, "province": true, "city": true,
	"customer": true, "cust": true, "client": true, "borrower": true, "holder": true, "owner": true, "person": true, "patient": true,
	"student": true, "employee": true, "subscriber": true, "taxpayer": true, "insured": true, "member": true, "account": true,
	"id": false, "no": false, "nr": false, "pin": false, "cccd": false, "cmnd": false, "cmt": false, "cmtnd": false, "cic": false,
}

// longestWord is how many letters the longest of them has.
const longestWord = len("identification")

// inEnglish says whether the headers of the columns that hold persons' fields
// are English words, at least one of them plainly so.
func inEnglish(headers []string, columns ResponseColumns) bool {
	plain := false
	for _, list := range columns.lists() {
		for _, c := range list {
			if c < 0 || c >= len(headers) {
				continue
			}
			english, shows := englishHeader(headers[c])
			if !english {
				return false
			}
			plain = plain || shows
		}
	}
	return plain
}

// englishHeader says whether a header consists of English words, and whether
// one of them shows the language.
func englishHeader(header string) (english, shows bool) {
	for word := range strings.FieldsFuncSeq(header, func(r rune) bool { return r < utf8.RuneSelf && !unicode.IsLetter(r) }) {
		for len(word) > 0 {
			one := firstWord(word)
			word = word[len(one):]
			parts, ok := splitWords(strings.ToLower(one), 4)
			if !ok {
				return false, false
			}
			shows = shows || parts
		}
	}
	return true, shows
}

// firstWord is the first word of a CamelCase text.
func firstWord(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			return s[:i]
		}
	}
	return s
}

// splitWords says whether a text is a word of the list or at most so many of
// them without a space between, and whether one of them shows the language.
func splitWords(s string, most int) (shows, ok bool) {
	if shows, ok = englishWords[s]; ok || most == 1 {
		return shows, ok
	}
	for i := 2; i+2 <= len(s) && i <= longestWord; i++ {
		first, known := englishWords[s[:i]]
		if !known {
			continue
		}
		if rest, ok := splitWords(s[i:], most-1); ok {
			return first || rest, true
		}
	}
	return false, false
}
