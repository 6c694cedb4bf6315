package sink

import (
	"slices"
	"strconv"
	"strings"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// ResponseColumns are the columns of the submitter's file that make up each
// field. A field may be split over several columns (surname and given name;
// day, month and year) or be absent.
type ResponseColumns struct {
	PersonalID []int `json:"personal_id,omitempty"`
	CMND       []int `json:"cmnd,omitempty"`
	AnyNumber  []int `json:"any_number,omitempty"`
	Name       []int `json:"name,omitempty"`
	Birth      []int `json:"birth,omitempty"`
	Gender     []int `json:"gender,omitempty"`
	Address    []int `json:"address,omitempty"`
}

// group is a field as the submitter's file has it: cells that are right or
// wrong together.
type group uint8

const (
	groupPersonalID group = iota
	groupCMND
	groupAnyNumber
	groupName
	groupBirth
	groupGender
	groupAddress
	groups
)

// groupSet is a set of groups, one bit each.
type groupSet uint8

const numberGroups = groupSet(1<<groupPersonalID | 1<<groupCMND | 1<<groupAnyNumber)

func (s groupSet) has(g group) bool { return s>>g&1 != 0 }

// lists are the columns by group.
func (c *ResponseColumns) lists() [groups][]int {
	return [groups][]int{c.PersonalID, c.CMND, c.AnyNumber, c.Name, c.Birth, c.Gender, c.Address}
}

// Responder makes the cells that are added to the submitter's own file, part
// after part. It is the scratch of one worker and belongs to one table of one
// file.
type Responder struct {
	disclosure Disclosure
	style      Style
	origins    []Origin
	present    groupSet // that have a column
	names      []string
	marked     []int      // columns of the file, ascending
	markedAs   []groupSet // what each of them is
	wrong      wrongTexts
	reasons    reasonTexts
	corrected  []corrected // the columns of corrected values
	numbers    []schemas.Number
}

// ResponderOptions are what a Responder is made of.
type ResponderOptions struct {
	Disclosure Disclosure
	Style      Style           // of the table, as planned
	Headers    []string        // of all columns of the table, in file order
	Columns    ResponseColumns // indexes into Headers
	Origins    []Origin        // of all sources of the job, ascending by Start
}

// NewResponder plans the added columns of one table.
func NewResponder(o ResponderOptions) *Responder {
	r := &Responder{disclosure: o.Disclosure, style: o.Style, origins: o.Origins}
	r.markColumns(o.Columns.lists(), len(o.Headers))
	r.wrong = wrongTexts{headers: headersOf(o.Headers, r.marked, o.Style), as: r.markedAs}
	r.reasons = newReasonTexts(o.Style)
	names := []string{"verdict", "reasons"}
	if r.disclosure >= Fields {
		names = append(names, "wrong_fields")
	}
	if r.disclosure >= Values {
		r.corrected = r.correctedColumns()
		for _, c := range r.corrected {
			names = append(names, "corrected_"+c.name)
		}
	}
	r.names = unlike(names, o.Headers)
	return r
}

// Names are the headers of the added columns, in order.
func (r *Responder) Names() []string { return r.names }

// Marked are the columns of the table, ascending, in which wrong cells are
// marked.
func (r *Responder) Marked() []int { return r.marked }

// markColumns lists the columns that hold a field.
func (r *Responder) markColumns(lists [groups][]int, columns int) {
	as := map[int]groupSet{}
	for g, list := range lists {
		for _, c := range list {
			if c < 0 || c >= columns {
				continue
			}
			if as[c] == 0 {
				r.marked = append(r.marked, c)
			}
			as[c] |= 1 << g
		}
	}
	slices.Sort(r.marked)
	for _, c := range r.marked {
		r.markedAs = append(r.markedAs, as[c])
		r.present |= as[c]
	}
}

// headersOf are the headers of some columns as a reader can find them again:
// on one line, and by their place where a column has none.
func headersOf(headers []string, columns []int, style Style) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		if out[i] = strings.Join(strings.Fields(headers[c]), " "); out[i] == "" {
			word := "cột "
			if style.English {
				word = "column "
			}
			out[i] = word + strconv.Itoa(c+1)
		}
	}
	return out
}

// unlike gives names that no header of the file folds to.
func unlike(names, headers []string) []string {
	taken := make(map[string]bool, len(headers))
	for _, h := range headers {
		taken[foldKey(h)] = true
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		for n := 1; taken[foldKey(out[i])]; n++ {
			if out[i] = "lamsach_" + name; n > 1 {
				out[i] += "_" + strconv.Itoa(n)
			}
		}
		taken[foldKey(out[i])] = true
	}
	return out
}

func foldKey(s string) string { return string(schemas.FoldKey(nil, s)) }

// wrongTexts are the headers of wrong cells, one text for each set of groups.
type wrongTexts struct {
	headers []string   // of the marked columns
	as      []groupSet // of the marked columns
	texts   [1 << groups]string
}

// of joins the headers of all columns that hold one of the groups.
func (w *wrongTexts) of(s groupSet) string {
	if w.texts[s] == "" {
		var list []string
		for i, as := range w.as {
			if as&s != 0 {
				list = append(list, w.headers[i])
			}
		}
		w.texts[s] = strings.Join(list, ", ")
	}
	return w.texts[s]
}

// resetColumn empties a column of a batch and gives it an index of nulls.
func resetColumn(c *pipeline.Column, rows int) {
	c.Index = resize(c.Index, rows)
	for i := range c.Index {
		c.Index[i] = -1
	}
	c.Offsets, c.Bytes, c.Lists = append(c.Offsets[:0], 0), c.Bytes[:0], nil
}

// endEntry ends the entry whose bytes were appended last and returns its number.
func endEntry(c *pipeline.Column) int32 {
	c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	return int32(len(c.Offsets) - 2)
}
