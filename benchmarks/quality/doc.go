// Package quality scores the outcomes of a run against the truth beside an
// invented file: how many links are right, how many people were found, what
// became of each kind of error.
//
// It reads the published tables only (outcomes as the design describes them,
// truth as synth or anybody else writes it), so it scores any program that
// writes the same columns.
//
// May import: schemas
package quality
