package xlsx

import (
	"fmt"
	"io"
	"strings"

	"lamsach/pipeline/source/xlsx/markup"
)

// stylesWriter writes the styles of a workbook anew: with a fill more, and with
// marked twins behind the cell styles.
type stylesWriter struct {
	pass
	response *response
	fills    int // in the file
	listed   bool
	styles   int    // cell styles passed
	twins    []byte // of those that get one
}

// standardFills are the two that every list of fills begins with; programs
// take them for granted.
const standardFills = `<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`

const markFill = `<fill><patternFill patternType="solid"><fgColor rgb="` + markColour + `"/><bgColor indexed="64"/></patternFill></fill>`

// prefixed writes a prefix into all tags of some XML of ours.
func prefixed(xml, prefix string) string {
	return strings.ReplaceAll(strings.ReplaceAll(xml, "<", "<"+prefix), "<"+prefix+"/", "</"+prefix)
}

func (r *response) writeStyles(w io.Writer) error {
	x := &stylesWriter{response: r}
	err := r.file.archive.each(r.file.styles, func(s *markup.Scanner, parent string) error {
		if parent == "fills" && string(s.Name()) == "fill" {
			x.fills++
		}
		return nil
	})
	if err != nil {
		return err
	}
	x.begin(r.file.archive, r.file.styles, w)
	for {
		var err error
		switch x.s.Next() {
		case markup.End:
			return x.finish()
		case markup.Start:
			if child := x.s.Depth() == 2 && !x.s.Empty() || x.s.Depth() == 1 && x.s.Empty(); child {
				err = x.list()
			}
		case markup.Close:
			if string(x.s.Name()) == "fills" && x.s.Depth() == 1 {
				x.line = append(x.line, prefixed(markFill, string(x.s.Prefix()))...)
				err = x.before()
			}
		}
		if err == nil {
			err = x.keep()
		}
		if err != nil {
			return err
		}
	}
}

// list looks at the start of one of the lists of the styles.
func (x *stylesWriter) list() error {
	name, prefix := string(x.s.Name()), string(x.s.Prefix())
	whole := `<fills count="3">` + standardFills + markFill + `</fills>`
	switch {
	case name == "fills" && x.s.Empty():
		x.fills, x.listed = 2, true
		x.line = append(x.line, prefixed(whole, prefix)...)
		return x.instead()
	case name == "fills":
		x.listed = true
		x.line = append(x.edited(x.line, []string{"count"}, fmt.Sprintf(` count="%d"`, x.fills+1)), '>')
		return x.instead()
	case !x.listed && (name == "borders" || name == "cellStyleXfs" || name == "cellXfs"):
		x.fills, x.listed = 2, true
		x.line = append(x.line, prefixed(whole, prefix)...)
		if err := x.before(); err != nil {
			return err
		}
	}
	if name == "cellXfs" && !x.s.Empty() {
		return x.cellStyles()
	}
	return nil
}

// cellStyles passes over the cell styles and puts the twins behind them.
func (x *stylesWriter) cellStyles() error {
	total := len(x.response.file.book.styles) + len(x.response.styles)
	x.line = append(x.edited(x.line, []string{"count"}, fmt.Sprintf(` count="%d"`, total)), '>')
	if err := x.instead(); err != nil {
		return err
	}
	for depth := x.s.Depth(); ; {
		switch x.s.Next() {
		case markup.End:
			return x.s.Err()
		case markup.Close:
			if x.s.Depth() < depth {
				x.line = append(x.line, x.twins...)
				return x.before()
			}
		case markup.Start:
			if string(x.s.Name()) != "xf" {
				break
			}
			if err := x.cellStyle(); err != nil {
				return err
			}
			x.styles++
		}
		if err := x.keep(); err != nil {
			return err
		}
	}
}

// cellStyle passes over a cell style and makes its twin if it gets one.
func (x *stylesWriter) cellStyle() error {
	if _, found := x.response.styles[x.styles]; !found {
		x.s.Skip()
		return x.s.Err()
	}
	fill := fmt.Sprintf(` fillId="%d" applyFill="1"`, x.fills)
	x.twins = append(x.edited(x.twins, []string{"fillId", "applyFill"}, fill), x.ending()...)
	if x.s.Empty() {
		return nil
	}
	for depth := x.s.Depth(); x.s.Depth() >= depth; {
		if err := x.keep(); err != nil {
			return err
		}
		if x.s.Next() == markup.End {
			return x.s.Err()
		}
		x.twins = append(x.twins, x.s.Raw()...)
	}
	return nil
}
