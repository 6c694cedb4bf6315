package jobs

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lamsach/internal/strict"
	"lamsach/matchers"
	"lamsach/reports"
	"lamsach/schemas"
)

// Spec is a job: what the job file says, over the defaults. The format is
// described in docs/formats/job.md.
type Spec struct {
	Kind       string     `json:"kind"`
	Name       string     `json:"name,omitempty"`
	Dataset    string     `json:"dataset"`
	Input      []string   `json:"input"`
	Register   string     `json:"register"`
	Model      string     `json:"model,omitempty"` // "": the built-in one
	Output     string     `json:"output"`
	Outputs    []string   `json:"outputs"` // in the order of OutputNames
	Thresholds Thresholds `json:"thresholds"`
	Disclosure string     `json:"disclosure"`
	Limits     Limits     `json:"limits"`
	Controls   Controls   `json:"controls,omitzero"`

	// Description is the dataset that Dataset names.
	Description *schemas.Description `json:"-"`
}

// Thresholds are the probabilities at which a row is linked or shown to people.
type Thresholds struct {
	Accept float64         `json:"accept"`
	Review float64         `json:"review"`
	Costs  *matchers.Costs `json:"costs,omitempty"` // that they follow from, if the job gives costs
}

// alone are the thresholds by which rows are judged, however they were found.
func (t Thresholds) alone() Thresholds { return Thresholds{Accept: t.Accept, Review: t.Review} }

// told are the thresholds as reports tell them.
func (t Thresholds) told() reports.Threshold {
	return reports.Threshold{Accept: t.Accept, Review: t.Review, Costs: (*reports.Costs)(t.Costs)}
}

// Limits are what a job may take and what it may lose.
type Limits struct {
	Memory      int64   `json:"memory"`       // bytes
	Workers     int     `json:"workers"`      // 0: one for each CPU
	MaxRejected float64 `json:"max_rejected"` // share of the rows that are a person's
	MaxSlipped  float64 `json:"max_slipped"`  // share of rows whose columns slipped
}

// OutputNames are the outputs of this version, in the order in which they are
// named; defaultOutputs are written where a job names none.
var (
	OutputNames    = []string{"outcomes", "cleaned", "mismatches", "report", "response", "candidates"}
	defaultOutputs = OutputNames[:4]
)

// laterKinds are promised words without work behind them yet.
var (
	laterKinds  = []string{"dedupe"}
	disclosures = []string{"verdict", "fields", "values"}
)

// Bounds of a job file: it is written by people.
const (
	maxPatterns   = 1000
	maxWorkers    = 1024
	minMemory     = 128 << 20
	defaultMemory = 8 << 30
)

// DefaultSpec is the job every file starts from.
func DefaultSpec() Spec {
	return Spec{
		Outputs:    slices.Clone(defaultOutputs),
		Thresholds: Thresholds{Accept: 0.999, Review: 0.9},
		Disclosure: "values",
		Limits:     Limits{Memory: defaultMemory, MaxRejected: 0.2},
	}
}

// Wants says whether a table or the report is to be written.
func (s *Spec) Wants(output string) bool { return slices.Contains(s.Outputs, output) }

// Title is the job's name, or its dataset where it has none.
func (s *Spec) Title() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Dataset
}

// LoadSpec reads a job file. Every fault of it is found at once; the error is
// then a *strict.FaultsError with exit code 2.
func LoadSpec(file string) (*Spec, error) {
	text, err := strict.ReadFile(file)
	if err != nil {
		return nil, failf(ExitUsage, "job file: %w", err)
	}
	return ParseSpec(filepath.Base(file), text)
}

// ParseSpec reads the text of a job file; name is what its faults call it.
func ParseSpec(name string, text []byte) (*Spec, error) {
	r := &specReader{spec: DefaultSpec()}
	if root := r.Parse(text, strict.Document{
		One: "one file is one job", Compulsory: "version, kind, dataset, input, register and output",
	}); root != nil {
		r.job(root)
		r.settleThresholds()
	}
	if err := r.Err(name); err != nil {
		return nil, fail(ExitUsage, err)
	}
	return &r.spec, nil
}

