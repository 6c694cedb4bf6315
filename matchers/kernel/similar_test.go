package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// textbookJaro follows the definition: letters of the one name taken in order,
// each with the first free equal letter of the other within reach.
func textbookJaro(a, b string) float64 {
	if a == "" && b == "" {
		return 1
	}
	far := max(len(a), len(b))/2 - 1
	if len(a) == 1 && len(b) == 1 {
		far = 0
	}
	far = max(far, 0)
	usedB := make([]bool, len(b))
	var fromA, fromB []byte
	for i := range len(a) {
		for j := range len(b) {
			if !usedB[j] && a[i] == b[j] && i-j <= far && j-i <= far {
				usedB[j] = true
				fromA = append(fromA, a[i])
				break
			}
		}
	}
	for j, used := range usedB {
		if used {
			fromB = append(fromB, b[j])
		}
	}
	if len(fromA) == 0 {
		return 0
	}
	half := 0
	for i := range fromA {
		if fromA[i] != fromB[i] {
			half++
		}
	}
	m := float64(len(fromA))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(half/2))/m) / 3
}

func textbookJaroWinkler(a, b string) float64 {
	jaro, prefix := textbookJaro(a, b), 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	if jaro > 0.7 {
		jaro += float64(prefix) * 0.1 * (1 - jaro)
	}
	return min(jaro, 1)
}

// textbookLevenshtein is the recursion, a letter at a time.
func textbookLevenshtein(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := []int{i + 1}
		for j := range len(b) {
			cost := row[j]
			if a[i] != b[j] {
				cost++
			}
			next = append(next, min(cost, row[j+1]+1, next[j]+1))
		}
		row = next
	}
	return row[len(b)]
}

func checkPair(t *testing.T, a, b string) {
	t.Helper()
	var p Pattern
	p.Set([]byte("a pattern of other letters and more than sixty-four of them, to be forgotten"))
	p.Set([]byte(a))
	name := []byte(b)
	if got, want := p.Jaro(name), textbookJaro(a, b); got != want {
		t.Errorf("Jaro of %q and %q is %v, want %v", a, b, got, want)
	}
	if got, want := p.JaroWinkler(name), textbookJaroWinkler(a, b); got != want {
		t.Errorf("Jaro-Winkler of %q and %q is %v, want %v", a, b, got, want)
	}
	if got, want := p.OSA(name), plainOSA(a, b); got != want {
		t.Errorf("OSA of %q and %q is %d, want %d", a, b, got, want)
	}
	if got, want := p.Levenshtein(name), textbookLevenshtein(a, b); got != want {
		t.Errorf("Levenshtein of %q and %q is %d, want %d", a, b, got, want)
	}
	if d, osa := p.Damerau(name), p.OSA(name); d > osa || 2*d < p.Levenshtein(name) {
		t.Errorf("Damerau of %q and %q is %d, OSA %d", a, b, d, osa)
	}
}

func FuzzSimilar(f *testing.F) {
	for _, pair := range similarPairs() {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) <= 300 && len(b) <= 300 {
			checkPair(t, a, b)
		}
	})
}

func similarPairs() [][2]string {
	return [][2]string{
		{"", ""},
		{"a", ""},
		{"a", "a"},
		{"ab", "ba"},
		{"ca", "abc"},
		{"nguyen van an", "nguyen thi an"},
		{"nguyen thi thu huong", "nguyen thi thu huong"},
		{strings.Repeat("ab", 32), strings.Repeat("ba", 32)},
		{strings.Repeat("ab", 33), strings.Repeat("ba", 31)},
		{strings.Repeat("abc", 50), "abc"},
	}
}

// Every length up to beyond a word on both sides, over few letters, where most
// letters are common and transposed.
func TestSimilarOfEveryLength(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	for m := range 70 {
		for n := range 70 {
			checkPair(t, letters(dice, m, 3), letters(dice, n, 3))
		}
	}
}

func letters(dice *rand.Rand, n, of int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(dice.IntN(of))
	}
	return string(b)
}

// Damerau's distance is the length of the shortest path of single edits: every
// path is walked, over words of at most five letters of three.
func TestDamerauIsAShortestPath(t *testing.T) {
	var p Pattern
	for _, from := range []string{"", "a", "abc", "ca", "abca", "acbb"} {
		p.Set([]byte(from))
		for word, want := range walk(from, 6) {
			if len(word) <= 5 {
				if got := p.Damerau([]byte(word)); got != want {
					t.Fatalf("Damerau of %q and %q is %d, the shortest path has %d edits", from, word, got, want)
				}
			}
		}
	}
}

// walk is the number of edits to every word of at most longest letters a to c.
func walk(from string, longest int) map[string]int {
	steps := map[string]int{from: 0}
	for front := []string{from}; len(front) > 0; {
		var next []string
		for _, word := range front {
			for _, w := range edits(word) {
				if _, seen := steps[w]; !seen && len(w) <= longest {
					steps[w] = steps[word] + 1
					next = append(next, w)
				}
			}
		}
		front = next
	}
	return steps
}

func edits(word string) (all []string) {
	for i := 0; i <= len(word); i++ {
		for _, c := range "abc" {
			all = append(all, word[:i]+string(c)+word[i:])
			if i < len(word) {
				all = append(all, word[:i]+string(c)+word[i+1:])
			}
		}
		if i < len(word) {
			all = append(all, word[:i]+word[i+1:])
		}
		if i+1 < len(word) {
			all = append(all, word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:])
		}
	}
	return all
}

