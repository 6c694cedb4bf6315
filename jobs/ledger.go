package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lamsach/dedupe"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/reports"
)

// Ledger is what a run remembers of its work while it is not published: one
// done-marker for each part, beside the part's spill, in a folder of this
// machine that is removed after the commit. A killed run goes on from it.
type Ledger struct {
	dir  string
	lock *os.File
}

// done is the done-marker of a part. It is written last, so whatever it names
// was written whole.
type done struct {
	Part       pipeline.Part  `json:"part"`
	Units      string         `json:"units"`          // xxHash64 of the file of units; a spill checks itself
	Kept       string         `json:"kept,omitempty"` // xxHash64 of the mismatches that are kept for the report alone
	Objects    []Object       `json:"objects"`
	Pairs      int64          `json:"pairs"`
	Mismatches int64          `json:"mismatches"`
	Tally      *reports.Tally `json:"-"`      // mismatches, notes, probabilities; rows are counted after settling
	Counts     []byte         `json:"counts"` // the tally, in the file alone

	Controls evaluate.Tally `json:"controls"` // of the part's control rows
}

// openLedger opens or makes the ledger of a run and keeps other processes out
// of it.
func openLedger(dir string) (*Ledger, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fail(ExitStorage, fmt.Errorf("work folder: %w", err))
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	return &Ledger{dir, lock}, nil
}

// close lets other processes in; the work stays for them to go on with.
func (l *Ledger) close() {
	if l.lock != nil {
		l.lock.Close()
		l.lock = nil
	}
}

// remove ends the ledger of a run that needs it no longer.
func (l *Ledger) remove() error {
	l.close()
	err := os.RemoveAll(l.dir)
	_ = os.Remove(filepath.Dir(l.dir)) // fails while other runs work there
	return err
}

func (l *Ledger) spill(part int) string { return l.file(part, "spill") }
func (l *Ledger) units(part int) string { return l.file(part, "units") }

// mismatches is where a part's mismatches are kept for the report when the job
// does not publish them.
func (l *Ledger) mismatches(part int) string { return l.file(part, "parquet") }

// response is where the response to an input object is written before it is put
// in its place.
func (l *Ledger) response(number int) string {
	return filepath.Join(l.dir, fmt.Sprintf("response-%05d", number))
}

// keepCorrections keeps what the response will say of the rows of a part.
func (l *Ledger) keepCorrections(part int, rows *clean.Rows, mm []pipeline.Mismatch) error {
	return writeWhole(l.file(part, "corrections"), sink.AppendCorrections(nil, rows, mm))
}

func (l *Ledger) corrections(part int) (*sink.Corrections, error) {
	data, err := os.ReadFile(l.file(part, "corrections"))
	if err != nil {
		return nil, err
	}
	return sink.ReadCorrections(data)
}

func (l *Ledger) file(part int, kind string) string {
	return filepath.Join(l.dir, fmt.Sprintf("part-%05d.%s", part, kind))
}

// markDone writes the done-marker of a part.
func (l *Ledger) markDone(d *done) error {
	d.Counts = d.Tally.AppendBinary(nil)
	data, err := json.Marshal(d)
	d.Counts = nil
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return writeWhole(l.file(d.Part.Index, "json"), data)
}

// isDone reads the done-marker of a part; nil when there is none that can be
// relied on, so that the part is done again.
func (l *Ledger) isDone(p pipeline.Part) *done {
	data, err := os.ReadFile(l.file(p.Index, "json"))
	if err != nil {
		return nil
	}
	d := &done{Tally: new(reports.Tally)}
	if json.Unmarshal(data, d) != nil || d.Part != p || d.Tally.UnmarshalBinary(d.Counts) != nil {
		return nil
	}
	d.Counts = nil
	return d
}

// sound says whether the part's files in the ledger are as they were written.
func (l *Ledger) sound(d *done) bool {
	outcomes, err := new(dedupe.Spiller).Read(l.spill(d.Part.Index))
	if err != nil || len(outcomes) != d.Part.Rows {
		return false
	}
	units, err := readUnits(l.units(d.Part.Index), d.Units)
	if err != nil || len(units.rows) != d.Part.Rows {
		return false
	}
	if d.Kept == "" {
		return true
	}
	data, err := os.ReadFile(l.mismatches(d.Part.Index))
	return err == nil && sumText(data) == d.Kept
}

// forget removes what is known of a part.
func (l *Ledger) forget(part int) error {
	for _, kind := range []string{"json", "spill", "units", "parquet", "corrections"} {
		if err := os.Remove(l.file(part, kind)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// writeWhole writes a file of the ledger whole or not at all. It does not wait
// for the disk: whoever goes on from a ledger after a power cut holds each file
// against its checksum, and does again what did not get there.
func writeWhole(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return fail(ExitStorage, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return fail(ExitStorage, err)
}

// abandoned is how old the ledger of another run must be to count as left
// behind for good.
const abandoned = 7 * 24 * time.Hour

// sweep removes ledgers of other runs that nobody has touched for long: they
// hold values of persons.
func sweep(work string) {
	entries, _ := os.ReadDir(work)
	for _, e := range entries {
		dir := filepath.Join(work, e.Name())
		info, err := e.Info()
		if err != nil || !e.IsDir() || time.Since(info.ModTime()) < abandoned {
			continue
		}
		if lock, err := lockFile(filepath.Join(dir, "lock")); err == nil {
			_ = os.RemoveAll(dir)
			lock.Close()
		}
	}
}
