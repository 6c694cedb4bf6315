package markup

import "bytes"

// Next reads the next token.
func (s *Scanner) Next() Kind {
	for s.err == nil {
		s.from = s.pos
		if s.pos == s.end && !s.more() {
			return s.finish()
		}
		if s.buf[s.pos] != '<' {
			if s.base == 0 && s.pos == 0 {
				if !s.mark() {
					return End
				}
				if s.from > 0 { // a byte order mark was passed
					continue
				}
			}
			return s.chars()
		}
		for s.end-s.from < 2 {
			if !s.more() {
				return s.cutShort()
			}
		}
		switch s.buf[s.from+1] {
		case '/':
			return s.close()
		case '!':
			if s.declaration() {
				return Text
			}
		case '?':
			s.instruction()
		default:
			return s.start()
		}
	}
	return End
}

// finish tells the proper end from one in the middle.
func (s *Scanner) finish() Kind {
	if len(s.sizes) > 0 {
		return s.cutShort()
	}
	return End
}

// cutShort is the end in the middle of something, unless an error came first.
func (s *Scanner) cutShort() Kind { return s.fail(ErrCut) }

// mark passes over a byte order mark and refuses that of UTF-16.
func (s *Scanner) mark() bool {
	for s.end < 3 {
		if !s.more() {
			return true
		}
	}
	switch {
	case bytes.HasPrefix(s.buf[:s.end], []byte("\xef\xbb\xbf")):
		s.from, s.pos = 3, 3
	case s.buf[0] == 0xfe && s.buf[1] == 0xff, s.buf[0] == 0xff && s.buf[1] == 0xfe:
		s.fail(ErrEncoding)
		return false
	}
	return true
}

// chars reads text up to the next tag.
func (s *Scanner) chars() Kind {
	if n := bytes.IndexByte(s.buf[s.from:s.end], '<'); n >= 0 {
		s.text, s.cdata, s.pos = s.buf[s.from:s.from+n], false, s.from+n
		return Text
	}
	i := s.find(0, "<")
	if i < 0 {
		if s.err != nil || len(s.sizes) > 0 {
			return s.cutShort()
		}
		i = s.end
	}
	s.text, s.cdata, s.pos = s.buf[s.from:i], false, i
	return Text
}

// close reads an end tag.
func (s *Scanner) close() Kind {
	n := len(s.sizes) - 1
	if n < 0 {
		return s.closeNothing()
	}
	size := int(s.sizes[n])
	want := s.names[len(s.names)-size:]
	end := s.from + len("</") + size
	if end >= s.end || s.buf[end] != '>' { // it holds blanks, or is not all there
		i := s.find(len("</"), ">")
		if i < 0 {
			return s.cutShort()
		}
		end = s.from + len("</") + len(bytes.TrimRight(s.buf[s.from+len("</"):i], " \t\r\n"))
		s.pos = i + 1
	} else {
		s.pos = end + 1
	}
	s.raw = s.buf[s.from+len("</") : end]
	if string(want) != string(s.raw) {
		return s.fail(ErrSyntax)
	}
	s.name = local(s.raw)
	s.names, s.sizes = s.names[:len(s.names)-size], s.sizes[:n]
	return Close
}

// closeNothing is an end tag where no element is open.
func (s *Scanner) closeNothing() Kind {
	if s.find(len("</"), ">") < 0 {
		return s.cutShort()
	}
	return s.fail(ErrSyntax)
}

// local is a name without its prefix.
func local(name []byte) []byte {
	for i, c := range name {
		if c == ':' {
			return name[i+1:]
		}
	}
	return name
}

// declaration passes over a comment or reads a CDATA section, and then says
// true. Everything else is refused.
func (s *Scanner) declaration() bool {
	const comment, cdata = "<!--", "<![CDATA["
	for s.end-s.from < len(cdata) && s.more() {
	}
	head := s.buf[s.from:s.end]
	switch {
	case bytes.HasPrefix(head, []byte(comment)):
		i := s.find(len(comment), "-->")
		if i < 0 {
			s.cutShort()
			return false
		}
		s.pos = i + 3
	case bytes.HasPrefix(head, []byte(cdata)):
		i := s.find(len(cdata), "]]>")
		if i < 0 {
			s.cutShort()
			return false
		}
		s.text, s.cdata, s.pos = s.buf[s.from+len(cdata):i], true, i+3
		return true
	case bytes.HasPrefix([]byte(comment), head), bytes.HasPrefix([]byte(cdata), head):
		s.cutShort()
	default:
		s.fail(ErrDoctype)
	}
	return false
}

// instruction passes over a processing instruction or the XML declaration.
func (s *Scanner) instruction() {
	i := s.find(2, "?>")
	if i < 0 {
		s.cutShort()
		return
	}
	s.pos = i + 2
	body := s.buf[s.from+2 : i]
	if !bytes.HasPrefix(body, []byte("xml ")) {
		return
	}
	_, encoding, found := bytes.Cut(body, []byte("encoding"))
	if !found {
		return
	}
	encoding = bytes.TrimLeft(encoding, " \t\r\n=\"'")
	if n := bytes.IndexAny(encoding, "\"'"); n >= 0 {
		encoding = encoding[:n]
	}
	for _, known := range []string{"UTF-8", "UTF8", "US-ASCII", "ASCII"} {
		if bytes.EqualFold(encoding, []byte(known)) {
			return
		}
	}
	s.fail(ErrEncoding)
}
