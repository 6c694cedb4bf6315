package sink

import (
	"strconv"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// coreColumns are the columns of every cleaned table, whatever the file had.
var coreColumns = []string{
	"source_file", "source_sheet", "source_row", "personal_id", "cmnd", "full_name", "birth_date",
	"birth_date_precision", "gender", "phone", "address", "province_code", "commune_code", "place_system", "repairs", "issues",
}

var (
	precisionWords = words("year", "month", "day") // precision - 1
	genderWords    = words("Nam", "Nữ")            // gender - 1
	systemWords    = words("old", "new", "mixed")  // system - 1
	fieldWords     = wordsOf(clean.Fields)         //
	provinceWords  = func() columnar.Texts {       // code
		list := make([]string, 100)
		for i := range list {
			list[i] = string(pairs[2*i : 2*i+2])
		}
		return words(list...)
	}()
)

// Cleaned writes the table of cleaned rows of a part: the canonical form of
// what was submitted, the columns carried through, and what was repaired.
func (w *Writer) Cleaned(src Source, part pipeline.Part, rows *clean.Rows, meta map[string]string) ([]byte, error) {
	w.begin(src, rows.N)
	f := &w.file
	f.Sequence("source_row", part.FirstRow)
	w.numberColumn("personal_id", rows.PIN)
	w.numberColumn("cmnd", rows.CMND)
	w.textColumn("full_name", &rows.Name, rows.N)
	w.dateColumns(rows.Birth)
	w.closed("gender", genderWords, rows.N, func(i int) int { return int(rows.Gender[i]) - 1 })
	w.textColumn("phone", &rows.Phone, rows.N)
	w.textColumn("address", &rows.Address, rows.N)
	w.placeColumns(rows.Place)
	w.passColumns(rows)
	w.repairs(rows)
	w.issues(rows)
	return f.Finish(meta), nil
}

func (w *Writer) numberColumn(name string, numbers []schemas.Number) {
	b := &w.text
	b.reset()
	for _, n := range numbers {
		b.number(n)
	}
	w.file.Text(name, b.index, b.texts, true)
}

// textColumn writes a column of canonical text. A role that no column plays
// has no index: all its rows are null.
func (w *Writer) textColumn(name string, c *pipeline.Column, rows int) {
	if len(c.Index) == 0 && rows > 0 || c.Entries() == 0 {
		w.file.Null(name)
		return
	}
	w.file.Text(name, c.Index, w.textsOf(c), true)
}

// closed writes a column of a closed list of words; a negative value is null.
func (w *Writer) closed(name string, list columnar.Texts, rows int, value func(i int) int) {
	w.index = resize(w.index, rows)
	for i := range w.index {
		w.index[i] = int32(value(i))
	}
	w.file.Text(name, w.index, list, true)
}

func (w *Writer) dateColumns(dates []schemas.Date) {
	w.dates, w.index = resize(w.dates, len(dates)), resize(w.index, len(dates))
	for i, d := range dates {
		w.dates[i], w.index[i] = columnar.NoDate, -1
		if d != 0 {
			w.dates[i], w.index[i] = days(d), int32(d.Precision())-1
		}
	}
	w.file.Dates("birth_date", w.dates)
	w.file.Text("birth_date_precision", w.index, precisionWords, true)
}

// placeColumns writes codes as text, in the present system, and which list of
// units the address spoke.
func (w *Writer) placeColumns(list []places.Place) {
	w.closed("province_code", provinceWords, len(list), func(i int) int {
		if p := list[i].Province; p != 0 && p < 100 {
			return int(p)
		}
		return -1
	})
	w.communes.reset()
	w.index = resize(w.index, len(list))
	for i := range list {
		w.index[i] = w.communes.of(list[i].Commune)
	}
	w.file.Text("commune_code", w.index, w.communes.texts, true)
	w.closed("place_system", systemWords, len(list), func(i int) int { return int(list[i].System) - 1 })
}

// communes numbers the commune codes of a part as they are met.
type communes struct {
	entry [1 << 16]int32 // code → entry + 1
	texts columnar.Texts
}

func (c *communes) reset() {
	clear(c.entry[:])
	c.texts.Offsets = append(c.texts.Offsets[:0], 0)
	c.texts.Bytes = c.texts.Bytes[:0]
}

// of gives the entry of a code, -1 for none.
func (c *communes) of(code uint16) int32 {
	if code == 0 {
		return -1
	}
	if c.entry[code] == 0 {
		for pad := 10000; pad > int(code) && pad > 1; pad /= 10 {
			c.texts.Bytes = append(c.texts.Bytes, '0')
		}
		c.texts.Bytes = strconv.AppendUint(c.texts.Bytes, uint64(code), 10)
		c.texts.Offsets = append(c.texts.Offsets, int32(len(c.texts.Bytes)))
		c.entry[code] = int32(len(c.texts.Offsets) - 1)
	}
	return c.entry[code] - 1
}
