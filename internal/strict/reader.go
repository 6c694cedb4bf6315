package strict

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Reader walks one text and collects its faults. The zero value is ready.
type Reader struct{ faults []Fault }

// Field is one key that a mapping may have.
type Field struct {
	Key  string
	Must bool
	Read func(Node)
}

// Fault notes what is wrong at a node; nil is the beginning of the file.
func (r *Reader) Fault(at Node, format string, args ...any) {
	r.faultAt(tokenOf(at), format, args...)
}

func (r *Reader) faultAt(at *token.Token, format string, args ...any) {
	line, column := place(at)
	r.faults = append(r.faults, Fault{line, column, oneLine(fmt.Sprintf(format, args...), maxMessage)})
}

// Faults is how many faults were noted so far.
func (r *Reader) Faults() int { return len(r.faults) }

// Err returns everything noted as a *FaultsError, nil when there is nothing;
// file is what the faults call the text.
func (r *Reader) Err(file string) error {
	if len(r.faults) == 0 {
		return nil
	}
	sortFaults(r.faults)
	return &FaultsError{File: file, Faults: r.faults}
}

// Mapping reads the keys of a mapping; unknown, repeated and missing ones are
// faults. It says whether the node is a mapping at all.
func (r *Reader) Mapping(node Node, what string, fields ...Field) bool {
	pairs, ok := pairsOf(node)
	if !ok {
		r.Fault(node, "%s must be a mapping (key: value), not %s", what, Kind(node))
		return false
	}
	first := map[string]int{}  // key → its line
	meant := map[string]bool{} // fields that stand there mistyped: not missing as well
	for _, pair := range pairs {
		key := keyOf(pair)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
		switch {
		case i < 0:
			meant[Nearest(key, keys(fields))] = true
			r.Fault(pair.Key, "unknown field %s in %s%s", Quoted(key), what, Hint(key, keys(fields)))
		case first[key] > 0:
			r.Fault(pair.Key, "%s stands twice; it already stands in line %d", key, first[key])
		default:
			first[key], _ = place(tokenOf(pair.Key))
			fields[i].Read(pair.Value)
		}
	}
	for _, f := range fields {
		if f.Must && first[f.Key] == 0 && !meant[f.Key] {
			r.Fault(Start(node), "%s is missing; %s must say it", f.Key, what)
		}
	}
	return true
}

// Text reads a string, trimmed; an example tells what one looks like. It is ""
// only after a fault.
func (r *Reader) Text(node Node, what, example string) string {
	switch n := node.(type) {
	case *ast.StringNode:
		return r.filled(node, n.Value, what, example)
	case *ast.LiteralNode:
		return r.filled(node, n.Value.Value, what, example)
	case nil, *ast.NullNode:
		return r.filled(node, "", what, example)
	}
	r.Fault(node, "%s must be text such as %s, not %s", what, example, Kind(node))
	return ""
}

// Written is Text that also takes numbers, true and false as they are written:
// a header may be 1 or No.
func (r *Reader) Written(node Node, what, example string) string {
	switch node.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return r.filled(node, node.GetToken().Value, what, example)
	}
	return r.Text(node, what, example)
}

func (r *Reader) filled(node Node, value, what, example string) string {
	if value = strings.TrimSpace(value); value == "" {
		r.Fault(node, "%s is empty; write for example %s", what, example)
	}
	return value
}

// Word reads one of a closed list of words, "" after a fault.
func (r *Reader) Word(node Node, what string, known ...string) string {
	value := r.Text(node, what, known[0])
	if value != "" && !slices.Contains(known, value) {
		r.Fault(node, "%s %s is not known%s", what, Quoted(value), Hint(value, known))
		return ""
	}
	return value
}

// Truth reads true or false.
func (r *Reader) Truth(node Node, what string) bool {
	if b, ok := node.(*ast.BoolNode); ok {
		return b.Value
	}
	r.Fault(node, "%s must be true or false, not %s", what, Kind(node))
	return false
}

// List calls each for the elements of a sequence, which may not be empty.
func (r *Reader) List(node Node, what, example string, each func(Node)) {
	seq, ok := node.(*ast.SequenceNode)
	switch {
	case !ok:
		r.Fault(node, "%s must be a list such as [%s], not %s", what, example, Kind(node))
	case len(seq.Values) == 0:
		r.Fault(node, "%s is empty; write for example [%s]", what, example)
	default:
		for _, v := range seq.Values {
			each(v)
		}
	}
}

// Number reads a finite number; ok is false after a fault.
func (r *Reader) Number(node Node, what, example string) (value float64, ok bool) {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(n.GetToken().Value), "_", ""), 64)
		if err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v, true
		}
	}
	r.Fault(node, "%s must be a number such as %s, not %s", what, example, Kind(node))
	return 0, false
}

// Version reads the version of a format, of which the program knows one.
func (r *Reader) Version(node Node, known int) {
	if v, ok := r.Number(node, "version", strconv.Itoa(known)); ok && v != float64(known) {
		r.Fault(node, "version must be %d; this program knows no other", known)
	}
}
