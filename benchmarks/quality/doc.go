// Package quality keeps how right the program is as text (golden/*.txt):
// precision, recall, rows left to people and calibration, by class of error, on
// registers thin and dense and on files of several mixes. Its test does the
// real job at a small size and holds every figure against that text, so that a
// change that moves one shows as a diff, and says why. make quality does the
// same at full size, make quality-update writes the text again.
//
// golden/*-borrowed.txt say what became of rows with somebody else's number: a
// relative's, a twin's, a stranger's, an agent's.
//
// golden/bounds-*.txt hold every group of people against what the data can decide
// about it: an oracle that knows which fields of a row are true and goes by those.
//
// Another test holds what runs expect of themselves without labels against the
// truth.
// golden/addresses.txt holds how addresses are read, level by level and habit by
// habit of writing, on the texts of benchmarks/addresses.
//
// Score asks the binary for the figures of one run; other benchmarks use it.
//
// May import: benchmarks/addresses benchmarks/measure matchers/evaluate
package quality
