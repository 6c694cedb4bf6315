package kernel

import "testing"

// eachWidth runs f once for every width this build and processor have.
func eachWidth(t testing.TB, f func(name string)) {
	t.Helper()
	for _, w := range widths() {
		restore := setWidth(w)
		f(w.String())
		restore()
	}
}
