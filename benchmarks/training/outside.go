package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/measure"
)

// register is the snapshot that files are held against: of all people, or of
// those who are left.
func (c *config) register(f *measure.Files) (snapshot string, err error) {
	from, snapshot := f.Register(), f.Snapshot()
	if c.outside > 0 {
		from = fmt.Sprintf("%s-without-%g", from, c.outside)
		snapshot = from + ".lamsach"
		if err := c.leaveOut(f.Register(), from); err != nil {
			return "", err
		}
	}
	// Anew: one that is left from before may be cleaned by other rules.
	_, err = measure.Run(c.bin, nil, "register", "build", "--input", filepath.Join(from, "*.parquet"), "--out", snapshot)
	return snapshot, err
}

// leaveOut copies a register without a share of its people, evenly spread.
func (c *config) leaveOut(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.parquet"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, name := range files {
		if err := copyRows(name, filepath.Join(to, filepath.Base(name)), 1-c.outside); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	return nil
}

func copyRows(from, to string, share float64) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	rows := parquet.NewReader(in)
	defer rows.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	w := parquet.NewWriter(out, rows.Schema())
	credit, buffer := 0.0, make([]parquet.Row, 1024)
	for {
		n, err := rows.ReadRows(buffer)
		kept := buffer[:0:0]
		for _, row := range buffer[:n] {
			if credit += share; credit >= 1 {
				credit--
				kept = append(kept, row)
			}
		}
		if _, e := w.WriteRows(kept); e != nil {
			return e
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), out.Close())
}
