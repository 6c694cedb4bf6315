package quality

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// truth is the facts of every file, by source_row. They are read as far as they
// are asked for, and a page whose rows all have their outcome is let go: where
// truth and outcomes lie in the same order, little is held at any time. Lists of
// errors come in few combinations, so each is kept once.
type truth struct {
	unread  *reader[truthRow]
	files   map[string]factFile
	classes []string
	index   map[string]uint8 // of classes
	lists   [][]uint8        // combinations of classes
	known   map[string]uint32
	key     []byte // scratch
	rows    int64
}

// factFile is the pages of one file; nil for a page that was let go.
type factFile map[int64]*factPage

// pageRows is how many rows are let go together.
const pageRows = 4096

// factPage is the facts of neighbouring rows.
type factPage struct {
	facts    [pageRows]fact
	answered int // rows with an outcome
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

// openTruth opens truth files, or folders of them.
func openTruth(paths []string) (*truth, error) {
	files, err := parquetFiles(paths)
	if err != nil {
		return nil, err
	}
	return &truth{unread: newReader[truthRow]("truth", files), files: map[string]factFile{}, index: map[string]uint8{}, known: map[string]uint32{}}, nil
}

// answer returns the fact about a row, which has an outcome now. It is valid
// until the next call.
func (t *truth) answer(file string, row int64) (*fact, error) {
	if row < 0 || row >= mostRows {
		return nil, fmt.Errorf("source_row %d out of range", row)
	}
	for {
		page, there := t.files[file][row/pageRows]
		if there && page == nil {
			return nil, fmt.Errorf("source_row %d has two outcomes", row)
		}
		if there && page.facts[row%pageRows].kind != unknown {
			f := &page.facts[row%pageRows]
			if f.seen {
				return nil, fmt.Errorf("source_row %d has two outcomes", row)
			}
			f.seen = true
			if page.answered++; page.answered == pageRows {
				t.files[file][row/pageRows] = nil
			}
			return f, nil
		}
		more, err := t.read()
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, fmt.Errorf("no truth about source_row %d of that file; is it the truth of this run's input?", row)
		}
	}
}

// read reads one row more, or says that there is none.
func (t *truth) read() (more bool, err error) {
	row, err := t.unread.next()
	if row == nil || err != nil {
		return false, err
	}
	return true, t.unread.named(t.add(row))
}

// finish reads the rest.
func (t *truth) finish() error {
	for {
		if more, err := t.read(); !more || err != nil {
			return err
		}
	}
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
	pages := t.files[row.SourceFile]
	if pages == nil {
		pages = factFile{}
		t.files[row.SourceFile] = pages
	}
	page, there := pages[row.SourceRow/pageRows]
	if !there {
		page = &factPage{}
		pages[row.SourceRow/pageRows] = page
	}
	if page == nil || page.facts[row.SourceRow%pageRows].kind != unknown {
		return fmt.Errorf("source_row %d stands twice", row.SourceRow)
	}
	page.facts[row.SourceRow%pageRows] = f
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
