package register

import "unsafe"

// texts is a text column of an open snapshot: see textIndex.
type texts struct {
	base  []uint64
	off   []uint32
	bytes []byte
}

// at returns the i-th text; "" where the file is damaged.
func (t *texts) at(g *guard, i int) string {
	from := *at(g, t.base, uint32(i>>groupBits)) + uint64(*at(g, t.off, uint32(i)))
	to := *at(g, t.base, uint32((i+1)>>groupBits)) + uint64(*at(g, t.off, uint32(i+1)))
	if from >= to || to > uint64(len(t.bytes)) {
		return ""
	}
	whole(g, t.bytes[from:to])
	return unsafe.String(&t.bytes[from], int(to-from))
}
