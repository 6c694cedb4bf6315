package pages

import "encoding/binary"

// MaxTexts is how many bytes the values of one column may have in one piece:
// offsets are 32-bit.
const MaxTexts = 1 << 30

var errTexts = damaged("the values of one column take more than 1 GiB in one part; write smaller values")

// Texts is a run of byte strings: value i is Bytes[Offsets[i]:Offsets[i+1]].
// Offsets begins with 0 once there is a value.
type Texts struct {
	Offsets []int32
	Bytes   []byte
}

// Len is how many values there are.
func (t *Texts) Len() int { return max(len(t.Offsets)-1, 0) }

// begin makes room for more values and bytes; the spare lets short values be
// copied in whole words.
func (t *Texts) begin(values, bytes int) error {
	if len(t.Bytes)+bytes > MaxTexts {
		return errTexts
	}
	if len(t.Offsets) == 0 {
		t.Offsets = append(t.Offsets, 0)
	}
	t.Offsets = grow(t.Offsets, values)
	t.Bytes = grow(t.Bytes, bytes+spare)
	return nil
}

const spare = 16

// grow gives a slice room for n more elements, doubling so that many calls
// stay linear.
func grow[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	out := make([]T, len(s), max(len(s)+n, 2*cap(s)))
	copy(out, s)
	return out
}

// Texts appends take values of type Bytes, Fixed (of length bytes) or Int96
// behind the first skip to dst.
func (p *Page) Texts(dst *Texts, t Type, length, skip, take int, s *Scratch) error {
	if take == 0 {
		return nil
	}
	if t == Int96 {
		length = 12
	}
	switch e := p.Header.Encoding; {
	case e == Plain && t == Bytes:
		return plainTexts(dst, p.data, skip, take)
	case e == Plain:
		if len(p.data)/length < skip+take {
			return errStream
		}
		return fixedTexts(dst, p.data[skip*length:], length, take)
	case e == DeltaLength && t == Bytes:
		return p.deltaLength(dst, skip, take, s)
	case e == DeltaBytes && t != Int96:
		return p.deltaBytes(dst, t, length, skip, take, s)
	case e == SplitStreams && t == Fixed:
		n := len(p.data) / length
		if n < skip+take || len(p.data) != n*length {
			return errStream
		}
		if err := dst.begin(take, take*length); err != nil {
			return err
		}
		for i := skip; i < skip+take; i++ {
			for k := range length {
				dst.Bytes = append(dst.Bytes, p.data[k*n+i])
			}
			dst.Offsets = append(dst.Offsets, int32(len(dst.Bytes)))
		}
		return nil
	}
	return p.unreadable()
}

// plainTexts reads values that each stand behind their length.
func plainTexts(dst *Texts, b []byte, skip, take int) error {
	at := 0
	for range skip {
		if at+4 > len(b) {
			return errStream
		}
		n := binary.LittleEndian.Uint32(b[at:])
		if uint64(n) > uint64(len(b)-at-4) {
			return errStream
		}
		at += 4 + int(n)
	}
	if take > (len(b)-at)/4 {
		return errStream
	}
	if err := dst.begin(take, len(b)-at); err != nil {
		return err
	}
	// begin made room, so that out can be written by position.
	out, end := dst.Bytes[:cap(dst.Bytes)], len(dst.Bytes)
	offsets, first := dst.Offsets[:len(dst.Offsets)+take], len(dst.Offsets)
	for i := first; i < len(offsets); i++ {
		if at+4 > len(b) {
			return errStream
		}
		n := int(binary.LittleEndian.Uint32(b[at:]))
		at += 4
		if n > len(b)-at {
			return errStream
		}
		if n <= spare && at+spare <= len(b) {
			*(*[spare]byte)(out[end:]) = [spare]byte(b[at:]) // one wide move; what is too much is overwritten
		} else {
			copy(out[end:end+n], b[at:at+n])
		}
		at += n
		end += n
		offsets[i] = int32(end)
	}
	dst.Offsets, dst.Bytes = offsets, out[:end]
	return nil
}

// fixedTexts reads values of one length.
func fixedTexts(dst *Texts, b []byte, length, take int) error {
	if err := dst.begin(take, take*length); err != nil {
		return err
	}
	at := len(dst.Bytes)
	dst.Bytes = append(dst.Bytes, b[:take*length]...)
	for i := range take {
		dst.Offsets = append(dst.Offsets, int32(at+(i+1)*length))
	}
	return nil
}

// deltaLength reads all lengths and then all bytes.
func (p *Page) deltaLength(dst *Texts, skip, take int, s *Scratch) error {
	lengths, b, err := delta(s.lengths[:0], p.data, -1, p.Header.Values)
	s.lengths = lengths
	if err != nil {
		return err
	}
	if len(lengths) < skip+take {
		return errStream
	}
	var before, bytes int
	for i, n := range lengths[:skip+take] {
		if n < 0 || n > int64(len(b)-before-bytes) {
			return errStream
		}
		if i < skip {
			before += int(n)
		} else {
			bytes += int(n)
		}
	}
	if err := dst.begin(take, bytes); err != nil {
		return err
	}
	end := int32(len(dst.Bytes))
	dst.Bytes = append(dst.Bytes, b[before:before+bytes]...)
	for _, n := range lengths[skip : skip+take] {
		end += int32(n)
		dst.Offsets = append(dst.Offsets, end)
	}
	return nil
}

// deltaBytes reads values that share a prefix with the one before.
func (p *Page) deltaBytes(dst *Texts, t Type, length, skip, take int, s *Scratch) error {
	prefixes, b, err := delta(s.prefixes[:0], p.data, -1, p.Header.Values)
	s.prefixes = prefixes
	if err != nil {
		return err
	}
	lengths, b, err := delta(s.lengths[:0], b, -1, p.Header.Values)
	s.lengths = lengths
	if err != nil {
		return err
	}
	if len(prefixes) < skip+take || len(lengths) < skip+take {
		return errStream
	}
	if err := dst.begin(take, 0); err != nil {
		return err
	}
	// The skipped values are built too: later ones lean on them. Their bytes
	// are taken out again.
	from, last := len(dst.Bytes), len(dst.Bytes)
	kept := from
	for i := range skip + take {
		pre, n := prefixes[i], lengths[i]
		if pre < 0 || pre > int64(len(dst.Bytes)-last) || n < 0 || n > int64(len(b)) || (t == Fixed && pre+n != int64(length)) {
			return errStream
		}
		if len(dst.Bytes)+int(pre+n) > MaxTexts {
			return errTexts
		}
		if i == skip {
			kept = len(dst.Bytes)
		}
		begin := len(dst.Bytes)
		dst.Bytes = append(dst.Bytes, dst.Bytes[last:last+int(pre)]...)
		dst.Bytes = append(dst.Bytes, b[:n]...)
		b = b[n:]
		last = begin
		if i >= skip {
			dst.Offsets = append(dst.Offsets, int32(from+len(dst.Bytes)-kept))
		}
	}
	dst.Bytes = append(dst.Bytes[:from], dst.Bytes[kept:]...)
	return nil
}
