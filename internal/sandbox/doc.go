// Package sandbox is the system's part of decoding in a child process: it
// starts this same program again without environment, shares memory with it,
// and lets that child take its own rights away before it touches a byte that
// somebody sent. What of this a system has is told in words (Rights.String);
// on systems without any of it Supported is false.
//
// May import: nothing
package sandbox
