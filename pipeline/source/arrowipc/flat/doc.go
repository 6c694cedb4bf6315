// Package flat reads and writes FlatBuffers, the encoding of Arrow's metadata,
// as far as Arrow's tables need it. Reading trusts nothing: every position is
// held against the buffer, and the first fault sticks. Writing puts new tables
// in front of an old buffer and points into it, so what is not understood
// travels on unchanged.
//
// A buffer begins with the position of its root table. A table begins with the
// distance back to its vtable, which says where each field (by slot) lies in
// the table, 0 for absent. Strings, vectors and other tables lie behind the
// field that names them, at a distance of 32 bits. All numbers are
// little-endian. Source: the FlatBuffers internals document.
//
// May import: nothing
package flat
