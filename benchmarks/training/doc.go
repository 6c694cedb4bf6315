// Command training shows what training on a file does to its verdicts: of each
// mix of errors an invented file is answered with the built-in model and with
// one trained on that file, unlabelled, and both are held against the truth.
//
// It fails when a trained model is worse. What that means follows from the
// thresholds: at 0.999 a link that is wrong weighs as much as 999 that are
// right, at 0.9 a person shown who is wrong as much as 9. So a trained model may
// link or show fewer only if it saves enough wrong ones, and it may never link
// more wrongly than chance explains.
//
//	go run ./benchmarks/training -people 200000 -rows 200000
//
// May import: benchmarks/measure benchmarks/quality matchers/evaluate
package main
