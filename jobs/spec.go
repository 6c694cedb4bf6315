package jobs

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

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
	Output     string     `json:"output"`
	Outputs    []string   `json:"outputs"` // in the order of OutputNames
	Thresholds Thresholds `json:"thresholds"`
	Disclosure string     `json:"disclosure"`
	Limits     Limits     `json:"limits"`

	// Description is the dataset that Dataset names.
	Description *schemas.Description `json:"-"`
}

// Thresholds are the probabilities at which a row is linked or shown to people.
type Thresholds struct {
	Accept float64 `json:"accept"`
	Review float64 `json:"review"`
}

// Limits are what a job may take and what it may lose.
type Limits struct {
	Memory      int64   `json:"memory"`       // bytes
	Workers     int     `json:"workers"`      // 0: one for each CPU
	MaxRejected float64 `json:"max_rejected"` // share of the rows that are a person's
}

// OutputNames are the outputs of this version.
var OutputNames = []string{"outcomes", "cleaned", "mismatches", "report"}

// laterOutputs and laterKinds are promised words without work behind them yet.
var (
	laterOutputs = []string{"response", "candidates"}
	laterKinds   = []string{"dedupe"}
	disclosures  = []string{"verdict", "fields", "values"}
)

// Bounds of a job file: it is written by people.
const (
	maxSpecBytes  = 64 << 10
	maxPatterns   = 1000
	maxWorkers    = 1024
	minMemory     = 128 << 20
	defaultMemory = 8 << 30
)

// DefaultSpec is the job every file starts from.
func DefaultSpec() Spec {
	return Spec{
		Outputs:    slices.Clone(OutputNames),
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
// then a *schemas.FaultsError with exit code 2.
func LoadSpec(file string) (*Spec, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, failf(ExitUsage, "job file: %w", err)
	}
	if info.IsDir() || info.Size() > maxSpecBytes {
		return nil, failf(ExitUsage, "job file %s: not a file of at most %d bytes", file, maxSpecBytes)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, failf(ExitUsage, "job file: %w", err)
	}
	return ParseSpec(filepath.Base(file), text)
}

// ParseSpec reads the text of a job file; name is what its faults call it.
func ParseSpec(name string, text []byte) (*Spec, error) {
	r := &specReader{spec: DefaultSpec()}
	if len(text) > maxSpecBytes {
		r.fault(nil, "longer than %d bytes", maxSpecBytes)
	} else if root := r.parse(text); root != nil {
		r.job(root)
	}
	if faults := r.sorted(); len(faults) > 0 {
		return nil, fail(ExitUsage, &schemas.FaultsError{File: name, Faults: faults})
	}
	return &r.spec, nil
}

type specReader struct {
	reader
	spec Spec
}

func (r *specReader) job(root ast.Node) {
	s := &r.spec
	r.mapping(root, "the job",
		field{"version", true, r.version},
		field{"kind", true, r.kind},
		field{"name", false, func(n ast.Node) { s.Name = r.name(n) }},
		field{"dataset", true, r.dataset},
		field{"input", true, r.input},
		field{"register", r.links(root), r.register},
		field{"output", true, r.output},
		field{"outputs", false, r.outputs},
		field{"thresholds", false, r.thresholds},
		field{"disclosure", false, func(n ast.Node) { s.Disclosure = r.word(n, "disclosure", disclosures...) }},
		field{"limits", false, r.limits},
	)
}

// links says whether the job needs a register: every kind but dedupe.
func (r *specReader) links(root ast.Node) bool {
	m, ok := root.(*ast.MappingNode)
	if !ok {
		return true
	}
	for _, pair := range m.Values {
		if s, ok := pair.Value.(*ast.StringNode); ok && keyOf(pair) == "kind" {
			return s.Value != "dedupe"
		}
	}
	return true
}

func (r *specReader) version(n ast.Node) {
	if v, ok := r.number(n, "version", "1"); ok && v != 1 {
		r.fault(tokenOf(n), "version must be 1; this program knows no other")
	}
}

func (r *specReader) kind(n ast.Node) {
	kind := r.text(n, "kind", "link")
	switch {
	case kind == "link" || kind == "":
		r.spec.Kind = kind
	case slices.Contains(laterKinds, kind):
		r.fault(tokenOf(n), "kind %s is not in this version; kind link is", kind)
	default:
		r.fault(tokenOf(n), "kind %s is not known%s", quoted(kind), hint(kind, []string{"link"}))
	}
}

// name becomes part of reports and logs, so it is one short line.
func (r *specReader) name(n ast.Node) string {
	name := r.text(n, "name", "vcb-credit")
	if utf8.RuneCountInString(name) > 100 || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }) {
		r.fault(tokenOf(n), "name must be one line of at most 100 letters")
	}
	return name
}

