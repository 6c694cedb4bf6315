// Command national measures the whole country: a register of 104 million people,
// a bank's file of 41 million rows and the banking sector's 134 million, through
// the real binary. It prints rows/s, CPU, memory of all processes with mapped
// pages, stages, block sizes, accuracy against the truth, and the goals with
// what was reached beside them; a goal that this run cannot show says so. Raw
// figures go to benchmarks/results/<cpu>.
//
//	go run ./benchmarks/national -dir .cache/national
//	go run ./benchmarks/national -people 4000000 -small 1000000 -large 3000000
//
// The invented files are kept in -dir for the next time, unless -spare; outputs
// are deleted after each run. It says beforehand how much disk it needs.
//
// May import: benchmarks/measure benchmarks/quality matchers/evaluate matchers/kernel register schemas
package main
