// Package columnar writes one Parquet file of one row group, column by column,
// from flat slices: no value objects, no allocation per row, and the same
// bytes for the same input. Dictionary indexes that the caller already has go
// into the file as they are. Pages are version 1, with a checksum, and Snappy
// where that takes a third off a column.
//
// Reference: github.com/apache/parquet-format, version 2.11.
//
// May import: nothing
package columnar
