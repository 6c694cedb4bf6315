package quality

import (
	"bytes"
	"fmt"
	"testing"

	"lamsach/benchmarks/addresses"
	"lamsach/schemas/places"
)

// TestAddresses holds how addresses are read against the text that is kept:
// every level of texts in all habits of writing, and what becomes of old ones in
// the units of 2025.
func TestAddresses(t *testing.T) {
	prefix, texts := "", 100_000
	if *full {
		prefix, texts = "full-", 1_000_000
	}
	w, p := addresses.NewWriter(31), places.NewParser()
	var all, old addresses.Score
	olds, dst := 0, []byte(nil)
	for range texts {
		x := w.Next()
		var got places.Place
		var sure places.Certainty
		dst, got, sure = p.Convert(dst[:0], []byte(x.Text))
		all.Add(&x, got, sure)
		if x.OldCommune != 0 && olds < texts/10 {
			olds++
			old.Add(&x, got, sure)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d invented addresses, every unit of both lists as often as any other\n\n", texts)
	all.Write(&b)
	fmt.Fprintf(&b, "of them %d that name an old commune\n\n", olds)
	old.Write(&b)
	hold(t, prefix+"addresses.txt", bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