type specReader struct {
	strict.Reader
	spec       Spec
	accepts    bool        // the job names its own accept
	thresholds strict.Node // nil where the job has none
}

func (r *specReader) job(root strict.Node) {
	s := &r.spec
	r.Mapping(root, "the job",
		strict.Field{Key: "version", Must: true, Read: func(n strict.Node) { r.Version(n, 1) }},
		strict.Field{Key: "kind", Must: true, Read: r.kind},
		strict.Field{Key: "name", Read: func(n strict.Node) { s.Name = r.name(n) }},
		strict.Field{Key: "dataset", Must: true, Read: r.dataset},
		strict.Field{Key: "input", Must: true, Read: r.input},
		// every kind but dedupe links, and needs a register for it
		strict.Field{Key: "register", Must: strict.Peek(root, "kind") != "dedupe", Read: r.register},
		strict.Field{Key: "model", Read: r.model},
		strict.Field{Key: "output", Must: true, Read: r.output},
		strict.Field{Key: "outputs", Read: r.outputs},
		strict.Field{Key: "thresholds", Read: r.readThresholds},
		strict.Field{Key: "disclosure", Read: func(n strict.Node) { s.Disclosure = r.Word(n, "disclosure", disclosures...) }},
		strict.Field{Key: "limits", Read: r.limits},
		strict.Field{Key: "controls", Read: r.controls},
	)
}

func (r *specReader) kind(n strict.Node) {
	kind := r.Text(n, "kind", "link")
	switch {
	case kind == "link" || kind == "":
		r.spec.Kind = kind
	case kind == kindAcross:
		r.Fault(n, "kind across reads published runs, not files; this command needs a job of kind link")
	case slices.Contains(laterKinds, kind):
		r.Fault(n, "kind %s is not in this version; kind link is", kind)
	default:
		r.Fault(n, "kind %s is not known%s", strict.Quoted(kind), strict.Hint(kind, []string{"link", kindAcross}))
	}
}

// name becomes part of reports and logs, so it is one short line.
func (r *specReader) name(n strict.Node) string {
	name := r.Text(n, "name", "vcb-credit")
	if utf8.RuneCountInString(name) > 100 || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }) {
		r.Fault(n, "name must be one line of at most 100 letters")
	}
	return name
}

func (r *specReader) dataset(n strict.Node) {
	name := r.Text(n, "dataset", "bank-credit")
	if name == "" {
		return
	}
	if name == "register" {
		r.Fault(n, "dataset register is what lamsach register build reads; name the dataset of the input")
		return
	}
	d, err := schemas.Dataset(name)
	if err != nil {
		near := ""
		if word := strict.Nearest(name, schemas.DatasetNames); word != "" && word != name {
			near = fmt.Sprintf("; did you mean %s?", word)
		}
		r.Fault(n, "%v%s", err, near)
		return
	}
	r.spec.Dataset, r.spec.Description = name, d
}

func (r *specReader) input(n strict.Node) {
	r.List(n, "input", "/data/inbox/*.parquet", func(n strict.Node) {
		pattern := r.Text(n, "an input pattern", "/data/inbox/*.parquet")
		if pattern != "" && r.location(n, "input", pattern) {
			r.spec.Input = append(r.spec.Input, pattern)
		}
	})
	if len(r.spec.Input) > maxPatterns {
		r.Fault(n, "more than %d input patterns; use * and **", maxPatterns)
	}
}

func (r *specReader) register(n strict.Node) {
	r.spec.Register = r.Text(n, "register", "/data/register.snapshot")
	if r.spec.Register != "" {
		r.location(n, "register", r.spec.Register)
	}
}

// model names the file of a model; it is read when the job is planned.
func (r *specReader) model(n strict.Node) {
	r.spec.Model = r.Text(n, "model", "models/vcb-credit.json")
	if strings.ContainsAny(r.spec.Model, "*?") {
		r.Fault(n, "model must be one file, not a pattern")
	} else if r.spec.Model != "" {
		r.location(n, "model", r.spec.Model)
	}
}

