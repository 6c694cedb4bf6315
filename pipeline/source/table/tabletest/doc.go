// Package tabletest holds every reader of a format to the promises of package
// table: what Cuts, Read, Sample, Close and Respond say they do, on invented
// tables that a test writes in the format.
//
// May import: internal/store pipeline pipeline/source/table
package tabletest
