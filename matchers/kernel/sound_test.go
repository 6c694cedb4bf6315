package kernel

import (
	"strings"
	"testing"
)

// plainSoundAlike is soundAlike without its quick rejection.
func plainSoundAlike(a, b string) bool {
	if wordTwins[a+" "+b] {
		return true
	}
	oa, ob := onset(a), onset(b)
	ra, rb := a[len(oa):], b[len(ob):]
	return ra == rb && onsetTwins[oa+" "+ob] || oa == ob && rimeTwins[ra+" "+rb]
}

// Over every two folded syllables there are.
func TestQuickRejectionOfSoundsIsRight(t *testing.T) {
	folds := Base().folds[1:]
	alike := 0
	for i, a := range folds {
		for _, b := range folds[i:] {
			if a == "" || b == "" {
				continue
			}
			got, want := soundAlike(a, b), plainSoundAlike(a, b)
			if got != want {
				t.Errorf("%s %s: %v, want %v", a, b, got, want)
			}
			if want {
				alike++
			}
		}
	}
	if alike < 1000 || !soundAlike("son", "xon") || soundAlike("lan", "mai") || strings.Contains(folds[0], " ") {
		t.Errorf("%d pairs of syllables sound alike", alike)
	}
}
