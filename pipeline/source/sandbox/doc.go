// Package sandbox opens files as package source does, but decodes them in a
// child process: this same program, started again without environment, which
// takes away its own rights (files, network, programs, memory) before it
// touches a byte of the file. There is one child for each open file. It gets
// the open descriptor of a local object, or asks its parent for ranges of any
// other, and hands batches back through shared memory.
//
// The child is not trusted. What it says is bounded and checked (frame.go,
// codec.go), batches are copied out of the shared memory before they are
// checked (batch.go), its time is limited (watch.go), and when it dies the file
// is set aside with its place (fate.go): the run goes on.
//
// A program that opens files here calls Main first thing in main, and so does
// TestMain of its tests.
//
// May import: internal/sandbox internal/store pipeline pipeline/source pipeline/source/table
package sandbox
