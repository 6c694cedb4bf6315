// Command cleaning measures what cleaning a row costs on one core, cleaner by
// cleaner, on an invented credit file with all its errors: processor time a row
// for names, numbers, dates and genders by themselves, for the columns that say
// who somebody is together, and what CMND, phone and address add to these; and how many names and words were remembered. Each round begins with
// a worker that remembers nothing.
//
//	go run ./benchmarks/cleaning   # or make bench-clean
//
// May import: benchmarks/measure benchmarks/synth internal/store pipeline pipeline/clean pipeline/source/parquet pipeline/source/table schemas
package main
