// Package suite asks the hard questions one by one: people with one-word and
// particle names, women without their Thị, twins, a father and a son of one
// name, namesakes, people of whom only a year is known, former names and
// numbers, the dead, one identity card of two people, a digit wrong that hits
// somebody else. testdata/*.txt has a table for each kind: invented people,
// rows about them, and the verdict that the design asks for, each beside its
// counter-case: the same row with one thing changed. testdata/README.txt says
// how to read and write them.
//
// Where each hard kind stands, with its counter-cases:
//
//	minorities.txt   one-word names, particles (A, Y, H', K'), clan names last; another clan, another given name
//	foreigners.txt   Western order, hyphens, initials; another person of the same surname
//	women.txt        Thị lost, a husband's surname; a brother of the same given name
//	twins.txt        one syllable or one tone apart, each other's number, no number, no marks
//	fathers.txt      father and son of one name: each other's number, a year only, no date
//	namesakes.txt    two of one birth date in the country and in one commune; a province only, a neighbouring date
//	year_only.txt    people of whom the register, or the row, knows the year only; the next year, another generation
//	former.txt       a former name, a number given up; a stranger on that number, a name never borne
//	dead.txt         the dead and the missing, and their numbers on their children's rows
//	cards.txt        one CMND of two people: each of them, a third person, nobody
//	slips.txt        a digit wrong that is somebody else's: a stranger's, a relative's, a twin's
//	absent.txt       sisters, twins and namesakes whom the register does not have
//	rejected.txt     rows that cannot be looked up, and rows that just can
//
// Its test builds a real snapshot of these people amid a crowd, thin and dense,
// and does the real job.
//
// May import:
package suite
