//go:build goexperiment.simd && amd64

package kernel

import "lamsach/internal/cpu"

func widths() (all []cpu.Width) {
	for w := cpu.Plain; w <= cpu.Widest(); w++ {
		all = append(all, w)
	}
	return all
}

func setWidth(w cpu.Width) (restore func()) {
	before := width
	width = w
	return func() { width = before }
}
