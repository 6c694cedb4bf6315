// Package synth invents: a population register (WriteRegister) and the dirty
// files that a bank would send about it, with the truth beside them
// (WriteInputs). Nobody in its output exists.
//
// Names follow the frequencies of data/names, rescaled to the published surname
// shares; places come from data/admin; numbers are built as the law builds
// them; rates of errors stand in tables/mixes.csv, one line each, and are taken
// from what was published or from common sense, never from what a matcher does.
//
// Output is a function of seed and sizes alone. Work is cut into blocks, each
// with its own random numbers, so the bytes do not depend on the workers.
//
// May import: schemas schemas/data schemas/places
package synth
