package schemas

import (
	"slices"
	"strings"

	"lamsach/internal/strict"
)

// formats are the forms that a description may name. They document what a
// right value looks like; cleaning reads every usual form whatever is named.
var formats = []string{
	"text", "digits", "digits-9", "digits-12", "integer", "decimal", "code",
	"dd/mm/yyyy", "yyyy-mm-dd", "yyyymmdd", "yyyy-mm", "yyyy", "timestamp", "vocabulary",
}

// ParseDescription reads a description; file only names it in errors. Every
// fault of the text is found at once: the error is a *strict.FaultsError. The form:
//
//	version: 1
//	name: members                 # lower-case letters, digits, -
//	title: { vi: Hội viên, en: Members }
//	id: MEMBER_NO                 # optional: header of the column that tells rows apart
//	parts: [name, address]        # optional: what may stand in several columns; see partGroups
//	about: { vi: …, en: … }       # optional: what the file is, and what to mind
//	means:                        # optional: what verdicts and reasons mean here
//	  deceased: { vi: …, en: … }
//	several: [member_no]          # optional: a person may have several rows, each with another value of this column
//	usual: [duplicate]            # optional: reasons that are no fault here
//	defaults: { accept: 0.9999 }  # optional: of a job's thresholds, where it names none
//	columns:
//	  - role: full_name           # of the alias table; left out: carried through as text
//	    output: full_name         # snake_case column of cleaned
//	    headers: [MEMBER, TEN_HV] # compared folded, beside the alias table
//	    compulsory: true          # default false
//	    group: number             # of compulsory columns of a group one is enough
//	    formats: [text]           # see formats
//	    list: true                # may be a list column; default false
//	    repeat: true              # several columns may have the role; default false
//	    check: { one_of: [A1] }   # what its values must be; see check
//	    event: true               # dates what the row tells of; one column; default false
func ParseDescription(file string, text []byte) (*Description, error) {
	l := &loader{d: &Description{keys: map[string]int{}}, roles: map[Role]bool{}, outputs: map[string]bool{}}
	if root := l.Parse(text, strict.Document{
		One: "one file describes one dataset", Compulsory: "version, name, title and columns",
	}); root != nil {
		l.description(root)
	}
	if err := l.Err(file); err != nil {
		return nil, err
	}
	l.d.noteWords()
	return l.d, nil
}

type loader struct {
	strict.Reader
	d       *Description
	roles   map[Role]bool
	outputs map[string]bool
	parts   []partGroup
	several []strict.Node  // by Description.Several
	orders  []func() order // of dates, to be held against all columns
}

// partGroup is a word of parts, and where it stands.
type partGroup struct {
	name string
	at   strict.Node
}

func (l *loader) description(root strict.Node) {
	columns := root
	l.Mapping(root, "a dataset description",
		strict.Field{Key: "version", Must: true, Read: func(n strict.Node) { l.Version(n, DescriptionVersion) }},
		strict.Field{Key: "name", Must: true, Read: func(n strict.Node) { l.d.Name = l.name(n) }},
		strict.Field{Key: "title", Must: true, Read: func(n strict.Node) { l.d.Title = l.text(n, "title", "Hội viên", "Members") }},
		strict.Field{Key: "about", Read: func(n strict.Node) {
			l.d.About = l.text(n, "about", "Một dòng một hội viên.", "One row a member.")
		}},
		strict.Field{Key: "means", Read: l.means},
		strict.Field{Key: "usual", Read: func(n strict.Node) {
			l.List(n, "usual", "duplicate", func(n strict.Node) {
				if reason := l.Word(n, "reason", reasonNames[:]...); reason != "" {
					l.d.Usual = append(l.d.Usual, reason)
				}
			})
		}},
		strict.Field{Key: "defaults", Read: l.defaults},
		strict.Field{Key: "id", Read: l.id},
		strict.Field{Key: "several", Read: func(n strict.Node) {
			l.List(n, "several", "account_no, wallet_no", func(n strict.Node) {
				l.d.Several, l.several = append(l.d.Several, l.Written(n, "several", "account_no")), append(l.several, n)
			})
		}},
		strict.Field{Key: "columns", Must: true, Read: func(n strict.Node) {
			columns = n
			l.List(n, "columns", "{ output: club, headers: [CLUB] }", l.column)
		}},
		strict.Field{Key: "parts", Read: func(n strict.Node) {
			l.List(n, "parts", "name, address", func(n strict.Node) {
				if group := l.Word(n, "parts", partGroups...); group != "" {
					l.parts = append(l.parts, partGroup{group, n})
				}
			})
		}},
	)
	for i, output := range l.d.Several {
		if output != "" && !l.outputs[output] {
			l.Fault(l.several[i], "several must name outputs of columns of this description")
		}
	}
	for _, group := range l.parts { // behind the columns of the description, which may name some themselves
		for _, c := range partColumns(group.name) {
			if !l.roles[c.Role] {
				l.add(group.at, nil, c)
			}
		}
	}
	l.checkOrders()
	l.lookedUp(columns)
}

// lookedUp refuses a description by which no row could be looked up.
func (l *loader) lookedUp(columns strict.Node) {
	var found []Recognised
	for i, c := range l.d.Columns {
		found = append(found, Recognised{Column: i, Role: c.Role})
	}
	at := l.d.Layout(found)
	if l.Faults() == 0 && !at.Usable() {
		l.Fault(columns, "no row could be looked up by these columns; give one the role cccd, cmnd or id_number_any, or one full_name and another birth_date or an address")
	}
}

func (l *loader) name(n strict.Node) string {
	name := l.Written(n, "name", "members")
	if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		l.Fault(n, "name must be of lower-case letters, digits and -")
	}
	return name
}

