// Package pages stands between an untrusted file and github.com/parquet-go/parquet-go,
// which decodes levels, dictionary indexes, and all encodings of values but
// plain texts (texts.go). It exists because that library believes what a file says of itself:
// a length of a list, a run or a compressed page is allocated as claimed, and
// running out of memory is nothing that a program can recover from. So here
// every claim is held against the bytes that are there, before the library
// sees them:
//
//   - thrift structs are measured before they are decoded (measure.go);
//   - the footer's rows, offsets and sizes must lie in the file (footer.go);
//   - page headers are walked and limited, checksums verified (header.go);
//   - pages are decompressed into exactly the size they claim (unpack.go),
//     by the same libraries that parquet-go uses, which it gives no limit,
//     and by the framing of Hadoop's LZ4, which it does not know;
//   - runs and lengths inside a page are added up (streams.go).
//
// The library then reads one checked page at a time from memory (decoder.go),
// so that pages may be asked for in any order, whether or not a file has an
// offset index. What is not known is refused by name.
//
// Reference: github.com/apache/parquet-format, version 2.11.
//
// May import: pipeline/source/table
package pages
