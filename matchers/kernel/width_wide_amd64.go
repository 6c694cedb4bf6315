//go:build goexperiment.simd && amd64

package kernel

import "lamsach/internal/cpu"

// width is what this processor has. Tests set it to try the others.
var width = cpu.Widest()

// Width names the vectors that the kernels of this build use on this processor.
func Width() string { return width.String() }
