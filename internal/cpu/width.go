package cpu

import "golang.org/x/sys/cpu"

// Width is a set of vector instructions that kernels are written for.
type Width uint8

// The widths, the narrowest first. A processor that has one has those before it.
const (
	Plain  Width = iota // no vectors: every processor
	AVX2                // 256 bits
	AVX512              // 512 bits with everything that came until Ice Lake and Zen 4
	Widths
)

// String names the width as benchmarks print it.
func (w Width) String() string { return [Widths]string{"plain", "avx2", "avx512"}[w] }

// Widest is the widest set that both the processor and the operating system
// support.
func Widest() Width {
	x := &cpu.X86
	switch {
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512CD &&
		x.HasAVX512VBMI && x.HasAVX512BITALG && x.HasAVX512VPOPCNTDQ:
		return AVX512
	case x.HasAVX2:
		return AVX2
	}
	return Plain
}
