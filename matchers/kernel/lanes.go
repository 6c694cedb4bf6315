package kernel

import "slices"

// A group is how many names are held against a pattern at once, one in each
// lane of bytes; no name in lanes, and no pattern held against lanes, has more
// than laneLetters letters. The few that have are compared one by one.
const (
	group       = 64
	laneLetters = 32
)

// Lanes is a list of names laid out for vectors once, to be held against many
// patterns. Names of one length lie together, so that no lane waits for another.
type Lanes struct {
	names   [][]byte
	order   []uint32      // place in the layout → place in names; names too long for lanes stand last
	laid    int           // names in lanes
	letters [][group]byte // of each group by place and lane; 0 past a name's end
	lengths []uint8       // by place in the layout, filled up to whole groups
	groups  []span
}

// span is where the rows of letters of a group begin, and how many its longest
// name has.
type span struct{ at, longest int }

// Set lays out names. It keeps the slices, which must not change while the lanes
// are in use.
func (l *Lanes) Set(names [][]byte) {
	l.names = names
	l.sort()
	l.letters, l.groups = l.letters[:0], l.groups[:0]
	l.lengths = slices.Grow(l.lengths[:0], l.laid+group)[:(l.laid+group-1)/group*group]
	clear(l.lengths)
	for at := 0; at < l.laid; at += group {
		members := l.order[at:min(at+group, l.laid)]
		longest := len(names[members[len(members)-1]])
		s := span{at: len(l.letters), longest: longest}
		l.groups = append(l.groups, s)
		l.letters = slices.Grow(l.letters, longest)[:s.at+longest]
		clear(l.letters[s.at:])
		for lane, i := range members {
			l.lengths[at+lane] = uint8(len(names[i]))
			layOut(l.letters[s.at:], lane, names[i])
		}
	}
}

// Len is the number of names.
func (l *Lanes) Len() int { return len(l.names) }

// sort orders the names by length, those of one length as they came.
func (l *Lanes) sort() {
	var first [laneLetters + 2]int // by length: where its names begin; the too long share the last
	for _, name := range l.names {
		if len(name) <= laneLetters {
			first[len(name)+1]++
		}
	}
	for n := range laneLetters + 1 {
		first[n+1] += first[n]
	}
	l.laid = first[laneLetters+1]
	l.order = slices.Grow(l.order[:0], len(l.names))[:len(l.names)]
	for i, name := range l.names {
		n := min(len(name), laneLetters+1)
		l.order[first[n]] = uint32(i)
		first[n]++
	}
}

// layOut writes a name down its lane.
func layOut(letters [][group]byte, lane int, name []byte) {
	for i, c := range name {
		letters[i][lane] = c
	}
}
