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
	w.levels(lists)
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
	w.levels(lists)
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

// levels makes the levels that all members of lists have alike, but for their
// nulls. Repetition 0 begins a row; definition 0 is an empty list, 1 an element.
func (w *Writer) levels(lists []int32) {
	most := w.rows + int(lists[w.rows]-lists[0])
	w.reps, w.defs = grow(w.reps[:0], most)[:most], grow(w.defs[:0], most)[:most]
	w.cuts = w.cuts[:0]
	reps, defs, n := w.reps, w.defs, 0
	for r := range w.rows {
		from, to := lists[r], lists[r+1]
		reps[n], defs[n] = 0, 1
		if from == to {
			defs[n] = 0
		}
		n++
		for ; from+1 < to; from++ {
			reps[n], defs[n] = 1, 1
			n++
		}
		if (r+1)%pageRows == 0 || r+1 == w.rows {
			w.cuts = append(w.cuts, cut{n, int(to - lists[0])})
		}
	}
	w.reps, w.defs = reps[:n], defs[:n]
}

// member writes one leaf of a list, of which the levels have been made.
func (w *Writer) member(path []string, lists []int32, m Member) {
	index := m.Index[lists[0]:lists[w.rows]]
	l := leaf{typ: typeBytes, codec: codecSnappy, path: path, maxRep: 1, maxDef: 1, reps: w.reps, defs: w.defs, cuts: w.cuts}
	l.nulls = len(l.defs) - len(index) // empty lists
	if m.Nullable {
		index = w.present(&l, index)
	}
	w.texts(&l, index, m.Texts)
	w.write(&l)
}

// present takes the nulls out of the elements of a nullable member: what
// remains belongs to w. An element with a value has definition 2.
func (w *Writer) present(l *leaf, index []int32) []int32 {
	w.there, w.memberDefs, w.memberCuts = grow(w.there[:0], len(index))[:0], append(w.memberDefs[:0], l.defs...), w.memberCuts[:0]
	at, next := 0, 0 // level, element
	for _, end := range l.cuts {
		for ; at < end.level; at++ {
			if w.memberDefs[at] == 0 {
				continue
			}
			if e := index[next]; e >= 0 {
				w.there = append(w.there, e)
				w.memberDefs[at] = 2
			}
			next++
		}
		w.memberCuts = append(w.memberCuts, cut{end.level, len(w.there)})
	}
	l.maxDef, l.defs, l.cuts = 2, w.memberDefs, w.memberCuts
	l.nulls += len(index) - len(w.there)
	return w.there
}
