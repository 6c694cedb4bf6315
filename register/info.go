package register

import "fmt"

// Info describes a snapshot, for people and for "register info".
type Info struct {
	ID       string        `json:"id"`
	Version  uint32        `json:"format_version"`
	Rules    string        `json:"rules"` // fingerprint, 16 hexadecimal digits
	People   int           `json:"people"`
	Bytes    int64         `json:"bytes"`
	Sections []SectionInfo `json:"sections"`
}

// SectionInfo is one section of the file.
type SectionInfo struct {
	Name   string `json:"name"`
	Offset int64  `json:"offset"`
	Bytes  int64  `json:"bytes"`
}

// Info describes the snapshot.
func (s *Snapshot) Info() Info {
	info := Info{ID: s.ID(), Version: FormatVersion, Rules: fmt.Sprintf("%016x", s.Rules()), People: s.People(), Bytes: s.head.length}
	for _, sec := range s.head.sections {
		info.Sections = append(info.Sections, SectionInfo{sec.tag, sec.offset, sec.length})
	}
	return info
}
