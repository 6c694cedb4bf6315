// Command training shows what training on a file does to its verdicts: of each
// mix of errors an invented file is answered with the built-in model and with
// one trained on that file, unlabelled, and both are held against the truth.
//
// It fails when a trained model is worse. What that means follows from the
// threshold of acceptance, 0.999: a link that is wrong weighs as much as 999
// that are right. So a trained model may link fewer rows only if it saves enough
// wrong links, and it may never link more wrongly than chance explains, nor find
// fewer of the people there are, as links or as candidates.
//
//	go run ./benchmarks/training -people 200000 -rows 200000
//
// May import: benchmarks/measure benchmarks/quality
package main
