// Package evaluate holds the answers of a run against labels, which say of whom
// rows really speak: how many links are right and how many people were found,
// split by kind of row, class of error and group of people; what other
// thresholds would give; whether match_probability means what it says; how many
// people were never shown.
//
// It is pure: answers and labels come in, both in the order of the rows, and
// figures go out. It knows no files and no register; what the register says of
// the people described is handed in (Options.Traits). Memory does not grow with
// the rows: both sides are walked through once, side by side (Score). Labels
// that lie in no order are sorted first (Sorted).
//
// Every share carries its 95 % interval (Wilson, JASA 1927), because a figure
// of 300 rows and one of 300 million look alike.
//
// May import: schemas schemas/places
package evaluate
