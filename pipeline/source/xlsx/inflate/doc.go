// Package inflate unpacks a deflate stream (RFC 1951) and can take up the work
// again in its middle: on the way it keeps marks, each with the 32 KiB that
// later bytes may refer to, so that the sheet of a workbook is read from any
// row by any number of readers without holding it unpacked.
//
// May import: nothing
package inflate
