// Command training shows what training on a file does to its verdicts: of each
// mix of errors an invented file is answered with the built-in model and with
// one trained on that file, unlabelled, and both are held against the truth.
//
// It fails when a trained model links more rows to the wrong person, as a share
// of all links, than chance explains, or when it links fewer rows right.
//
//	go run ./benchmarks/training -people 200000 -rows 200000
//
// May import: benchmarks/measure benchmarks/quality
package main
