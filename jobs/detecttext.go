package jobs

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"lamsach/internal/strict"
	"lamsach/reports"
)

// Widths of the columns that detect shows, in letters. A line with three shapes
// still fits a usual screen.
const (
	widestHeader = 24
	widestShapes = 48
)

// WriteText tells people what was found.
func (d *Detected) WriteText(w io.Writer) {
	fmt.Fprintf(w, "%s%s\n  %s\n", d.File, prefixed(", sheet ", d.Sheet), d.Format)
	fmt.Fprintf(w, "  %s rows, %d columns: %s\n\n", Thousands(d.Rows), len(d.Columns), d.fits())
	header, role := len("column"), len("role")
	for _, c := range d.Columns {
		header = max(header, min(utf8.RuneCountInString(strict.Printable(c.Name)), widestHeader))
		role = max(role, len(c.Role))
	}
	fmt.Fprintf(w, "  %s  %s  sure   by       looks like\n", padded("column", header), padded("role", role))
	for _, c := range d.Columns {
		sure := ""
		if c.Role != "" {
			sure = fmt.Sprintf("%3.0f %%", 100*c.Certainty)
		}
		line := fmt.Sprintf("  %s  %s  %s  %s  %s", padded(shorter(strict.Printable(c.Name), header), header), padded(orDash(string(c.Role)), role),
			padded(sure, 5), padded(c.By, 7), shorter(strings.Join(c.Shapes, " | "), widestShapes))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	d.remarks(w)
}

// fits says which dataset the table is, and how sure that is.
func (d *Detected) fits() string {
	switch {
	case d.Dataset == "":
		return "no known dataset"
	case d.RunnerUp == nil || d.RunnerUp.Certainty < 0.005:
		return fmt.Sprintf("%s (%.0f %%)", d.Dataset, 100*d.Certainty)
	}
	return fmt.Sprintf("%s (%.0f %%), else %s (%.0f %%)", d.Dataset, 100*d.Certainty, d.RunnerUp.Dataset, 100*d.RunnerUp.Certainty)
}

// remarks are what somebody should look at.
func (d *Detected) remarks(w io.Writer) {
	fmt.Fprintln(w)
	for _, c := range d.Columns {
		switch {
		case c.Contradicts:
			looks := "look like nothing known"
			if c.Role != "" {
				looks = "look like " + string(c.Role)
			}
			fmt.Fprintf(w, "  %s: the header says %s, the values %s\n", strict.Printable(c.Name), c.Says, looks)
		case c.Conflict && c.Role == "":
			fmt.Fprintf(w, "  %s: looks like a column that another one already is\n", strict.Printable(c.Name))
		}
	}
	if len(d.Missing) > 0 {
		fmt.Fprintf(w, "  missing: %s\n", roleList(d.Missing))
	}
	for _, s := range reports.Sentences(d.Findings) {
		fmt.Fprintf(w, "  found: %s\n", s)
	}
	d.fitsTwo(w)
	if d.Usable {
		fmt.Fprintln(w, "  rows can be looked up")
	} else {
		fmt.Fprintln(w, "  no row could be looked up: no column of numbers, and no names with birth dates or addresses")
	}
}

// doubtful is the certainty of the next likely dataset from which the table is
// said to fit both.
const doubtful = 0.1

// fitsTwo says of a table that fits two datasets what speaks for each.
func (d *Detected) fitsTwo(w io.Writer) {
	if d.RunnerUp == nil || d.RunnerUp.Certainty < doubtful {
		return
	}
	fmt.Fprintln(w, "  fits two datasets; name the right one in the job (dataset: ...):")
	for _, fit := range []DetectedDataset{{d.Dataset, d.Certainty, d.Only, d.Missing}, *d.RunnerUp} {
		fmt.Fprintf(w, "    %s (%.0f %%): %s\n", fit.Dataset, 100*fit.Certainty, fit.why())
	}
}

// why is what speaks for a dataset beside another one, and against it.
func (d *DetectedDataset) why() string {
	why := "no column that the other does not know"
	if len(d.Only) > 0 {
		names := make([]string, len(d.Only))
		for i, name := range d.Only {
			names[i] = strict.Printable(name)
		}
		why = "only it knows " + strings.Join(names, ", ")
	}
	if len(d.Missing) > 0 {
		why += "; it lacks " + roleList(d.Missing)
	}
	return why
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// padded fills a text up to a width in letters.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 0))
}

// shorter cuts a text down to a width in letters.
func shorter(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return s
}
