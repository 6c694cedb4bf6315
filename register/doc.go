// Package register builds and opens immutable snapshots of the population
// register: pointer-free columns, memory-mapped, with a number index, fuzzy
// blocks and the frequencies that weights rest on. docs/formats/snapshot.md
// draws the file.
//
// It never imports the pipeline: building a snapshot is a job like any other
// (source → clean → register), so the register is cleaned by the same code as
// the rows that are held against it. People are ordinals in the order of their
// personal IDs.
//
// A Builder takes people in any order from any number of goroutines; the bytes
// of the snapshot depend on the people alone. A Snapshot is shared by all
// goroutines; its columns lie in the mapping, so strings and slices that it
// hands out are valid until Close.
//
// May import: internal/mmap matchers/block matchers/kernel schemas schemas/places
package register
