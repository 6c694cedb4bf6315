package dedupe

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// A spill is the outcomes of one part on local disk, as they lie in memory: it
// is read by the program that wrote it, on the same machine, and thrown away.
//
//	0   8  magic "LSSPILL" and a version byte
//	8   8  number of records, little-endian
//	16  8  xxHash64 of the records
//	24  …  records of recordSize bytes
const (
	spillMagic  = "LSSPILL\x01"
	spillHeader = 24
	recordSize  = int(unsafe.Sizeof(pipeline.Outcome{}))
)

// Spill names the outcomes of one part.
type Spill struct {
	Part pipeline.Part
	Path string
}

// WriteSpill writes the outcomes of a part, whole or not at all.
func WriteSpill(path string, outcomes []pipeline.Outcome) error {
	records := asBytes(outcomes)
	head := append(make([]byte, 0, spillHeader), spillMagic...)
	head = binary.LittleEndian.AppendUint64(head, uint64(len(outcomes)))
	head = binary.LittleEndian.AppendUint64(head, xxhash.Sum64(records))
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(head); err == nil {
		_, err = f.Write(records)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// ReadSpill reads the outcomes of a part and checks them.
func ReadSpill(path string) ([]pipeline.Outcome, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	damaged := fmt.Errorf("spill %s is damaged; remove it and run again", filepath.Base(path))
	if len(data) < spillHeader || string(data[:8]) != spillMagic {
		return nil, damaged
	}
	n := binary.LittleEndian.Uint64(data[8:])
	records := data[spillHeader:]
	if n > pipeline.MaxPartRows || len(records) != int(n)*recordSize || xxhash.Sum64(records) != binary.LittleEndian.Uint64(data[16:]) {
		return nil, damaged
	}
	outcomes := make([]pipeline.Outcome, n)
	copy(asBytes(outcomes), records)
	return outcomes, nil
}

// asBytes views outcomes as the bytes they are. Outcome holds no pointers (a
// test sees to it), so any bytes of the right length are outcomes.
func asBytes(outcomes []pipeline.Outcome) []byte {
	if len(outcomes) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&outcomes[0])), len(outcomes)*recordSize)
}
