package block

import "lamsach/matchers/kernel"

// Key is a blocking key: people and rows that share one are compared. All of
// its bits depend on all of what it is made of.
type Key uint64

// Seeds keep keys of different makings apart. Part of the snapshot's format.
const (
	seedName = iota + 1
	seedTail
	seedGiven
)

// Name is the key of a whole folded name (kernel.FoldedName.Full).
func Name(full uint64) Key { return Key(kernel.Mix(seedName, full)) }

// Tail is the key of the last two folded syllables and a birth year.
func Tail(before, last uint64, year int) Key {
	return Key(kernel.Mix(kernel.Mix(seedTail, kernel.Mix(before, last)), uint64(year)))
}

// Given is the key of a given name, the last folded syllable. Together with a
// birth date it leads to the smallest of the blocks.
func Given(last uint64) Key { return Key(kernel.Mix(seedGiven, last)) }
