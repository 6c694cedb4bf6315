package reports

import "encoding/binary"

// AppendBinary appends the tally for the ledger: what MarshalJSON writes, as
// variable-length numbers. A job has a tally for each part and reads every one
// again; as JSON that took more time than counting.
func (t *Tally) AppendBinary(dst []byte) []byte {
	s := t.stored()
	dst = appendNumbers(dst, s.Layout)
	dst = binary.AppendUvarint(dst, uint64(len(s.Columns)))
	for _, name := range s.Columns {
		dst = appendName(dst, name)
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.Files)))
	for _, name := range s.Files {
		dst = appendName(appendName(dst, name[0]), name[1])
	}
	dst = appendNumbers(appendNumbers(dst, s.Total), s.Examples)
	dst = binary.AppendUvarint(dst, uint64(len(s.Units)))
	for _, u := range s.Units {
		dst = appendNumbers(appendNumbers(appendName(dst, u.Name), u.Cells), u.Hits)
	}
	return appendNumbers(appendNumbers(appendNumbers(dst, s.Others), s.Doubts), s.Trials)
}

func appendNumbers[T int | int64 | uint64](dst []byte, list []T) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(list)))
	for _, n := range list {
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	return dst
}

func appendName(dst []byte, name string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(name))), name...)
}

// UnmarshalBinary reads what AppendBinary wrote. It refuses anything that would
// not fit the cells.
func (t *Tally) UnmarshalBinary(data []byte) error {
	r := &binaryReader{rest: data, ok: true}
	s := stored{Layout: numbers[int](r)}
	for range r.count() {
		s.Columns = append(s.Columns, r.name())
	}
	for range r.count() {
		s.Files = append(s.Files, [2]string{r.name(), r.name()})
	}
	s.Total, s.Examples = numbers[uint64](r), numbers[int64](r)
	for range r.count() {
		s.Units = append(s.Units, storedUnit{Name: r.name(), Cells: numbers[uint64](r), Hits: numbers[int64](r)})
	}
	s.Others, s.Doubts, s.Trials = numbers[uint64](r), numbers[uint64](r), numbers[uint64](r)
	if !r.ok || len(r.rest) > 0 {
		return errBadTally
	}
	return t.restore(&s)
}

// binaryReader reads numbers and names; ok becomes false where there are none.
type binaryReader struct {
	rest []byte
	ok   bool
}

func (r *binaryReader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.ok, r.rest = false, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// count reads how many things follow, each of a byte at least.
func (r *binaryReader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.ok, r.rest = false, nil
		return 0
	}
	return int(n)
}

func (r *binaryReader) name() string {
	n := r.count()
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

func numbers[T int | int64 | uint64](r *binaryReader) []T {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = T(r.number())
	}
	return list
}
