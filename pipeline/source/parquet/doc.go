// Package parquet reads Parquet objects and gives them back with columns
// added.
//
// Reading: pages become columns of bytes, offsets and dictionary indexes, part
// by part. Values become text in one way for all formats (a date YYYY-MM-DD, a
// timestamp YYYY-MM-DDTHH:MM:SSZ, a number in its shortest form), so that
// cleaning sees only text. A file that is not what it claims is a
// *table.FormatError that says where, never what a cell holds. Fields of
// structs are columns ("parent.child"), lists of values are lists; maps and
// lists of structs are listed as nested and not read.
//
// Answering (Respond): the file's own bytes stay as they are up to the footer,
// so nothing in it is decoded, moved or lost; chunks of the added columns and a
// footer that knows them follow.
//
// Read in the tests are files of pyarrow, DuckDB, parquet-go, Spark, Hive,
// parquet-java and arrow/go, and where they are installed Polars and
// fastparquet: pages of both versions, every encoding of the format but
// BIT_PACKED levels, every compression but LZO.
//
// May import: internal/store pipeline pipeline/source/parquet/compact pipeline/source/parquet/pages pipeline/source/parquet/splice pipeline/source/table
package parquet
