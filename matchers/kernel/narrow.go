//go:build !goexperiment.simd || !amd64

package kernel

import "lamsach/internal/cpu"

// Width names the vectors that the kernels of this build use on this processor.
func Width() string { return cpu.Plain.String() }

// Without vectors every kernel is its plain twin.

func equalU8(dst []uint64, column []uint8, v uint8)    { plainEqual(dst, column, v) }
func equalU16(dst []uint64, column []uint16, v uint16) { plainEqual(dst, column, v) }
func equalU32(dst []uint64, column []uint32, v uint32) { plainEqual(dst, column, v) }
func matchU32(dst []uint64, column []uint32, m *Match) {
	plainMatch(dst, column, m)
}
func ones(bitmap []uint64) int            { return plainOnes(bitmap) }
func lowerU32(run []uint32, v uint32) int { return plainLower(run, v) }

type widePattern struct{}

func (*widePattern) set([]byte) {}

func (*Pattern) osaWide([]uint16, [][]byte) bool         { return false }
func (*Pattern) osaLanes([]uint16, *Lanes) bool          { return false }
func (*Pattern) jaroWide([]float64, [][]byte, bool) bool { return false }
func (*Pattern) jaroLanes([]float64, *Lanes, bool) bool  { return false }
