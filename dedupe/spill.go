package dedupe

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// A spill is the outcomes of one part on local disk, packed column by column
// (see pack.go): it is read by the program that wrote it, on the same machine,
// and thrown away.
//
//	0   8  magic "LSSPILL" and a version byte
//	8   8  number of records, little-endian
//	16  8  xxHash64 of what follows
//	24  …  the packed records
const (
	spillMagic  = "LSSPILL\x03"
	spillHeader = 24
)

// Spill names the outcomes of one part.
type Spill struct {
	Part pipeline.Part
	Path string
}

// Spiller writes and reads spills. It is the scratch of one goroutine.
type Spiller struct {
	buf      []byte
	outcomes []pipeline.Outcome
}

// Write writes the outcomes of a part, whole or not at all.
func (s *Spiller) Write(path string, outcomes []pipeline.Outcome) error {
	b := append(s.buf[:0], make([]byte, spillHeader)...)
	b = pack(b, outcomes)
	copy(b, spillMagic)
	binary.LittleEndian.PutUint64(b[8:], uint64(len(outcomes)))
	binary.LittleEndian.PutUint64(b[16:], xxhash.Sum64(b[spillHeader:]))
	s.buf = b
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Read reads the outcomes of a part and checks them. They are valid until the
// Spiller is used again.
func (s *Spiller) Read(path string) ([]pipeline.Outcome, error) {
	p, err := s.open(path)
	if err != nil {
		return nil, err
	}
	s.outcomes = slices.Grow(s.outcomes[:0], p.rows)[:p.rows]
	p.unpack(s.outcomes)
	return s.outcomes, nil
}

// open reads a spill and checks it. What it gives lies in the Spiller.
func (s *Spiller) open(path string) (*packed, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	damaged := fmt.Errorf("spill %s is damaged; remove it and run again", filepath.Base(path))
	if info.Size() < spillHeader || info.Size() > spillHeader+maxPacked {
		return nil, damaged
	}
	s.buf = slices.Grow(s.buf[:0], int(info.Size()))[:info.Size()]
	if _, err := io.ReadFull(f, s.buf); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(s.buf[8:])
	records := s.buf[spillHeader:]
	if string(s.buf[:8]) != spillMagic || n > pipeline.MaxPartRows || xxhash.Sum64(records) != binary.LittleEndian.Uint64(s.buf[16:]) {
		return nil, damaged
	}
	if p := packedOf(records, int(n)); p != nil {
		return p, nil
	}
	return nil, damaged
}
