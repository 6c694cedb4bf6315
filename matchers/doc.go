// Package matchers is judgement, pure: what a comparison of a row with a person
// weighs, how sure the best candidate is among all others and against nobody,
// and which verdict follows. It knows no files, no register and no batches; it
// is handed numbers and answers with numbers, so that every decision can be
// explained and replayed.
//
// The frame is Fellegi and Sunter (A Theory for Record Linkage, JASA 1969):
// weights are log2 of a likelihood ratio, here against the hypothesis that the
// row speaks of somebody who is not in the register.
//
// May import: matchers/kernel schemas
package matchers
