package sink

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is whole in every window of the automaton, and what is not, as the
// standard library sees it.
func TestValidIsUTF8Valid(t *testing.T) {
	long := []byte(strings.Repeat("Số 12 Đường Lê Lợi, Phường Bến Nghé 𝐀 € ", 20))
	bad := []string{
		"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xe1\xba", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3\x28", "\xbf\xbf\xbf\xbf\xbf",
		"\ud7ff", "\ue000", "\U0010ffff", "\U00010000",
	}
	for at := 0; at < len(long); at++ {
		if got, want := valid(long[at:]), utf8.Valid(long[at:]); got != want {
			t.Fatalf("from byte %d: %v", at, got)
		}
		if got, want := valid(long[:at]), utf8.Valid(long[:at]); got != want {
			t.Fatalf("up to byte %d: %v", at, got)
		}
		for _, b := range bad {
			mixed := bytes.Join([][]byte{long[:at], []byte(b), long[at:]}, nil)
			if got, want := valid(mixed), utf8.Valid(mixed); got != want {
				t.Fatalf("% x at byte %d: %v", b, at, got)
			}
		}
	}
}

func FuzzValid(f *testing.F) {
	f.Add([]byte("Đường"), 60)
	f.Add([]byte("\xed\xa0\x80"), 100)
	f.Fuzz(func(t *testing.T, b []byte, times int) {
		b = bytes.Repeat(b, max(1, min(times, 200)))
		if valid(b) != utf8.Valid(b) {
			t.Fatalf("valid says %v of % x", valid(b), b)
		}
	})
}

func BenchmarkValid(b *testing.B) {
	words := strings.Fields("Số 12 Đường Lê Lợi Phường Bến Nghé Quận 1 TP HCM Thị xã Hương Thuỷ tỉnh 79085")
	rnd, text := rand.New(rand.NewPCG(1, 2)), []byte(nil)
	for range 20_000 { // in no order that a processor could learn
		text = append(append(text, words[rnd.IntN(len(words))]...), ' ')
	}
	for name, f := range map[string]func([]byte) bool{"automaton": valid, "library": utf8.Valid} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if !f(text) {
					b.Fatal("not valid")
				}
			}
		})
	}
}
