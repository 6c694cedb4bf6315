package table

import (
	"context"
	"io"

	"lamsach/pipeline"
)

// File is an open object of some format. Its methods are safe for concurrent
// use. It owns the object it was opened on.
type File interface {
	// Format names the format and how the file is written, for people: "CSV,
	// semicolons, UTF-8, CRLF, header in line 1". It holds no cell.
	Format() string
	// Tables are the tables that hold rows, in file order; at least one.
	Tables() []Table
	// Respond writes the file again with columns added: the same format, order
	// and content, every cell as it was submitted.
	Respond(ctx context.Context, w io.Writer, a Answer) error
	// Close closes the object. Nobody may read any more.
	Close() error
}

// Table is one table of a file: all of a Parquet or CSV file, a sheet of a
// workbook.
type Table interface {
	Sheet() string // "" where the format knows no sheets
	Rows() int64   // records after the header, blank ones and totals included
	// Columns describes the columns, in file order.
	Columns() []Column
	// Cuts divides the rows into runs of at most max rows (0 < max ≤
	// pipeline.MaxPartRows), a function of the file and max alone.
	Cuts(max int) []Cut
	// Read fills b with the rows of a part: b.Columns[i] is the table's column
	// columns[i]. The buffers of b are used again. Safe for concurrent callers
	// with their own batches; parts cost least in ascending order. Damage is a
	// *FormatError, and then b holds nothing of use.
	Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error
	// Sample gives about so many rows, spread over the table, the same ones
	// each time. A table with fewer rows is given whole.
	Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error)
}

// Column describes a column for people and for recognition.
type Column struct {
	Name string // as the file has it, joined from several header rows by a space; may repeat or be empty
	Type string // string, binary, integer, decimal, float, double, bool, date, time, timestamp, uuid, nested, mixed, other
	List bool   // a cell is a list of such values
}

// Cut is a run of consecutive rows that is worth being a part.
type Cut struct {
	FirstRow int64
	Rows     int
}

// Options are what a reader is told.
type Options struct {
	// Headers are spellings of headers, beyond the general ones, by which a
	// header row is found.
	Headers []string `json:"headers,omitempty"`
	// Memory is how many bytes a reader may take in all; 0 for DefaultMemory.
	Memory int64 `json:"memory,omitempty"`
}

// DefaultMemory is what a reader may take where nobody said.
const DefaultMemory = 1 << 30

// Answer says what is added to a file that is given back.
type Answer struct {
	// Tables says what each table gets, by its index; the zero Addition (and a
	// missing one) leaves a table as it is.
	Tables []Addition
	// Cells gives the added cells of a run of rows. It is asked for each cut of
	// Cuts(pipeline.UsualPartRows) of each table that has an Addition, once and
	// in ascending order. The batch has cut.Rows rows and, in this order, one
	// text column for each of Addition.Names (null: an empty cell) and one for
	// each of Addition.Marked (not null: that cell is wrong and is marked where
	// the format can show it). It is valid until the next call.
	Cells func(ctx context.Context, table int, cut Cut) (*pipeline.Batch, error)
	// Encoding is the legacy encoding (a name of data/encodings, as tcvn3_abc)
	// of a text file that is no Unicode; "" where that is not known.
	Encoding string
}

// Addition is what one table gets.
type Addition struct {
	Names  []string `json:"names,omitempty"`  // headers of the added columns, in order
	Marked []int    `json:"marked,omitempty"` // columns of the table in which wrong cells are marked
}

// None says whether nothing is added.
func (a Addition) None() bool { return len(a.Names) == 0 && len(a.Marked) == 0 }
