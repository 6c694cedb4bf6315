package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// fact is the truth about one row.
type fact struct {
	kind   string
	person string // "" for nobody in the register
}

// place is a row of a file.
type place struct {
	file string
	row  int64
}

// facts is the truth about a file.
type facts struct {
	rows  map[place]fact
	kinds map[string]int
}

// link says that a row speaks of a person.
type link struct {
	place
	person string
	score  float64
	other  bool // the row's own number belongs to another person
}

func readFacts(dir string) (*facts, error) {
	type row struct {
		File   string  `parquet:"source_file"`
		Row    int64   `parquet:"source_row"`
		Kind   string  `parquet:"kind"`
		Person *string `parquet:"person_id,optional"`
	}
	f := &facts{rows: map[place]fact{}, kinds: map[string]int{}}
	return f, each(dir, func(r row) {
		f.rows[place{r.File, r.Row}] = fact{r.Kind, text(r.Person)}
		f.kinds[r.Kind]++
	})
}

// readOutcomes reads lamsach's links, and below them, with a score under zero,
// the candidates it shows for rows that it leaves to people.
func readOutcomes(dir string) (links []link, err error) {
	type row struct {
		File        string   `parquet:"source_file"`
		Row         int64    `parquet:"source_row"`
		Verdict     string   `parquet:"verdict"`
		Person      *string  `parquet:"person_id,optional"`
		Candidate   *string  `parquet:"candidate_id,optional"`
		Probability *float64 `parquet:"match_probability,optional"`
	}
	return links, each(dir, func(r row) {
		l := link{place: place{r.File, r.Row}, person: text(r.Person)}
		if r.Probability != nil {
			l.score = *r.Probability
		}
		switch {
		case l.person != "":
		case r.Candidate != nil && (r.Verdict == "review" || r.Verdict == "ambiguous"):
			l.person, l.score = *r.Candidate, l.score-1
		default:
			return
		}
		links = append(links, l)
	})
}

func readLinks(path string) (links []link, err error) {
	type row struct {
		File   string   `parquet:"source_file"`
		Row    int64    `parquet:"source_row"`
		Person string   `parquet:"person_id"`
		Score  *float64 `parquet:"score,optional"`
		Other  *bool    `parquet:"other_owner,optional"`
	}
	return links, each(path, func(r row) {
		l := link{place: place{r.File, r.Row}, person: r.Person, score: 1, other: r.Other != nil && *r.Other}
		if r.Score != nil {
			l.score = *r.Score
		}
		links = append(links, l)
	})
}

func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// each calls use with every row of a Parquet file or of those in a folder.
func each[T any](path string, use func(T)) error {
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
		rows, err := parquet.ReadFile[T](p)
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(p), err)
		}
		for _, r := range rows {
			use(r)
		}
	}
	return nil
}
