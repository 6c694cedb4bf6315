package register

import (
	"fmt"
	"strings"
)

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

// Working is how many bytes of the snapshot linking uses all over: the columns
// that nearly every comparison reads, and the indexes. The others are read for
// single people.
func (s *Snapshot) Working() (n int64) {
	for _, sec := range s.head.sections {
		switch name, _, _ := strings.Cut(sec.tag, "."); name {
		case tagPIN, tagHot, tagByBirth, tagByName, tagByTail, tagByCMND, tagByFormer, tagNameCount:
			n += sec.length
		}
	}
	return n
}

// Info describes the snapshot.
func (s *Snapshot) Info() Info {
	info := Info{ID: s.ID(), Version: FormatVersion, Rules: fmt.Sprintf("%016x", s.Rules()), People: s.People(), Bytes: s.head.length}
	for _, sec := range s.head.sections {
		info.Sections = append(info.Sections, SectionInfo{sec.tag, sec.offset, sec.length})
	}
	return info
}
