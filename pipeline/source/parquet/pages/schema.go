package pages

import (
	"fmt"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// Field is a field of the top level or of a struct there: one column, or
// something nested.
type Field struct {
	Name   string                 // of one of a struct: "parent.child"
	Nested bool                   // not a column: a map, a list of structs, a struct of too much
	List   bool                   // a list of values
	Leaf   int                    // which chunk of a group
	Value  format.SchemaElement   // of the value
	MaxDef int                    // definition level of a value that is there
	MaxRep int                    // 0, or 1 for a list
	Elem   int                    // lists: definition level from which there is an element
	tree   []format.SchemaElement // from the top level down, without what lies beside it
	chain  []format.SchemaElement // the structs around it, with which the tree begins
	above  int                    // their definition levels
}

// Type is the physical type of the values, Length the bytes of a value of a
// type of one length.
func (f *Field) Type() format.Type { return f.Value.Type.V }
func (f *Field) Length() int       { return int(f.Value.TypeLength.V) }

// Limits of the fields of structs that are offered as columns: names in front
// and levels above are made anew for each.
const (
	maxInner      = 1 << 12
	maxInnerName  = 1 << 10
	maxInnerDepth = 8
)

// Fields gives the fields of the top level, in file order, those of a struct
// in its place.
func (f *Footer) Fields() ([]Field, error) {
	root := &f.Schema[0]
	if root.Type.Valid {
		return nil, damaged("the schema has no root")
	}
	at, leaf := 1, 0
	var out []Field
	inner := maxInner
	for range root.NumChildren.V {
		leaves, next, err := f.walk(at, 0)
		if err != nil {
			return nil, err
		}
		field := shape(f.Schema[at:next], 0)
		field.Leaf = leaf
		if children, ok := unfold(field, &inner); ok {
			out = append(out, children...)
		} else {
			out = append(out, field)
		}
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
	e := &f.Schema[at]
	switch {
	case !e.RepetitionType.Valid || e.RepetitionType.V < format.Required || e.RepetitionType.V > format.Repeated:
		return 0, 0, damaged("a schema element has no repetition")
	case !e.Type.Valid:
	case e.Type.V < format.Boolean || e.Type.V > format.FixedLenByteArray,
		e.Type.V == format.FixedLenByteArray && (e.TypeLength.V <= 0 || e.TypeLength.V > MaxPage):
		return 0, 0, damaged("a schema element has an impossible type")
	default:
		return 1, at + 1, nil
	}
	next = at + 1
	for range e.NumChildren.V {
		n, after, err := f.walk(next, depth+1)
		if err != nil {
			return 0, 0, err
		}
		leaves, next = leaves+n, after
	}
	return leaves, next, nil
}

// unfold gives the fields of a struct as fields of their own. room is how many
// such fields the file may still have.
func unfold(f Field, room *int) ([]Field, bool) {
	top := f.tree[len(f.chain)]
	if !f.Nested || top.Type.Valid || top.NumChildren.V == 0 || top.RepetitionType.V == format.Repeated ||
		top.LogicalType.Value != nil || top.ConvertedType.Valid || len(f.chain) >= maxInnerDepth {
		return nil, false
	}
	children := f.tree[len(f.chain)+1:]
	top.NumChildren.V = 1
	chain := append(f.chain[:len(f.chain):len(f.chain)], top)
	var out []Field
	for leaf := f.Leaf; len(children) > 0; {
		size, leaves := extent(children)
		child := shape(children[:size], f.above+level(&top))
		if *room -= 1; *room < 0 || len(f.Name)+1+len(child.Name) > maxInnerName {
			return nil, false
		}
		child.Name, child.Leaf, child.chain = f.Name+"."+child.Name, leaf, chain
		child.tree = append(chain[:len(chain):len(chain)], child.tree...)
		if below, ok := unfold(child, room); ok {
			out = append(out, below...)
		} else {
			out = append(out, child)
		}
		children, leaf = children[size:], leaf+leaves
	}
	return out, true
}

// extent is how many elements the first tree of a list has, and how many of
// them are leaves.
func extent(list []format.SchemaElement) (size, leaves int) {
	for open := 1; open > 0; size++ {
		open--
		if e := &list[size]; e.Type.Valid {
			leaves++
		} else {
			open += int(e.NumChildren.V)
		}
	}
	return size, leaves
}

// shape says what the tree of one field is, below above definition levels: a
// value, a list of values (with two levels or three, or a bare repeated
// value), or nested.
func shape(tree []format.SchemaElement, above int) Field {
	top := &tree[0]
	f := Field{Name: top.Name, Nested: true, tree: tree, above: above}
	def := above + level(top)
	repeated := func(e *format.SchemaElement) bool { return e.RepetitionType.V == format.Repeated }
	switch {
	case top.Type.Valid && !repeated(top):
		f.Nested, f.Value, f.MaxDef = false, *top, def
	case top.Type.Valid:
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, *top, def, 1, def
	case repeated(top) || special(top) || len(tree) < 2 || !repeated(&tree[1]):
	case len(tree) == 2 && tree[1].Type.Valid:
		def++
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, tree[1], def, 1, def
	case len(tree) == 3 && tree[1].NumChildren.V == 1 && tree[2].Type.Valid && !repeated(&tree[2]) && !special(&tree[1]):
		def++
		f.Nested, f.List, f.Value, f.MaxDef, f.MaxRep, f.Elem = false, true, tree[2], def+level(&tree[2]), 1, def
	}
	return f
}

// level is 1 for an element that may be absent: it adds a definition level.
func level(e *format.SchemaElement) int {
	if e.RepetitionType.V == format.Required {
		return 0
	}
	return 1
}

// special says that a group has a meaning of its own: map, variant.
func special(e *format.SchemaElement) bool {
	switch e.LogicalType.Value.(type) {
	case nil:
		c := e.ConvertedType
		return c.Valid && (c.V == deprecated.Map || c.V == deprecated.MapKeyValue)
	case *format.ListType:
		return false
	}
	return true
}
