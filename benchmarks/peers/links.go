package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// kind is what is true of a row.
type kind uint8

const (
	unknown kind = iota
	match
	absent
	contradicted
	garbage
	kinds
)

var kindNames = [kinds]string{"unknown", "match", "absent", "contradicted", "garbage"}

// fact is the truth about one row; small, as a country's file has millions.
type fact struct {
	person uint64 // 0 for nobody in the register
	kind   kind
}

// facts is the truth about a set of files: one list for each, by row.
type facts struct {
	files map[string]int
	rows  [][]fact
	kinds [kinds]int
}

// link says that a row speaks of a person.
type link struct {
	person uint64
	score  float64
	row    int32
	file   int16
	other  bool // the row's own number belongs to another person
}

func (f *facts) of(l *link) fact {
	if rows := f.rows[l.file]; int(l.row) < len(rows) {
		return rows[l.row]
	}
	return fact{}
}

// readFacts reads the truth in a folder, whose rows stand in order.
func readFacts(dir string) (*facts, error) {
	type row struct {
		File   string  `parquet:"source_file"`
		Row    int64   `parquet:"source_row"`
		Kind   string  `parquet:"kind"`
		Person *string `parquet:"person_id,optional"`
	}
	f := &facts{files: map[string]int{}}
	return f, each(dir, func(r *row) error {
		file, ok := f.files[r.File]
		if !ok {
			file = len(f.rows)
			f.files[r.File] = file
			f.rows = append(f.rows, nil)
		}
		if int(r.Row) != len(f.rows[file]) {
			return fmt.Errorf("truth about row %d of a file comes after that about row %d", r.Row, len(f.rows[file])-1)
		}
		k := kind(max(0, slices.Index(kindNames[:], r.Kind)))
		f.kinds[k]++
		person, err := number(r.Person)
		f.rows[file] = append(f.rows[file], fact{person, k})
		return err
	})
}

// link makes a link of the texts of a table.
func (f *facts) link(file string, row int64, person *string) (link, error) {
	at, ok := f.files[file]
	if !ok || row < 0 || row >= int64(len(f.rows[at])) {
		return link{}, errors.New("a link of a row of which no truth is known")
	}
	p, err := number(person)
	return link{person: p, row: int32(row), file: int16(at)}, err
}

// readOutcomes reads lamsach's links, and below them, with a score under zero,
// the candidates it shows for rows that it leaves to people.
func (f *facts) readOutcomes(dir string) (links []link, err error) {
	type row struct {
		File        string   `parquet:"source_file"`
		Row         int64    `parquet:"source_row"`
		Verdict     string   `parquet:"verdict"`
		Person      *string  `parquet:"person_id,optional"`
		Candidate   *string  `parquet:"candidate_id,optional"`
		Probability *float64 `parquet:"match_probability,optional"`
	}
	return links, each(dir, func(r *row) error {
		below := 0.0
		if r.Person == nil {
			if r.Candidate == nil || r.Verdict != "review" && r.Verdict != "ambiguous" {
				return nil
			}
			r.Person, below = r.Candidate, 1
		}
		l, err := f.link(r.File, r.Row, r.Person)
		if r.Probability != nil {
			l.score = *r.Probability
		}
		l.score -= below
		links = append(links, l)
		return err
	})
}

// readLinks reads a peer's links; without a score all are alike.
func (f *facts) readLinks(path string) (links []link, err error) {
	type row struct {
		File   string   `parquet:"source_file"`
		Row    int64    `parquet:"source_row"`
		Person *string  `parquet:"person_id,optional"`
		Score  *float64 `parquet:"score,optional"`
		Other  *bool    `parquet:"other_owner,optional"`
	}
	return links, each(path, func(r *row) error {
		l, err := f.link(r.File, r.Row, r.Person)
		l.score, l.other = 1, r.Other != nil && *r.Other
		if r.Score != nil {
			l.score = *r.Score
		}
		links = append(links, l)
		return err
	})
}

// number reads a personal ID; 0 for none.
func number(text *string) (x uint64, err error) {
	if text == nil {
		return 0, nil
	}
	for _, b := range []byte(*text) {
		if b < '0' || b > '9' || len(*text) > 18 {
			return 0, errors.New("a person is not a number")
		}
		x = x*10 + uint64(b-'0')
	}
	return x, nil
}

// each calls use with every row of a Parquet file or of those in a folder. The
// row is used again.
func each[T any](path string, use func(*T) error) error {
	paths := []string{path}
	if info, err := os.Stat(path); err != nil {
		return err
	} else if info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(path, "*.parquet")); err != nil {
			return err
		}
		slices.Sort(paths)
	}
	for _, p := range paths {
		if err := eachOf(p, use); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(p), err)
		}
	}
	return nil
}

func eachOf[T any](path string, use func(*T) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[T](f)
	defer r.Close()
	rows := make([]T, 1024)
	for {
		clear(rows)
		n, err := r.Read(rows)
		for i := range rows[:n] {
			if err := use(&rows[i]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
