package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/measure"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
)

// look is what a process of its own found in a snapshot.
type look struct {
	OpenMillis float64        `json:"open_ms"`
	FirstMS    float64        `json:"first_1000_ms"` // number look-ups, with name, birth date, address and blocks of each
	Found      int            `json:"found"`
	Blocks     []blocks       `json:"blocks"`
	Process    measure.Sample `json:"process"` // the look-ups and the blocks
}

// blocks are the sizes of one kind of block, as a person of the register meets
// them.
type blocks struct {
	Kind   string  `json:"kind"`
	Mean   float64 `json:"mean"`
	Median int     `json:"median"`
	P99    int     `json:"p99"`
	Most   int     `json:"most"` // among those looked at
}

// probed has a process of its own look into the snapshot; cold with its pages
// put out of memory before.
func (c *config) probed(files measure.Files, cold bool) (*look, error) {
	if cold {
		if err := forget(files.Snapshot()); err != nil {
			return nil, nil // not to be had on this system: not measured
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out := filepath.Join(c.dir, "work", "look.json")
	sample, err := measure.Command{Bin: self, Stdout: out, Watch: true, Args: []string{"-probe", files.Snapshot(), "-numbers", files.Truth()}}.Run()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	l := &look{Process: sample}
	return l, errors.Join(json.Unmarshal(text, l), os.Remove(out))
}

const lookups, samples = 1000, 20_000

// look opens the snapshot and looks people up.
func (c *config) look() error {
	numbers, err := someNumbers(c.numbers)
	if err != nil {
		return err
	}
	began := time.Now()
	s, err := register.Open(c.probe)
	if err != nil {
		return err
	}
	defer s.Close()
	l := look{OpenMillis: millis(time.Since(began))}
	began = time.Now()
	for _, n := range numbers {
		if p, ok := s.ByPIN(n); ok && s.Birth(p) != 0 && s.FullName(p) != "" && len(s.Address(p)) >= 0 {
			l.Found++
			_ = blocksOf(s, p)
		}
	}
	l.FirstMS = millis(time.Since(began))
	l.Blocks = blockSizes(s)
	return json.NewEncoder(os.Stdout).Encode(l)
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// kinds of blocks, in the order of blocksOf.
var kinds = [...]string{"birth_given", "birth", "name_year", "tail_year", "name"}

// blocksOf are the sizes of the blocks in which a person stands.
func blocksOf(s *register.Snapshot, p uint32) (sizes [len(kinds)]int) {
	var name kernel.Name
	s.Name(p, &name)
	n, birth := s.Syllables().Hashes(&name), s.Birth(p)
	if n.Len == 0 {
		return sizes
	}
	last := n.Hash[n.Len-1]
	return [len(kinds)]int{
		len(s.BornOnGiven(birth, last).Ords), len(s.BornOn(birth).Ords), len(s.NamedIn(n.Full(), birth.Year()).Ords),
		len(s.TailIn(n.Hash[max(n.Len, 2)-2], last, birth.Year()).Ords), len(s.Named(n.Full()).Ords),
	}
}

// blockSizes looks at the blocks of people drawn at random.
func blockSizes(s *register.Snapshot) []blocks {
	var sizes [len(kinds)][]int
	random := rand.New(rand.NewPCG(1, 2))
	for range samples {
		for kind, n := range blocksOf(s, uint32(random.IntN(s.People()))) {
			sizes[kind] = append(sizes[kind], n)
		}
	}
	var list []blocks
	for kind, n := range sizes {
		slices.Sort(n)
		sum := 0
		for _, x := range n {
			sum += x
		}
		list = append(list, blocks{Kind: kinds[kind], Mean: float64(sum) / float64(len(n)), Median: n[len(n)/2], P99: n[len(n)*99/100], Most: n[len(n)-1]})
	}
	return list
}

// someNumbers are the personal IDs of the first people whom the truth names,
// spread over its first file.
func someNumbers(truth string) (list []schemas.Number, err error) {
	paths, err := filepath.Glob(filepath.Join(truth, "*.parquet"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no truth to look people up from: %w", errors.Join(err, os.ErrNotExist))
	}
	f, err := os.Open(paths[0])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	type row struct {
		Person *string `parquet:"person_id,optional"`
	}
	r := parquet.NewGenericReader[row](f)
	defer r.Close()
	step := max(1, r.NumRows()/lookups)
	rows := make([]row, 1)
	for at := int64(0); at < r.NumRows() && len(list) < lookups; at += step {
		if err := r.SeekToRow(at); err != nil {
			return nil, err
		}
		if n, err := r.Read(rows); n == 0 {
			return list, err
		}
		if rows[0].Person != nil {
			list = append(list, schemas.MakeNumber(schemas.PersonalID, digits(*rows[0].Person)))
		}
	}
	return list, nil
}

func digits(text string) (x uint64) {
	for _, b := range []byte(text) {
		x = x*10 + uint64(b-'0')
	}
	return x
}

func (l *look) print(w io.Writer, how string) {
	if l == nil {
		fmt.Fprintf(w, "%s: not measured here\n", how)
		return
	}
	fmt.Fprintf(w, "%s: opened in %.1f ms, %d people looked up in %.1f ms\n", how, l.OpenMillis, l.Found, l.FirstMS)
	if how != "warm" {
		return
	}
	fmt.Fprintf(w, "%-16s %10s %8s %8s %8s   people under a key, as a person meets them\n", "block", "mean", "median", "99 %", "most")
	for _, b := range l.Blocks {
		fmt.Fprintf(w, "%-16s %10.1f %8d %8d %8d\n", b.Kind, b.Mean, b.Median, b.P99, b.Most)
	}
}
