package inflate

import (
	"encoding/binary"
	"errors"
	"io"
)

// ErrCorrupt says that the bytes are no deflate stream.
var ErrCorrupt = errors.New("the compressed bytes are damaged")

const (
	history  = 32 << 10  // bytes that a match may refer back to
	work     = 128 << 10 // bytes unpacked between two deliveries
	longest  = 258       // bytes of the longest match
	inSize   = 64 << 10  // bytes of input held
	padding  = 16        // zeros held behind the last byte, so that bits can be taken eight bytes at a time
	maxOrder = 320       // code lengths of a block
)

// Stream unpacks one stream. It is an io.Reader. The zero value is ready for
// Reset; a Stream may be used again for other streams and keeps its buffers.
type Stream struct {
	src  io.ReaderAt
	next int64 // where the source is read next
	end  int64 // where the stream ends in the source

	in    []byte // input and, at the end of the stream, the padding
	pos   int    // next byte of in
	bits  uint64 // taken from in, lowest first
	nbits uint
	last  bool // in holds the end of the stream and its padding

	out   []byte // history, then what was unpacked
	wrote int    // end of the unpacked bytes in out
	gave  int    // of these were delivered
	start int64  // how many bytes were unpacked before out[0]; negative while there is less history
	begin int64  // first byte of the source that belongs to the stream

	block   block
	lengths tree
	dists   tree
	codes   [maxOrder]uint8
	err     error

	marks *Marks
}

// block is the state between two symbols.
type block struct {
	open   bool
	final  bool
	stored int   // bytes still to copy of a stored block, -1 in a block with trees
	at     int64 // bit at which its header begins
}

// Reset begins a stream that lies in src between off and off+size.
func (s *Stream) Reset(src io.ReaderAt, off, size int64) {
	s.src, s.begin, s.next, s.end = src, off, off, off+size
	if s.in == nil {
		s.in = make([]byte, 0, inSize+padding)
		s.out = make([]byte, history+work)
	}
	s.in, s.pos, s.bits, s.nbits, s.last = s.in[:0], 0, 0, 0, false
	s.wrote, s.gave, s.start = history, history, -history
	s.block, s.err, s.marks = block{}, nil, nil
}

// Read implements io.Reader. A stream that ends before its last block is
// io.ErrUnexpectedEOF, one that is none ErrCorrupt; errors of the source are
// given as they are.
func (s *Stream) Read(p []byte) (int, error) {
	for s.gave == s.wrote {
		if s.err != nil {
			return 0, s.err
		}
		s.err = s.unpack()
		if s.wrote > s.gave && s.err != nil && s.err != io.EOF {
			s.wrote = s.gave // what damaged input gave is not delivered
		}
	}
	n := copy(p, s.out[s.gave:s.wrote])
	s.gave += n
	return n, nil
}

// Discard reads n bytes and drops them.
func (s *Stream) Discard(n int64) error {
	for n > 0 {
		if s.gave == s.wrote {
			if _, err := s.Read(nil); err != nil {
				return err
			}
		}
		k := min(n, int64(s.wrote-s.gave))
		s.gave += int(k)
		n -= k
	}
	return nil
}

// bit is the place of the next bit in the source.
func (s *Stream) bit() int64 {
	read := s.next - s.begin // bytes taken from the source
	ahead := len(s.in) - s.pos
	if s.last {
		ahead -= padding
	}
	return (read-int64(ahead))*8 - int64(s.nbits)
}

// overrun says whether bits were taken that lie behind the end of the stream.
func (s *Stream) overrun() bool { return s.last && s.bit() > (s.end-s.begin)*8 }

// fill reads on in the source, so that at least padding bytes lie ahead.
func (s *Stream) fill() error {
	if len(s.in)-s.pos >= padding || s.last {
		if s.overrun() {
			return io.ErrUnexpectedEOF
		}
		return nil
	}
	s.in = s.in[:copy(s.in[:cap(s.in)], s.in[s.pos:])]
	s.pos = 0
	n := int(min(int64(inSize-len(s.in)), s.end-s.next))
	if n > 0 {
		held := len(s.in)
		got, err := s.src.ReadAt(s.in[held:held+n], s.next)
		if got < n {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		s.in = s.in[:held+n]
		s.next += int64(n)
	}
	if s.next == s.end {
		s.last = true
		s.in = append(s.in, make([]byte, padding)...)
	}
	return nil
}

// need makes sure that 56 bits are held, zeros behind the end of the stream.
func (s *Stream) need() error {
	if len(s.in)-s.pos < padding {
		if err := s.fill(); err != nil {
			return err
		}
		if s.last && len(s.in)-s.pos < 8 {
			return io.ErrUnexpectedEOF
		}
	}
	s.bits |= binary.LittleEndian.Uint64(s.in[s.pos:]) << s.nbits
	s.pos += int((63 - s.nbits) >> 3)
	s.nbits |= 56
	return nil
}

// take gives the next n bits, which need made sure of.
func (s *Stream) take(n uint) uint64 {
	v := s.bits & (1<<n - 1)
	s.bits >>= n
	s.nbits -= n
	return v
}

// unpack fills out with more bytes; io.EOF when the last block has ended.
func (s *Stream) unpack() error {
	if s.wrote > len(s.out)-longest {
		s.slide()
	}
	s.mark()
	for s.wrote == s.gave {
		if !s.block.open && s.block.final {
			return io.EOF
		}
		err := s.step()
		if (err == nil || err == ErrCorrupt) && s.overrun() {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// step unpacks some of a block, beginning with its header.
func (s *Stream) step() error {
	if !s.block.open {
		if err := s.header(); err != nil {
			return err
		}
	}
	if s.block.stored >= 0 {
		return s.copyStored()
	}
	return s.symbols()
}

// slide makes room in out and keeps the history.
func (s *Stream) slide() {
	n := s.wrote - history
	copy(s.out[:history], s.out[n:s.wrote])
	s.start += int64(n)
	s.wrote, s.gave = history, history
}
