// Package kernel compares plain values: names as syllable codes, dates, numbers.
// Kernels take slices and fixed-size values, never Arrow, never files, and
// allocate nothing, so that each can be fuzzed and timed alone. Every kernel
// has a plain twin that a differential test holds it to.
//
// May import: schemas schemas/data internal/cpu
package kernel
