package xlsx

import (
	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// maxStyles is how many cell styles a workbook may have: spreadsheet programs
// know 65,490.
const maxStyles = 1 << 16

// readStyles reads what the cell styles say of the meaning of numbers: the
// number format of each.
func readStyles(a *archive, p *part) ([]cells.Format, error) {
	if p == nil {
		return nil, nil
	}
	named := map[int]cells.Format{}
	var styles []cells.Format
	return styles, a.each(p, func(s *markup.Scanner, parent string) error {
		const largest = 1 << 30
		switch name := string(s.Name()); {
		case name == "numFmt" && parent == "numFmts":
			id := cells.Int(s.Attr("numFmtId"), largest)
			if len(named) < maxStyles {
				named[id] = cells.ParseFormat(string(markup.Unescape(nil, s.Attr("formatCode"))))
			}
		case name == "xf" && parent == "cellXfs":
			if len(styles) == maxStyles {
				return damage("the workbook claims more than %d cell styles", maxStyles)
			}
			id := cells.Int(s.Attr("numFmtId"), largest)
			f, found := named[id]
			if !found {
				f = cells.Builtin(id)
			}
			styles = append(styles, f)
		}
		return nil
	})
}
