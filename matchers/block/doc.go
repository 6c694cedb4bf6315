// Package block makes blocking keys: hashes under which people and rows that
// may be the same person meet. A key depends on the folded text of syllables,
// never on codes, so keys of a snapshot and of a row agree whatever dictionary
// either was coded with.
//
// May import: matchers/kernel
package block
