package arrowipc

import "lamsach/pipeline/source/arrowipc/messages"

// column is one column of the table and how it is read.
type column struct {
	name     string
	kind     string // of its values, for people
	list     bool
	readable bool
	lists    messages.Place // of a list column
	leaf     leaf           // the values, or the elements of the lists
}

// leaf is values that stand one after another in a batch.
type leaf struct {
	place messages.Place
	dict  *dictionary // the values are indexes into it
	text  render
}

// setColumns finds out how each field is read.
func (f *File) setColumns() error {
	f.layout = messages.NewLayout(f.schema)
	for i := range f.schema.Fields {
		field := &f.schema.Fields[i]
		if err := f.findDictionaries(field); err != nil {
			return err
		}
		c := column{name: field.Name, leaf: leaf{place: f.layout.Columns[i]}}
		values := field
		if field.Extension == "" && field.Dictionary == nil && isList(field.Type.ID) {
			c.list, values = true, &field.Children[0]
			c.lists, c.leaf.place = c.leaf.place, f.layout.Inner(c.leaf.place)
		}
		c.leaf.text, c.readable = rendering(values)
		if c.kind = c.leaf.text.name; values.Dictionary != nil {
			c.leaf.dict = f.dicts[values.Dictionary.ID]
		}
		f.cols = append(f.cols, c)
	}
	return nil
}

func isList(id messages.ID) bool {
	return id == messages.List || id == messages.LargeList || id == messages.FixedList
}

// findDictionaries makes the dictionaries of a field and of those inside known.
// Fields may share one.
func (f *File) findDictionaries(field *messages.Field) error {
	if e := field.Dictionary; e != nil {
		values := *field
		values.Dictionary = nil
		text, readable := rendering(&values)
		d := &dictionary{
			file: f, id: e.ID, values: field.Type, text: text, readable: readable,
			layout: messages.DictionaryLayout(*field, f.schema.V4),
		}
		if old := f.dicts[e.ID]; old == nil {
			f.dicts[e.ID] = d
		} else if old.values != d.values || old.readable != d.readable {
			return damage("two columns share dictionary %d and differ in type", e.ID)
		}
	}
	for i := range field.Children {
		if err := f.findDictionaries(&field.Children[i]); err != nil {
			return err
		}
	}
	return nil
}
