// Package kernel compares plain values: names as syllable codes or letter by
// letter, dates, numbers, and columns with one value. Kernels take slices and
// fixed-size values, never Arrow, never files, and allocate nothing once their
// scratch has grown, so that each can be fuzzed and timed alone. Every kernel
// has a plain twin that a differential test holds it to.
//
// Syllables: [Coder.CompareNames]. Letters: [Pattern], held against one name or
// many, given as slices or laid out before as [Lanes]; [AppendLetters] makes a
// toned letter one byte. Dates and numbers: [RelateDates], [RelateNumbers].
// Columns: [EqualU16] and its kin, [LowerU32].
//
// Files named *_wide_amd64.go hold the twins that work with vectors; they are
// built with GOEXPERIMENT=simd, and the processor chooses at run time between
// AVX-512, AVX2 and the plain twin. Results never depend on the choice, to the
// last bit.
//
// May import: schemas schemas/data internal/cpu
package kernel
