package datasets

import (
	"fmt"
	"strings"

	"lamsach/benchmarks/formats"
	"lamsach/benchmarks/synth"
	"lamsach/schemas"
)

// Page is the page of a dataset in docs/datasets, made of its description and its
// example.
func Page(name string) (string, error) {
	d, err := schemas.Dataset(name)
	if err != nil {
		return "", err
	}
	p := &page{}
	p.line("# %s", d.Name)
	p.line("")
	p.line("**%s** · %s", d.Title.EN, d.Title.VI)
	p.line("")
	p.line("%s", d.About.EN)
	p.line("")
	p.line("%s", d.About.VI)
	p.line("")
	p.line("## What an answer means here")
	p.line("")
	p.line("Beside the general meaning of [verdicts and reasons](../verdicts.md):")
	p.line("")
	for _, m := range d.Means {
		p.line("- `%s`: %s *%s*", m.Word, m.Text.EN, m.Text.VI)
	}
	if len(d.Several) > 0 {
		p.line("")
		p.line("A person may have several rows, told apart by `%s`: then they have the reason `several_of_one_person`, and only rows of one value are `duplicate`.", strings.Join(d.Several, "` or, where a file has none, `"))
	}
	if d.Accept > 0 {
		p.line("")
		p.line("A job that names no `thresholds.accept` links from %g instead of the usual 0.999.", d.Accept)
	}
	p.line("")
	p.columns(d)
	p.example(d)
	return p.text.String(), nil
}

type page struct{ text strings.Builder }

func (p *page) line(format string, args ...any) {
	fmt.Fprintf(&p.text, format, args...)
	p.text.WriteByte('\n')
}

// columns is the table of the columns; those that a thing may be split into have
// no headers of their own and stand in one line below it.
func (p *page) columns(d *schemas.Description) {
	p.line("## Columns")
	p.line("")
	p.line("Headers are compared without marks, case and punctuation, in addition to the usual spellings; values tell columns whose headers say nothing. Of compulsory columns with one group, one is enough.")
	p.line("")
	p.line("| in `cleaned` | role | must | form | headers as senders write them |")
	p.line("|---|---|---|---|---|")
	var parts []string
	for _, c := range d.Columns {
		if len(c.Headers) == 0 {
			parts = append(parts, "`"+string(c.Role)+"`")
			continue
		}
		role, must := "", ""
		if string(c.Role) != c.Output || c.Role.Known() {
			role = "`" + string(c.Role) + "`"
		}
		switch {
		case c.Group != "":
			must = "a " + c.Group
		case c.Compulsory:
			must = "yes"
		}
		form := strings.Join(c.Formats, ", ")
		if c.Check != nil {
			form += "; checked: " + c.Check.String()
		}
		p.line("| `%s` | %s | %s | %s | %s |", c.Output, role, must, form, strings.Join(c.Headers, ", "))
	}
	if len(parts) > 0 {
		p.line("")
		p.line("Names, birth dates and addresses may be split over several columns: %s.", strings.Join(parts, ", "))
	}
	p.line("")
}

// ways says in words how the files of a kind are written.
var ways = map[string]string{
	"csv": "CSV in UTF-8", "csv-bom-semicolon": "CSV in UTF-8 with semicolons", "csv-utf16le": "CSV in UTF-16", "csv-tcvn3": "CSV in TCVN3",
	"csv-vni": "CSV in VNI", "csv-cp1258": "CSV in Windows-1258", "xlsx": "a workbook with two titles above its header", "parquet": "Parquet",
}

func (p *page) example(d *schemas.Description) {
	p.line("## Example")
	p.line("")
	way := wayOf(d.Name)
	p.line("Invented rows as its senders write them (%s), and a job over them:", way)
	p.line("")
	p.line("```sh")
	p.line("lamsach synth inputs --register register --dataset %s --rows 40 --seed 3 --out inbox/%s", d.Name, d.Name)
	p.line("lamsach run examples/%s.yaml", d.Name)
	p.line("```")
	p.line("")
	p.line("How to make the register first: [examples](../../examples/README.md).")
}

// wayOf says how the example file of a dataset is written.
func wayOf(name string) string {
	if name == synth.Dataset {
		return ways["parquet"]
	}
	f := formOf(name)
	way := ways[f.kind]
	if kind, err := formats.Find(f.kind); err == nil && way == "" {
		way = kind.Ext
	}
	if len(f.titles) > 0 {
		way += ", titles above"
	}
	if f.total {
		way += ", a total below"
	}
	return way
}

// Index is the page that lists the others.
func Index() (string, error) {
	p := &page{}
	p.line("# Datasets")
	p.line("")
	p.line("Each kind of file that lamsach knows by itself; `lamsach schemas list`, `show NAME` and `detect FILE` tell the same. A file of another kind is described by its owner: [description](../formats/dataset.md).")
	p.line("")
	p.line("| dataset | what it is | | columns | example file |")
	p.line("|---|---|---|---|---|")
	for _, name := range Names() {
		d, err := schemas.Dataset(name)
		if err != nil {
			return "", err
		}
		p.line("| [%s](%s.md) | %s | %s | %d | %s |", name, name, d.Title.EN, d.Title.VI, len(d.Columns), wayOf(name))
	}
	return p.text.String(), nil
}
