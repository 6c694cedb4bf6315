// Package source turns objects into batches, whatever their format: Open looks
// at the first bytes and hands the object to the reader of its format. Rows
// become columns of text in one way for all formats; cleaning sees only text.
//
// May import: internal/store pipeline/source/arrowipc pipeline/source/parquet pipeline/source/table pipeline/source/text pipeline/source/xlsx
package source
