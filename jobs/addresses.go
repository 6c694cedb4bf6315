package jobs

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// AddressFile says which column of a file to bring into the units of 2025.
type AddressFile struct {
	Pattern string
	Column  string // its header; recognised without
	Sheet   string // of a workbook; every sheet that has the column without
}

// Converted is one address in the units of 2025.
type Converted struct {
	Sheet      string      `json:"source_sheet,omitempty"`
	Row        int64       `json:"source_row"`
	Original   string      `json:"original"`
	Canonical  string      `json:"canonical"`
	Status     string      `json:"status"`            // decided, or what is wrong with it: a code of the catalogue
	Commune    string      `json:"commune,omitempty"` // codes
	OldCommune string      `json:"old_commune,omitempty"`
	District   string      `json:"old_district,omitempty"`
	Province   string      `json:"province,omitempty"`
	System     string      `json:"system,omitempty"`    // old, new, mixed
	Certainty  string      `json:"certainty,omitempty"` // low, fair, full
	Candidates []Candidate `json:"candidates,omitempty"`
}

// Candidate is a commune that an address may mean.
type Candidate struct {
	Commune string `json:"commune"`
	Name    string `json:"name"`
}

// ConvertedFile counts what became of the addresses of a file.
type ConvertedFile struct {
	File     string           `json:"file"`
	Columns  []string         `json:"columns"` // that were converted, one for each table
	Rows     int64            `json:"rows"`
	Statuses map[string]int64 `json:"statuses"`
	Systems  map[string]int64 `json:"systems"` // of those decided
}

// maxCandidates is how many candidates of an address are listed; one with more
// is hardly an address.
const maxCandidates = 12

// ConvertAddresses reads a column of addresses and gives each row to tell, in
// the order of the file. It needs no register.
func ConvertAddresses(ctx context.Context, o AddressFile, tell func(*Converted) error) (*ConvertedFile, error) {
	matches, err := resolve(ctx, []string{o.Pattern}, Silent{})
	if err != nil {
		return nil, err
	}
	if len(matches) > 1 {
		return nil, failf(ExitUsage, "%s names %d files; give one", o.Pattern, len(matches))
	}
	in := matches[0]
	file, err := openSource(ctx, in)
	if err != nil {
		return nil, inputFault(in, err)
	}
	defer file.Close()
	c := &addressConverter{parser: places.NewParser(), tell: tell}
	c.done = ConvertedFile{File: in.Rel, Statuses: map[string]int64{}, Systems: map[string]int64{}}
	for _, t := range file.Tables() {
		if o.Sheet != "" && t.Sheet() != o.Sheet {
			continue
		}
		if err := c.table(ctx, t, o.Column); err != nil {
			return nil, inputFault(in, err)
		}
	}
	if len(c.done.Columns) == 0 {
		return nil, noAddressColumn(in, o)
	}
	return &c.done, nil
}

func noAddressColumn(in found, o AddressFile) error {
	where := in.Rel + prefixed(", sheet ", o.Sheet)
	if o.Column == "" {
		return failf(ExitGiven, "%s: no column looks like addresses; name one with --column (lamsach schemas detect shows them)", where)
	}
	return failf(ExitGiven, "%s: no column is called %q (lamsach schemas detect shows them)", where, o.Column)
}

// addressConverter converts the addresses of one file.
type addressConverter struct {
	parser *places.Parser
	tell   func(*Converted) error
	done   ConvertedFile
	text   []byte
	fits   []uint16
}

// table converts one table, if it has the column.
func (c *addressConverter) table(ctx context.Context, t table.Table, header string) error {
	column, err := addressColumn(ctx, t, header)
	if err != nil || column < 0 {
		return err
	}
	c.done.Columns = append(c.done.Columns, t.Columns()[column].Name)
	worker, err := addressCleaner(ctx, t, column)
	if err != nil {
		return err
	}
	var b pipeline.Batch
	for _, cut := range t.Cuts(pipeline.UsualPartRows) {
		if err := t.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows, Sheet: t.Sheet()}, []int{column}, &b); err != nil {
			return err
		}
		for row := range b.Rows {
			out := Converted{Sheet: t.Sheet(), Row: cut.FirstRow + int64(row)}
			cell := b.Columns[0].Value(row)
			out.Original = strings.ToValidUTF8(string(cell), "\uFFFD")
			c.convert(&out, worker.AddressText(cell))
			if err := c.tell(&out); err != nil {
				return err
			}
		}
	}
	return nil
}