// text reads a text in both languages; vi and en are examples.
func (l *loader) text(n strict.Node, what, vi, en string) (t Title) {
	l.Mapping(n, what,
		strict.Field{Key: "vi", Must: true, Read: func(n strict.Node) { t.VI = l.Written(n, what+".vi", vi) }},
		strict.Field{Key: "en", Must: true, Read: func(n strict.Node) { t.EN = l.Written(n, what+".en", en) }},
	)
	return t
}

// meaningful are the words that may be explained: verdicts, then reasons.
var meaningful = append(slices.Clone(verdictNames[:]), reasonNames[:]...)

func (l *loader) means(n strict.Node) {
	var fields []strict.Field
	for i, word := range meaningful {
		if slices.Index(meaningful, word) == i {
			fields = append(fields, strict.Field{Key: word, Read: func(n strict.Node) {
				l.d.Means = append(l.d.Means, Meaning{word, l.text(n, "means."+word, "Người đã chết.", "The person has died.")})
			}})
		}
	}
	l.Mapping(n, "means", fields...)
}

// defaults are the values of a job's fields that it does not name.
func (l *loader) defaults(n strict.Node) {
	l.Mapping(n, "defaults", strict.Field{Key: "accept", Must: true, Read: func(n strict.Node) {
		v, ok := l.Number(n, "accept", "0.9999")
		if ok && !(v >= leastAccept && v < 1) {
			l.Fault(n, "accept must be a probability from %g to below 1", leastAccept)
		} else if ok {
			l.d.Accept = v
		}
	}})
}

// leastAccept is the usual threshold, below which no dataset may go by itself.
const leastAccept = 0.999

// id names the header of the column that tells the rows apart.
func (l *loader) id(n strict.Node) {
	if header := l.Written(n, "id", "MEMBER_NO"); header != "" {
		l.add(n, []strict.Node{n}, Column{Role: RoleID, Output: "id", Headers: []string{header}, Compulsory: true})
	}
}

func (l *loader) column(n strict.Node) {
	var c Column
	var at, roleAt, checkAt strict.Node
	var headers []strict.Node
	truth := func(key string, into *bool) strict.Field {
		return strict.Field{Key: key, Read: func(n strict.Node) { *into = l.Truth(n, key) }}
	}
	ok := l.Mapping(n, "a column",
		strict.Field{Key: "role", Read: func(n strict.Node) { c.Role, roleAt = Role(l.Written(n, "role", "full_name")), n }},
		strict.Field{Key: "output", Must: true, Read: func(n strict.Node) { c.Output, at = l.Written(n, "output", "full_name"), n }},
		strict.Field{Key: "headers", Must: true, Read: func(n strict.Node) {
			l.List(n, "headers", "MEMBER, TEN_HV", func(n strict.Node) {
				if header := l.Written(n, "a header", "MEMBER"); header != "" {
					c.Headers, headers = append(c.Headers, header), append(headers, n)
				}
			})
		}},
		truth("compulsory", &c.Compulsory),
		strict.Field{Key: "group", Read: func(n strict.Node) { c.Group = l.Written(n, "group", "number") }},
		strict.Field{Key: "formats", Read: func(n strict.Node) {
			l.List(n, "formats", "text", func(n strict.Node) { c.Formats = append(c.Formats, l.Word(n, "format", formats...)) })
		}},
		truth("list", &c.List),
		truth("repeat", &c.Repeat),
		strict.Field{Key: "check", Read: func(n strict.Node) {
			checkAt, c.Check = n, l.check(n, func() Role { return c.Role })
		}},
		strict.Field{Key: "event", Read: func(n strict.Node) {
			if c.Event = l.Truth(n, "event"); c.Event && l.d.Event() != "" {
				l.Fault(n, "two columns are the event; mark the one that dates what the row tells of")
			}
		}},
	)
	if !ok || c.Output == "" {
		return
	}
	if c.Role == "" { // carried through under its own name
		c.Role = Role(c.Output)
	} else if !c.Role.Known() {
		l.unknownRole(roleAt, c.Role)
	}
	if c.Check != nil && slices.Contains(cleanedRoles, c.Role) {
		l.Fault(checkAt, "values of the role %s are checked by cleaning itself; check is for columns that are carried through", c.Role)
	}
	l.add(at, headers, c)
}

func (l *loader) unknownRole(at strict.Node, role Role) {
	var known []string
	for role := range knownRoles() {
		known = append(known, string(role))
	}
	slices.Sort(known) // of words equally near the first is meant
	or := ""
	if near := strict.Nearest(string(role), known); near != "" {
		or = "did you mean " + near + "? Or "
	}
	l.Fault(at, "unknown role %s; %sleave role out to carry the column through as text", strict.Quoted(string(role)), or)
}

// add takes a column in and holds it against those before it.
func (l *loader) add(at strict.Node, headerAt []strict.Node, c Column) {
	if !snakeCase(c.Output) {
		l.Fault(at, "output must be snake_case: lower-case letters, digits and _, a letter first")
	}
	if l.outputs[c.Output] {
		l.Fault(at, "two columns have this output")
	}
	if l.roles[c.Role] {
		l.Fault(at, "two columns have this role; one column may have repeat: true instead")
	}
	l.outputs[c.Output], l.roles[c.Role] = true, true
	l.d.Columns = append(l.d.Columns, c)
	for i, header := range c.Headers {
		key := foldKey(header)
		other, taken := l.d.keys[key]
		switch {
		case key == "":
			l.Fault(headerAt[i], "a header must have a letter or digit")
		case taken && other != len(l.d.Columns)-1:
			l.Fault(headerAt[i], "this header also stands at the column with output %s (compared without marks, case and punctuation)", l.d.Columns[other].Output)
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
