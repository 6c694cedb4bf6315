package register

import "fmt"

// VersionError says that a file is a snapshot, but not one that this program
// can read. What to do: build it again.
type VersionError struct {
	Path string
	What string // what differs: "format", "syllabary", "blocks"
	Have uint64 // as the file has it
	Want uint64 // as this program has it
}

// Error says what differs and what to do.
func (e *VersionError) Error() string {
	return fmt.Sprintf("register snapshot %s: %s version %x, this program has %x: build the snapshot again with \"lamsach register build\"",
		e.Path, e.What, e.Have, e.Want)
}

// DamageError says that a file is no snapshot or no longer the one that was
// written. What to do: fetch or build it again.
type DamageError struct {
	Path    string
	Section string // "header", or the section of the file
	Offset  int64  // byte of the file at or after which the damage lies
	Problem string
}

// Error says where the damage lies and what to do.
func (e *DamageError) Error() string {
	return fmt.Sprintf("register snapshot %s: %s at byte %d: %s: restore the file from a copy or build it again (\"lamsach register verify\" checks a file whole)",
		e.Path, e.Section, e.Offset, e.Problem)
}
