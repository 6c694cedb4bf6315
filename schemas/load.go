package schemas

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// formats are the forms that a description may name. They document what a
// right value looks like; cleaning reads every usual form whatever is named.
var formats = []string{
	"text", "digits", "digits-9", "digits-12", "integer", "decimal", "code",
	"dd/mm/yyyy", "yyyy-mm-dd", "yyyymmdd", "yyyy-mm", "yyyy", "timestamp", "vocabulary",
}

// ParseDescription reads a description; file only names it in errors. Every
// fault of the text is found at once: the error is a *FaultsError. The form:
//
//	version: 1
//	name: members                 # lower-case letters, digits, -
//	title: { vi: Hội viên, en: Members }
//	id: MEMBER_NO                 # optional: header of the column that tells rows apart
//	columns:
//	  - role: full_name           # of the alias table; left out: carried through as text
//	    output: full_name         # snake_case column of cleaned
//	    headers: [MEMBER, TEN_HV] # compared folded, beside the alias table
//	    compulsory: true          # default false
//	    group: number             # of compulsory columns of a group one is enough
//	    formats: [text]           # see formats
//	    list: true                # may be a list column; default false
//	    repeat: true              # several columns may have the role; default false
func ParseDescription(file string, text []byte) (*Description, error) {
	l := &loader{d: &Description{keys: map[string]int{}}, roles: map[Role]bool{}, outputs: map[string]bool{}}
	if len(text) > MaxDescription {
		l.fault(nil, "longer than %d bytes", MaxDescription)
	} else if root := l.parse(text); root != nil {
		l.description(root)
	}
	if len(l.faults) > 0 {
		sortFaults(l.faults)
		return nil, &FaultsError{File: file, Faults: l.faults}
	}
	return l.d, nil
}

type loader struct {
	reader
	d       *Description
	roles   map[Role]bool
	outputs map[string]bool
}

func (l *loader) description(root ast.Node) {
	l.mapping(root, "a dataset description",
		field{"version", l.version, true},
		field{"name", func(n ast.Node) { l.d.Name = l.name(n) }, true},
		field{"title", l.title, true},
		field{"id", l.id, false},
		field{"columns", func(n ast.Node) {
			l.list(n, "columns", l.column)
			if s, ok := n.(*ast.SequenceNode); ok && len(s.Values) == 0 {
				l.fault(tokenOf(n), "columns is empty")
			}
		}, true},
	)
}

func (l *loader) version(n ast.Node) {
	if l.text(n, "version") != "1" {
		l.fault(tokenOf(n), "version must be 1")
	}
}

func (l *loader) name(n ast.Node) string {
	name := l.text(n, "name")
	if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		l.fault(tokenOf(n), "name must be of lower-case letters, digits and -")
	}
	return name
}

func (l *loader) title(n ast.Node) {
	l.mapping(n, "title",
		field{"vi", func(n ast.Node) { l.d.Title.VI = l.text(n, "title.vi") }, true},
		field{"en", func(n ast.Node) { l.d.Title.EN = l.text(n, "title.en") }, true},
	)
}

// id names the header of the column that tells the rows apart.
func (l *loader) id(n ast.Node) {
	header := l.text(n, "id")
	if header == "" {
		return
	}
	l.add(tokenOf(n), []*token.Token{tokenOf(n)}, Column{Role: RoleID, Output: "id", Headers: []string{header}, Compulsory: true})
}

func (l *loader) column(n ast.Node) {
	var c Column
	var at, roleAt *token.Token
	var headers []*token.Token
	ok := l.mapping(n, "a column",
		field{"role", func(n ast.Node) { c.Role, roleAt = Role(l.text(n, "role")), tokenOf(n) }, false},
		field{"output", func(n ast.Node) { c.Output, at = l.text(n, "output"), tokenOf(n) }, true},
		field{"headers", func(n ast.Node) {
			l.list(n, "headers", func(n ast.Node) {
				if header, ok := l.textOK(n, "a header"); ok {
					c.Headers = append(c.Headers, header)
					headers = append(headers, tokenOf(n))
				}
			})
		}, true},
		field{"compulsory", func(n ast.Node) { c.Compulsory = l.truth(n, "compulsory") }, false},
		field{"group", func(n ast.Node) { c.Group = l.text(n, "group") }, false},
		field{"formats", func(n ast.Node) { l.list(n, "formats", func(n ast.Node) { l.format(n, &c) }) }, false},
		field{"list", func(n ast.Node) { c.List = l.truth(n, "list") }, false},
		field{"repeat", func(n ast.Node) { c.Repeat = l.truth(n, "repeat") }, false},
	)
	if !ok || at == nil {
		return
	}
	if c.Role == "" { // carried through under its own name
		c.Role = Role(c.Output)
	} else if !c.Role.Known() {
		l.fault(roleAt, "unknown role %s; leave role out to carry the column through as text", quoted(string(c.Role)))
	}
	l.add(at, headers, c)
}

func (l *loader) format(n ast.Node, c *Column) {
	form := l.text(n, "a format")
	if form != "" && !slices.Contains(formats, form) {
		l.fault(tokenOf(n), "unknown format %s; known are %s", quoted(form), strings.Join(formats, ", "))
	}
	c.Formats = append(c.Formats, form)
}

// add takes a column in and holds it against those before it.
func (l *loader) add(at *token.Token, headerAt []*token.Token, c Column) {
	if !snakeCase(c.Output) {
		l.fault(at, "output must be snake_case: lower-case letters, digits and _, a letter first")
	}
	if l.outputs[c.Output] {
		l.fault(at, "two columns have this output")
	}
	if l.roles[c.Role] {
		l.fault(at, "two columns have this role; one column may have repeat: true instead")
	}
	l.outputs[c.Output], l.roles[c.Role] = true, true
	l.d.Columns = append(l.d.Columns, c)
	for i, header := range c.Headers {
		key := foldKey(header)
		other, taken := l.d.keys[key]
		switch {
		case key == "":
			l.fault(headerAt[i], "a header must have a letter or digit")
		case taken && other != len(l.d.Columns)-1:
			l.fault(headerAt[i], "this header also stands at the column with output %s (compared without marks, case and punctuation)", l.d.Columns[other].Output)
		default:
			l.d.keys[key] = len(l.d.Columns) - 1
		}
	}
}

func snakeCase(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || i > 0 && (c == '_' || '0' <= c && c <= '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
