// Package pages takes Parquet apart, page by page: footer, page headers,
// compression, levels, values. It works on plain byte slices, trusts no number
// of a file before it is checked against what is there, and allocates nothing
// larger than the limits it names. What it does not know it refuses by name.
//
// Reference: github.com/apache/parquet-format, version 2.11.
//
// May import: nothing
package pages
