package inflate

import (
	"encoding/binary"
	"io"
)

// header reads the header of a block and, if it has any, its trees.
func (s *Stream) header() error {
	if err := s.need(); err != nil {
		return err
	}
	s.block.at = s.bit()
	s.block.final = s.take(1) == 1
	s.block.open = true
	s.block.stored = -1
	switch s.take(2) {
	case 0:
		return s.storedHeader()
	case 1:
		if !s.lengths.build(rootBits, fixedLengths[:288], lengthSymbols) || !s.dists.build(distBits, fixedLengths[288:], distanceSymbols) {
			return ErrCorrupt
		}
		return nil
	case 2:
		return s.trees()
	}
	return ErrCorrupt
}

func (s *Stream) storedHeader() error {
	s.take(s.nbits & 7)
	if err := s.need(); err != nil {
		return err
	}
	n := s.take(16)
	if s.take(16) != n^0xffff {
		return ErrCorrupt
	}
	s.block.stored = int(n)
	return nil
}

// copyStored copies bytes of a stored block.
func (s *Stream) copyStored() error {
	s.pos -= int(s.nbits / 8) // whole bytes that were taken as bits
	s.bits, s.nbits = 0, 0
	if err := s.fill(); err != nil {
		return err
	}
	ahead := len(s.in) - s.pos
	if s.last {
		ahead -= padding
	}
	n := min(s.block.stored, ahead, len(s.out)-s.wrote)
	if n < 0 || n == 0 && s.block.stored > 0 {
		return io.ErrUnexpectedEOF
	}
	copy(s.out[s.wrote:], s.in[s.pos:s.pos+n])
	s.pos += n
	s.wrote += n
	s.block.stored -= n
	s.block.open = s.block.stored > 0
	return nil
}

// order is the order in which the lengths of the codes of code lengths come.
var order = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// trees reads the trees of a block (RFC 1951, 3.2.7).
func (s *Stream) trees() error {
	if err := s.need(); err != nil {
		return err
	}
	lit, dist, n := int(s.take(5))+257, int(s.take(5))+1, int(s.take(4))+4
	if lit > 286 || dist > 30 {
		return ErrCorrupt
	}
	var own [19]uint8
	for i := range n {
		if err := s.need(); err != nil {
			return err
		}
		own[order[i]] = uint8(s.take(3))
	}
	if !s.lengths.build(orderBits, own[:], orderSymbols) {
		return ErrCorrupt
	}
	if err := s.codeLengths(lit + dist); err != nil {
		return err
	}
	if !s.lengths.build(rootBits, s.codes[:lit], lengthSymbols) || !s.dists.build(distBits, s.codes[lit:lit+dist], distanceSymbols) {
		return ErrCorrupt
	}
	return nil
}

// codeLengths reads n code lengths, with the tree of code lengths in s.lengths.
func (s *Stream) codeLengths(n int) error {
	for i := 0; i < n; {
		if err := s.need(); err != nil {
			return err
		}
		e := s.lengths.entries[s.bits&(1<<orderBits-1)]
		if e == 0 {
			return ErrCorrupt
		}
		s.take(uint(e & 15))
		var value uint8
		repeat := 1
		switch symbol := e >> 16; symbol {
		case 16:
			if i == 0 {
				return ErrCorrupt
			}
			value, repeat = s.codes[i-1], 3+int(s.take(2))
		case 17:
			repeat = 3 + int(s.take(3))
		case 18:
			repeat = 11 + int(s.take(7))
		default:
			value = uint8(symbol)
		}
		if i+repeat > n {
			return ErrCorrupt
		}
		for range repeat {
			s.codes[i] = value
			i++
		}
	}
	return nil
}

// symbols unpacks symbols of a block until it ends or out is full. The loop
// holds its state in registers: one look at the input gives at least 56 bits,
// of which a length with its distance takes at most 48.
func (s *Stream) symbols() error {
	out, w := s.out, s.wrote
	lits, dists := s.lengths.entries, s.dists.entries
	bits, nbits := s.bits, s.nbits
	for w <= len(out)-longest {
		if len(s.in)-s.pos < padding {
			s.bits, s.nbits, s.wrote = bits, nbits, w
			if err := s.fill(); err != nil {
				return err
			}
			if len(s.in)-s.pos < 8 {
				return io.ErrUnexpectedEOF
			}
		}
		bits |= binary.LittleEndian.Uint64(s.in[s.pos:]) << nbits
		s.pos += int((63 - nbits) >> 3)
		nbits |= 56

		e := lits[bits&(1<<rootBits-1)]
		if e>>8&0xff == opLiteral {
			bits, nbits, w = bits>>(e&15), nbits-uint(e&15), put(out, w, e)
			if e = lits[bits&(1<<rootBits-1)]; e>>8&0xff == opLiteral {
				bits, nbits, w = bits>>(e&15), nbits-uint(e&15), put(out, w, e)
				if e = lits[bits&(1<<rootBits-1)]; e>>8&0xff == opLiteral {
					bits, nbits, w = bits>>(e&15), nbits-uint(e&15), put(out, w, e)
				}
			}
			continue
		}
		if e>>8&0xff == opTable {
			e = lits[uint64(e>>16)+bits>>rootBits&(1<<(maxCode-rootBits)-1)]
		}
		bits, nbits = bits>>(e&15), nbits-uint(e&15)
		switch e >> 8 & 0xff {
		case opLiteral:
			w = put(out, w, e)
			continue
		case opEnd:
			s.bits, s.nbits, s.wrote, s.block.open = bits, nbits, w, false
			return nil
		case opNone:
			s.bits, s.nbits = bits, nbits
			return ErrCorrupt
		}
		length := int(e>>16) + int(bits&(1<<(e>>4&15)-1))
		bits, nbits = bits>>(e>>4&15), nbits-uint(e>>4&15)
		e = distance(dists, bits)
		bits, nbits = bits>>(e&15), nbits-uint(e&15)
		back := int(e>>16) + int(bits&(1<<(e>>4&15)-1))
		bits, nbits = bits>>(e>>4&15), nbits-uint(e>>4&15)
		if e>>8&0xff != opBase || int64(back) > s.start+int64(w) {
			s.bits, s.nbits = bits, nbits
			return ErrCorrupt
		}
		w = repeat(out, w, back, length)
	}
	s.bits, s.nbits, s.wrote = bits, nbits, w
	return nil
}

// distance is the entry of the distance code that the bits begin with.
func distance(dists []uint32, bits uint64) uint32 {
	e := dists[bits&(1<<distBits-1)]
	if e>>8&0xff == opTable {
		e = dists[uint64(e>>16)+bits>>distBits&(1<<(maxCode-distBits)-1)]
	}
	return e
}

// put writes the literal of an entry.
func put(out []byte, w int, e uint32) int {
	out[w] = byte(e >> 16)
	return w + 1
}

// repeat writes length bytes at w that are those back bytes before.
func repeat(out []byte, w, back, length int) int {
	from := out[w-back : w]
	to := out[w : w+length]
	for len(to) > len(from) {
		// the match refers to bytes it writes itself
		n := copy(to, from)
		to = to[n:]
		from = out[w-back : w+length-len(to)]
	}
	copy(to, from)
	return w + length
}
