package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ReadFooter reads and checks the footer of a file of size bytes: magic at
// both ends, every list as long as it says, every chunk inside the file, row
// counts that agree. Errors of r come back as they are.
func ReadFooter(r io.ReaderAt, size int64) (*Footer, error) {
	if size == 0 {
		return nil, damaged("the file is empty")
	}
	if size < 12 {
		return nil, damaged("too short to be a Parquet file")
	}
	var head, tail [8]byte
	if err := readFull(r, head[:4], 0); err != nil {
		return nil, err
	}
	if err := readFull(r, tail[:], size-8); err != nil {
		return nil, err
	}
	switch begin, end := string(head[:4]), string(tail[4:]); {
	case begin == "PARE" || end == "PARE":
		return nil, ErrEncrypted
	case begin != "PAR1":
		return nil, damaged("not a Parquet file: it does not begin with PAR1")
	case end != "PAR1":
		return nil, damaged("the file is cut short: it does not end with PAR1")
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	if n > size-12 {
		return nil, damaged(fmt.Sprintf("the footer claims %d bytes of a file of %d", n, size))
	}
	if n > MaxFooter {
		return nil, damaged(fmt.Sprintf("the footer claims %d bytes; at most %d are read", n, MaxFooter))
	}
	b := make([]byte, n)
	if err := readFull(r, b, size-8-n); err != nil {
		return nil, err
	}
	f, err := parseFooter(b)
	if err != nil {
		return nil, err
	}
	return f, f.check(size - 8 - n)
}

// readFull fills b or says why not; the end of the file is damage.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("the file is cut short")
	}
	return err
}

func parseFooter(b []byte) (*Footer, error) {
	f := &Footer{Rows: -1}
	c := &compact{b: b}
	var problem error
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 2 && typ == tList:
			n, elem := c.list()
			for range n {
				if elem != tStruct || c.bad {
					c.fail(false)
					break
				}
				f.Schema = append(f.Schema, c.element())
			}
		case id == 3 && typ == tI64:
			f.Rows = c.int()
		case id == 4 && typ == tList:
			n, elem := c.list()
			for range n {
				if elem != tStruct || c.bad {
					c.fail(false)
					break
				}
				g, err := c.group()
				problem = errors.Join(problem, err)
				f.Groups = append(f.Groups, g)
			}
		case id == 8 && typ == tStruct:
			problem = ErrEncrypted
			return false
		default:
			return false
		}
		return true
	})
	switch {
	case problem != nil:
		return nil, problem
	case c.bad || f.Rows < 0 || len(f.Schema) == 0:
		return nil, damaged("the footer cannot be read")
	}
	return f, nil
}

func (c *compact) element() Element {
	e := Element{Type: Node, Repetition: -1}
	converted := int32(-1)
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tI32:
			if e.Type = Type(c.int32()); e.Type < Boolean || e.Type > Fixed {
				c.fail(false)
			}
		case id == 2 && typ == tI32:
			e.Length = int(c.int32())
		case id == 3 && typ == tI32:
			e.Repetition = Repetition(c.int32())
		case id == 4 && typ == tBinary:
			e.Name = string(c.bytes())
		case id == 5 && typ == tI32:
			e.Children = int(c.int32())
		case id == 6 && typ == tI32:
			converted = c.int32()
		case id == 7 && typ == tI32:
			e.Scale = int(c.int32())
		case id == 10 && typ == tStruct:
			c.logical(&e)
		default:
			return false
		}
		return true
	})
	if e.Meaning == NoMeaning {
		e.convert(converted)
	}
	if e.Length < 0 || e.Length > MaxPage || e.Children < 0 || e.Scale < 0 || e.Scale > 100 || (e.Type == Fixed && e.Length == 0) {
		c.fail(false)
	}
	return e
}

func (c *compact) group() (Group, error) {
	g := Group{Rows: -1}
	var problem error
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tList:
			n, elem := c.list()
			for range n {
				if elem != tStruct || c.bad {
					c.fail(false)
					break
				}
				chunk, err := c.chunk()
				if err != nil && problem == nil {
					problem = err
				}
				g.Chunks = append(g.Chunks, chunk)
			}
		case id == 3 && typ == tI64:
			g.Rows = c.int()
		default:
			return false
		}
		return true
	})
	if g.Rows < 0 {
		c.fail(false)
	}
	return g, problem
}

func (c *compact) chunk() (Chunk, error) {
	k := Chunk{Type: Node}
	var problem error
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tBinary:
			if len(c.bytes()) > 0 {
				problem = unsupported("a column kept in another file")
			}
		case id == 3 && typ == tStruct:
			c.chunkData(&k)
		case (id == 8 && typ == tStruct) || (id == 9 && typ == tBinary):
			problem = ErrEncrypted
			return false
		default:
			return false
		}
		return true
	})
	if k.Type == Node && problem == nil {
		c.fail(false)
	}
	return k, problem
}

func (c *compact) chunkData(k *Chunk) {
	data, dictionary := int64(-1), int64(0)
	k.Size, k.Values = -1, -1
	c.fields(func(id int16, typ byte) bool {
		switch {
		case id == 1 && typ == tI32:
			k.Type = Type(c.int32())
		case id == 4 && typ == tI32:
			k.Codec = Codec(c.int32())
		case id == 5 && typ == tI64:
			k.Values = c.int()
		case id == 7 && typ == tI64:
			k.Size = c.int()
		case id == 9 && typ == tI64:
			data = c.int()
		case id == 11 && typ == tI64:
			dictionary = c.int()
		default:
			return false
		}
		return true
	})
	k.Start = data
	if dictionary > 0 && dictionary < data {
		k.Start = dictionary
	}
	if k.Type < Boolean || k.Type > Fixed || k.Values < 0 || k.Size < 0 || k.Start < 0 {
		c.fail(false)
	}
}