// checkMany holds the kernels over many names, at every width, given as slices
// and laid out, to those over one.
func checkMany(t *testing.T, pattern []byte, names [][]byte) {
	t.Helper()
	checkForm(t, pattern, names)
	column := make([][]byte, len(names)) // in one buffer, where more can be read behind a name
	flat := append(bytes.Join(names, pattern), pattern...)
	for i, name := range names {
		column[i] = flat[:len(name)]
		flat = flat[len(name)+len(pattern):]
	}
	checkForm(t, pattern, column)
}

func checkForm(t *testing.T, pattern []byte, names [][]byte) {
	t.Helper()
	var one Pattern
	one.Set(pattern)
	osa, lanes := make([]uint16, len(names)), new(Lanes)
	jaro := make([]float64, len(names))
	lanes.Set(names[:len(names)/2]) // so that what a list leaves behind would show
	lanes.Set(names)
	check := func(width, kind string) {
		t.Helper()
		for i, name := range names {
			if want := one.OSA(name); int(osa[i]) != want {
				t.Fatalf("%s, %s: OSA of %q and %q is %d, want %d", width, kind, pattern, name, osa[i], want)
			}
		}
		clear(osa)
	}
	checkJaro := func(width, kind string, of func([]byte) float64) {
		t.Helper()
		for i, name := range names {
			if want := of(name); math.Float64bits(jaro[i]) != math.Float64bits(want) {
				t.Fatalf("%s, %s: similarity of %q and %q is %v, want %v", width, kind, pattern, name, jaro[i], want)
			}
		}
		clear(jaro)
	}
	eachWidth(t, func(width string) {
		var p Pattern
		p.Set([]byte("zyxwvutsrqponmlkjihgfedcba"))
		p.Set(pattern)
		p.OSAs(osa, names)
		check(width, "slices")
		p.OSALanes(osa, lanes)
		check(width, "lanes")
		p.JaroWinklers(jaro, names)
		checkJaro(width, "slices", one.JaroWinkler)
		p.JaroWinklerLanes(jaro, lanes)
		checkJaro(width, "lanes", one.JaroWinkler)
		p.Jaros(jaro, names)
		checkJaro(width, "Jaro of slices", one.Jaro)
		p.JaroLanes(jaro, lanes)
		checkJaro(width, "Jaro of lanes", one.Jaro)
	})
}

func FuzzMany(f *testing.F) {
	f.Add([]byte("nguyen van an"), []byte("nguyen thi an|nguyen van an||tran|nguyen thi thu huong nguyen thi thu huong"))
	f.Add([]byte("\x00a"), []byte("a|\x00a|\xff\x80"))
	f.Fuzz(func(t *testing.T, pattern, list []byte) {
		if len(pattern) > 100 || len(list) > 10000 {
			return
		}
		names := bytes.Split(list, []byte("|"))
		for len(names) < 40 { // repeated, so that lanes are worth it
			names = append(names, slices.Clone(names)...)
		}
		checkMany(t, pattern, names)
	})
}

// Patterns of every length against lists of many lengths, over few letters and
// over all bytes, in lists of every size to more than two groups.
func TestManyOfEveryLength(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	random := func(n, of int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = 'a' + byte(dice.IntN(of))
		}
		return b
	}
	for m := range 70 {
		for _, of := range []int{2, 4, 26, 256} {
			names := make([][]byte, 150)
			for i := range names {
				switch {
				case i%10 == 9:
					names[i] = random(dice.IntN(80), of)
				case i%3 == 0:
					names[i] = random(max(0, m+dice.IntN(5)-2), of)
				case i%50 == 1:
					names[i] = nil
				default:
					names[i] = random(dice.IntN(34), of)
				}
			}
			checkMany(t, random(m, of), names)
		}
	}
	for n := range 140 {
		names := make([][]byte, n)
		for i := range names {
			names[i] = random(dice.IntN(20), 5)
		}
		checkMany(t, random(10, 5), names)
	}
}

// The values of another library, bit for bit.
func TestValuesOfRapidfuzz(t *testing.T) {
	text, err := os.ReadFile("testdata/similarity.txt")
	if err != nil {
		t.Fatal(err)
	}
	pairs := 0
	for line := range strings.Lines(string(text)) {
		if line[0] == '#' {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		var p Pattern
		p.Set([]byte(cells[0]))
		name := []byte(cells[1])
		for i, got := range []float64{
			p.Jaro(name), p.JaroWinkler(name),
			float64(p.OSA(name)), float64(p.Levenshtein(name)), float64(p.Damerau(name)),
		} {
			want, err := strconv.ParseFloat(cells[i+2], 64)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("%q and %q: value %d is %v, want %v", cells[0], cells[1], i, got, want)
			}
		}
		pairs++
	}
	if pairs < 50 {
		t.Errorf("%d pairs were compared", pairs)
	}
}

func TestManyAllocatesNothing(t *testing.T) {
	list, _ := inventedNames(200)
	var lanes Lanes
	lanes.Set(list)
	osa, jaro := make([]uint16, len(list)), make([]float64, len(list))
	eachWidth(t, func(width string) {
		var p Pattern
		p.Set(list[0])
		if n := testing.AllocsPerRun(20, func() {
			p.Set(list[1])
			p.OSAs(osa, list)
			p.JaroWinklers(jaro, list)
			p.OSALanes(osa, &lanes)
			p.JaroWinklerLanes(jaro, &lanes)
			lanes.Set(list)
		}); n != 0 {
			t.Errorf("%s: %v allocations, want none", width, n)
		}
	})
}
