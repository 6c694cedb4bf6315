// Package sink turns the results of a part into the bytes of its objects: the
// tables outcomes, cleaned, mismatches and candidates, each one Parquet file
// with one row group, and the cells that stand beside each submitted row in the submitter's
// own file (Responder). What it makes is a function of what is handed in and of
// nothing else.
//
// What of the register may stand in a table or beside a row is decided here and
// only here, by Disclosure.
//
// May import: pipeline pipeline/clean pipeline/sink/columnar schemas schemas/places
package sink
