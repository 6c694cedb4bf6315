package jobs

import (
	"context"
	"fmt"
	"io"

	"lamsach/internal/strict"
	"lamsach/schemas"
)

// Detected says which dataset a file most likely is, and what its columns mean.
type Detected struct {
	File    string         `json:"file"`
	Dataset string         `json:"dataset"` // "" when it fits none
	Rows    int64          `json:"rows"`
	Columns []InputColumn  `json:"columns"`
	Missing []schemas.Role `json:"missing,omitempty"`
	Usable  bool           `json:"usable"` // some row could be looked up
}

// Detect looks at the files that a pattern names, without reading them through.
func Detect(ctx context.Context, pattern string) ([]Detected, error) {
	matches, err := resolve(ctx, []string{pattern}, Silent{})
	if err != nil {
		return nil, err
	}
	var out []Detected
	for _, m := range matches {
		d, err := detect(ctx, m)
		if err != nil {
			return nil, registerFault(m, err)
		}
		out = append(out, *d)
	}
	return out, nil
}

func detect(ctx context.Context, in found) (*Detected, error) {
	file, err := openSource(ctx, in)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	cols, lists := columnInfo(file)
	all := scalars(lists)
	sample, err := file.Sample(ctx, all, recognisedRows)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		cols[c].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	out := &Detected{File: in.Rel, Rows: file.Rows()}
	d, found := schemas.Detect(cols)
	if d == nil {
		found = make([]schemas.Recognised, len(cols))
	} else {
		at := d.Layout(found)
		out.Dataset, out.Missing, out.Usable = d.Name, d.Missing(found), at.Usable()
	}
	for i, r := range found {
		out.Columns = append(out.Columns, InputColumn{Name: cols[i].Name, Role: r.Role, Certainty: round(r.Certainty), By: r.By})
	}
	return out, nil
}

// WriteText tells people what was found.
func (d *Detected) WriteText(w io.Writer) {
	name := d.Dataset
	if name == "" {
		name = "no known dataset"
	}
	fmt.Fprintf(w, "%s: %s, %s rows\n", d.File, name, Thousands(d.Rows))
	for _, c := range d.Columns {
		if c.Role == "" {
			fmt.Fprintf(w, "  %-24s -\n", strict.Printable(c.Name))
		} else {
			fmt.Fprintf(w, "  %-24s %-20s %3.0f %%  by %s\n", strict.Printable(c.Name), c.Role, 100*c.Certainty, c.By)
		}
	}
	if len(d.Missing) > 0 {
		fmt.Fprintf(w, "  missing: %s\n", roleList(d.Missing))
	}
}
