package markup

// start reads a start tag. When the bytes end in its middle it gets more and
// begins again.
func (s *Scanner) start() Kind {
	for {
		switch s.tag() {
		case tagWhole:
			if len(s.sizes) == maxDepth {
				return s.fail(ErrDeep)
			}
			if !s.empty {
				s.names = append(s.names, s.raw...)
				s.sizes = append(s.sizes, uint16(len(s.raw)))
			}
			return Start
		case tagWrong:
			return s.fail(ErrSyntax)
		}
		if !s.more() {
			return s.cutShort()
		}
	}
}

// How reading a tag ended.
const (
	tagWhole = iota
	tagShort // the bytes end before it does
	tagWrong // it is no tag
)

// ends are the bytes that cannot stand in a name.
var ends = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '>': true, '/': true, '=': true, '<': true, '"': true, '\'': true}

// name reads a name at i: where it ends and where it begins without prefix.
func name(b []byte, i int) (end, begin int) {
	begin = i
	for i < len(b) && !ends[b[i]] {
		if b[i] == ':' {
			begin = i + 1
		}
		i++
	}
	return i, begin
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// tag reads the start tag at from, if all of it is there.
func (s *Scanner) tag() int {
	b := s.buf[:s.end]
	i, begin := name(b, s.from+1)
	if i == len(b) {
		return tagShort
	}
	if i == begin || i-s.from > maxName {
		return tagWrong
	}
	s.raw, s.name = b[s.from+1:i], b[begin:i]
	s.attrs, s.empty = s.attrs[:0], false
	for {
		gap := i
		for i < len(b) && blank(b[i]) {
			i++
		}
		if i >= len(b) {
			return tagShort
		}
		switch {
		case b[i] == '>':
			s.pos = i + 1
			return tagWhole
		case b[i] == '/':
			if i+1 == len(b) {
				return tagShort
			}
			if b[i+1] != '>' {
				return tagWrong
			}
			s.pos, s.empty = i+2, true
			return tagWhole
		case gap == i || len(s.attrs) == maxAttrs:
			return tagWrong
		}
		var how int
		if i, how = s.attr(b, i); how != tagWhole {
			return how
		}
	}
}

// attr reads an attribute at i and gives where it ends.
func (s *Scanner) attr(b []byte, i int) (int, int) {
	at := i - s.from
	end, begin := name(b, i)
	if begin == end && end < len(b) {
		return end, tagWrong
	}
	i = end
	for i < len(b) && blank(b[i]) {
		i++
	}
	if i < len(b) && b[i] != '=' {
		return i, tagWrong
	}
	i++
	for i < len(b) && blank(b[i]) {
		i++
	}
	if i >= len(b) {
		return i, tagShort
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return i, tagWrong
	}
	i++
	value := i
	for i < len(b) && b[i] != quote {
		if b[i] == '<' {
			return i, tagWrong
		}
		i++
	}
	if i == len(b) {
		return i, tagShort
	}
	s.attrs = append(s.attrs, Attr{Name: b[begin:end], Value: b[value:i], At: at, End: i + 1 - s.from})
	return i + 1, tagWhole
}
