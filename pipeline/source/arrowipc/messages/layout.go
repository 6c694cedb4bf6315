package messages

// Layout says which of the nodes and buffers of a batch belong to which column.
// They stand in the order of the fields, an outer one before those inside.
type Layout struct {
	Columns []Place // of the fields
	nodes   []Place // of all fields, inner ones too
	buffers int     // without those that views have beside the first two
	views   int     // fields that are views
}

// Place is where the parts of one field stand in a batch.
type Place struct {
	Type   Type // as it stands in the batch: of a dictionary column its indexes
	Node   int
	Buffer int  // not counting the buffers of views before
	Views  int  // fields before that are views
	loose  bool // inside of something that is not read: its size is not looked at
}

// NewLayout is the layout of the batches of a table.
func NewLayout(s *Schema) *Layout {
	l := &Layout{}
	for i := range s.Fields {
		l.Columns = append(l.Columns, l.add(&s.Fields[i], s.V4, false))
	}
	return l
}

// DictionaryLayout is the layout of the batches of the dictionary of a field.
func DictionaryLayout(f Field, v4 bool) *Layout {
	f.Dictionary = nil
	return NewLayout(&Schema{Fields: []Field{f}, V4: v4})
}

func (l *Layout) add(f *Field, v4, loose bool) Place {
	p := Place{Type: f.Type, Node: len(l.nodes), Buffer: l.buffers, Views: l.views, loose: loose}
	if f.Dictionary != nil {
		p.Type = f.Dictionary.Index
	}
	l.nodes = append(l.nodes, p)
	switch p.Type.ID {
	case Null, RunEnd:
	case Union:
		l.buffers++ // of types
		if !p.Type.Sparse {
			l.buffers++ // of offsets
		}
		if v4 {
			l.buffers++ // of validity
		}
	case Struct, FixedList:
		l.buffers++
	case Binary, Utf8, LargeBinary, LargeUtf8, ListView, LargeListView:
		l.buffers += 3
	case BinaryView, Utf8View:
		l.buffers += 2
		l.views++
	default:
		l.buffers += 2
	}
	if f.Dictionary != nil {
		return p
	}
	loose = loose || !p.isList()
	for i := range f.Children {
		l.add(&f.Children[i], v4, loose || f.Children[i].Type.isNested())
	}
	return p
}

// Inner is the place of the elements of a list.
func (l *Layout) Inner(p Place) Place { return l.nodes[p.Node+1] }

func (p Place) isList() bool {
	return p.Type.ID == List || p.Type.ID == LargeList || p.Type.ID == FixedList
}

func (t Type) isNested() bool {
	switch t.ID {
	case List, LargeList, FixedList, Struct, Union, Map, RunEnd, ListView, LargeListView:
		return true
	}
	return false
}
