package jobs

import (
	"path/filepath"
	"slices"
	"strings"

	"lamsach/dedupe"
	"lamsach/internal/strict"
)

// Job is what a job file says: one of its fields is set, by its kind.
type Job struct {
	Link   *Spec
	Across *AcrossSpec
}

// AcrossSpec is a job over published runs. The format is described in
// docs/formats/across.md.
type AcrossSpec struct {
	Name       string
	Runs       []NamedRun
	Chain      []string // names of runs, in the order of the steps; may be empty
	Output     string
	Disclosure string
	Limits     Limits // Memory and Workers
}

// NamedRun is a published run and what the job calls it.
type NamedRun struct {
	Name   string
	Output string // a job's output, or one run=... folder of it
}

const kindAcross = "across"

// Title is the job's name, or its kind where it has none.
func (s *AcrossSpec) Title() string {
	if s.Name != "" {
		return s.Name
	}
	return kindAcross
}

// step is the number of the run that a step of the chain names.
func (s *AcrossSpec) step(name string) int {
	return slices.IndexFunc(s.Runs, func(r NamedRun) bool { return r.Name == name })
}

// LoadJob reads a job file of any kind; its errors are those of LoadSpec.
func LoadJob(file string) (Job, error) {
	text, err := strict.ReadFile(file)
	if err != nil {
		return Job{}, failf(ExitUsage, "job file: %w", err)
	}
	name := filepath.Base(file)
	var peek strict.Reader
	if strict.Peek(peek.Parse(text, strict.Document{}), "kind") == kindAcross {
		spec, err := ParseAcross(name, text)
		return Job{Across: spec}, err
	}
	spec, err := ParseSpec(name, text)
	return Job{Link: spec}, err
}

// ParseAcross reads the text of a job over runs; name is what its faults call it.
func ParseAcross(name string, text []byte) (*AcrossSpec, error) {
	r := &acrossReader{across: AcrossSpec{Disclosure: "values", Limits: Limits{Memory: defaultMemory}}}
	if root := r.Parse(text, strict.Document{
		One: "one file is one job", Compulsory: "version, kind, runs and output",
	}); root != nil {
		r.job(root)
	}
	if err := r.Err(name); err != nil {
		return nil, fail(ExitUsage, err)
	}
	return &r.across, nil
}

type acrossReader struct {
	specReader
	across AcrossSpec
	chain  strict.Node
}

func (r *acrossReader) job(root strict.Node) {
	s := &r.across
	r.Mapping(root, "the job",
		strict.Field{Key: "version", Must: true, Read: func(n strict.Node) { r.Version(n, 1) }},
		strict.Field{Key: "kind", Must: true, Read: func(strict.Node) {}},
		strict.Field{Key: "name", Read: func(n strict.Node) { s.Name = r.name(n) }},
		strict.Field{Key: "runs", Must: true, Read: r.runs},
		strict.Field{Key: "chain", Read: func(n strict.Node) { r.chain = n }},
		strict.Field{Key: "output", Must: true, Read: func(n strict.Node) { r.output(n); s.Output = r.spec.Output }},
		strict.Field{Key: "disclosure", Read: func(n strict.Node) { s.Disclosure = r.Word(n, "disclosure", disclosures...) }},
		strict.Field{Key: "limits", Read: func(n strict.Node) {
			r.Mapping(n, "limits", r.memory(&s.Limits), r.workers(&s.Limits))
		}},
	)
	if r.chain != nil { // its steps are runs, wherever these stand in the file
		r.steps(r.chain)
	}
}

func (r *acrossReader) runs(n strict.Node) {
	s := &r.across
	r.List(n, "runs", "{ name: birth, output: /data/birth }", func(n strict.Node) {
		var run NamedRun
		r.Mapping(n, "a run",
			strict.Field{Key: "name", Must: true, Read: func(n strict.Node) { run.Name = r.runName(n) }},
			strict.Field{Key: "output", Must: true, Read: func(n strict.Node) {
				run.Output = r.Text(n, "output of a run", "/data/birth")
				if strings.ContainsAny(run.Output, "*?") {
					r.Fault(n, "output of a run must be one folder, not a pattern")
				} else if run.Output != "" && r.location(n, "output of a run", run.Output) &&
					slices.ContainsFunc(s.Runs, func(o NamedRun) bool { return o.Output == run.Output }) {
					r.Fault(n, "this run stands twice; what it says once is enough")
				}
			}},
		)
		s.Runs = append(s.Runs, run)
	})
	if len(s.Runs) == 1 {
		r.Fault(n, "one run has nothing to be held against; name two at least")
	}
	if len(s.Runs) > dedupe.MaxRuns {
		r.Fault(n, "%d runs; %d are the most", len(s.Runs), dedupe.MaxRuns)
	}
}

// runName becomes a word of the tables, so it is one.
func (r *acrossReader) runName(n strict.Node) string {
	name := r.Text(n, "name of a run", "birth")
	odd := strings.ContainsFunc(name, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')
	})
	switch {
	case name == "":
	case odd || len(name) > 24:
		r.Fault(n, "name of a run must be at most 24 of a-z, 0-9, - and _, such as health-card")
		return ""
	case r.across.step(name) >= 0:
		r.Fault(n, "two runs are called %s", name)
	}
	return name
}

func (r *acrossReader) steps(n strict.Node) {
	s := &r.across
	var names []string
	for _, run := range s.Runs {
		names = append(names, run.Name)
	}
	before := r.Faults()
	r.List(n, "chain", "birth, residence", func(n strict.Node) {
		step := r.Text(n, "a step", "birth")
		switch {
		case step == "":
		case !slices.Contains(names, step):
			r.Fault(n, "step %s is the name of no run%s", strict.Quoted(step), strict.Hint(step, names))
		case slices.Contains(s.Chain, step):
			r.Fault(n, "step %s stands twice", step)
		default:
			s.Chain = append(s.Chain, step)
		}
	})
	if len(s.Chain) == 1 && r.Faults() == before {
		r.Fault(n, "a chain has two steps at least")
	}
}
