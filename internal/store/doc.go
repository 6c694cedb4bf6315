// Package store keeps objects: whole, immutable byte strings under keys. An
// object is seen whole or not at all, and a writer can ask that it be the
// first (IfAbsent) or that nobody wrote in between (IfMatch). The file store
// is the embedded default; storetest holds every store to the same promises.
//
// Keys are slash-separated paths below the store's root, in any script; they
// never climb above the root.
//
// May import: nothing
package store
