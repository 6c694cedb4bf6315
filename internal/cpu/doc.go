// Package cpu says how wide the vectors of this processor are, so that a kernel
// with a wide twin can choose between them once.
//
// May import: nothing
package cpu
