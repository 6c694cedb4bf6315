package pages

import "fmt"

// MaxRows is how many rows a file may claim. A run of a trillion nulls fits in
// a few bytes, so a claim must not be believed without end.
const MaxRows = 1 << 36

// rowsPerByte is how many rows a byte of a file may stand for, once there are
// a million: real files of people have bytes for each row.
const rowsPerByte = 1 << 10

// Field is a field of the top level: one column, or something nested.
type Field struct {
	Name   string
	Nested bool    // not a column: a struct, a map, a list of such
	List   bool    // a list of values
	Leaf   int     // which chunk of a group
	Value  Element // of the value
	MaxDef int     // definition level of a value that is there
	MaxRep int     // 0, or 1 for a list
	Elem   int     // lists: definition level from which there is an element
}

// Fields gives the fields of the top level, in file order.
func (f *Footer) Fields() ([]Field, error) {
	root := f.Schema[0]
	if root.Type != Node {
		return nil, damaged("the schema has no root")
	}
	at, leaf := 1, 0
	var out []Field
	for range root.Children {
		first := at
		leaves, next, err := f.walk(at, 0)
		if err != nil {
			return nil, err
		}
		field := shape(f.Schema[first:next])
		field.Leaf = leaf
		out = append(out, field)
		at, leaf = next, leaf+leaves
	}
	if at != len(f.Schema) {
		return nil, damaged("the schema has elements outside its tree")
	}
	for i, g := range f.Groups {
		if len(g.Chunks) != leaf {
			return nil, damaged(fmt.Sprintf("row group %d has %d columns, the schema has %d", i, len(g.Chunks), leaf))
		}
	}
	return out, nil
}

// walk counts the leaves of the element at, and finds the one behind it.
func (f *Footer) walk(at, depth int) (leaves, next int, err error) {
	if at >= len(f.Schema) || depth > maxDepth {
		return 0, 0, damaged("the schema is no tree")
	}
	e := f.Schema[at]
	if e.Repetition < Required || e.Repetition > Repeated {
		return 0, 0, damaged("a schema element has no repetition")
	}
	if e.Type != Node {
		return 1, at + 1, nil
	}
	next = at + 1
	for range e.Children {
		n, after, err := f.walk(next, depth+1)
		if err != nil {
			return 0, 0, err
		}
		leaves, next = leaves+n, after
	}
	return leaves, next, nil
}

// shape says what the tree of one field is: a value, a list of values (with
// two levels or three, or a bare repeated value), or nested.
func shape(tree []Element) Field {
	top := tree[0]
	f := Field{Name: top.Name, Nested: true}
	def := level(top)
	switch {
	case top.Type != Node && top.Repetition != Repeated:
		f.Nested, f.Value, f.MaxDef = false, top, def
	case top.Type != Node:
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, top, def, 1, def
	case top.Repetition == Repeated || top.Meaning == Other || len(tree) < 2 || tree[1].Repetition != Repeated:
	case len(tree) == 2 && tree[1].Type != Node:
		def++
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, tree[1], def, 1, def
	case len(tree) == 3 && tree[1].Children == 1 && tree[2].Type != Node && tree[2].Repetition != Repeated && tree[1].Meaning != Other:
		def++
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, tree[2], def+level(tree[2]), 1, def
	}
	return f
}

// level is 1 for an element that may be absent: it adds a definition level.
func level(e Element) int {
	if e.Repetition == Required {
		return 0
	}
	return 1
}

// check holds the footer against the file: its data end at end.
func (f *Footer) check(end int64) error {
	var rows int64
	for i, g := range f.Groups {
		if g.Rows > MaxRows || rows+g.Rows > MaxRows {
			return damaged(fmt.Sprintf("row group %d claims %d rows", i, g.Rows))
		}
		rows += g.Rows
		for _, c := range g.Chunks {
			if g.Rows == 0 && c.Values == 0 {
				continue // a group without rows need not lie anywhere
			}
			if c.Start < 4 || c.Start > end || c.Size > end-c.Start {
				return damaged(fmt.Sprintf("row group %d has a column outside the file", i))
			}
		}
	}
	if rows > 1<<20 && rows/rowsPerByte > end {
		return damaged(fmt.Sprintf("%d rows in a file of %d bytes", rows, end))
	}
	if rows != f.Rows {
		return damaged(fmt.Sprintf("the footer claims %d rows, its row groups %d", f.Rows, rows))
	}
	return nil
}
