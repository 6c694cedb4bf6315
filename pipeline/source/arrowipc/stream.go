package arrowipc

import (
	"context"

	"lamsach/pipeline/source/arrowipc/messages"
)

// surveyStream goes over a stream: the schema, then messages up to the mark of
// the end. A stream without that mark may be one that was cut short.
func (f *File) surveyStream(ctx context.Context, w *window) error {
	end := f.object.Size()
	f.form.stream = true
	m, n, err := w.message(0, end)
	if err == nil && (n == 0 || m.Kind != messages.SchemaKind) {
		err = damage("it does not begin with a schema")
	}
	if err == nil {
		f.form.schemaBytes = n
		f.schema, err = m.Schema()
	}
	if err == nil {
		err = f.setColumns()
	}
	if err != nil {
		return f.fault(whole, err)
	}
	var head messages.Head
	for at := messages.PrefixBytes + int64(n); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		here := place{group: len(f.batches), row: -1}
		m, n, err := w.message(at, end)
		if err != nil {
			return f.fault(here, err)
		}
		if n == 0 {
			if at += messages.PrefixBytes; at < end {
				err = damage("%d bytes stand behind the end of the stream; send streams one by one", end-at)
			}
			return f.fault(whole, err)
		}
		k := message{at: at, metadata: int32(n), body: m.Body}
		if err := f.add(k, m, &head, end); err != nil {
			return f.fault(here, err)
		}
		at = k.end()
	}
}
