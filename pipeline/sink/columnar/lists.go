package columnar

// Member is one column of the elements of a list: element k has entry
// Index[k], -1 is null. Every element of the lists has an index, in order.
type Member struct {
	Name     string // in a list of structs
	Index    []int32
	Texts    Texts
	Nullable bool
}

// Lists writes a column of lists of strings: row r has the elements
// lists[r] to lists[r+1] of m. No list is null.
func (w *Writer) Lists(name string, lists []int32, m Member) {
	repetition := required
	if m.Nullable {
		repetition = optional
	}
	w.listHead(name)
	w.schema = append(w.schema, element{name: "element", typ: typeBytes, repetition: repetition, meaning: textValue})
	w.member([]string{name, "list", "element"}, lists, m)
}

// StructLists writes a column of lists of structs of strings.
func (w *Writer) StructLists(name string, lists []int32, members ...Member) {
	w.listHead(name)
	w.schema = append(w.schema, element{name: "element", typ: -1, repetition: required, children: len(members), meaning: plainValue})
	for _, m := range members {
		repetition := required
		if m.Nullable {
			repetition = optional
		}
		w.schema = append(w.schema, element{name: m.Name, typ: typeBytes, repetition: repetition, meaning: textValue})
	}
	for _, m := range members {
		w.member([]string{name, "list", "element", m.Name}, lists, m)
	}
}

// listHead appends the two outer levels of a list to the schema.
func (w *Writer) listHead(name string) {
	w.schema = append(w.schema,
		element{name: name, typ: -1, repetition: required, children: 1, meaning: listValue},
		element{name: "list", typ: -1, repetition: repeated, children: 1, meaning: plainValue})
	w.fields++
}

// member writes one leaf of a list. Levels: repetition 0 begins a row;
// definition 0 is an empty list, 1 an element, and for a nullable member 1 is
// an element without a value and 2 one with it.
func (w *Writer) member(path []string, lists []int32, m Member) {
	l := leaf{typ: typeBytes, codec: codecSnappy, path: path, maxRep: 1, maxDef: 1}
	if m.Nullable {
		l.maxDef = 2
	}
	most := w.rows + len(m.Index)
	w.reps, w.defs = grow(w.reps[:0], most)[:0], grow(w.defs[:0], most)[:0]
	w.there, w.cuts = grow(w.there[:0], len(m.Index))[:0], w.cuts[:0]
	for r := range w.rows {
		from, to := lists[r], lists[r+1]
		if from == to {
			w.reps, w.defs = append(w.reps, 0), append(w.defs, 0)
			l.nulls++
		}
		rep := byte(0)
		for _, e := range m.Index[from:to] {
			def := byte(1)
			if e >= 0 {
				w.there = append(w.there, e)
				def = byte(l.maxDef)
			} else {
				l.nulls++
			}
			w.reps, w.defs = append(w.reps, rep), append(w.defs, def)
			rep = 1
		}
		if (r+1)%pageRows == 0 || r+1 == w.rows {
			w.cuts = append(w.cuts, cut{len(w.defs), len(w.there)})
		}
	}
	l.reps, l.defs, l.cuts = w.reps, w.defs, w.cuts
	w.texts(&l, w.there, m.Texts)
	w.write(&l)
}
