package synth

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"lamsach/schemas"
)

// registerFiles is a register that WriteRegister made, open for reading. Safe
// for concurrent readers.
type registerFiles struct {
	files  []*os.File
	groups []parquet.RowGroup
	leaves [registerColumns]int
	people int64
	seed   uint64
	blocks uint64
	years  [2]int
}

// openRegister opens the Parquet files of a folder.
func openRegister(dir string) (*registerFiles, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("synth: register folder: %w; make one with synth register", os.ErrNotExist)
	}
	slices.Sort(paths)
	r := &registerFiles{}
	for _, path := range paths {
		if err := r.open(path); err != nil {
			r.close()
			return nil, fmt.Errorf("synth: register file %s: %w", filepath.Base(path), err)
		}
	}
	return r, nil
}

func (r *registerFiles) open(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	r.files = append(r.files, f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	seed, _ := file.Lookup(metaSeed)
	blocks, _ := file.Lookup(metaBlocks)
	years, _ := file.Lookup(metaYears)
	if r.seed, err = strconv.ParseUint(seed, 10, 64); err == nil {
		r.blocks, err = strconv.ParseUint(blocks, 10, 64)
	}
	if err == nil {
		r.years, err = yearsOf(years)
	}
	if err != nil {
		return fmt.Errorf("not made by synth register, so nobody knows which numbers are free")
	}
	for i, column := range registerSchema.Columns() {
		leaf, ok := file.Schema().Lookup(column...)
		if !ok {
			return fmt.Errorf("no column %s", column[0])
		}
		r.leaves[i] = leaf.ColumnIndex
	}
	r.groups = append(r.groups, file.RowGroups()...)
	r.people += file.NumRows()
	return nil
}

func (r *registerFiles) close() {
	for _, f := range r.files {
		f.Close()
	}
}

// column is the values of one column of a row group: row i has the elements
// rows[i] to rows[i+1], element e is bytes[ends[e]:ends[e+1]]. A null has none.
type column struct {
	bytes []byte
	ends  []uint32
	rows  []uint32
}

// value returns the first element of a row, "" for none. It shares the
// column's memory only until the next read, so it is copied.
func (c *column) value(row int) string {
	if c.rows[row] == c.rows[row+1] {
		return ""
	}
	return string(c.element(c.rows[row]))
}

func (c *column) element(e uint32) []byte { return c.bytes[c.ends[e]:c.ends[e+1]] }

// number returns the digits of the first element of a row, 0 for none.
func (c *column) number(row int) uint64 {
	if c.rows[row] == c.rows[row+1] {
		return 0
	}
	return digitsOf(c.element(c.rows[row]))
}

func digitsOf(text []byte) (x uint64) {
	for _, b := range text {
		if b >= '0' && b <= '9' {
			x = x*10 + uint64(b-'0')
		}
	}
	return x
}

// read fills the column from a chunk.
func (c *column) read(chunk parquet.ColumnChunk, buffer []parquet.Value) error {
	c.bytes, c.ends, c.rows = c.bytes[:0], append(c.ends[:0], 0), c.rows[:0]
	pages := chunk.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			c.rows = append(c.rows, uint32(len(c.ends)-1))
			return nil
		}
		if err != nil {
			return err
		}
		err = c.readPage(page.Values(), buffer)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

func (c *column) readPage(values parquet.ValueReader, buffer []parquet.Value) error {
	for {
		n, err := values.ReadValues(buffer)
		for i := range buffer[:n] {
			v := &buffer[i]
			if v.RepetitionLevel() == 0 {
				c.rows = append(c.rows, uint32(len(c.ends)-1))
			}
			if !v.IsNull() {
				c.bytes = append(c.bytes, v.ByteArray()...)
				c.ends = append(c.ends, uint32(len(c.bytes)))
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// crowd is the people of one row group of the register, from among whom the rows
// of one unit are drawn. One goroutine's scratch.
type crowd struct {
	columns [registerColumns]column
	buffer  []parquet.Value
	n       int
	byID    map[uint64]int32
	house   []uint64 // household, hashed
	mother  []uint64
	byHouse []int32 // people by household, by mother
	byMum   []int32
}

// needed are the columns that dirty files are made from.
var needed = [...]int{
	colPersonalID, colCMND, colFormerIDs, colFullName, colBirthDate, colGender, colCommune, colAddress, colStatus, colDeathDate,
	colOtherNames, colHousehold, colFather, colMother, colSpouse,
}

// read loads a row group.
func (c *crowd) read(r *registerFiles, group int) error {
	if c.buffer == nil {
		c.buffer = make([]parquet.Value, 1024)
		c.byID = map[uint64]int32{}
	}
	chunks := r.groups[group].ColumnChunks()
	for _, i := range needed {
		if err := c.columns[i].read(chunks[r.leaves[i]], c.buffer); err != nil {
			return fmt.Errorf("register row group %d, column %s: %w", group, registerSchema.Columns()[i][0], err)
		}
	}
	c.n = int(r.groups[group].NumRows())
	clear(c.byID)
	c.house, c.mother, c.byHouse, c.byMum = c.house[:0], c.mother[:0], c.byHouse[:0], c.byMum[:0]
	for i := range c.n {
		c.byID[c.columns[colPersonalID].number(i)] = int32(i)
		c.house = append(c.house, c.columns[colHousehold].number(i))
		c.mother = append(c.mother, c.columns[colMother].number(i))
		c.byHouse, c.byMum = append(c.byHouse, int32(i)), append(c.byMum, int32(i))
	}
	sortBy(c.byHouse, c.house)
	sortBy(c.byMum, c.mother)
	return nil
}

func sortBy(people []int32, keys []uint64) {
	slices.SortFunc(people, func(a, b int32) int {
		switch {
		case keys[a] != keys[b] && keys[a] < keys[b]:
			return -1
		case keys[a] != keys[b]:
			return 1
		}
		return int(a - b)
	})
}

// alike returns the people whose key is the given one; none for key 0.
func alike(people []int32, keys []uint64, key uint64) []int32 {
	if key == 0 {
		return nil
	}
	from, _ := slices.BinarySearchFunc(people, key, func(p int32, k uint64) int {
		if keys[p] < k {
			return -1
		}
		return 1
	})
	to := from
	for to < len(people) && keys[people[to]] == key {
		to++
	}
	return people[from:to]
}

func (c *crowd) id(at int32) uint64 { return c.columns[colPersonalID].number(int(at)) }

func (c *crowd) male(at int32) bool { return c.columns[colGender].value(int(at)) == "Nam" }

// birth parses YYYY[-MM[-DD]] as WriteRegister writes it.
func (c *crowd) birth(at int32) schemas.Date {
	var parts [3]int
	n := 0
	for _, b := range c.columns[colBirthDate].element(c.columns[colBirthDate].rows[at]) {
		if b == '-' {
			n = min(n+1, 2)
			continue
		}
		parts[n] = parts[n]*10 + int(b-'0')
	}
	return schemas.MakeDate(parts[0], parts[1], parts[2])
}

// year is the birth year.
func (c *crowd) year(at int32) int {
	return schemas.MakeNumber(schemas.PersonalID, c.id(at)).BirthYear()
}

func (c *crowd) dead(at int32) bool { return c.columns[colStatus].value(int(at)) != statusNames[alive] }

// relative draws somebody whose number a careless clerk may take: spouse,
// parent, or another of the household. nobody when there is none.
func (c *crowd) relative(d *dice, at int32) int32 {
	first := d.n(3)
	for turn := range 3 {
		switch (first + turn) % 3 {
		case 0:
			if p, ok := c.byID[c.columns[colSpouse].number(int(at))]; ok {
				return p
			}
		case 1:
			column := one(d, []int{colFather, colMother})
			if p, ok := c.byID[c.columns[column].number(int(at))]; ok {
				return p
			}
		case 2:
			mates := alike(c.byHouse, c.house, c.house[at])
			if len(mates) == 0 {
				continue
			}
			if p := one(d, mates); p != at {
				return p
			}
		}
	}
	return nobody
}

// twin finds a brother or sister of the same household or mother born the same
// day, nobody when there is none.
func (c *crowd) twin(at int32) int32 {
	born := c.birth(at)
	if born.Precision() != schemas.FullDate {
		return nobody
	}
	for _, mates := range [2][]int32{alike(c.byMum, c.mother, c.mother[at]), alike(c.byHouse, c.house, c.house[at])} {
		for _, p := range mates {
			if p != at && c.birth(p) == born {
				return p
			}
		}
	}
	return nobody
}
