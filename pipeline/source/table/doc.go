// Package table is what the readers of all formats have in common: a File that
// holds Tables of rows and columns, the errors of what cannot be read, and how
// a file is given back with columns added. Every reader is held to the same
// promises by tabletest.
//
// May import: internal/store pipeline
package table

// RulesVersion changes whenever a reader may make another text, another row or
// another header of the same file; runs carry it.
const RulesVersion = "table-1"
