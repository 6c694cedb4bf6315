package xlsx

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// sharedStrings are the texts that cells refer to by number. They lie in blocks
// of one size, each text behind its length, so that none is ever copied for
// room and each costs four bytes besides.
type sharedStrings struct {
	blocks [][]byte
	starts []uint32 // of each text, counted over all blocks
	hint   int64    // bytes that all texts may take
}

const (
	blockBytes = 4 << 20
	maxText    = 1 << 20 // bytes of one cell; spreadsheet programs stop at 32,767 characters
)

// readStrings reads the shared texts, as long as they take no more than limit
// bytes.
func readStrings(a *archive, p *part, limit int64) (*sharedStrings, error) {
	t := &sharedStrings{}
	if p == nil {
		return t, nil
	}
	t.hint = p.size
	var r partReader
	var s markup.Scanner
	r.open(a, p, nil)
	r.left = p.size + 1
	s.Reset(&r)
	var x texts
	for {
		switch s.Next() {
		case markup.End:
			return t, s.Err()
		case markup.Start:
			if string(s.Name()) != "si" {
				continue
			}
			text, err := x.rich(&s)
			if err != nil {
				return nil, err
			}
			if err := t.add(text, limit); err != nil {
				return nil, err
			}
		}
	}
}

// add appends a text.
func (t *sharedStrings) add(text []byte, limit int64) error {
	need := len(text) + binary.MaxVarintLen32
	n := len(t.blocks)
	if n == 0 || len(t.blocks[n-1])+need > blockBytes {
		if int64(n+1)*blockBytes+4*int64(len(t.starts)) > min(limit, 1<<32) {
			return unsupported("workbooks whose texts take more than %d MiB; save it as .csv", limit>>20)
		}
		t.blocks = append(t.blocks, make([]byte, 0, min(blockBytes, t.hint)))
		n++
	}
	block := &t.blocks[n-1]
	t.starts = append(t.starts, uint32((n-1)*blockBytes+len(*block)))
	*block = append(binary.AppendUvarint(*block, uint64(len(text))), text...)
	return nil
}

// len is the number of texts.
func (t *sharedStrings) len() int { return len(t.starts) }

// at is a text.
func (t *sharedStrings) at(i int) []byte {
	start := t.starts[i]
	rest := t.blocks[start/blockBytes][start%blockBytes:]
	n, used := binary.Uvarint(rest)
	return rest[used : used+int(n)]
}

// texts collects the text of elements.
type texts struct {
	raw []byte
	out []byte
}

// rich reads the text of an si or is element, whose start tag was the last
// token: that of its t, and of the t of its runs; not of its phonetic ones.
func (x *texts) rich(s *markup.Scanner) ([]byte, error) {
	x.raw = x.raw[:0]
	if s.Empty() {
		return nil, nil
	}
	for depth := s.Depth(); s.Depth() >= depth; {
		switch s.Next() {
		case markup.End:
			return nil, s.Err()
		case markup.Start:
			switch string(s.Name()) {
			case "t":
				if err := x.element(s); err != nil {
					return nil, err
				}
			case "r":
			default:
				s.Skip()
			}
		}
	}
	return x.decoded(), s.Err()
}

// element appends the text of an element, whose start tag was the last token.
func (x *texts) element(s *markup.Scanner) error {
	if s.Empty() {
		return nil
	}
	for {
		switch s.Next() {
		case markup.End:
			return s.Err()
		case markup.Close:
			return nil
		case markup.Start:
			s.Skip()
		case markup.Text:
			text, plain := s.Chars()
			if len(x.raw)+len(text) > maxText {
				return markup.ErrLong
			}
			if plain {
				x.raw = append(x.raw, text...)
			} else {
				x.raw = markup.Unescape(x.raw, text)
			}
		}
	}
}

// simple is the text that stands between two tags. It may be valid only until
// the next token.
func (x *texts) simple(text []byte) []byte {
	for _, c := range text {
		if c == '&' || c == '\r' || c == '_' || c >= utf8.RuneSelf {
			x.raw = markup.Unescape(x.raw[:0], text)
			return x.decoded()
		}
	}
	return text
}

// decoded is the collected text without escapes.
func (x *texts) decoded() []byte {
	if bytes.IndexByte(x.raw, '_') < 0 && utf8.Valid(x.raw) {
		return x.raw
	}
	x.out = cells.Decode(x.out[:0], x.raw)
	return x.out
}
