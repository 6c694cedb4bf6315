package markup

import (
	"bytes"
	"errors"
	"io"
)

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens.
const (
	End   Kind = iota // of the input, or an error: see Err
	Start             // a start tag, or an empty element, which has no Close
	Close             // an end tag
	Text              // text between tags, or a CDATA section
)

var (
	// ErrSyntax says that the bytes are no well-formed XML.
	ErrSyntax = errors.New("its XML is damaged")
	// ErrCut says that the XML ends in the middle.
	ErrCut = errors.New("its XML ends in the middle")
	// ErrLong says that a token is longer than any sensible one.
	ErrLong = errors.New("its XML holds a tag or text of more than 1 MiB")
	// ErrHeld says that what is looked at as a whole, a row, is too long for that.
	ErrHeld = errors.New("its XML holds a row of more than 8 MiB")
	// ErrDeep says that elements are nested deeper than any sensible ones.
	ErrDeep = errors.New("its XML is nested too deep")
	// ErrDoctype says that there is a document type declaration.
	ErrDoctype = errors.New("its XML declares a document type, which is refused")
	// ErrEncoding says that the XML is not UTF-8.
	ErrEncoding = errors.New("its XML is not in UTF-8")
)

const (
	maxToken = 1 << 20 // bytes of a tag or text
	maxHeld  = 8 << 20 // bytes between two calls of Cut
	maxDepth = 256     // of nested elements
	maxName  = 256     // bytes of a name
	maxAttrs = 1024    // of one tag
	firstBuf = 256 << 10
)

// Attr is an attribute. Its value is as it stands in the XML: see Unescape.
type Attr struct {
	Name    []byte // without prefix
	Value   []byte
	At, End int // where it stands in the token, quotes and prefix included
}

// Scanner reads tokens. What it hands out is valid until the next call of Next.
type Scanner struct {
	src  io.Reader // nil when all bytes are in buf
	buf  []byte
	from int // where the token begins
	pos  int // where the next one begins
	end  int // of the bytes in buf
	cut  int // bytes from here on are held for Cut; -1: none are
	base int64
	eof  bool // there are no more bytes than those in buf
	err  error

	name  []byte
	raw   []byte // the name with its prefix
	text  []byte
	attrs []Attr
	empty bool
	cdata bool

	names []byte // of the open elements, with prefixes
	sizes []uint16
}

// Reset begins a stream. The buffers are used again.
func (s *Scanner) Reset(src io.Reader) {
	if s.src == nil || s.buf == nil { // the buffer belongs to a caller of ResetBytes
		s.buf = make([]byte, firstBuf)
	}
	s.src, s.end = src, 0
	s.begin()
}

// ResetBytes begins with bytes in memory, which are only read.
func (s *Scanner) ResetBytes(b []byte) {
	s.src, s.buf, s.end = nil, b, len(b)
	s.begin()
}

func (s *Scanner) begin() {
	s.from, s.pos, s.cut, s.base, s.eof, s.err = 0, 0, -1, 0, false, nil
	s.names, s.sizes = s.names[:0], s.sizes[:0]
}

// Err is the error that ended the input, nil at its proper end.
func (s *Scanner) Err() error { return s.err }

// Name is the name of a tag without its prefix.
func (s *Scanner) Name() []byte { return s.name }

// Prefix is the prefix of a tag with its colon, empty when there is none.
func (s *Scanner) Prefix() []byte { return s.raw[:len(s.raw)-len(s.name)] }

// Empty says whether a start tag is that of an empty element.
func (s *Scanner) Empty() bool { return s.empty }

// Attrs are the attributes of a start tag.
func (s *Scanner) Attrs() []Attr { return s.attrs }

// Attr is the value of an attribute as it stands, nil when there is none.
func (s *Scanner) Attr(name string) []byte {
	for i := range s.attrs {
		if string(s.attrs[i].Name) == name {
			return s.attrs[i].Value
		}
	}
	return nil
}

// Chars is the text of a Text token; plain says that it is final (a CDATA
// section), else references in it stand for characters.
func (s *Scanner) Chars() (text []byte, plain bool) { return s.text, s.cdata }

// Raw is the token as it stands. Comments and instructions are no tokens: Gap
// says what stands before a token.
func (s *Scanner) Raw() []byte { return s.buf[s.from:s.pos] }

// Depth is the number of open elements, that of a start tag counted in.
func (s *Scanner) Depth() int { return len(s.sizes) }

// Offset is where the token begins, in bytes from the beginning of the input.
func (s *Scanner) Offset() int64 { return s.base + int64(s.from) }

// After is where the token ends.
func (s *Scanner) After() int64 { return s.base + int64(s.pos) }

// Hold makes the scanner keep all bytes from the present token on (or behind
// it) for Cut.
func (s *Scanner) Hold(behind bool) {
	s.cut = s.from
	if behind {
		s.cut = s.pos
	}
}

// Cut gives the bytes since Hold or the last Cut, up to the end of the token.
func (s *Scanner) Cut() []byte {
	b := s.buf[s.cut:s.pos]
	s.cut = s.pos
	return b
}

// CutBefore gives the bytes since Hold or the last Cut, up to the beginning of
// the token.
func (s *Scanner) CutBefore() []byte {
	b := s.buf[s.cut:s.from]
	s.cut = s.from
	return b
}

// Release ends Hold.
func (s *Scanner) Release() { s.cut = -1 }

// fail ends the input with an error.
func (s *Scanner) fail(err error) Kind {
	if s.err == nil {
		s.err = err
	}
	s.empty = false
	return End
}

// more gets more bytes behind end. It keeps those of the token and those held.
func (s *Scanner) more() bool {
	if s.err != nil || s.eof {
		return false
	}
	if s.src == nil {
		s.eof = true
		return false
	}
	keep := s.from
	if s.cut >= 0 {
		keep = min(keep, s.cut)
	}
	if s.end-s.from > maxToken {
		s.err = ErrLong
		return false
	}
	if keep > 0 && (s.end == len(s.buf) || keep == s.end) {
		s.shift(keep)
	}
	if s.end == len(s.buf) {
		if len(s.buf) > maxHeld {
			s.err = ErrHeld
			return false
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		switch {
		case err != nil && err != io.EOF:
			s.err = err
			return false
		case n > 0:
			return true
		case err == io.EOF:
			s.eof = true
			return false
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// shift moves the bytes from keep on to the beginning of buf.
func (s *Scanner) shift(keep int) {
	copy(s.buf, s.buf[keep:s.end])
	s.base += int64(keep)
	s.end -= keep
	s.pos -= keep
	s.from -= keep
	if s.cut >= 0 {
		s.cut -= keep
	}
}

// find gives the index in buf of what, at or behind from+skip; -1 at the end.
func (s *Scanner) find(skip int, what string) int {
	for {
		if s.from+skip < s.end {
			var i int
			if len(what) == 1 {
				i = bytes.IndexByte(s.buf[s.from+skip:s.end], what[0])
			} else {
				i = bytes.Index(s.buf[s.from+skip:s.end], []byte(what))
			}
			if i >= 0 {
				return s.from + skip + i
			}
			skip = max(skip, s.end-s.from-len(what)+1)
		}
		if !s.more() {
			return -1
		}
	}
}
