// Package arrowipc reads Arrow IPC objects, files (Feather V2 among them) and
// streams. It does so by itself, from the checked bytes of each buffer straight
// into columns of text: no other reader of the format meets what a stranger
// sent. Every length that a message claims is held against the object before
// anything is allocated; rows are counted from the heads of the record batches
// when the object is opened, and a part reads only the buffers it needs, of a
// compressed batch larger than a part through a window that moves along it.
// The answer to a submitter is the object again, message by message, with the
// added columns' buffers behind the old ones.
//
// What is not a column of values or of lists of values (struct, map, union,
// run-end encoded, extension types without a known text) is listed as nested or
// other and refused when it is asked for.
//
// May import: internal/store pipeline pipeline/source/table
// pipeline/source/arrowipc/messages
package arrowipc
