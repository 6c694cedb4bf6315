package xlsx

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"

	"lamsach/pipeline/source/table"
)

// compoundMagic begins a compound file (MS-CFB): a workbook with a password, or
// one of the format before 2007.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// maxSectors bounds the directory of a compound file; an office file has a few.
const maxSectors = 256

// compound says what kind of office file a compound file is: always an error.
func compound(src io.ReaderAt, size int64) error {
	names, err := streams(src, size)
	if err != nil {
		return err
	}
	for _, name := range names {
		switch name {
		case "EncryptedPackage":
			return table.ErrEncrypted
		case "Workbook", "Book":
			return unsupported("workbooks of the format before 2007 (.xls); open it and save it as .xlsx")
		}
	}
	return unsupported("office files that are no workbooks (a compound file without one)")
}

// streams lists the names in the directory of a compound file.
func streams(src io.ReaderAt, size int64) ([]string, error) {
	head := make([]byte, 512)
	if err := readFull(src, head, 0); err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	shift := le.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil, damage("the header of the compound file is damaged")
	}
	sector := make([]byte, 1<<shift)
	read := func(n uint32) error {
		off := (int64(n) + 1) << shift
		if off > size-int64(len(sector)) {
			return damage("the compound file is cut short")
		}
		return readFull(src, sector, off)
	}
	var names []string
	at := le.Uint32(head[48:])
	for range maxSectors {
		const endOfChain = 0xfffffffe
		if at >= endOfChain {
			break
		}
		if err := read(at); err != nil {
			return nil, err
		}
		for entry := sector; len(entry) >= 128; entry = entry[128:] {
			if n := int(le.Uint16(entry[64:])); n >= 2 && n <= 64 {
				names = append(names, utf16Text(entry[:n-2]))
			}
		}
		// the next sector of the directory, from the table that says so
		perTable := uint32(len(sector) / 4)
		slot := at / perTable
		if slot >= 109 {
			break // a directory so far behind is no office file's
		}
		if err := read(le.Uint32(head[76+4*slot:])); err != nil {
			return nil, err
		}
		at = le.Uint32(sector[4*(at%perTable):])
	}
	return names, nil
}

func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// readFull fills b from off on; a short object is io.ErrUnexpectedEOF.
func readFull(src io.ReaderAt, b []byte, off int64) error {
	n, err := src.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
