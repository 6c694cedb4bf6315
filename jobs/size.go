package jobs

import (
	"fmt"
	"strconv"
	"strings"

	"lamsach/internal/strict"
)

// units of sizes, longest suffix first.
var units = []struct {
	suffix string
	bytes  float64
}{
	{"TiB", 1 << 40},
	{"GiB", 1 << 30},
	{"MiB", 1 << 20},
	{"KiB", 1 << 10},
	{"TB", 1e12},
	{"GB", 1e9},
	{"MB", 1e6},
	{"kB", 1e3},
	{"B", 1},
}

// ParseSize reads a size such as 8GiB, 512 MiB or 1.5GB; a bare number is bytes.
func ParseSize(s string) (int64, error) {
	number, scale := strings.TrimSpace(s), 1.0
	for _, u := range units {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, scale = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !(v >= 0 && v*scale < 1<<62) {
		return 0, fmt.Errorf("a size is a number with one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB, such as 8GiB")
	}
	return int64(v * scale), nil
}

// ParseMemory reads the memory that a command may take.
func ParseMemory(s string) (int64, error) {
	n, err := ParseSize(s)
	if err == nil && n < minMemory {
		err = fmt.Errorf("at least %s is needed", sizeText(minMemory))
	}
	if err != nil {
		return 0, Usage(fmt.Errorf("--memory %q: %w", s, err))
	}
	return n, nil
}

// sizeText writes bytes for people.
func sizeText(n int64) string {
	for _, u := range units[:4] {
		if float64(n) >= u.bytes {
			return strconv.FormatFloat(float64(n)/u.bytes, 'f', 1, 64) + " " + u.suffix
		}
	}
	return strconv.FormatInt(n, 10) + " B"
}

// size reads a size of a job file.
func (r *specReader) size(node strict.Node, what string) int64 {
	text := r.Written(node, what, "8GiB")
	if text == "" {
		return 0
	}
	v, err := ParseSize(text)
	switch {
	case err != nil:
		r.Fault(node, "%s: %v", what, err)
	case v < minMemory:
		r.Fault(node, "%s must be at least %s", what, sizeText(minMemory))
	}
	return v
}
