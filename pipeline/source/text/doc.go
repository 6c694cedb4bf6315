// Package text reads delimited text: CSV, TSV and their cousins, plain or
// inside gzip or zstd, in UTF-8, UTF-16 or a legacy encoding of bytes, and
// writes it again with columns added.
//
// Three decisions carry the package. The grammar of a record (scan.go) is a
// function of its own bytes and at most one cell behind them, so the index, a
// reader that starts anywhere, and several of them at once agree on every
// record, whatever stray quotes there are. The index (index.go), made once at
// Open, counts the records and knows where some of them begin; what is read
// later must agree with it. And a file is opened at any place only when it is
// plain bytes: what is packed or UTF-16 is read by a cursor that moves forward
// (cursor.go) and hands out runs of rows, which are taken apart outside its lock.
//
// May import: internal/store pipeline pipeline/source/table schemas schemas/data
package text
