// Package store keeps objects: whole, immutable byte strings under keys. An
// object is seen whole or not at all, and a writer can ask that it be the
// first (IfAbsent) or that nobody wrote in between (IfMatch). There is one
// store over a folder (Files, the embedded default) and one over a bucket of
// an S3 server (S3); storetest holds both to the same promises.
//
// Keys are slash-separated paths below the store's root, in any script; they
// never climb above the root. Resolve and Glob find the store of a path,
// file:// or s3:// URL; where an S3 server is and who asks comes from the
// environment alone (S3Environment).
//
// What can be relied on beyond a plain file:
//
//   - An open object stays the same object. A bucket that keeps versions gives
//     the old bytes; elsewhere every request insists on the entity tag, and an
//     object replaced in mid-run is a *ChangedError, never a mixture.
//   - What was written is there. Files reach the disk before they get their
//     name. An S3 object is sent with the SHA-256 of its body signed, carries
//     our checksum as metadata, and is read back before Put returns.
//   - What is read is what was written or summed. Read holds small objects
//     against the checksum beside them. SumBlocks reads an input through once
//     and remembers a CRC-32C of every MiB; Blocks.Open then serves nothing
//     that is not as it was, from files too.
//   - A server's fault is either cured by a bounded number of tries (six, with
//     growing pauses) or an *Unavailable that says what to do. Nothing hangs:
//     30 seconds without a byte end a request.
//
// Large reads of S3 objects go in parallel straight into the caller's memory;
// small ones are served from blocks of 1 MiB, fetched ahead when reads follow
// one another, at most 64 MiB for each object.
//
// Writing under a condition needs a server that knows conditions. Probe finds
// out, and WithoutConditions makes the best of one that does not: right for a
// single writer only.
//
// May import: nothing
package store
