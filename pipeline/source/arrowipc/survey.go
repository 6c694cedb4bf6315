package arrowipc

import (
	"bytes"
	"context"
	"encoding/binary"

	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

const (
	magic       = "ARROW1"
	headerBytes = 8 // of a file: the magic and two bytes
	tailBytes   = 4 + int64(len(magic))
	maxMessages = 1 << 20 // an object of more has a few rows in each
	windowBytes = 16 << 10
)

// survey finds out what kind of object it is, reads the schema, and goes from
// message to message.
func (f *File) survey(ctx context.Context) error {
	f.first = append(f.first, 0)
	w := &window{file: f}
	head, err := w.bytes(0, min(f.object.Size(), headerBytes))
	switch {
	case err != nil:
	case bytes.HasPrefix(head, []byte(magic)):
		return f.surveyFile(ctx, w)
	case bytes.HasPrefix(head, []byte{0xFF, 0xFF, 0xFF, 0xFF}):
		return f.surveyStream(ctx, w)
	default:
		err = f.foreign(w, head)
	}
	return f.fault(whole, err)
}

// foreign names an object that begins neither as a file nor as a stream.
func (f *File) foreign(w *window, head []byte) error {
	if bytes.HasPrefix(head, []byte("FEA1")) {
		return unsupported("write Feather V2 or Parquet", "a Feather V1 file is")
	}
	if f.isOld(w, 0, f.object.Size()) {
		return unsupported("write it with a newer version", "a stream of Arrow before 0.15 is")
	}
	return damage("it is neither an Arrow file nor an Arrow stream")
}

// isOld says whether at a position a message begins as it did before version
// 0.15: with the length of its metadata.
func (f *File) isOld(w *window, at, end int64) bool {
	if at < 0 || end-at < messages.PrefixBytes {
		return false
	}
	b, err := w.bytes(at, 4)
	if err != nil {
		return false
	}
	n := int64(int32(binary.LittleEndian.Uint32(b)))
	if n <= 0 || n > min(messages.MaxMetadata, end-at-4) {
		return false
	}
	if b, err = w.bytes(at+4, n); err != nil {
		return false
	}
	_, err = messages.Read(b)
	return err == nil
}

// add enters a message into the index.
func (f *File) add(k message, m messages.Message, head *messages.Head, end int64) error {
	switch {
	case m.Kind == messages.SchemaKind:
		return damage("a second schema")
	case k.body > end-k.bodyAt():
		return damage("a message claims a body of %d bytes, %d are left: the object is cut short", k.body, end-k.bodyAt())
	case len(f.messages) == maxMessages:
		return unsupported("write larger ones", "an object of more than %d record batches is", maxMessages)
	}
	if err := m.Head(head); err != nil {
		return err
	}
	k.rows = head.Rows
	if m.Kind == messages.DictionaryKind {
		f.messages = append(f.messages, k)
		return f.addDictionary(k, head)
	}
	if err := head.Check(f.layout, k.body); err != nil {
		return err
	}
	k.batch = true
	if len(f.batches) == 0 {
		f.codec = head.Codec
	}
	f.batches = append(f.batches, len(f.messages))
	f.messages = append(f.messages, k)
	f.first = append(f.first, f.Rows()+k.rows)
	if f.Rows() > maxRows {
		return damage("more than %d rows", int64(maxRows))
	}
	return nil
}

// readMessage reads the metadata of a message once more and checks it.
func (f *File) readMessage(k message, l *messages.Layout, buf *[]byte, head *messages.Head) (messages.Message, error) {
	b := grow(buf, int(k.metadata))
	if err := f.readAt(b, k.at+messages.PrefixBytes); err != nil {
		return messages.Message{}, err
	}
	m, err := messages.Read(b)
	if err != nil {
		return m, err
	}
	if m.Body != k.body || (m.Kind == messages.BatchKind) != k.batch || m.Kind == messages.SchemaKind {
		return m, errChanged
	}
	if err := m.Head(head); err != nil {
		return m, err
	}
	if head.Rows != k.rows {
		return m, errChanged
	}
	return m, head.Check(l, k.body)
}

var errChanged = damage("a message is not what it was when the object was opened")

var _ table.File = (*File)(nil)
