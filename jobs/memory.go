package jobs

import "lamsach/dedupe"

// What a part takes while it is worked on, in bytes for each row: the batch,
// its canonical form, its outcomes and the bytes of its tables. Measured on a
// credit file of 14 columns at about 1,000; files with longer texts take more,
// so the figure is on the safe side.
const rowBytes = 1500

// settleBytes is what settling keeps for each row of the job.
const settleBytes = dedupe.RowBytes

// baseBytes is what a run takes beside rows: tables of names, places, syllables.
const baseBytes = 96 << 20

// decoderBytes is what the child process that decodes an input may take of a
// job's memory: enough for the largest page of a format, never the whole.
func decoderBytes(memory int64) int64 { return min(max(memory/8, 256<<20), 1<<30) }

// workers is how many parts may be in work at a time, how much memory that is
// expected to take beside the mapped snapshot, and whether the job's memory
// allows fewer than there could be.
func (p *Plan) workers() (workers int, expected int64, fewer bool) { return p.within(p.mapped()) }

// within is workers beside a snapshot of so many bytes.
func (p *Plan) within(mapped int64) (workers int, expected int64, fewer bool) {
	largest := 0
	for _, part := range p.Parts {
		largest = max(largest, part.Rows)
	}
	each := int64(max(largest, 1)) * rowBytes
	fixed := baseBytes + p.Rows*settleBytes + p.kept.bytes()
	workers = min(workersOf(p.Spec), max(len(p.Parts), 1))
	if room := (p.Spec.Limits.Memory - fixed - mapped) / each; room < int64(workers) {
		workers, fewer = int(max(room, 1)), workers > 1
	}
	return workers, fixed + int64(workers)*each, fewer
}

// mapped is how much of the snapshot the job keeps in memory. Of what decides
// seldom only the pages of the people looked at are read.
func (p *Plan) mapped() int64 { return p.People.Working() }

// bookBytes is what the workbook takes, which is made while the job is settled.
const bookBytes = 256 << 20

// settleMemory is what settling may take for the rows that it looks at at a
// time: what the snapshot, the settlement and the workbook leave.
func (p *Plan) settleMemory() int64 {
	return p.Spec.Limits.Memory - p.mapped() - baseBytes - bookBytes - p.Rows*settleBytes
}
