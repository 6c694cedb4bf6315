package schemas

import (
	"strconv"
	"strings"
)

// numbers says whether a record numbers the columns of the header above it:
// (1) (2) (3), 1 2 3, A B 1 2 3.
func (f *headerFinder) numbers(i, first int) bool {
	look := f.looks[i]
	if look.filled < 2 || look.filled*2 < f.looks[i-1].filled && look.filled*2 < f.looks[first].filled {
		return false
	}
	bracketed, last := 0, 0
	var letter byte
	for _, cell := range f.records[i] {
		v := strings.TrimSpace(cell)
		if v == "" {
			continue
		}
		bare := strings.Trim(v, "()[] ")
		if bare != v {
			bracketed++
		}
		bare, _, _ = strings.Cut(bare, "=") // (5)=(3)+(4)
		bare = strings.Trim(bare, "()[] ")
		switch n, err := strconv.Atoi(bare); {
		case err == nil && n >= last && n <= last+2 && n > 0 && n < 1000:
			last = n
		case len(bare) == 1 && last == 0 && bare[0]|0x20 >= 'a' && bare[0]|0x20 <= 'z' && (letter == 0 && bare[0]|0x20 <= 'b' || bare[0]|0x20 == letter+1):
			letter = bare[0] | 0x20
		default:
			return false
		}
	}
	return look.filled >= 3 || bracketed == look.filled
}

// name fills in the names of the columns: the lowest cell of each, with its
// group before it where it says little by itself or says the same as another.
func (f *headerFinder) name(names []string, first, rows int) {
	lines := f.records[first : first+rows]
	if rows > 1 && f.numbers(first+rows-1, first) {
		lines = lines[:rows-1]
	}
	groups := make([][]string, len(names)) // above the lowest cell, from below
	seen := map[string]int{}
	for c := range names {
		for l := len(lines) - 1; l >= 0; l-- {
			cell := cellOf(lines[l], c)
			switch {
			case cell == "" && names[c] != "":
				cell = groupOf(lines[l], lines[l+1:], c)
				fallthrough
			case names[c] != "":
				if cell != "" && cell != names[c] {
					groups[c] = append(groups[c], cell)
				}
			default:
				names[c] = cell
			}
		}
		seen[foldKey(names[c])]++
	}
	for c, name := range names {
		if len(groups[c]) > 0 && name != "" && (saysLittle(name) || seen[foldKey(name)] > 1 || ofAnother(groups[c][0])) {
			names[c] = groups[c][0] + " " + name
		}
	}
}

// cellOf is a cell in one line of text, "" where the record ends before it.
func cellOf(rec []string, c int) string {
	if c >= len(rec) {
		return ""
	}
	return strings.Join(strings.Fields(rec[c]), " ")
}

// groupOf is the group that a column without a cell of its own belongs to: the
// next cell to the left, if that stands above names itself.
func groupOf(rec []string, below [][]string, c int) string {
	for left := min(c, len(rec)) - 1; left >= 0; left-- {
		cell := cellOf(rec, left)
		if cell == "" {
			continue
		}
		for _, line := range below {
			if cellOf(line, left) != "" {
				return cell
			}
		}
		return ""
	}
	return ""
}

// littleWords are names that say little without the group above them, folded.
var littleWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("ho ten dem hodem chudem tendem lot so maso no ma loai ngay thang nam nu ngaycap noicap coquancap thoihan giatri " +
		"xa phuong xaphuong phuongxa huyen quan quanhuyen tinh tinhtp tinhthanh tinhthanhpho thon to ap thonto sonha duong chitiet") {
		set[w] = true
	}
	return set
}()

// saysLittle says whether a name needs its group.
func saysLittle(name string) bool {
	key := keyOf(name)
	return len(key) <= 3 || littleWords[key] || manyMeanings[key] != nil
}
