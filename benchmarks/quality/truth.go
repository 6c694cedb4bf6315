package quality

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// kind is what is true of a row.
type kind uint8

const (
	unknown kind = iota // no truth about this row
	match
	absent
	contradicted
	garbage
	kinds
)

var kindNames = [kinds]string{"unknown", "match", "absent", "contradicted", "garbage"}

// fact is the truth about one row.
type fact struct {
	person uint64 // the person described, 0 for nobody in the register
	errors uint32 // index into truth.lists
	kind   kind
	seen   bool // an outcome has been read
}

// truth is the facts of every file, by source_row. Lists of errors come in few
// combinations, so each is kept once.
type truth struct {
	files   map[string][]fact
	classes []string
	index   map[string]uint8 // of classes
	lists   [][]uint8        // combinations of classes
	known   map[string]uint32
	key     []byte // scratch
	rows    int64
}

// maxClasses is how many classes of error a truth may name.
const maxClasses = 256

// truthRow is the shape of a truth file.
type truthRow struct {
	SourceFile string   `parquet:"source_file"`
	SourceRow  int64    `parquet:"source_row"`
	Kind       string   `parquet:"kind"`
	PersonID   *string  `parquet:"person_id,optional"`
	Errors     []string `parquet:"errors,list"`
}

// readTruth reads truth files, or folders of them.
func readTruth(paths []string) (*truth, error) {
	t := &truth{files: map[string][]fact{}, index: map[string]uint8{}, known: map[string]uint32{}}
	files, err := parquetFiles(paths)
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		if err := eachRow(path, t.add); err != nil {
			return nil, fmt.Errorf("quality: truth %s: %w", filepath.Base(path), err)
		}
	}
	return t, nil
}

// mostRows is the largest source_row that is believed.
const mostRows = 1 << 28

func (t *truth) add(row *truthRow) error {
	if row.SourceRow < 0 || row.SourceRow >= mostRows {
		return fmt.Errorf("source_row %d out of range", row.SourceRow)
	}
	f := fact{kind: kind(max(0, slices.Index(kindNames[:], row.Kind)))}
	if f.kind == unknown {
		return fmt.Errorf("source_row %d: kind is none of match, absent, contradicted, garbage", row.SourceRow)
	}
	var err error
	if f.person, err = personID(row.PersonID); err != nil {
		return fmt.Errorf("source_row %d: %w", row.SourceRow, err)
	}
	if f.kind == match && f.person == 0 {
		return fmt.Errorf("source_row %d: a match without a person", row.SourceRow)
	}
	if f.errors, err = t.list(row.Errors); err != nil {
		return fmt.Errorf("source_row %d: %w", row.SourceRow, err)
	}
	facts := t.files[row.SourceFile]
	for int64(len(facts)) <= row.SourceRow {
		facts = append(facts, fact{})
	}
	if facts[row.SourceRow].kind != unknown {
		return fmt.Errorf("source_row %d stands twice", row.SourceRow)
	}
	facts[row.SourceRow] = f
	t.files[row.SourceFile] = facts
	t.rows++
	return nil
}

// list returns the index of a combination of classes.
func (t *truth) list(names []string) (uint32, error) {
	t.key = t.key[:0]
	for _, name := range names {
		i, ok := t.index[name]
		if !ok {
			if len(t.classes) == maxClasses {
				return 0, fmt.Errorf("more than %d classes of error", maxClasses)
			}
			i = uint8(len(t.classes))
			t.index[name] = i
			t.classes = append(t.classes, name)
		}
		if !slices.Contains(t.key, i) {
			t.key = append(t.key, i)
		}
	}
	slices.Sort(t.key)
	if i, ok := t.known[string(t.key)]; ok {
		return i, nil
	}
	i := uint32(len(t.lists))
	t.lists = append(t.lists, slices.Clone(t.key))
	t.known[string(t.key)] = i
	return i, nil
}

// personID parses a personal ID; 0 for null. Leading zeros carry no meaning
// here, so numbers compare as integers.
func personID(text *string) (uint64, error) {
	if text == nil || *text == "" {
		return 0, nil
	}
	var x uint64
	for _, b := range []byte(*text) {
		if b < '0' || b > '9' || len(*text) > 18 {
			return 0, errors.New("a person is not a number")
		}
		x = x*10 + uint64(b-'0')
	}
	return x, nil
}

// parquetFiles resolves files and folders to files, sorted.
func parquetFiles(paths []string) (files []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("quality: %w", err)
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(path, "*.parquet"))
		if err != nil || len(inside) == 0 {
			return nil, fmt.Errorf("quality: %w: no Parquet file in folder %s", fs.ErrNotExist, filepath.Base(path))
		}
		slices.Sort(inside)
		files = append(files, inside...)
	}
	return files, nil
}

// eachRow calls use with every row of a Parquet file. The row is used again.
func eachRow[T any](path string, use func(*T) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() {
		if recover() != nil { // the reader panics where a column has another type
			err = errors.New("not of the shape expected; see the formats of outcomes and truth")
		}
	}()
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
