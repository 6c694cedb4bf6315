package markup

import "bytes"

// Skip passes over the element whose start tag was the last token.
func (s *Scanner) Skip() {
	if s.empty {
		return
	}
	for depth := s.Depth(); s.Depth() >= depth && s.Next() != End; {
	}
}

// Within takes a shortcut through an element whose start tag was the last
// token, if what follows is exactly open, a text, and end, which ends the
// element: "<v>" and "</v></c>". It then gives the text as it stands between
// tags and has passed over the element; else it has done nothing. What it does
// not see it leaves to Next: bytes that were not read yet, prefixes, blanks.
func (s *Scanner) Within(open, end string) (text []byte, ok bool) {
	b := s.buf[s.pos:s.end]
	if s.empty || len(b) < len(open) || string(b[:len(open)]) != open {
		return nil, false
	}
	b = b[len(open):]
	n := bytes.IndexByte(b, '<')
	if n < 0 || n > maxToken || len(b)-n < len(end) || string(b[n:n+len(end)]) != end {
		return nil, false
	}
	s.pos += len(open) + n + len(end)
	top := len(s.sizes) - 1
	s.names, s.sizes = s.names[:len(s.names)-int(s.sizes[top])], s.sizes[:top]
	return b[:n], true
}
