package clean

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// memo remembers texts: the raw bytes of one → how it is written and what else
// is known of it. An open-addressed table over one arena, bounded: when it is
// full it forgets everything, which costs time and changes no answer.
type memo[V any] struct {
	slots []memoSlot[V] // none before the first text; filled to three quarters at most
	arena []byte        // of each text: raw, then written
	size  int           // slots, a power of two
	limit int           // bytes of the arena
	used  int
	added int64 // texts ever
}

// Memory says how far what a worker remembers of names served it.
type Memory struct {
	Names int64 // that the short way could not clean
	Slow  int64 // of these, those that were not remembered whole
	Words int64 // that were not remembered
	Bytes int64 // held, which is bounded
}

// Memory is what the worker remembers of names.
func (w *Worker) Memory() Memory {
	return Memory{Names: w.slowNames, Slow: w.slow.added, Words: w.memo.added, Bytes: w.memo.bytes() + w.slow.bytes() + int64(unsafe.Sizeof(*w.seen))}
}

func (m *memo[V]) bytes() int64 {
	var slot memoSlot[V]
	return int64(cap(m.arena)) + int64(cap(m.slots))*int64(unsafe.Sizeof(slot))
}

type memoSlot[V any] struct {
	hash  uint64 // 0 is an empty slot
	at    uint32 // of the key in the arena, the value behind it
	key   uint16
	value uint16
	what  V
}

// wordMemo are the words of names in all their spellings, some thousands.
type wordMemo = memo[knownWord]

type knownWord struct {
	word  wordKind
	flags wordFlags
	needs needs // 0 until somebody asks
}

// nameMemo are the names that the short way could not clean.
type nameMemo = memo[nameCell]

const (
	wordSlots, wordArena = 1 << 14, 1 << 19
	nameSlots, nameArena = 1 << 15, 1 << 21
)

// maxWord is the longest word that is remembered, in bytes.
const maxWord = 64

func newMemo[V any](slots, arena int) *memo[V] {
	return &memo[V]{size: slots, limit: arena}
}

// find returns the slot of a text, nil when it is not known.
func (m *memo[V]) find(raw []byte, hash uint64) *memoSlot[V] {
	if m.used == 0 {
		return nil
	}
	mask := uint64(len(m.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &m.slots[i]
		if s.hash == 0 {
			return nil
		}
		if s.hash == hash && int(s.key) == len(raw) && bytes.Equal(m.arena[s.at:s.at+uint32(s.key)], raw) {
			return s
		}
	}
}

// add remembers a text that is not known yet.
func (m *memo[V]) add(raw []byte, hash uint64, written []byte, what V) *memoSlot[V] {
	if m.slots == nil {
		m.slots = make([]memoSlot[V], m.size)
	}
	if m.used >= len(m.slots)/4*3 || len(m.arena)+len(raw)+len(written) > m.limit {
		clear(m.slots)
		m.arena, m.used = m.arena[:0], 0
	}
	at := len(m.arena)
	m.arena = append(append(m.arena, raw...), written...)
	m.used++
	m.added++
	mask := uint64(len(m.slots) - 1)
	i := hash & mask
	for m.slots[i].hash != 0 {
		i = (i + 1) & mask
	}
	m.slots[i] = memoSlot[V]{hash: hash, at: uint32(at), key: uint16(len(raw)), value: uint16(len(written)), what: what}
	return &m.slots[i]
}

// text is what is written for a remembered text, until the next add.
func (m *memo[V]) text(s *memoSlot[V]) []byte {
	from := s.at + uint32(s.key)
	return m.arena[from : from+uint32(s.value)]
}

// hashWord hashes bytes, eight at a time; never 0. Private to the
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
