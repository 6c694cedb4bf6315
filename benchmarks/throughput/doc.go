// Command throughput measures the main job through the real binary: a register
// and a dirty file are invented, the snapshot is built and the job run, each
// step as a process of its own, several times. It prints wall and CPU time,
// peak memory, rows and people per second, the verdict table and the accuracy
// against the truth, and keeps the raw figures under benchmarks/results/<cpu>.
//
//	go run ./benchmarks/throughput -people 1000000 -rows 1000000 -runs 3
//
// Times on shared machines are noisy: quote the medians, and the calibration
// line beside them.
//
// May import: benchmarks/measure benchmarks/quality matchers/evaluate
package main
