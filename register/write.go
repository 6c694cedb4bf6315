package register

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unsafe"

	"github.com/cespare/xxhash/v2"
)

// fileWriter writes the sections of a snapshot beside its final place and
// moves it there when it is whole.
type fileWriter struct {
	path     string
	f        *os.File
	end      int64 // of the last section
	sections []*sectionWriter
}

// buildingMark is in the names of files of unfinished builds.
const buildingMark = ".building-"

func createFile(path string) (*fileWriter, error) {
	sweep(path)
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+buildingMark+"*") // mode 0600
	if err != nil {
		return nil, err
	}
	hold(f)
	return &fileWriter{path: path, f: f, end: headerSize}, nil
}

// sweep removes what killed builds of a snapshot left behind: files of theirs
// that no process holds. One younger than a minute may not be held yet.
func sweep(path string) {
	dir, base := filepath.Split(path)
	left, _ := os.ReadDir(filepath.Clean(dir))
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), base+buildingMark) || !entry.Type().IsRegular() {
			continue
		}
		name := filepath.Join(dir, entry.Name())
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > time.Minute && !held(name) {
			_ = os.Remove(name) // what cannot be removed does not keep us from building
		}
	}
}

// abandon removes what was written.
func (w *fileWriter) abandon() {
	w.f.Close()
	os.Remove(w.f.Name())
}

// commit writes checksums and header, waits for the disk and puts the file in
// its place.
func (w *fileWriter) commit(h *header) error {
	if err := w.writeSums(); err != nil {
		return err
	}
	for _, s := range w.sections {
		h.sections = append(h.sections, s.section)
	}
	h.length = w.end
	if _, err := w.f.WriteAt(h.append(nil), 0); err != nil {
		return err
	}
	if err := errors.Join(w.f.Sync(), w.f.Close()); err != nil {
		return err
	}
	if err := os.Rename(w.f.Name(), w.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(w.path))
}

// syncFolder makes a rename last. Systems that cannot sync a folder need not.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// writeSums finishes every section's checksum and writes the last section, the
// checksums of all blocks.
func (w *fileWriter) writeSums() error {
	var all []byte
	for _, s := range w.sections {
		if err := s.finish(); err != nil {
			return err
		}
		all = append(all, s.sums...)
	}
	s := w.begin(tagSums, int64(len(all)))
	if err := s.write(all); err != nil {
		return err
	}
	s.sum = xxhash.Sum64(all)
	return nil
}

// beginOpen begins a section whose length is known when it is written. No other
// may begin before its closeOpen.
func (w *fileWriter) beginOpen(tag string) *sectionWriter {
	s := w.begin(tag, 0)
	s.open, s.length = w, math.MaxInt64
	return s
}

// closeOpen ends a section of beginOpen.
func (s *sectionWriter) closeOpen() {
	s.length = s.written
	s.open.end = s.offset + s.length
	s.open = nil
}

// begin reserves the place of a section. Sections lie in the order of their
// beginning and may be written at the same time by different goroutines.
func (w *fileWriter) begin(tag string, length int64) *sectionWriter {
	if n := len(w.sections); n > 0 && w.sections[n-1].open != nil {
		panic("BUG: register: section " + tag + " begins where the one before may still grow")
	}
	s := &sectionWriter{f: w.f, section: section{tag: tag, offset: alignUp(w.end), length: length}}
	w.end = s.offset + length
	w.sections = append(w.sections, s)
	return s
}

// sectionWriter writes one section from its beginning to its end.
type sectionWriter struct {
	section
	f       *os.File
	open    *fileWriter // of a section whose length is not known yet
	written int64
	digest  xxhash.Digest
	inBlock int    // bytes of the unfinished block in digest
	sums    []byte // checksums of the finished blocks
}

func (s *sectionWriter) write(p []byte) error {
	if s.written+int64(len(p)) > s.length {
		panic("BUG: register: section " + s.tag + " is longer than reserved")
	}
	const step = 1 << 20 // still in the cache when it is summed
	for len(p) > 0 {
		n := min(len(p), step)
		if _, err := s.f.WriteAt(p[:n], s.offset+s.written); err != nil {
			return err
		}
		s.sumUp(p[:n])
		s.written += int64(n)
		p = p[n:]
	}
	return nil
}

// read reads what was written.
func (s *sectionWriter) read(p []byte, at int64) error {
	return readFull(s.f, p, s.offset+at)
}

func (s *sectionWriter) sumUp(p []byte) {
	for len(p) > 0 {
		n := min(len(p), blockSize-s.inBlock)
		if s.inBlock == 0 {
			s.digest.Reset()
		}
		_, _ = s.digest.Write(p[:n]) // never fails
		if s.inBlock += n; s.inBlock == blockSize {
			s.closeBlock()
		}
		p = p[n:]
	}
}

func (s *sectionWriter) closeBlock() {
	s.sums = binary.LittleEndian.AppendUint64(s.sums, s.digest.Sum64())
	s.inBlock = 0
}

// finish closes the last block and sets the section's checksum.
func (s *sectionWriter) finish() error {
	if s.written != s.length {
		panic("BUG: register: section " + s.tag + " is shorter than reserved")
	}
	if s.inBlock > 0 {
		s.closeBlock()
	}
	s.sum = xxhash.Sum64(s.sums)
	return nil
}

// plain is the element types of columns: fixed size, no padding.
type plain interface {
	hot | uint8 | uint16 | uint32 | uint64 | [shortName]uint16 | [8]uint16 | [3]uint32 | Where | Namesake
}

// asBytes views a column as the bytes of the file (Open and Finish refuse
// machines that are not little-endian).
func asBytes[T plain](column []T) []byte {
	if len(column) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(column))), len(column)*int(unsafe.Sizeof(column[0])))
}

// putColumn writes a whole section.
func putColumn[T plain](w *sectionWriter, column []T) error { return w.write(asBytes(column)) }

// beginColumn reserves the place of a column.
func beginColumn[T plain](w *fileWriter, tag string, column []T) *sectionWriter {
	return w.begin(tag, int64(len(asBytes(column))))
}
