// Package datasets invents the files of every built-in dataset, each in the form
// its senders use: text in old and new encodings, workbooks, Parquet, titles
// above and totals below. The people and their errors come from synth; what is
// here are the columns, headers and codes of each kind of file.
//
// Nobody in its output exists. The same options give the same bytes.
//
// May import: benchmarks/formats benchmarks/synth schemas
package datasets
