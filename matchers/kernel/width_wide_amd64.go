//go:build goexperiment.simd && amd64

package kernel

import "lamsach/internal/cpu"

// width is what this processor has. Tests set it to try the others.
var width = cpu.Widest()
