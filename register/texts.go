package register

import "unsafe"

// texts is a text column of an open snapshot: see textIndex.
type texts struct {
	base  []uint64
	off   []uint32
	bytes []byte
}

// at returns the i-th text; "" where the file is damaged.
func (t *texts) at(i int) string {
	from := t.base[i>>groupBits] + uint64(t.off[i])
	to := t.base[(i+1)>>groupBits] + uint64(t.off[i+1])
	if from >= to || to > uint64(len(t.bytes)) {
		return ""
	}
	return unsafe.String(&t.bytes[from], int(to-from))
}
