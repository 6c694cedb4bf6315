package kernel

import "strings"

// onsets, longest first, so that the first that fits is the onset.
var onsets = []string{
	"ngh", "ng", "nh", "gh", "gi", "ch", "tr", "th", "ph", "kh", "qu",
	"b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
}

// Regional sound-alikes of domain facts 5.4, on folded letters. A pair is
// written once, the shorter or alphabetically lesser side first.
var (
	onsetTwins = pairs("s x", "ch tr", "d r", "d gi", "gi r", "l n", "d v", "gi v")
	rimeTwins  = pairs("an ang", "at ac", "in inh", "an anh", "on ong", "un ung", "en eng", "ien ieng", "uon uong",
		"uan uang", "oan oang", "at ac", "et ec", "iet iec", "uot uoc", "uat uac", "it ich", "en enh", "et ech",
		"i ie", "im iem", "in ien", "iu uu", "ieu uou", "u uo", "um uom", "ung uong", "an on", "ay ai")
	wordTwins = pairs("phuc phuoc", "hoang huynh", "vo vu", "sanh sinh", "chanh chinh", "lanh linh", "tanh tinh",
		"nhat nhut", "nhan nhon", "cang cuong", "thanh thinh", "bao buu", "hoa hue", "chau chu")
)

func pairs(list ...string) map[string]bool {
	m := make(map[string]bool, 2*len(list))
	for _, p := range list {
		a, b, _ := strings.Cut(p, " ")
		m[a+" "+b], m[b+" "+a] = true, true
	}
	return m
}

// soundAlike says whether two folded syllables are spelt as one by people of
// some region: the same rime under onsets they do not tell apart, the same
// onset before such rimes, or an old pair of words.
func soundAlike(a, b string) bool {
	// Every pair has the same onset or the same end, and sides of nearly one length.
	if d := len(a) - len(b); d < -1 || d > 1 || a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false
	}
	if wordTwins[a+" "+b] {
		return true
	}
	oa, ob := onset(a), onset(b)
	ra, rb := a[len(oa):], b[len(ob):]
	return ra == rb && onsetTwins[oa+" "+ob] || oa == ob && rimeTwins[ra+" "+rb]
}

func onset(s string) string {
	for _, o := range onsets {
		if len(o) < len(s) && strings.HasPrefix(s, o) {
			return o
		}
	}
	return ""
}