func (r *specReader) dataset(n ast.Node) {
	name := r.text(n, "dataset", "bank-credit")
	if name == "" {
		return
	}
	if name == "register" {
		r.fault(tokenOf(n), "dataset register is what lamsach register build reads; name the dataset of the input")
		return
	}
	d, err := schemas.Dataset(name)
	if err != nil {
		near := ""
		if word := Nearest(name, schemas.DatasetNames); word != "" && word != name {
			near = fmt.Sprintf("; did you mean %s?", word)
		}
		r.fault(tokenOf(n), "%v%s", err, near)
		return
	}
	r.spec.Dataset, r.spec.Description = name, d
}

func (r *specReader) input(n ast.Node) {
	r.list(n, "input", "/data/inbox/*.parquet", func(n ast.Node) {
		pattern := r.text(n, "an input pattern", "/data/inbox/*.parquet")
		if pattern != "" && r.location(n, "input", pattern) {
			r.spec.Input = append(r.spec.Input, pattern)
		}
	})
	if len(r.spec.Input) > maxPatterns {
		r.fault(tokenOf(n), "more than %d input patterns; use * and **", maxPatterns)
	}
}

func (r *specReader) register(n ast.Node) {
	r.spec.Register = r.text(n, "register", "/data/register.snapshot")
	if r.spec.Register != "" {
		r.location(n, "register", r.spec.Register)
	}
}

func (r *specReader) output(n ast.Node) {
	r.spec.Output = r.text(n, "output", "/data/cleaned")
	if strings.ContainsAny(r.spec.Output, "*?") {
		r.fault(tokenOf(n), "output must be one folder, not a pattern")
	} else if r.spec.Output != "" {
		r.location(n, "output", r.spec.Output)
	}
}

// location refuses what no store can be asked for, before any store is.
func (r *specReader) location(n ast.Node, what, url string) bool {
	scheme, _, ok := strings.Cut(url, "://")
	switch {
	case strings.ContainsFunc(url, func(c rune) bool { return c < ' ' || c == 0x7f }):
		r.fault(tokenOf(n), "%s holds a control character", what)
	case strings.Contains(url, "${"):
		r.fault(tokenOf(n), "%s: a job file knows no variables; write the place itself", what)
	case ok && scheme == "s3":
		r.fault(tokenOf(n), "%s: s3:// is not in this version; use file:// or a path", what)
	case ok && scheme != "file":
		r.fault(tokenOf(n), "%s: scheme %s is not known; use file:// or a path", what, quoted(scheme))
	default:
		return true
	}
	return false
}

func (r *specReader) outputs(n ast.Node) {
	var got []string
	r.list(n, "outputs", strings.Join(OutputNames, ", "), func(n ast.Node) {
		word := r.text(n, "an output", "outcomes")
		switch {
		case word == "":
		case slices.Contains(laterOutputs, word):
			r.fault(tokenOf(n), "output %s is not in this version; known are %s", word, strings.Join(OutputNames, ", "))
		case !slices.Contains(OutputNames, word):
			r.fault(tokenOf(n), "output %s is not known%s", quoted(word), hint(word, OutputNames))
		case slices.Contains(got, word):
			r.fault(tokenOf(n), "output %s stands twice", word)
		default:
			got = append(got, word)
		}
	})
	slices.SortFunc(got, func(a, b string) int { return slices.Index(OutputNames, a) - slices.Index(OutputNames, b) })
	r.spec.Outputs = got
}

func (r *specReader) thresholds(n ast.Node) {
	t := &r.spec.Thresholds
	probability := func(what string, into *float64) func(ast.Node) {
		return func(n ast.Node) {
			v, ok := r.number(n, what, "0.999")
			if ok && !(v > 0 && v < 1) {
				r.fault(tokenOf(n), "%s must be a probability between 0 and 1, without 0 and 1", what)
				ok = false
			}
			if ok {
				*into = v
			}
		}
	}
	before := len(r.faults)
	r.mapping(n, "thresholds",
		field{"accept", false, probability("accept", &t.Accept)},
		field{"review", false, probability("review", &t.Review)},
	)
	if len(r.faults) == before && t.Review > t.Accept {
		r.fault(startOf(n), "review %g is above accept %g; rows below accept and at or above review go to people", t.Review, t.Accept)
	}
}

func (r *specReader) limits(n ast.Node) {
	l := &r.spec.Limits
	r.mapping(n, "limits",
		field{"memory", false, func(n ast.Node) { l.Memory = r.size(n, "memory") }},
		field{"workers", false, func(n ast.Node) {
			v, ok := r.number(n, "workers", "0 (one for each CPU)")
			if ok && (v != float64(int(v)) || v < 0 || v > maxWorkers) {
				r.fault(tokenOf(n), "workers must be a whole number from 0 (one for each CPU) to %d", maxWorkers)
			} else if ok {
				l.Workers = int(v)
			}
		}},
		field{"max_rejected", false, func(n ast.Node) {
			v, ok := r.number(n, "max_rejected", "0.2")
			if ok && !(v >= 0 && v <= 1) {
				r.fault(tokenOf(n), "max_rejected is a share of the rows, from 0 to 1")
			} else if ok {
				l.MaxRejected = v
			}
		}},
	)
}
