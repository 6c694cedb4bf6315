package clean

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// memo remembers words: the raw bytes of a word → what it is and how it is
// written. An open-addressed table over one arena, bounded: when it is full it
// forgets everything, which costs time and changes no answer.
type memo struct {
	slots []memoSlot
	arena []byte
	used  int
}

type memoSlot struct {
	hash  uint64 // 0 is an empty slot
	at    uint32 // of the key in the arena, the value behind it
	key   uint16
	value uint16
	word  wordKind
	flags wordFlags
}

// memoSlots is how many slots a worker has: the words of Vietnamese names in
// all their spellings are some thousands. Filled to three quarters at most.
const memoSlots = 1 << 14

// memoArena bounds the bytes of keys and values.
const memoArena = 1 << 19

// maxWord is the longest word that is remembered, in bytes.
const maxWord = 64

func newMemo() *memo { return &memo{slots: make([]memoSlot, memoSlots)} }

// find returns the slot of a word, nil when it is not known.
func (m *memo) find(word []byte, hash uint64) *memoSlot {
	for i := hash & (memoSlots - 1); ; i = (i + 1) & (memoSlots - 1) {
		s := &m.slots[i]
		if s.hash == 0 {
			return nil
		}
		if s.hash == hash && int(s.key) == len(word) && bytes.Equal(m.arena[s.at:s.at+uint32(s.key)], word) {
			return s
		}
	}
}

// add remembers a word that is not known yet.
func (m *memo) add(word []byte, hash uint64, value []byte, kind wordKind, flags wordFlags) *memoSlot {
	if m.used >= memoSlots/4*3 || len(m.arena)+len(word)+len(value) > memoArena {
		clear(m.slots)
		m.arena, m.used = m.arena[:0], 0
	}
	at := len(m.arena)
	m.arena = append(append(m.arena, word...), value...)
	m.used++
	i := hash & (memoSlots - 1)
	for m.slots[i].hash != 0 {
		i = (i + 1) & (memoSlots - 1)
	}
	m.slots[i] = memoSlot{hash: hash, at: uint32(at), key: uint16(len(word)), value: uint16(len(value)), word: kind, flags: flags}
	return &m.slots[i]
}

// text is the canonical spelling of a remembered word, until the next add.
func (m *memo) text(s *memoSlot) []byte {
	from := s.at + uint32(s.key)
	return m.arena[from : from+uint32(s.value)]
}

// hashWord hashes up to maxWord bytes, eight at a time; never 0. Private to the
// process: nothing stored depends on it.
func hashWord(word []byte) uint64 {
	const k0, k1 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93
	h := uint64(len(word)) * k1
	for len(word) > 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(word), k0)
		h = hi ^ lo
		word = word[8:]
	}
	var last uint64
	switch n := len(word); {
	case n == 8:
		last = binary.LittleEndian.Uint64(word)
	case n >= 4: // the two halves overlap
		last = uint64(binary.LittleEndian.Uint32(word)) | uint64(binary.LittleEndian.Uint32(word[n-4:]))<<32
	case n > 0:
		last = uint64(word[0]) | uint64(word[n/2])<<8 | uint64(word[n-1])<<16
	}
	hi, lo := bits.Mul64(h^last, k1)
	return hi ^ lo | 1
}
