package clean

import (
	"bytes"

	"lamsach/pipeline"
)

// again finds the entries of a column whose bytes stood in it shortly before: a
// customer has several contracts, a household several people. It remembers
// where, not what: an entry of another column that was left in it is held
// against the bytes of this one, so it is never cleared.
type again [1 << 12]struct {
	hash  uint32
	entry int32
}

// before is an earlier entry of c with the bytes of entry e, -1 where none is
// known.
func (a *again) before(c *pipeline.Column, e int32, cell []byte) int32 {
	hash := hashWord(cell)
	s := &a[hash>>52]
	same := int32(-1)
	if s.hash == uint32(hash) && s.entry < e && bytes.Equal(c.Entry(s.entry), cell) {
		same = s.entry
	}
	s.hash, s.entry = uint32(hash), e
	return same
}

// appendBefore appends to a text the entry that became of an earlier one.
func appendBefore(out *pipeline.Texts, entry int32) {
	out.Bytes = append(out.Bytes, out.Entry(entry)...)
}
