package formats

import (
	"encoding/csv"
	"io"
	"iter"
	"slices"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"lamsach/benchmarks/synth"
)

// text is a dialect of delimited text. encode makes bytes of UTF-8.
type text struct {
	separator rune
	end       string
	encode    func(io.Writer) io.WriteCloser
}

func (t text) write(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	out := io.WriteCloser(nopCloser{w})
	if t.encode != nil {
		out = t.encode(w)
	}
	c := csv.NewWriter(out)
	c.Comma, c.UseCRLF = t.separator, t.end == "\r\n"
	if err := c.Write(header); err != nil {
		return err
	}
	for row := range rows {
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return out.Close()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func withBOM(w io.Writer) io.WriteCloser { return transform.NewWriter(w, unicode.UTF8BOM.NewEncoder()) }

func utf16LE(w io.Writer) io.WriteCloser {
	return transform.NewWriter(w, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())
}

func utf16BE(w io.Writer) io.WriteCloser {
	return transform.NewWriter(w, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder())
}

// legacy writes in a legacy encoding of synth. The table is written cell by
// cell, so a write holds whole letters.
func legacy(class string) func(io.Writer) io.WriteCloser {
	seen := synth.Legacy(class)
	return func(w io.Writer) io.WriteCloser { return &legacyWriter{w: w, seen: seen} }
}

type legacyWriter struct {
	w       io.Writer
	seen    func(string) string
	pending []byte
}

// Write encodes whole lines; what follows the last line end waits.
func (l *legacyWriter) Write(p []byte) (int, error) {
	l.pending = append(l.pending, p...)
	end := slices.Index(l.pending, '\n') + 1
	for i := len(l.pending) - 1; i >= end; i-- {
		if l.pending[i] == '\n' {
			end = i + 1
			break
		}
	}
	err := l.flush(end)
	return len(p), err
}

func (l *legacyWriter) flush(end int) error {
	var out []byte
	for _, r := range l.seen(string(l.pending[:end])) {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			b = byte(r) // a control character that stands for its byte
		}
		out = append(out, b)
	}
	l.pending = append(l.pending[:0], l.pending[end:]...)
	_, err := l.w.Write(out)
	return err
}

func (l *legacyWriter) Close() error { return l.flush(len(l.pending)) }

// packed writes plain CSV through a compressor.
func packed(compress func(io.Writer) (io.WriteCloser, error)) func(io.Writer, []string, iter.Seq[[]string]) error {
	return func(w io.Writer, header []string, rows iter.Seq[[]string]) error {
		z, err := compress(w)
		if err != nil {
			return err
		}
		if err := (text{separator: ',', end: "\n"}).write(z, header, rows); err != nil {
			return err
		}
		return z.Close()
	}
}
