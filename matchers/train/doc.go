// Package train estimates the probabilities of a model for the files of one
// sender: expectation and maximisation (Dempster, Laird and Rubin 1977) over
// the comparisons of its rows, or counting where the person of each row was
// told.
//
// It sees comparisons, never a file, a row or a cell. A Sample takes, row by
// row, the comparisons with the candidates that linking found; equal ones merge,
// so that its size follows the distinct vectors. Fit turns a sample into a
// model, and holds it against the one it began with on rows kept back.
//
// What a training may say is bounded on purpose. Every level is drawn towards
// its usual share by pseudo-counts (group.strength), moves by so many bits at
// most (level.most), and what hardly shows without labels moves least: who is
// outside the register, who carries whose number.
//
// May import: matchers matchers/kernel schemas
package train
