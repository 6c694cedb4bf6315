package messages

// checkField sees to it that the buffers of a field may hold its values. some
// says whether values take bytes at all.
func (h *Head) checkField(p Place, n Node) (some bool, err error) {
	if p.Type.ID == Null {
		return false, nil
	}
	if p.Type.isNested() && !p.isList() {
		return false, nil
	}
	if v := h.Buffer(p, 0); n.Nulls > 0 || v.Length > 0 {
		if !h.holds(v, (n.Length+7)/8) {
			return false, damage("a column of %d values has %d bytes that say which are null", n.Length, v.Length)
		}
	}
	if p.Type.ID == FixedList {
		return false, nil
	}
	need := p.Type.first(n.Length)
	if b := h.Buffer(p, 1); !h.holds(b, need) {
		return false, damage("a column of %d values has %d bytes, it needs %d", n.Length, b.Length, need)
	}
	return n.Length > 0, nil
}

// holds says whether a buffer may hold so many bytes, once unpacked.
func (h *Head) holds(b Span, need int64) bool {
	if need == 0 {
		return true
	}
	if h.Codec == Plain {
		return b.Length >= need
	}
	return b.Length > 8 && h.Codec.Most(b.Length-8) >= need
}

// first is how many bytes the buffer behind the validity has for n values.
func (t Type) first(n int64) int64 {
	switch t.ID {
	case Bool:
		return (n + 7) / 8
	case Binary, Utf8, List:
		if n == 0 {
			return 0 // older writers write no offset at all
		}
		return (n + 1) * 4
	case LargeBinary, LargeUtf8, LargeList:
		if n == 0 {
			return 0
		}
		return (n + 1) * 8
	case BinaryView, Utf8View:
		return n * 16
	}
	return n * int64(t.Bytes)
}

// checkElements sees to it that a list of fixed length has its elements.
func (h *Head) checkElements(p Place, n Node) error {
	if p.Type.ID != FixedList {
		return nil
	}
	if got := h.Nodes[p.Node+1].Length; got/max(int64(p.Type.Size), 1) < n.Length && p.Type.Size > 0 {
		return damage("%d lists of %d elements have %d", n.Length, p.Type.Size, got)
	}
	return nil
}
