package xlsx

import (
	"bufio"
	"io"

	"lamsach/pipeline/source/xlsx/markup"
)

// pass copies a part to a writer token by token; between two tokens something
// may be put in, and a token may be put in another form or left out.
type pass struct {
	reader partReader
	s      markup.Scanner
	out    *bufio.Writer
	line   []byte // what is being put in
}

func (p *pass) begin(a *archive, of *part, w io.Writer) {
	p.reader.open(a, of, nil)
	p.reader.left = of.size + 1
	p.s.Reset(&p.reader)
	p.s.Hold(true)
	if p.out == nil {
		p.out = bufio.NewWriterSize(w, 64<<10)
	} else {
		p.out.Reset(w)
	}
}

// keep copies what was read and not yet copied, the present token included.
func (p *pass) keep() error {
	_, err := p.out.Write(p.s.Cut())
	return err
}

// before copies what was read before the present token, then writes p.line.
func (p *pass) before() error {
	if _, err := p.out.Write(p.s.CutBefore()); err != nil {
		return err
	}
	_, err := p.out.Write(p.line)
	p.line = p.line[:0]
	return err
}

// instead copies what was read before the present token, and writes p.line for
// it.
func (p *pass) instead() error {
	err := p.before()
	p.s.Cut()
	return err
}

// drop leaves the present element out, from the start tag that was the last
// token to its end.
func (p *pass) drop() error {
	if err := p.before(); err != nil {
		return err
	}
	p.s.Skip()
	p.s.Cut()
	return p.s.Err()
}

// edited appends the start tag that is the present token, without the
// attributes of some names and with others put in, without its end ("/>" or
// ">").
func (p *pass) edited(line []byte, without []string, with string) []byte {
	raw := p.s.Raw()
	at := 1 + len(p.s.Prefix()) + len(p.s.Name())
	line = append(line, raw[:at]...)
	for _, a := range p.s.Attrs() {
		gone := false
		for _, name := range without {
			gone = gone || string(a.Name) == name && raw[a.At] == name[0] // not of another namespace
		}
		if !gone {
			line = append(append(line, ' '), raw[a.At:a.End]...)
		}
	}
	return append(line, with...)
}

// ending is the end of the present start tag.
func (p *pass) ending() string {
	if p.s.Empty() {
		return "/>"
	}
	return ">"
}

// finish writes what is left once the scanner has come to the end.
func (p *pass) finish() error {
	if err := p.s.Err(); err != nil {
		return err
	}
	if err := p.keep(); err != nil {
		return err
	}
	return p.out.Flush()
}
