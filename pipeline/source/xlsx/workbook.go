package xlsx

import (
	"net/url"
	"path"
	"strings"

	"lamsach/pipeline/source/xlsx/markup"
)

// maxSheets is how many sheets of a workbook are looked at.
const maxSheets = 1000

// workbook is what the small parts say.
type workbook struct {
	sheets   []sheetRef
	base1904 bool
	strings  *part // nil when there is none
	styles   *part
	other    int // chart and dialog sheets
}

// sheetRef is a worksheet that the workbook names.
type sheetRef struct {
	name   string
	hidden bool
	part   *part
}

// relation is what one part says of another.
type relation struct {
	kind   string // last word of its type: worksheet, styles, …
	target string // name of the part, "" when it lies outside
}

// readWorkbook finds the sheets of an archive.
func readWorkbook(a *archive) (*workbook, error) {
	main, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	relations, err := a.relations(main)
	if err != nil {
		return nil, err
	}
	w := &workbook{}
	for _, r := range relations {
		var into **part
		switch r.kind {
		case "sharedStrings":
			into = &w.strings
		case "styles":
			into = &w.styles
		default:
			continue
		}
		if *into, err = a.part(r.target); err != nil {
			return nil, err
		}
	}
	seen := map[*part]bool{}
	err = a.each(main, func(s *markup.Scanner, parent string) error {
		switch name := string(s.Name()); {
		case name == "workbookPr":
			flag := string(s.Attr("date1904"))
			w.base1904 = flag == "1" || flag == "true"
		case name == "sheet" && parent == "sheets":
			return w.addSheet(a, s, relations, seen)
		}
		return nil
	})
	if err == nil && len(w.sheets) == 0 {
		err = unsupported("workbooks without a worksheet")
	}
	return w, err
}

// addSheet takes up a sheet that the workbook names.
func (w *workbook) addSheet(a *archive, s *markup.Scanner, relations map[string]relation, seen map[*part]bool) error {
	r, found := relations[string(s.Attr("id"))]
	if !found {
		return damage("the workbook names a sheet that it does not say where to find")
	}
	if r.kind != "worksheet" {
		w.other++
		return nil
	}
	p, err := a.part(r.target)
	if err != nil {
		return err
	}
	if p == nil || seen[p] {
		return damage("the workbook names a sheet that is missing or another's")
	}
	seen[p] = true
	if len(w.sheets) == maxSheets {
		return unsupported("workbooks of more than %d sheets; split it", maxSheets)
	}
	state := string(s.Attr("state"))
	name := string(markup.Unescape(nil, s.Attr("name")))
	w.sheets = append(w.sheets, sheetRef{name: strings.ToValidUTF8(name, "\ufffd"), hidden: state == "hidden" || state == "veryHidden", part: p})
	return nil
}

// mainPart finds the part of the workbook itself, or says what the archive is.
func (a *archive) mainPart() (*part, error) {
	relations, err := a.relations(nil)
	if err != nil {
		return nil, err
	}
	target := "xl/workbook.xml"
	for _, r := range relations {
		if r.kind == "officeDocument" {
			target = r.target
		}
	}
	if strings.HasSuffix(target, ".bin") {
		return nil, unsupported("binary workbooks (.xlsb); open it and save it as .xlsx")
	}
	p, err := a.part(target)
	switch {
	case err != nil:
		return nil, err
	case strings.HasPrefix(target, "word/"), strings.HasPrefix(target, "ppt/"):
		return nil, unsupported("text documents and presentations; send the table as .xlsx or .csv")
	case p != nil:
		return p, nil
	case a.parts["mimetype"] != nil && a.parts["content.xml"] != nil:
		return nil, unsupported("OpenDocument files (.ods); open it and save it as .xlsx")
	case a.parts["index/document.iwa"] != nil || a.parts["index.zip"] != nil:
		return nil, unsupported("Numbers files; export it as .xlsx")
	}
	return nil, unsupported("archives (.zip) that hold no workbook; send the files in it one by one")
}

// relations reads the relations of a part, those of the archive for nil.
func (a *archive) relations(of *part) (map[string]relation, error) {
	dir, base := "", ""
	if of != nil {
		dir, base = path.Split(of.name)
	}
	p, err := a.part(dir + "_rels/" + base + ".rels")
	out := map[string]relation{}
	if p == nil || err != nil {
		return out, err
	}
	return out, a.each(p, func(s *markup.Scanner, _ string) error {
		if string(s.Name()) != "Relationship" {
			return nil
		}
		r := relation{kind: path.Base(string(s.Attr("Type")))}
		if string(s.Attr("TargetMode")) != "External" {
			r.target = resolve(dir, string(markup.Unescape(nil, s.Attr("Target"))))
		}
		out[string(s.Attr("Id"))] = r
		return nil
	})
}

// resolve gives the name of the part that a target points to.
func resolve(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if !strings.HasPrefix(target, "/") {
		target = dir + target
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+target), "/"))
}

// each calls do for every start tag of a small part, with the name of the
// element around it.
func (a *archive) each(p *part, do func(s *markup.Scanner, parent string) error) error {
	var r partReader
	var s markup.Scanner
	r.open(a, p, nil)
	s.Reset(&r)
	var open []string
	for {
		switch s.Next() {
		case markup.End:
			return s.Err()
		case markup.Start:
			parent := ""
			if n := len(open); n > 0 {
				parent = open[n-1]
			}
			if err := do(&s, parent); err != nil {
				return err
			}
			if !s.Empty() {
				open = append(open, string(s.Name()))
			}
		case markup.Close:
			open = open[:len(open)-1]
		}
	}
}
