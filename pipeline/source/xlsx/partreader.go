package xlsx

import (
	"hash/crc32"
	"io"
	"math"

	"lamsach/pipeline/source/xlsx/inflate"
)

// outside is how many bytes of a part may stand where no rows are. Links,
// merged ranges and conditional formats of large sheets take some dozens of MiB.
const outside = 256 << 20

// partReader unpacks a part. Read from its beginning to its end it is checked
// against the size and checksum that the archive gives.
type partReader struct {
	part   *part
	src    io.ReaderAt
	stream inflate.Stream
	at     int64 // unpacked bytes given
	sum    uint32
	left   int64 // bytes that may be given before somebody says more
}

// open begins a part; marks are kept when they are not nil.
func (r *partReader) open(a *archive, p *part, marks *inflate.Marks) {
	r.part, r.src, r.at, r.sum, r.left = p, a.src, 0, 0, outside
	if !p.stored {
		r.stream.Reset(a.src, p.off, p.packed)
		if marks != nil {
			r.stream.Keep(marks)
		}
	}
}

// openAt begins in the middle, where no checksum is known.
func (r *partReader) openAt(a *archive, p *part, marks *inflate.Marks, at int64) error {
	r.part, r.src, r.at, r.left = p, a.src, at, math.MaxInt64
	if p.stored {
		return nil
	}
	return r.stream.ResetAt(a.src, p.off, p.packed, marks, at)
}

// Read implements io.Reader.
func (r *partReader) Read(b []byte) (int, error) {
	n, err := r.unpack(b)
	r.at += int64(n)
	r.left -= int64(n)
	r.sum = crc32.Update(r.sum, crc32.IEEETable, b[:n])
	if r.at > r.part.size {
		return 0, damage("it is longer than the archive says")
	}
	if r.left < 0 {
		return 0, damage("it holds more than %d MiB apart from rows", outside>>20)
	}
	if err == io.EOF {
		if r.at < r.part.size {
			return n, damage("it is shorter than the archive says")
		}
		if want := r.part.file.CRC32; r.sum != want && want != 0 {
			return n, damage("its checksum is not the one in the archive")
		}
	}
	return n, err
}

// unpack reads bytes of the part as they are when unpacked.
func (r *partReader) unpack(b []byte) (int, error) {
	if !r.part.stored {
		return r.stream.Read(b)
	}
	b = b[:min(int64(len(b)), r.part.size-r.at)]
	if len(b) == 0 {
		return 0, io.EOF
	}
	n, err := r.src.ReadAt(b, r.part.off+r.at)
	if n > 0 {
		return n, nil // an error comes again with the next bytes
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return 0, err
}

// readOn fills b with the next bytes, without a checksum of the whole.
func (r *partReader) readOn(b []byte) error {
	for len(b) > 0 {
		n, err := r.unpack(b)
		r.at += int64(n)
		b = b[n:]
		if err != nil && len(b) > 0 {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}
