package strict

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Node is a part of a parsed text: a value, a key, a document.
type Node = ast.Node

// Kind says in a person's words what a node is.
func Kind(node Node) string {
	switch node.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "this number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return "an anchor, alias or tag (this file may have none)"
	}
	return "this"
}

// Start is the first key of a mapping, where a person looks for it; of anything
// else the node itself.
func Start(node Node) Node {
	if pairs, ok := pairsOf(node); ok && len(pairs) > 0 && pairs[0].Key != nil {
		return pairs[0].Key
	}
	return node
}

// Peek returns the text of a key of a mapping without noting faults, "" when
// the node, the key or the text is not there.
func Peek(node Node, key string) string {
	pairs, _ := pairsOf(node)
	for _, pair := range pairs {
		if s, ok := pair.Value.(*ast.StringNode); ok && keyOf(pair) == key {
			return s.Value
		}
	}
	return ""
}

// pairsOf returns the pairs of a mapping, of which the parser has two forms.
func pairsOf(node Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func keyOf(pair *ast.MappingValueNode) string {
	if at := tokenOf(pair.Key); at != nil {
		return at.Value
	}
	return ""
}

func keys(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Key
	}
	return out
}

// tokenOf is where a node begins; nil when the parser left that out.
func tokenOf(node Node) *token.Token {
	if m, ok := node.(*ast.MappingNode); !ok || !m.IsFlowStyle {
		node = Start(node) // of a mapping without { the parser tells its first colon
	}
	if node == nil {
		return nil
	}
	return node.GetToken()
}

// place is the line and column of a token, the beginning of the file for nil.
func place(at *token.Token) (line, column int) {
	if at == nil || at.Position == nil {
		return 1, 1
	}
	return max(at.Position.Line, 1), max(at.Position.Column, 1)
}
