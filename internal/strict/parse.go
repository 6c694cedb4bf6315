package strict

import (
	"bytes"
	"errors"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// Document says what a file is, for the faults of a whole file.
type Document struct {
	One        string // "one file is one job"
	Compulsory string // the fields that an empty file lacks: "version, kind and input"
}

// Parse returns the root of the only document of a text, nil after a fault. A
// second document is a fault too, but the first is still returned.
func (r *Reader) Parse(text []byte, d Document) (root Node) {
	// The parser is not ours and the text may be anything.
	defer func() {
		if recover() != nil {
			r.Fault(nil, "this is not YAML")
			root = nil
		}
	}()
	if len(text) > MaxBytes {
		r.Fault(nil, "longer than %d bytes", MaxBytes)
		return nil
	}
	if depth(text) > maxDepth {
		r.Fault(nil, "brackets or dashes more than %d deep", maxDepth)
		return nil
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			r.faultAt(syntax.GetToken(), "%s", Printable(syntax.GetMessage()))
		} else {
			r.Fault(nil, "this is not YAML")
		}
		return nil
	}
	docs := file.Docs
	if len(docs) > 1 {
		r.faultAt(docs[1].Start, "a second document; %s", d.One)
	}
	if len(docs) == 0 || docs[0].Body == nil {
		r.Fault(nil, "the file is empty; compulsory are %s", d.Compulsory)
		return nil
	}
	return docs[0].Body
}

// maxDepth is how deep brackets, or dashes of one line, may stand in one
// another: the parser recurses, and its time grows with the depth too.
const maxDepth = 64

// depth is how deep a text is nested by brackets, or by the list and key marks
// that open a line ("- - ? -"); those in quotes are counted in. Nesting by
// indentation needs no count: its text grows with the square of the depth.
func depth(text []byte) int {
	deepest := 0
	for line := range bytes.Lines(text) {
		deepest = max(deepest, marks(line))
	}
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

// marks counts the "-" and "?" that open a line one after another.
func marks(line []byte) (n int) {
	for i, c := range line {
		switch c {
		case '-', '?':
			if i+1 < len(line) && line[i+1] > ' ' {
				return n // the beginning of a word, or of ---
			}
			n++
		case ' ', '\t':
		default:
			return n
		}
	}
	return n
}
