package xlsx

import (
	"fmt"
	"io"
	"strings"

	"lamsach/pipeline/source/xlsx/markup"
)

// markColour is the fill of marked cells: a yellow that text is read on.
const markColour = "FFFFEB84"

// stylesName is where styles are put in a workbook that had none.
const stylesName = "xl/styles.xml"

// newStyles are the styles of such a workbook: that of all its cells, and the
// same with a mark.
const newStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="` + markColour + `"/><bgColor indexed="64"/></patternFill></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/></cellXfs></styleSheet>`

// planMarks finds which cell styles get a marked twin, and how the parts that
// hold the styles are written.
func (r *response) planMarks() (map[*part]func(io.Writer) error, error) {
	f := r.file
	used := make([]bool, len(f.book.styles))
	any := false
	for i, t := range f.sheets {
		if len(r.addition(i).Marked) > 0 {
			any = true
			for style, is := range t.styles {
				used[style] = used[style] || is
			}
		}
	}
	switch {
	case !any:
		return nil, nil
	case f.styles == nil:
		return r.planStyles()
	}
	const limit = 65_490 // styles that spreadsheet programs know
	next := len(used)
	for style, is := range used {
		if is && next < limit {
			r.styles[style] = next
			next++
		}
	}
	if next == len(used) {
		return nil, nil
	}
	return map[*part]func(io.Writer) error{f.styles: r.writeStyles}, nil
}

// planStyles plans styles for a workbook that has none: a part, and a line in
// each of two others that names it.
func (r *response) planStyles() (map[*part]func(io.Writer) error, error) {
	a := r.file.archive
	main, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	slash := strings.LastIndexByte(main.name, '/') + 1
	links := a.parts[main.name[:slash]+"_rels/"+main.name[slash:]+".rels"]
	types := a.parts["[content_types].xml"]
	if links == nil || types == nil || a.parts[strings.ToLower(stylesName)] != nil {
		return nil, nil // nothing is marked
	}
	r.fresh = true
	r.styles[0] = 1
	insert := func(of *part, format string) func(io.Writer) error {
		return func(w io.Writer) error { return r.writeBeforeEnd(w, of, format) }
	}
	return map[*part]func(io.Writer) error{
		links: insert(links, `<%sRelationship Id="rIdLamsachStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/`+stylesName+`"/>`),
		types: insert(types, `<%sOverride PartName="/`+stylesName+`" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`),
	}, nil
}

// writeBeforeEnd copies a part and puts an element at its end; format gets the
// prefix of its tags.
func (r *response) writeBeforeEnd(w io.Writer, of *part, format string) error {
	var p pass
	p.begin(r.file.archive, of, w)
	for {
		kind := p.s.Next()
		if kind == markup.End {
			return p.finish()
		}
		if kind == markup.Close && p.s.Depth() == 0 {
			p.line = fmt.Appendf(p.line, format, p.s.Prefix())
			if err := p.before(); err != nil {
				return err
			}
		}
		if err := p.keep(); err != nil {
			return err
		}
	}
}
