package synth

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"lamsach/schemas/data"
)

// own holds the tables of this package: peoples, provinces, cohorts, mixes.
//
//go:embed tables
var own embed.FS

// record is one line of a CSV table, by column name.
type record struct {
	columns map[string]int
	cells   []string
}

// text returns a cell. A column that the table lacks is a mistake of this
// program, as is every fault of an embedded table: it panics.
func (r record) text(column string) string {
	i, ok := r.columns[column]
	if !ok {
		panic("synth: an embedded table has no column " + column)
	}
	return r.cells[i]
}

// number returns a cell as a number, 0 when it is empty.
func (r record) number(column string) float64 {
	text := r.text(column)
	if text == "" {
		return 0
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("synth: embedded table, column " + column + ": " + err.Error())
	}
	return x
}

// whole returns a cell as a whole number, 0 when it is empty.
func (r record) whole(column string) int { return int(r.number(column)) }

// readTable reads an embedded CSV table with a header.
func readTable(files fs.FS, name string) []record {
	f, err := files.Open(name)
	if err != nil {
		panic(fmt.Sprintf("synth: embedded table: %v", err))
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("synth: embedded table %s: %v", name, err))
	}
	columns := make(map[string]int, len(lines[0]))
	for i, column := range lines[0] {
		columns[column] = i
	}
	records := make([]record, len(lines)-1)
	for i, cells := range lines[1:] {
		records[i] = record{columns, cells}
	}
	return records
}

// dataTable reads a table of schemas/data, ownTable one of this package.
func dataTable(name string) []record { return readTable(data.Files, name) }
func ownTable(name string) []record  { return readTable(own, "tables/"+name) }

// shares parses "Thái 54;Mông 16": words with a weight at the end of each.
func shares(text string) (words []string, weights []float64) {
	for item := range strings.SplitSeq(text, ";") {
		item = strings.TrimSpace(item)
		at := strings.LastIndexByte(item, ' ')
		if at < 0 {
			continue
		}
		x, err := strconv.ParseFloat(item[at+1:], 64)
		if err != nil {
			panic("synth: embedded table: a share without a number")
		}
		words, weights = append(words, item[:at]), append(weights, x)
	}
	return words, weights
}

// chooser draws words by weight.
type chooser struct {
	words   []string
	weights weighted
}

func newChooser(words []string, weights []float64) chooser {
	return chooser{words, newWeighted(weights)}
}

func (c *chooser) draw(d *dice) string { return c.words[c.weights.draw(d)] }
