package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Kind is what is true of a row.
type Kind uint8

// Kinds. Unknown is no label's kind.
const (
	Unknown      Kind = iota
	Match             // it speaks of somebody of the register
	Absent            // of a person who is not in the register
	Contradicted      // of a person, under the number of somebody else
	Garbage           // of no person
	Kinds
)

var kindNames = [Kinds]string{"unknown", "match", "absent", "contradicted", "garbage"}

// String is the word that stands in a truth file.
func (k Kind) String() string { return kindNames[k] }

// ParseKind reads a word of a truth file.
func ParseKind(word string) (Kind, error) {
	if k := slices.Index(kindNames[:], word); k > 0 {
		return Kind(k), nil
	}
	return Unknown, errors.New("kind is none of match, absent, contradicted, garbage")
}

// ParsePerson reads a personal ID, 0 for an empty one. Leading zeros carry no
// meaning here, so numbers compare as integers.
func ParsePerson(text []byte) (uint64, error) {
	if len(text) > 18 {
		return 0, errors.New("a person is not a number")
	}
	var x uint64
	for _, b := range text {
		if b < '0' || b > '9' {
			return 0, errors.New("a person is not a number")
		}
		x = x*10 + uint64(b-'0')
	}
	return x, nil
}

// Address is where a row stands: the number of its table in the run and the row
// in it.
type Address struct {
	Table int32
	Row   int64
}

// Compare orders addresses as rows are ordered.
func (a Address) Compare(b Address) int {
	return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Row, b.Row))
}

// Label is the truth about one row.
type Label struct {
	At     Address
	Person uint64 // the person described, 0 for nobody in the register
	Errors uint32 // from Vocabulary.List
	Kind   Kind
}

// check says what makes a label one that cannot be true.
func (l *Label) check() error {
	if l.Kind == Match && l.Person == 0 {
		return &LabelError{l.At, "it is called a match and names no person"}
	}
	return nil
}

// LabelError is a label that cannot be used.
type LabelError struct {
	At      Address
	Problem string
}

func (e *LabelError) Error() string { return fmt.Sprintf("row %d: %s", e.At.Row, e.Problem) }

// maxClasses is how many classes of error labels may name.
const maxClasses = 256

// Vocabulary is the classes of error that labels name. They come in few
// combinations, so each combination is kept once.
type Vocabulary struct {
	classes []string
	index   map[string]uint8
	lists   [][]uint8
	known   map[string]uint32
	key     []byte // scratch
}

// NewVocabulary knows no class yet.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{index: map[string]uint8{}, known: map[string]uint32{"": 0}, lists: [][]uint8{nil}}
}

// List is the number of a combination of classes; 0 for none.
func (v *Vocabulary) List(names [][]byte) (uint32, error) {
	v.key = v.key[:0]
	for _, name := range names {
		i, ok := v.index[string(name)]
		if !ok {
			if len(v.classes) == maxClasses {
				return 0, fmt.Errorf("more than %d classes of error", maxClasses)
			}
			i = uint8(len(v.classes))
			v.index[string(name)] = i
			v.classes = append(v.classes, string(name))
		}
		if !slices.Contains(v.key, i) {
			v.key = append(v.key, i)
		}
	}
	slices.Sort(v.key)
	if i, ok := v.known[string(v.key)]; ok {
		return i, nil
	}
	i := uint32(len(v.lists))
	v.lists = append(v.lists, slices.Clone(v.key))
	v.known[string(v.key)] = i
	return i, nil
}
