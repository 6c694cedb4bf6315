package html

import "math"

// logScale is a logarithmic axis between two powers of ten.
type logScale struct{ from, to, start, length float64 }

// scaleOf is the axis that holds the values, a power of ten at least.
func scaleOf(values []float64, start, length float64) logScale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, log10(v)), max(high, log10(v))
	}
	low = math.Floor(low + 1e-9) // a power of ten that is not quite one
	return logScale{low, max(math.Ceil(high-1e-9), low+1), start, length}
}

func (s logScale) at(v float64) float64 {
	return s.start + float64((log10(v)-s.from)/(s.to-s.from)*s.length)
}

// powers are the powers of ten along the axis, few enough to be read.
func (s logScale) powers() (all []float64) {
	for k := s.from; k <= s.to; k++ {
		all = append(all, math.Pow10(int(k)))
	}
	return all
}

// log10 is the logarithm of a positive number to twelve digits. It is made of
// operations that every machine rounds alike, as the library's is not.
func log10(v float64) float64 {
	k := 0.0
	for ; v >= 10; v /= 10 {
		k++
	}
	for ; v < 1; v *= 10 {
		k--
	}
	v = math.Sqrt(math.Sqrt(math.Sqrt(v))) // below 1.34
	z := (v - 1) / (v + 1)
	square, power, sum := float64(z*z), z, 0.0
	for n := 1.0; n < 16; n += 2 {
		sum += power / n
		power *= square
	}
	return k + float64(16/math.Ln10*sum)
}
