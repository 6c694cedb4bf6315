// Package schemas is the vocabulary: what a column may mean (Role), what a row
// may be answered (Verdict, Reason, Result), what may be wrong with a cell
// (Code), the value types that every room shares (Date, Gender, Number), and
// the descriptions of the built-in datasets with the recognition of columns: which
// record of a table is its header, what each column means by header and values,
// and which columns together make up a name, a birth date or an address.
//
// It knows no files, no batches and no register: everything above it speaks in
// its words.
//
// May import: internal/strict schemas/data
package schemas
