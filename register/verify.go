package register

import (
	"context"
	"encoding/binary"
	"runtime"

	"github.com/cespare/xxhash/v2"
)

// sums returns the checksums of all blocks, themselves checked.
func (s *Snapshot) sums() ([]byte, error) {
	n := len(s.head.sections)
	if n == 0 || s.head.sections[n-1].tag != tagSums {
		return nil, s.damage(&section{tag: tagSums, offset: s.head.length}, 0, "the section is missing")
	}
	last := &s.head.sections[n-1]
	raw := s.data[last.offset:][:last.length]
	blocks := 0
	for i := range s.head.sections {
		blocks += s.head.sections[i].blocks()
	}
	if len(raw) != 8*blocks || xxhash.Sum64(raw) != last.sum {
		return nil, s.damage(last, 0, "checksum differs")
	}
	return raw, nil
}

func (s *Snapshot) damage(sec *section, within int64, problem string) error {
	return &DamageError{Path: s.path, Section: sec.tag, Offset: sec.offset + within, Problem: problem}
}

// smallSection is how many bytes a section has at most that is checked whole
// when the snapshot is opened: frequencies, directories of dates, lists of words.
const smallSection = 1 << 20

// verifySmall checks the checksums themselves, which it returns, and the small
// sections.
func (s *Snapshot) verifySmall() (all []byte, err error) {
	if all, err = s.sums(); err != nil {
		return nil, err
	}
	sums := all
	for i := range s.head.sections {
		sec := &s.head.sections[i]
		own := sums[:8*sec.blocks()]
		sums = sums[len(own):]
		if sec.tag != tagSums && xxhash.Sum64(own) != sec.sum {
			return nil, s.damage(sec, 0, "checksum differs from the header's")
		}
		for b := 0; sec.length <= smallSection && b < sec.blocks(); b++ {
			if err := s.verifyBlock(sec, b, own[8*b:]); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// verifyBlock checks the i-th block of a section against its checksum.
func (s *Snapshot) verifyBlock(sec *section, i int, sum []byte) error {
	from, to := span(i, int(sec.length), blockSize)
	if xxhash.Sum64(s.data[sec.offset:][from:to]) != binary.LittleEndian.Uint64(sum) {
		return s.damage(sec, int64(from), "checksum differs")
	}
	return nil
}

// Verify reads the whole file and holds every block against its checksum and
// every byte between sections against zero. The first damage by place in the
// file is returned as *DamageError. It uses all processors.
func (s *Snapshot) Verify(ctx context.Context) error {
	sums, err := s.sums()
	if err != nil {
		return err
	}
	type task struct {
		sec *section
		i   int
		sum []byte
	}
	var tasks []task
	end := int64(headerSize)
	for i := range s.head.sections {
		sec := &s.head.sections[i]
		for at, b := range s.data[end:sec.offset] {
			if b != 0 {
				return s.damage(&section{tag: "padding before " + sec.tag, offset: end}, int64(at), "bytes that should be zero are not")
			}
		}
		end = sec.offset + sec.length
		for j := range sec.blocks() {
			tasks = append(tasks, task{sec, j, sums[:8]})
			sums = sums[8:]
		}
	}
	const batch = 16 // blocks
	faults := make([]error, len(tasks))
	err = each(ctx, runtime.GOMAXPROCS(0), spans(len(tasks), batch), func(i int) error {
		from, to := span(i, len(tasks), batch)
		for j, t := range tasks[from:to] {
			faults[from+j] = s.verifyBlock(t.sec, t.i, t.sum)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, fault := range faults {
		if fault != nil {
			return fault
		}
	}
	return nil
}
