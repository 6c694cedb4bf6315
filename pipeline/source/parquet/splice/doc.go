// Package splice adds columns to the footer of a Parquet file. What the footer
// says of the file's own columns keeps its bytes, whatever version of the
// format it is of: offsets, statistics, page indexes, bloom filters, sorting,
// fields nobody here has heard of. Only lists grow at their ends, sums are
// made anew, and the schemas that writers keep beside the format's own (Arrow,
// Spark, Avro) learn of the new columns, because readers believe those more.
//
// Reference: github.com/apache/parquet-format, version 2.11; Arrow columnar
// format, Schema.fbs and Message.fbs; FlatBuffers internals.
//
// May import: pipeline/source/parquet/compact
package splice
