// Package compact reads and writes structs of thrift's compact protocol field
// by field, without knowing what they mean: what is not changed keeps its
// bytes, also fields of versions to come.
//
// Reference: github.com/apache/thrift, doc/specs/thrift-compact-protocol.md.
//
// May import: nothing
package compact
