package jobs

import (
	"sync"

	"lamsach/pipeline"
)

// keptParts are batches that the survey of a file has read, for whoever asks for the
// same rows again: a workbook or a compressed text is not taken apart twice
// while its job has memory for what was read. What does not fit is read again.
type keptParts struct {
	mu    sync.Mutex
	room  int64 // bytes that are left
	held  int64
	parts map[keptPart]*pipeline.Batch
}

type keptPart struct {
	file *PlannedFile
	row  int64 // the first
}

// keptShare of a job's memory is what batches may be kept in.
const keptShare = 32

func newKept(memory int64) *keptParts {
	return &keptParts{room: memory / keptShare, parts: map[keptPart]*pipeline.Batch{}}
}

// keep keeps a batch if there is room for it; then it is no longer the caller's.
func (k *keptParts) keep(f *PlannedFile, b *pipeline.Batch) bool {
	size := int64(b.LaidSize())
	k.mu.Lock()
	defer k.mu.Unlock()
	if size > k.room {
		return false
	}
	k.room, k.held = k.room-size, k.held+size
	k.parts[keptPart{f, b.Part.FirstRow}] = b
	return true
}

// of is the batch of some rows of a file, nil if they must be read. It stays kept.
func (k *keptParts) of(f *PlannedFile, firstRow int64, rows int) *pipeline.Batch {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if b := k.parts[keptPart{f, firstRow}]; b != nil && b.Rows == rows {
		return b
	}
	return nil
}

// take is of, and the batch becomes the caller's as if p had been read into it.
func (k *keptParts) take(f *PlannedFile, p pipeline.Part) *pipeline.Batch {
	b := k.of(f, p.FirstRow, p.Rows)
	if b == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.parts, keptPart{f, p.FirstRow})
	b.Part = p
	return b
}

// drop forgets what nobody has taken.
func (k *keptParts) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.parts, k.room = nil, 0
}

// bytes are those of all that was kept, which is given back part by part.
func (k *keptParts) bytes() int64 {
	if k == nil {
		return 0
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.held
}
