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
// A Builder takes people in any order from any number of goroutines, within a
// given memory; the bytes of the snapshot depend on the people alone. It takes
// them as records by personal ID (spill), sorts the numbers (order), and then
// gathers the columns slice by slice (people), so that only what indexes are
// made of is ever in memory whole. A snapshot gives its people back as they
// were (Person), to an export or to the Builder of an update (Delta). A Snapshot is shared by all
// goroutines; its columns lie in the mapping, so strings and slices that it
// hands out are valid until Close.
//
// May import: internal/mmap matchers/block matchers/kernel schemas schemas/places
package register
