// Command kernels measures the comparison of names against rapidfuzz, whose
// cdist holds them against each other with vectors: both on the same invented
// names, on one core, in turn, by processor time. It also says in how many pairs
// the two disagree.
//
//	go run ./benchmarks/kernels -python python3   # with rapidfuzz and numpy
//
// May import: benchmarks/measure benchmarks/synth matchers/kernel
package main
