package quality

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
)

// reader reads the rows of Parquet files one after another.
type reader[T any] struct {
	what  string // for errors
	paths []string
	file  *os.File // being read: the first of paths
	rows  *parquet.GenericReader[T]
	have  []T // read and not yet handed out: have[at:]
	at    int
	store [1024]T
}

func newReader[T any](what string, paths []string) *reader[T] {
	return &reader[T]{what: what, paths: paths}
}

// next returns the next row, nil after the last. It is valid until the next
// call.
func (r *reader[T]) next() (*T, error) {
	for r.at == len(r.have) {
		if len(r.paths) == 0 {
			return nil, nil
		}
		if err := r.fill(); err != nil {
			return nil, r.named(err)
		}
	}
	r.at++
	return &r.have[r.at-1], nil
}

// named adds the file being read to an error.
func (r *reader[T]) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("quality: %s %s: %w", r.what, filepath.Base(r.paths[0]), err)
}

// fill reads some rows of the first file, or passes on to the next one.
func (r *reader[T]) fill() (err error) {
	defer func() {
		if recover() != nil { // the library panics where a column has another type
			err = errors.New("not of the shape expected; see the formats of outcomes and truth")
		}
	}()
	if r.file == nil {
		if r.file, err = os.Open(r.paths[0]); err != nil {
			return err
		}
		r.rows = parquet.NewGenericReader[T](r.file)
	}
	clear(r.store[:])
	n, err := r.rows.Read(r.store[:])
	r.have, r.at = r.store[:n], 0
	if n == 0 && errors.Is(err, io.EOF) {
		r.close()
		r.paths = r.paths[1:]
		return nil
	}
	if errors.Is(err, io.EOF) {
		return nil // the next call finds it again
	}
	return err
}

// close gives up the file being read.
func (r *reader[T]) close() {
	if r.file != nil {
		r.rows.Close()
		r.file.Close()
		r.file = nil
	}
}
