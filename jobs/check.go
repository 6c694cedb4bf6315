package jobs

import (
	"context"
	"fmt"
	"io"

	"lamsach/internal/strict"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
	"lamsach/register"
	"lamsach/reports"
)

// Check is what a job would do, found out by reading its input once without
// linking it.
type Check struct {
	Name     string           `json:"name"`
	Dataset  string           `json:"dataset"`
	Model    string           `json:"model,omitempty"` // name and hash
	Files    []CheckedFile    `json:"files"`
	SetAside []reports.Damage `json:"set_aside,omitempty"`
	Rows     int64            `json:"rows"`
	Parts    int              `json:"parts"`
	Workers  int              `json:"workers"`
	Memory   int64            `json:"memory"` // bytes beside the mapped snapshot
	Mapped   int64            `json:"mapped"` // bytes of the snapshot
	People   int              `json:"people"`
	Pairs    int64            `json:"pairs"` // predicted from a sample
	Faults   []string         `json:"faults,omitempty"`

	Thresholds Thresholds `json:"thresholds"`
}

// CheckedFile is one input file of a check.
type CheckedFile struct {
	File    string        `json:"file"`
	Sheet   string        `json:"sheet,omitempty"`
	Format  string        `json:"format"`
	Size    int64         `json:"size"`
	Rows    int64         `json:"rows"`
	Parts   int           `json:"parts"`
	Columns []InputColumn `json:"columns"`
	Missing []string      `json:"missing,omitempty"` // compulsory roles
	Odd     []string      `json:"odd,omitempty"`     // what else to look at

	Findings []reports.Finding `json:"findings,omitempty"` // of the file as a whole
}

// CheckJob looks at everything a job needs. The error is that of the first
// thing that would keep the job from being published; the check tells what
// could be found out all the same.
func CheckJob(ctx context.Context, spec *Spec) (*Check, error) {
	c := &Check{Name: spec.Title(), Dataset: spec.Dataset, Thresholds: spec.Thresholds}
	var first error
	fault := func(err error) {
		if err != nil {
			c.Faults = append(c.Faults, err.Error())
			if first == nil {
				first = err
			}
		}
	}
	out, err := openOutput(spec.Output)
	if err != nil {
		fault(err)
		return c, first
	}
	people, err := openFitting(ctx, spec.Register)
	fault(err)
	if people != nil {
		defer people.Close()
	}
	plan, err := checkInput(ctx, spec, out, c)
	if ctx.Err() != nil {
		return c, ctx.Err()
	}
	fault(err)
	if plan != nil && people != nil {
		plan.People = people.Snapshot
		c.Workers, c.Memory, _ = plan.workers()
		c.Mapped, c.People = plan.mapped(), people.People()
		c.Pairs = plan.predictPairs()
	}
	_, _, err = out.latest(ctx)
	fault(err)
	return c, first
}

// checkInput plans without checksums.
func checkInput(ctx context.Context, spec *Spec, out *output, c *Check) (*Plan, error) {
	inputs, err := resolveInput(ctx, spec, out, Silent{})
	if err != nil {
		return nil, err
	}
	model, err := loadModel(ctx, spec)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Spec: spec, Model: model, opened: newOpened(ctx, readerOptions(spec.Description, spec.Limits.Memory)), kept: newKept(0)}
	defer plan.Close()
	looked, err := plan.examineAll(ctx, inputs, lookToCheck)
	if err != nil {
		return nil, err
	}
	err = plan.take(looked, Silent{})
	for _, f := range plan.Files {
		checked := CheckedFile{File: f.File, Sheet: f.Sheet, Format: f.Format, Size: f.Size, Rows: f.Rows, Parts: len(f.cuts), Columns: f.Columns, Odd: f.layout.odd, Findings: f.Findings}
		if f.better != "" {
			checked.Odd = append(checked.Odd, f.better)
		}
		for _, role := range f.Missing {
			checked.Missing = append(checked.Missing, string(role))
		}
		c.Files = append(c.Files, checked)
	}
	c.Model = model.Hash()
	c.SetAside, c.Rows, c.Parts = plan.SetAside, plan.Rows, len(plan.Parts)
	if err != nil {
		return nil, err
	}
	return plan, nil
}

// predictPairs links the sample of every file and scales the pairs up.
func (p *Plan) predictPairs() (pairs int64) {
	w := linkerOf(p, p.People).Worker()
	for _, f := range p.Files {
		if f.sample == nil || f.sample.Rows == 0 {
			continue
		}
		rows := clean.New(f.layout.clean, f.profile).Worker().Clean(f.sample)
		pairs += w.Link(rows).Pairs * f.Rows / int64(f.sample.Rows)
	}
	return pairs
}

func linkerOf(p *Plan, people *register.Snapshot) *link.Linker {
	t := p.Spec.Thresholds
	return link.New(people, link.Options{Accept: t.Accept, Review: t.Review, Model: p.Model, Candidates: p.Spec.Wants("candidates")})
}

// WriteText tells people what was found.
func (c *Check) WriteText(w io.Writer) {
	fmt.Fprintf(w, "job %s, dataset %s%s\n", c.Name, c.Dataset, prefixed(", model ", c.Model))
	fmt.Fprintf(w, "thresholds: %s\n", c.Thresholds)
	for _, f := range c.Files {
		fmt.Fprintf(w, "\n%s%s: %s rows, %s, %d parts\n  %s\n", f.File, prefixed(", sheet ", f.Sheet), Thousands(f.Rows), sizeText(f.Size), f.Parts, f.Format)
		for _, col := range f.Columns {
			if col.Role == "" {
				fmt.Fprintf(w, "  %-24s carried through as text\n", strict.Printable(col.Name))
				continue
			}
			fmt.Fprintf(w, "  %-24s %-20s %3.0f %%  by %s\n", strict.Printable(col.Name), col.Role, 100*col.Certainty, col.By)
		}
		for _, s := range reports.Sentences(f.Findings) {
			fmt.Fprintf(w, "  found: %s\n", s)
		}
		for _, role := range f.Missing {
			fmt.Fprintf(w, "  warning: no column for the compulsory %s\n", role)
		}
		for _, odd := range f.Odd {
			fmt.Fprintf(w, "  warning: %s\n", odd)
		}
	}
	for _, d := range c.SetAside {
		fmt.Fprintf(w, "\n%s would be set aside: %s%s\n", d.File, d.Problem, prefixed(" at ", d.Place))
	}
	fmt.Fprintf(w, "\n%s rows in %d parts", Thousands(c.Rows), c.Parts)
	if c.People > 0 {
		fmt.Fprintf(w, " against %s people: about %s pairs\n%d workers, about %s of memory and up to %s of mapped snapshot",
			Thousands(int64(c.People)), Thousands(c.Pairs), c.Workers, sizeText(c.Memory), sizeText(c.Mapped))
	}
	fmt.Fprintln(w)
	for _, f := range c.Faults {
		fmt.Fprintf(w, "fault: %s\n", f)
	}
	if len(c.Faults) == 0 {
		fmt.Fprintln(w, "no fault found")
	}
}
