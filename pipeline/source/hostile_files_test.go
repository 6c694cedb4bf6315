package source_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// hostileFiles makes all files of the campaign, the same ones each time.
func hostileFiles(t *testing.T) []hostile {
	t.Helper()
	var files []hostile
	for _, base := range bases(t) {
		whole := base
		whole.name = base.key + " whole"
		files = append(files, whole)
		files = append(files, damaged(base)...)
	}
	files = append(files, misnamed(t)...)
	files = append(files, forgedTexts()...)
	files = append(files, forgedWorkbooks()...)
	files = append(files, forgedColumnar()...)
	return append(files, bombs()...)
}

// damaged are copies of a file that suffered on the way.
func damaged(base hostile) []hostile {
	data := base.make()
	n := len(data)
	random := rand.New(rand.NewPCG(uint64(n), 4))
	var out []hostile
	add := func(what string, data []byte) {
		out = append(out, hostile{name: base.key + " " + what, key: base.key, rows: anything, make: func() []byte { return data }})
	}
	for _, at := range []int{1, 5, 9, n / 16, n / 4, n / 2, 3 * n / 4, n - 30, n - 9, n - 1} {
		add(fmt.Sprintf("cut at %d", at), data[:at])
	}
	for range 7 {
		at, by := random.IntN(n), byte(1+random.IntN(255))
		flipped := bytes.Clone(data)
		flipped[at] ^= by
		add(fmt.Sprintf("byte %d flipped by %02x", at, by), flipped)
	}
	// Near the end are the directories of most formats.
	for range 3 {
		at, by := n-1-random.IntN(min(n, 600)), byte(1<<random.IntN(8))
		flipped := bytes.Clone(data)
		flipped[at] ^= by
		add(fmt.Sprintf("byte %d flipped by %02x", at, by), flipped)
	}
	for _, fill := range []byte{0x00, 0xff} {
		at := random.IntN(n - 64)
		filled := bytes.Clone(data)
		copy(filled[at:at+64], bytes.Repeat([]byte{fill}, 64))
		add(fmt.Sprintf("64 bytes of %02x at %d", fill, at), filled)
	}
	gap := random.IntN(n - 200)
	add(fmt.Sprintf("100 bytes missing at %d", gap), append(bytes.Clone(data[:gap]), data[gap+100:]...))
	add(fmt.Sprintf("100 bytes doubled at %d", gap), append(bytes.Clone(data[:gap+100]), data[gap:]...))
	return out
}

// misnamed are files under the name of another kind, and files of no kind.
func misnamed(t *testing.T) []hostile {
	t.Helper()
	var out []hostile
	for _, base := range bases(t) {
		if base.key[0] != 'a' {
			continue
		}
		for _, key := range []string{"x.csv", "x.xlsx", "x.parquet"} {
			out = append(out, hostile{name: base.key + " named " + key, key: key, rows: anything, make: base.make})
		}
	}
	for _, key := range []string{"x.csv", "x.xlsx", "x.parquet", "x.arrow", "x.csv.gz"} {
		for _, c := range []struct {
			name string
			data []byte
			rows int64
		}{
			{"nothing", nil, refused},
			{"one byte", []byte("x"), anything},
			{"zeros", make([]byte, 1<<16), anything},
			{"noise", noise(1 << 16), anything},
			{"a picture", append([]byte("\x89PNG\r\n\x1a\n"), noise(5000)...), anything},
			{"a PDF", append([]byte("%PDF-1.7\n"), noise(5000)...), anything},
			{"a web page", []byte("<!DOCTYPE html><html><body><table><tr><td>Mật</td></tr></table></body></html>"), anything},
			{"a locked workbook", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...), refused},
		} {
			out = append(out, hostile{name: c.name + " named " + key, key: key, rows: c.rows, make: func() []byte { return c.data }})
		}
	}
	return out
}

func noise(n int) []byte {
	random := rand.New(rand.NewPCG(7, 7))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.Uint32())
	}
	return out
}
