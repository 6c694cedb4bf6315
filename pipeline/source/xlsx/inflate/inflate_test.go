package inflate_test

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"lamsach/pipeline/source/xlsx/inflate"
)

// kinds are texts of several natures.
func kinds() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	random := make([]byte, 300_000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	var sheet strings.Builder
	for i := range 6_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"><v>%d</v></c></row>`, i, i, r.IntN(500), i, r.Uint64())
	}
	return map[string][]byte{
		"nothing": {}, "one byte": {7}, "random": random, "zeros": make([]byte, 400_000),
		"sheet": []byte(sheet.String()), "pattern": bytes.Repeat([]byte("abc"), 100_000),
		"mixed": append(append([]byte(sheet.String()), random...), sheet.String()...),
	}
}

func packed(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestStreamGivesBackWhatWasPacked(t *testing.T) {
	for name, data := range kinds() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.DefaultCompression} {
			raw := packed(t, data, level)
			behind := append(append([]byte("before"), raw...), "after"...)
			var s inflate.Stream
			var marks inflate.Marks
			marks.Spacing, marks.Limit = 50_000, 8
			s.Reset(bytes.NewReader(behind), 6, int64(len(raw)))
			s.Keep(&marks)
			got, err := io.ReadAll(&s)
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%s at level %d: %d bytes and %v, want %d", name, level, len(got), err, len(data))
			}
			if len(data) > 200_000 && marks.Len() == 0 {
				t.Errorf("%s at level %d: no marks were kept", name, level)
			}
			for _, at := range []int64{0, 1, 49_999, 200_000, int64(len(data)) - 1, int64(len(data))} {
				if at < 0 || at > int64(len(data)) {
					continue
				}
				if err := s.ResetAt(bytes.NewReader(behind), 6, int64(len(raw)), &marks, at); err != nil {
					t.Fatalf("%s at level %d: from byte %d: %v", name, level, at, err)
				}
				if got, err := io.ReadAll(&s); err != nil || !bytes.Equal(got, data[at:]) {
					t.Fatalf("%s at level %d: from byte %d: %d bytes and %v, want %d", name, level, at, len(got), err, int64(len(data))-at)
				}
			}
		}
	}
}

func TestCutShortIsSaid(t *testing.T) {
	raw := packed(t, kinds()["sheet"], 6)
	for _, n := range []int{0, 1, 5, len(raw) / 2, len(raw) - 1} {
		var s inflate.Stream
		s.Reset(bytes.NewReader(raw[:n]), 0, int64(n))
		if _, err := io.Copy(io.Discard, &s); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut to %d bytes of %d: %v, want %v", n, len(raw), err, io.ErrUnexpectedEOF)
		}
	}
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errBroken }

var errBroken = errors.New("broken")

func TestErrorsOfTheSourceAreGivenAsTheyAre(t *testing.T) {
	var s inflate.Stream
	s.Reset(broken{}, 0, 100)
	if _, err := io.ReadAll(&s); !errors.Is(err, errBroken) {
		t.Errorf("got %v, want %v", err, errBroken)
	}
}

// FuzzStream holds Stream to what compress/flate makes of the same bytes, from
// the beginning and from every mark.
func FuzzStream(f *testing.F) {
	for _, data := range kinds() {
		for _, level := range []int{0, 1, 9} {
			if raw := packed(f, data[:min(len(data), 2000)], level); len(raw) < 4000 {
				f.Add(raw)
			}
		}
	}
	f.Add([]byte{0x05, 0xe0, 0x81, 0x08, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), 1<<22))
		var s inflate.Stream
		marks := inflate.Marks{Spacing: 1, Limit: 4}
		s.Reset(bytes.NewReader(raw), 0, int64(len(raw)))
		s.Keep(&marks)
		got, err := io.ReadAll(io.LimitReader(&s, 1<<22))
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("error %v, want %v", err, wantErr)
		}
		if err != nil {
			return
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%d bytes, want %d", len(got), len(want))
		}
		for at := int64(0); at < int64(len(want)); at += int64(len(want)/5 + 1) {
			if err := s.ResetAt(bytes.NewReader(raw), 0, int64(len(raw)), &marks, at); err != nil {
				t.Fatalf("from byte %d: %v", at, err)
			}
			if again, err := io.ReadAll(io.LimitReader(&s, 1<<22-at)); err != nil || !bytes.Equal(again, want[at:]) {
				t.Fatalf("from byte %d: %v, or other bytes", at, err)
			}
		}
	})
}

func BenchmarkStream(b *testing.B) {
	data := kinds()["sheet"]
	raw := packed(b, data, 6)
	var s inflate.Stream
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(bytes.NewReader(raw), 0, int64(len(raw)))
		if _, err := io.Copy(io.Discard, &s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStandard(b *testing.B) {
	data := kinds()["sheet"]
	raw := packed(b, data, 6)
	r := flate.NewReader(bytes.NewReader(raw))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_ = r.(flate.Resetter).Reset(bytes.NewReader(raw), nil)
		if _, err := io.Copy(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
