//go:build !goexperiment.simd || !amd64

package kernel

import "lamsach/internal/cpu"

func widths() []cpu.Width { return []cpu.Width{cpu.Plain} }

func setWidth(cpu.Width) (restore func()) { return func() {} }
