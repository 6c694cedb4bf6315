// Package suite asks the hard questions one by one: people with one-word and
// particle names, women without their Thị, twins, a father and a son of one
// name, namesakes, people of whom only a year is known, former names and
// numbers, the dead, one identity card of two people, a digit wrong that hits
// somebody else. testdata/*.txt has a table for each kind: invented people,
// rows about them, and the verdict that the design asks for, each beside its
// counter-case: the same row with one thing changed. testdata/README.txt says
// how to read and write them.
//
// Its test builds a real snapshot of these people amid a crowd, thin and dense,
// and does the real job.
//
// May import:
package suite
