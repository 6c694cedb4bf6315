// Command kinds answers an invented file of every dataset against a register of a
// million people, and files of the commonest kinds against a slice as dense as
// the country, and leaves a table: rows, verdicts, precision and recall with
// their intervals, speed. The registers are those that the benchmark
// throughput has made; their snapshots are built anew.
//
//	go run ./benchmarks/kinds -rows 20000
//
// May import: benchmarks/datasets benchmarks/measure benchmarks/quality benchmarks/synth matchers/evaluate schemas
package main