// addressColumn is the column of a header or, without one, the one that is most
// likely an address; -1 if the table has none.
func addressColumn(ctx context.Context, t table.Table, header string) (int, error) {
	cols, lists := columnInfo(t)
	if header != "" {
		return slices.IndexFunc(cols, func(c schemas.ColumnInfo) bool {
			return strings.EqualFold(strings.TrimSpace(c.Name), strings.TrimSpace(header))
		}), nil
	}
	all := scalars(lists)
	sample, err := t.Sample(ctx, all, recognisedRows)
	if err != nil {
		return -1, err
	}
	for i, col := range all {
		cols[col].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	fits := schemas.Rank(cols)
	if len(fits) == 0 {
		return -1, nil
	}
	return fits[0].Dataset.Layout(fits[0].Found).Address, nil
}

// addressCleaner knows the encoding of the column.
func addressCleaner(ctx context.Context, t table.Table, column int) (*clean.Worker, error) {
	sample, err := t.Sample(ctx, []int{column}, recognisedRows)
	if err != nil {
		return nil, err
	}
	cols := clean.NoColumns()
	cols.Address = 0
	return clean.New(cols, clean.MakeProfile(sample, cols)).Worker(), nil
}

// convert fills in what an address means.
func (c *addressConverter) convert(out *Converted, text []byte) {
	var place places.Place
	var sure places.Certainty
	c.text, place, sure = c.parser.Convert(c.text[:0], text)
	out.Canonical = string(c.text)
	out.Status = addressStatus(c.text, place)
	out.Commune, out.OldCommune = codeText(int(place.Commune), 5), codeText(int(place.OldCommune), 5)
	out.District, out.Province = codeText(int(place.District), 3), codeText(int(place.Province), 2)
	out.System, out.Certainty = place.System.String(), sure.String()
	if place.Fits > 1 {
		c.fits = places.AppendFits(c.fits[:0], place)
		for _, commune := range c.fits[:min(len(c.fits), maxCandidates)] {
			name := places.CommuneName(commune) + ", " + places.ProvinceName(places.CommuneProvince(commune))
			out.Candidates = append(out.Candidates, Candidate{codeText(int(commune), 5), name})
		}
	}
	c.done.Rows++
	c.done.Statuses[out.Status]++
	if out.Status == statusDecided {
		c.done.Systems[out.System]++
	}
}

// statusDecided says that exactly one commune fits.
const statusDecided = "decided"

// addressStatus is "decided" or the issue that cleaning would note.
func addressStatus(text []byte, p places.Place) string {
	if len(text) == 0 {
		return schemas.IssueAddressMissing.String()
	}
	if issue := clean.AddressIssue(p); issue != schemas.NoCode {
		return issue.String()
	}
	return statusDecided
}

func codeText(code, digits int) string {
	return string(appendCode(nil, code, digits))
}

// WriteText tells people what became of the addresses.
func (c *ConvertedFile) WriteText(w io.Writer) {
	fmt.Fprintf(w, "%s: %s rows, column %s\n", c.File, Thousands(c.Rows), strings.Join(slices.Compact(slices.Clone(c.Columns)), ", "))
	for _, s := range []struct{ status, text string }{
		{statusDecided, "one present commune"},
		{schemas.IssueAddressAmbiguous.String(), "several communes fit"},
		{schemas.IssueAddressIncomplete.String(), "no commune is recognisable"},
		{schemas.IssueAddressUnknown.String(), "no province is recognisable"},
		{schemas.IssueAddressMissing.String(), "empty"},
	} {
		if n := c.Statuses[s.status]; n > 0 {
			fmt.Fprintf(w, "  %12s  %s\n", Thousands(n), s.text)
		}
	}
}
