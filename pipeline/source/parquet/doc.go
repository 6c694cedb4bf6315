// Package source turns objects into batches: Parquet pages, which parquet-go
// decodes, into columns of bytes, offsets and dictionary indexes, part by part. Values become text in
// one way for all formats (a date YYYY-MM-DD, a timestamp
// YYYY-MM-DDTHH:MM:SSZ, a number in its shortest form), so that cleaning sees
// only text. A file that is not what it claims is a *FormatError that says
// where, never what a cell holds.
//
// May import: internal/store pipeline pipeline/source/pages
package source
