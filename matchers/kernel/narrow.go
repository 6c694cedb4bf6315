//go:build !goexperiment.simd || !amd64

package kernel

// Without vectors every kernel is its plain twin.

func equalU8(dst []uint64, column []uint8, v uint8)    { plainEqual(dst, column, v) }
func equalU16(dst []uint64, column []uint16, v uint16) { plainEqual(dst, column, v) }
func equalU32(dst []uint64, column []uint32, v uint32) { plainEqual(dst, column, v) }
func ones(bitmap []uint64) int                         { return plainOnes(bitmap) }
func lowerU32(run []uint32, v uint32) int              { return plainLower(run, v) }
