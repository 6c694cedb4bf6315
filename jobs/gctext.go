package jobs

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// WriteText says what a leftover is, in one line.
func (l Leftover) WriteText(w io.Writer) {
	what := map[string]string{
		LeftoverRun: "run never published", LeftoverWork: "work folder", LeftoverHalf: "half-written file", LeftoverUpload: "upload never completed",
	}[l.Kind]
	fmt.Fprintf(w, "  %-22s %10s %6s  %s\n", what, sizeText(l.Bytes), ageText(time.Duration(l.AgeSeconds)*time.Second), l.Path)
}

// WriteText says what a collection came to.
func (c *Collected) WriteText(w io.Writer) {
	verb := "removed"
	if c.DryRun {
		verb = "would remove"
	}
	fmt.Fprintf(w, "%s %s leftovers: %s objects, %s\n", verb, Thousands(int64(c.Leftovers)), Thousands(int64(c.Objects)), sizeText(c.Bytes))
	if c.Younger > 0 {
		fmt.Fprintf(w, "left alone, touched too lately: %s\n", Thousands(int64(c.Younger)))
	}
	if c.InUse > 0 {
		fmt.Fprintf(w, "left alone, a process works there: %s\n", Thousands(int64(c.InUse)))
	}
}

// ageText writes an age for people: 3h, 36h, 9d.
func ageText(age time.Duration) string {
	if age < 48*time.Hour {
		return strconv.Itoa(int(age/time.Hour)) + "h"
	}
	return strconv.Itoa(int(age/(24*time.Hour))) + "d"
}

// ParseAge reads an age such as 7d, 36h or 2w.
func ParseAge(s string) (time.Duration, error) {
	scale := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	if n := len(s); n > 1 && scale[s[n-1]] > 0 {
		v, err := strconv.ParseFloat(s[:n-1], 64)
		if age := v * float64(scale[s[n-1]]); err == nil && age >= 0 && age < math.MaxInt64 {
			return time.Duration(age), nil
		}
	}
	return 0, fmt.Errorf("an age is a number with one of h, d, w, such as 7d or 36h")
}
