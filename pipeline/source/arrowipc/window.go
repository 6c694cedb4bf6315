package arrowipc

import "lamsach/pipeline/source/arrowipc/messages"

// window reads small pieces of an object in ascending order with few reads.
type window struct {
	file *File
	at   int64
	buf  []byte
}

// bytes gives n bytes at a position. They are valid until the next call.
func (w *window) bytes(at, n int64) ([]byte, error) {
	if at >= w.at && at+n <= w.at+int64(len(w.buf)) {
		return w.buf[at-w.at:][:n], nil
	}
	size := min(max(n, windowBytes), w.file.object.Size()-at)
	if size < n {
		return nil, damage("the object is cut short")
	}
	b := grow(&w.buf, int(size))
	w.buf, w.at = b, at
	if err := w.file.readAt(b, at); err != nil {
		w.buf = b[:0]
		return nil, err
	}
	return b[:n], nil
}

// message reads the metadata of the message at a position, which ends before
// end. n is its length without the prefix; 0 means the mark of the end.
func (w *window) message(at, end int64) (m messages.Message, n int, err error) {
	if end-at < messages.PrefixBytes {
		return m, 0, damage("the object ends without the mark of its end: it is cut short")
	}
	prefix, err := w.bytes(at, messages.PrefixBytes)
	if err != nil {
		return m, 0, err
	}
	length, ok := messages.Prefix(prefix)
	switch {
	case !ok:
		return m, 0, damage("no message begins at byte %d", at)
	case length == 0:
		return m, 0, nil
	case length < 0 || length > messages.MaxMetadata:
		return m, 0, damage("a message claims metadata of %d bytes", length)
	case length > end-at-messages.PrefixBytes:
		return m, 0, damage("the metadata of a message ends behind the object: it is cut short")
	}
	b, err := w.bytes(at+messages.PrefixBytes, length)
	if err != nil {
		return m, 0, err
	}
	m, err = messages.Read(b)
	return m, int(length), err
}

// skipZeros passes over zeros, less than maxPadding of them, that some writers
// put between the messages of a file.
func (w *window) skipZeros(at, end int64) (int64, error) {
	b, err := w.bytes(at, min(maxPadding, end-at))
	if err != nil {
		return at, err
	}
	for _, c := range b {
		if c != 0 {
			break
		}
		at++
	}
	return at, nil
}

// grow gives n bytes of a buffer that grows as it must; what they hold is not
// said.
func grow(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, max(n, min(2*cap(*buf), n+1<<20)))
	}
	*buf = (*buf)[:cap(*buf)]
	return (*buf)[:n]
}