func (r *specReader) output(n strict.Node) {
	r.spec.Output = r.Text(n, "output", "/data/cleaned")
	if strings.ContainsAny(r.spec.Output, "*?") {
		r.Fault(n, "output must be one folder, not a pattern")
	} else if r.spec.Output != "" {
		r.location(n, "output", r.spec.Output)
	}
}

// location refuses what no store can be asked for, before any store is.
func (r *specReader) location(n strict.Node, what, url string) bool {
	scheme, rest, ok := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	switch {
	case strings.ContainsFunc(url, func(c rune) bool { return c < ' ' || c == 0x7f }):
		r.Fault(n, "%s holds a control character", what)
	case strings.Contains(url, "${"):
		r.Fault(n, "%s: a job file knows no variables; write the place itself", what)
	case ok && scheme != "file" && scheme != "s3":
		r.Fault(n, "%s: scheme %s is not known; use s3://, file:// or a path", what, strict.Quoted(scheme))
	case ok && strings.Contains(host, "@"):
		r.Fault(n, "%s: a job file holds no credentials; they come from the environment", what)
	default:
		return true
	}
	return false
}

func (r *specReader) outputs(n strict.Node) {
	var got []string
	r.List(n, "outputs", strings.Join(defaultOutputs, ", "), func(n strict.Node) {
		word := r.Text(n, "an output", "outcomes")
		switch {
		case word == "":
		case !slices.Contains(OutputNames, word):
			r.Fault(n, "output %s is not known%s", strict.Quoted(word), strict.Hint(word, OutputNames))
		case slices.Contains(got, word):
			r.Fault(n, "output %s stands twice", word)
		default:
			got = append(got, word)
		}
	})
	slices.SortFunc(got, func(a, b string) int { return slices.Index(OutputNames, a) - slices.Index(OutputNames, b) })
	r.spec.Outputs = got
}

func (r *specReader) controls(n strict.Node) {
	c := &r.spec.Controls
	*c = Controls{Precision: 0.99, Recall: 0.9}
	share := func(what string, most float64, into *float64) func(strict.Node) {
		return func(n strict.Node) {
			v, ok := r.Number(n, what, "0.001")
			if ok && !(v >= 0 && v <= most) {
				r.Fault(n, "%s must be from 0 to %g", what, most)
			} else if ok {
				*into = v
			}
		}
	}
	r.Mapping(n, "controls",
		strict.Field{Key: "share", Must: true, Read: share("share", maxControls, &c.Share)},
		strict.Field{Key: "precision", Read: share("precision", 1, &c.Precision)},
		strict.Field{Key: "recall", Read: share("recall", 1, &c.Recall)},
	)
}

func (r *specReader) limits(n strict.Node) {
	l := &r.spec.Limits
	r.Mapping(n, "limits", r.memory(l), r.workers(l),
		strict.Field{Key: "max_rejected", Read: func(n strict.Node) { r.share(n, "max_rejected", "0.2", &l.MaxRejected) }},
		strict.Field{Key: "max_slipped", Read: func(n strict.Node) { r.share(n, "max_slipped", "0", &l.MaxSlipped) }},
	)
}

func (r *specReader) memory(l *Limits) strict.Field {
	return strict.Field{Key: "memory", Read: func(n strict.Node) { l.Memory = r.size(n, "memory") }}
}

func (r *specReader) workers(l *Limits) strict.Field {
	return strict.Field{Key: "workers", Read: func(n strict.Node) {
		v, ok := r.Number(n, "workers", "0 (one for each CPU)")
		if ok && (v != float64(int(v)) || v < 0 || v > maxWorkers) {
			r.Fault(n, "workers must be a whole number from 0 (one for each CPU) to %d", maxWorkers)
		} else if ok {
			l.Workers = int(v)
		}
	}}
}

// share reads a limit that is a share of the rows.
func (r *specReader) share(n strict.Node, name, usual string, to *float64) {
	v, ok := r.Number(n, name, usual)
	if ok && !(v >= 0 && v <= 1) {
		r.Fault(n, "%s is a share of the rows, from 0 to 1", name)
	} else if ok {
		*to = v
	}
}
