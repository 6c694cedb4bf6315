package jobs

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"lamsach/schemas"
)

// reader walks a YAML text and collects every fault instead of stopping at the
// first: people mend a job file in one go.
type reader struct{ faults []schemas.Fault }

// field is one key that a mapping may have.
type field struct {
	key  string
	must bool
	read func(ast.Node)
}

func (r *reader) fault(at *token.Token, format string, args ...any) {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = max(at.Position.Line, 1), max(at.Position.Column, 1)
	}
	r.faults = append(r.faults, schemas.Fault{Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
}

// sorted are the faults in reading order.
func (r *reader) sorted() []schemas.Fault {
	slices.SortStableFunc(r.faults, func(a, b schemas.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.faults
}

// parse returns the root of the only document of a text, nil after a fault.
func (r *reader) parse(text []byte) (root ast.Node) {
	// The parser is not ours and the text may be anything.
	defer func() {
		if recover() != nil {
			r.fault(nil, "this is not YAML")
			root = nil
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			r.fault(syntax.GetToken(), "%s", printable(syntax.GetMessage()))
		} else {
			r.fault(nil, "this is not YAML")
		}
		return nil
	}
	if len(file.Docs) > 1 {
		r.fault(file.Docs[1].GetToken(), "a second document; one file is one job")
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		r.fault(nil, "the file is empty; compulsory are version, kind, dataset, input, register and output")
		return nil
	}
	return file.Docs[0].Body
}

// mapping reads the keys of a mapping; unknown, repeated and missing ones are
// faults.
func (r *reader) mapping(node ast.Node, what string, fields ...field) {
	var pairs []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.fault(tokenOf(node), "%s must be a mapping (key: value), not %s", what, kindOf(node))
		return
	}
	first := map[string]*token.Token{}
	meant := map[string]bool{} // fields that stand there mistyped: not missing as well
	for _, pair := range pairs {
		key := keyOf(pair)
		i := slices.IndexFunc(fields, func(f field) bool { return f.key == key })
		switch {
		case i < 0:
			meant[Nearest(key, keys(fields))] = true
			r.fault(tokenOf(pair.Key), "unknown field %s in %s%s", quoted(key), what, hint(key, keys(fields)))
		case first[key] != nil:
			r.fault(tokenOf(pair.Key), "%s stands twice; it already stands in line %d", key, first[key].Position.Line)
		default:
			first[key] = tokenOf(pair.Key)
			fields[i].read(pair.Value)
		}
	}
	for _, f := range fields {
		if f.must && first[f.key] == nil && !meant[f.key] {
			r.fault(startOf(node), "%s is missing; %s must say it", f.key, what)
		}
	}
}

// hint names the known word nearest to a mistyped one, or all of them.
func hint(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return "; known are " + strings.Join(known, ", ")
}

func keys(fields []field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.key
	}
	return out
}

// text reads a string; an example tells what one looks like.
func (r *reader) text(node ast.Node, what, example string) string {
	value := ""
	switch n := node.(type) {
	case *ast.StringNode:
		value = n.Value
	case *ast.LiteralNode:
		value = n.Value.Value
	case *ast.NullNode:
		r.fault(tokenOf(node), "%s is empty; write for example %s", what, example)
		return ""
	default:
		r.fault(tokenOf(node), "%s must be text such as %s, not %s", what, example, kindOf(node))
		return ""
	}
	if value = strings.TrimSpace(value); value == "" {
		r.fault(tokenOf(node), "%s is empty; write for example %s", what, example)
	}
	return value
}

// word reads one of a closed list of words.
func (r *reader) word(node ast.Node, what string, known ...string) string {
	value := r.text(node, what, known[0])
	if value != "" && !slices.Contains(known, value) {
		r.fault(tokenOf(node), "%s %s is not known%s", what, quoted(value), hint(value, known))
		return ""
	}
	return value
}

// list calls each for the elements of a sequence.
func (r *reader) list(node ast.Node, what, example string, each func(ast.Node)) {
	seq, ok := node.(*ast.SequenceNode)
	switch {
	case !ok:
		r.fault(tokenOf(node), "%s must be a list such as [%s], not %s", what, example, kindOf(node))
	case len(seq.Values) == 0:
		r.fault(tokenOf(node), "%s is empty; write for example [%s]", what, example)
	default:
		for _, v := range seq.Values {
			each(v)
		}
	}
}

// number reads a finite number; ok is false after a fault.
func (r *reader) number(node ast.Node, what, example string) (value float64, ok bool) {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(n.GetToken().Value), "_", ""), 64)
		if err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v, true
		}
	}
	r.fault(tokenOf(node), "%s must be a number such as %s, not %s", what, example, kindOf(node))
	return 0, false
}

func keyOf(pair *ast.MappingValueNode) string {
	if pair.Key == nil || pair.Key.GetToken() == nil {
		return ""
	}
	return pair.Key.GetToken().Value
}

// kindOf says in a person's words what a node is.
func kindOf(node ast.Node) string {
	switch node.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode:
		return "this number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return "an anchor, alias or tag (a job file has none)"
	}
	return "this"
}

// quoted shows a word of the file, shortened and without control characters.
func quoted(word string) string {
	letters := []rune(word)
	if len(letters) > 40 {
		word = string(letters[:40]) + "…"
	}
	return strconv.Quote(word)
}

// printable is a message of the parser in one line.
func printable(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return ' '
		}
		return c
	}, s)
	return s[:min(len(s), 200)]
}

// tokenOf is where a node stands; nil when the parser left that out.
func tokenOf(node ast.Node) *token.Token {
	if node == nil {
		return nil
	}
	return node.GetToken()
}

// startOf is the first key of a mapping: where a person looks for it.
func startOf(node ast.Node) *token.Token {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return tokenOf(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return tokenOf(n.Key)
	}
	return tokenOf(node)
}
