package arrowipc

import (
	"cmp"
	"context"
	"encoding/binary"
	"reflect"
	"slices"

	"lamsach/pipeline/source/arrowipc/messages"
)

// maxPadding is less than how many zeros may stand between the messages of a
// file: writers align them to at most 64 bytes.
const maxPadding = 64

// surveyFile reads the footer of a file and goes over the messages it lists.
// Nothing may lie between them, so that no batch is lost by a footer that
// leaves it out. What stands before the first is the schema once more, which
// not every writer (Polars) writes as a message.
func (f *File) surveyFile(ctx context.Context, w *window) error {
	footer, err := f.readFooter()
	if err != nil {
		return f.fault(whole, err)
	}
	f.schema = footer.Schema
	if err := f.setColumns(); err != nil {
		return f.fault(whole, err)
	}
	list, err := ordered(footer)
	if err != nil {
		return f.fault(whole, err)
	}
	var head messages.Head
	at, err := f.behindSchema(w, list)
	if err != nil {
		return f.fault(whole, err)
	}
	if len(list) > 0 && f.isOld(w, list[0].At, f.form.footerAt) {
		return f.fault(whole, unsupported("write it with a newer version", "a file of Arrow before 0.15 is"))
	}
	for _, b := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		here := place{group: len(f.batches), row: -1}
		if err := f.checkGap(w, at, b.At); err != nil {
			return f.fault(here, err)
		}
		m, n, err := w.message(b.At, f.form.footerAt)
		switch {
		case err != nil:
			return f.fault(here, err)
		case n == 0 || (m.Kind == messages.BatchKind) != b.batch:
			return f.fault(here, damage("the message at byte %d is not what the footer lists", b.At))
		}
		k := message{at: b.At, metadata: int32(n), body: m.Body}
		if err := f.add(k, m, &head, f.form.footerAt); err != nil {
			return f.fault(here, err)
		}
		at = k.end()
	}
	return f.fault(whole, f.checkTail(w, at))
}

// block is a message that a footer lists.
type block struct {
	messages.Block
	batch bool
}

// ordered gives the messages of a footer as they follow in the file. Record
// batches must be listed so.
func ordered(footer *messages.Footer) ([]block, error) {
	var list []block
	before := int64(0)
	for _, b := range footer.Batches {
		if b.At <= before {
			return nil, damage("the footer lists record batches out of their order")
		}
		before = b.At
		list = append(list, block{b, true})
	}
	for _, b := range footer.Dictionaries {
		list = append(list, block{b, false})
	}
	slices.SortStableFunc(list, func(a, b block) int { return cmp.Compare(a.At, b.At) })
	return list, nil
}

func (f *File) readFooter() (*messages.Footer, error) {
	size := f.object.Size()
	if size < headerBytes+tailBytes {
		return nil, damage("the file is cut short")
	}
	tail := make([]byte, tailBytes)
	if err := f.readAt(tail, size-tailBytes); err != nil {
		return nil, err
	}
	if string(tail[4:]) != magic {
		return nil, damage("the file does not end as an Arrow file: it is cut short")
	}
	n := int64(int32(binary.LittleEndian.Uint32(tail)))
	if n <= 0 || n > size-headerBytes-tailBytes {
		return nil, damage("the file claims a footer of %d bytes", n)
	}
	if n > messages.MaxMetadata+24*maxMessages {
		return nil, unsupported("write larger record batches", "a footer of %d bytes is", n)
	}
	f.form.footerAt, f.form.footerBytes = size-tailBytes-n, int(n)
	b := make([]byte, n)
	if err := f.readAt(b, f.form.footerAt); err != nil {
		return nil, err
	}
	return messages.ReadFooter(b)
}

// behindSchema gives where the first message of a file may begin.
func (f *File) behindSchema(w *window, list []block) (int64, error) {
	end := f.form.footerAt
	at, err := w.skipZeros(headerBytes, end)
	if err != nil || end-at < messages.PrefixBytes {
		return at, err
	}
	b, err := w.bytes(at, messages.PrefixBytes)
	if err != nil {
		return at, err
	}
	if _, wrapped := messages.Prefix(b); !wrapped {
		if len(list) > 0 {
			end = list[0].At
		}
		return end, f.checkBare(w, headerBytes, end)
	}
	m, n, err := w.message(at, end)
	if err != nil || n == 0 {
		return at, err
	}
	s, err := m.Schema()
	if err == nil && (m.Kind != messages.SchemaKind || !reflect.DeepEqual(s.Fields, f.schema.Fields)) {
		err = damage("the footer has another schema than the beginning")
	}
	f.schema.V4 = s != nil && s.V4 // some footers always say V5
	f.layout = messages.NewLayout(f.schema)
	return at + messages.PrefixBytes + int64(n), err
}

// checkBare sees to it that no batch hides in front of the first one that is
// listed, where a writer put the schema without wrapping.
func (f *File) checkBare(w *window, at, end int64) error {
	if end-at > messages.MaxMetadata {
		return damage("%d bytes stand before the first message", end-at)
	}
	for ; end-at > messages.PrefixBytes; at += 8 {
		b, err := w.bytes(at, messages.PrefixBytes)
		if err != nil {
			return err
		}
		if n, ok := messages.Prefix(b); ok && n > 0 && n <= end-at-messages.PrefixBytes {
			if m, _, err := w.message(at, end); err == nil && m.Kind != messages.SchemaKind {
				return damage("the footer does not list what lies at byte %d", at)
			}
		}
	}
	return nil
}

// checkGap sees to it that between two positions there is at most padding.
func (f *File) checkGap(w *window, from, to int64) error {
	if to < from {
		return damage("the message at byte %d lies over another", to)
	}
	if to-from < maxPadding {
		at, err := w.skipZeros(from, to)
		if err != nil {
			return err
		}
		if at == to {
			return nil
		}
	}
	return damage("the footer does not list what lies at byte %d", from)
}

// checkTail sees to it that behind the last message there is at most the mark
// of the end.
func (f *File) checkTail(w *window, at int64) error {
	end := f.form.footerAt
	at, err := w.skipZeros(at, end)
	if err != nil {
		return err
	}
	if end-at >= messages.PrefixBytes {
		b, err := w.bytes(at, messages.PrefixBytes)
		if err != nil {
			return err
		}
		if n, ok := messages.Prefix(b); ok && n == 0 {
			at += messages.PrefixBytes
		}
	}
	return f.checkGap(w, at, end)
}
