// Package formats writes one table in every format that senders use: text in
// several encodings and dialects, workbooks, Parquet, Arrow. Tests hold the
// program to one answer for all of them, benchmarks measure what each costs.
//
// May import: benchmarks/synth
package formats
