package schemas

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// reader walks a YAML text and collects every fault instead of stopping at the
// first: people mend a file in one go.
type reader struct{ faults []Fault }

// field is one key that a mapping may have.
type field struct {
	key  string
	read func(ast.Node)
	must bool
}

func (r *reader) fault(at *token.Token, format string, args ...any) {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = max(at.Position.Line, 1), max(at.Position.Column, 1)
	}
	r.faults = append(r.faults, Fault{line, column, fmt.Sprintf(format, args...)})
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
	if depth(text) > maxDepth {
		r.fault(nil, "brackets more than %d deep", maxDepth)
		return nil
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			r.fault(syntax.GetToken(), "%s", syntax.GetMessage())
		} else {
			r.fault(nil, "this is not YAML")
		}
		return nil
	}
	docs := file.Docs
	if len(docs) > 1 {
		r.fault(docs[1].GetToken(), "a second document; one file describes one dataset")
	}
	if len(docs) == 0 || docs[0].Body == nil {
		r.fault(nil, "the file is empty")
		return nil
	}
	return docs[0].Body
}

// maxDepth is how deep brackets may stand in one another: the parser recurses.
const maxDepth = 64

// depth is how deep brackets stand in one another, those in quotes counted in.
func depth(text []byte) (deepest int) {
	now := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			now++
			deepest = max(deepest, now)
		case ']', '}':
			now = max(now-1, 0)
		}
	}
	return deepest
}

// mapping reads the keys of a mapping; unknown, repeated and missing ones are
// faults. It says whether the node is a mapping at all.
func (r *reader) mapping(node ast.Node, what string, fields ...field) bool {
	var pairs []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.fault(tokenOf(node), "%s must be a mapping (key: value)", what)
		return false
	}
	seen := make(map[string]bool)
	for _, pair := range pairs {
		key := keyOf(pair)
		f := find(fields, key)
		switch {
		case f == nil:
			r.fault(pair.Key.GetToken(), "unknown key %s; %s may have %s", quoted(key), what, keyList(fields))
		case seen[key]:
			r.fault(pair.Key.GetToken(), "key %s stands twice", key)
		default:
			seen[key] = true
			f.read(pair.Value)
		}
	}
	for _, f := range fields {
		if f.must && !seen[f.key] {
			r.fault(startOf(node), "%s lacks %s", what, f.key)
		}
	}
	return true
}

// text reads a scalar as the text it was written as.
func (r *reader) text(node ast.Node, what string) string {
	s, _ := r.textOK(node, what)
	return s
}

// textOK is text that also says whether the node is a scalar.
func (r *reader) textOK(node ast.Node, what string) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode: // a header such as 1 or No
		return strings.TrimSpace(n.GetToken().Value), true
	}
	r.fault(tokenOf(node), "%s must be text", what)
	return "", false
}

func (r *reader) truth(node ast.Node, what string) bool {
	if b, ok := node.(*ast.BoolNode); ok {
		return b.Value
	}
	r.fault(tokenOf(node), "%s must be true or false", what)
	return false
}

// list calls each for the elements of a sequence.
func (r *reader) list(node ast.Node, what string, each func(ast.Node)) {
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		r.fault(tokenOf(node), "%s must be a list", what)
		return
	}
	for _, v := range seq.Values {
		each(v)
	}
}

func keyOf(pair *ast.MappingValueNode) string {
	if pair.Key == nil || pair.Key.GetToken() == nil {
		return ""
	}
	return pair.Key.GetToken().Value
}

func find(fields []field, key string) *field {
	for i := range fields {
		if fields[i].key == key {
			return &fields[i]
		}
	}
	return nil
}

func keyList(fields []field) string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return strings.Join(keys, ", ")
}

// quoted shows a key of the file, shortened: a description is no place for
// long texts, and a file given by mistake should not be poured out.
func quoted(key string) string {
	letters := []rune(key)
	if len(letters) > 32 {
		key = string(letters[:32]) + "…"
	}
	return fmt.Sprintf("%q", key)
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
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return tokenOf(m.Values[0].Key)
	}
	if m, ok := node.(*ast.MappingValueNode); ok {
		return tokenOf(m.Key)
	}
	return tokenOf(node)
}
