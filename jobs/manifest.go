package jobs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lamsach/reports"
	"lamsach/schemas"
)

// ManifestVersion is raised whenever the fields of a manifest change meaning.
//
//	1: the first
const ManifestVersion = 1

// Manifest is the commit point of a run: what stands in manifest.json is
// published, everything else is leftovers. It holds no time, so the same work
// writes the same manifest. The format is described in docs/formats/manifest.md.
type Manifest struct {
	Version int    `json:"version"`
	RunID   string `json:"run_id"`
	Exit    Exit   `json:"exit"`    // ExitPublished or ExitLook
	Program string `json:"program"` // version of lamsach
	Rules   string `json:"rules"`   // of cleaning and linking
	Model   string `json:"model"`
	// Parameters is the text of the model where it is not the built-in one, so
	// that the run can be explained wherever its file has gone.
	Parameters string           `json:"parameters,omitempty"`
	Snapshot   reports.Snapshot `json:"snapshot"`
	Job        ManifestJob      `json:"job"`
	Inputs     []Input          `json:"inputs"`
	SetAside   []reports.Damage `json:"set_aside"`
	Rows       int64            `json:"rows"`
	Verdicts   map[string]int64 `json:"verdicts"` // all seven
	Pairs      int64            `json:"pairs"`    // rows held against people of the register
	Controls   *ControlScore    `json:"controls,omitempty"`
	Gates      []reports.Gate   `json:"gates"`
	Objects    []Object         `json:"objects"` // by path
	Tally      *reports.Tally   `json:"tally,omitempty"`
}

// ManifestJob is the part of the job that a reader of the run must know.
type ManifestJob struct {
	Kind       string     `json:"kind"`
	Name       string     `json:"name,omitempty"`
	Dataset    string     `json:"dataset"`
	Input      []string   `json:"input"`    // patterns
	Register   string     `json:"register"` // place of the snapshot
	Outputs    []string   `json:"outputs"`
	Thresholds Thresholds `json:"thresholds"`
	Disclosure string     `json:"disclosure"`
	// Description is the fingerprint of the dataset's description; "" in runs of
	// programs that did not note it.
	Description string `json:"description,omitempty"`
	// Usual are the reasons that are no fault in the dataset.
	Usual []string `json:"usual,omitempty"`
}

// Input is an object that was read whole, or one sheet of it.
type Input struct {
	File    string          `json:"file"`            // as source_file
	Sheet   string          `json:"sheet,omitempty"` // of a workbook
	Format  string          `json:"format"`          // and how the file is written
	Size    int64           `json:"size"`            // bytes
	SHA256  string          `json:"sha256"`          //
	Rows    int64           `json:"rows"`            //
	Parts   [2]int          `json:"parts"`           // first part and the one behind the last
	Columns []InputColumn   `json:"columns"`         //
	Profile json.RawMessage `json:"profile"`         // how cleaning read the file
	// Findings are what is said of the file as a whole.
	Findings []reports.Finding `json:"findings,omitempty"`
}

// Name is what people call the input.
func (in *Input) Name() string {
	if in.Sheet == "" {
		return in.File
	}
	return in.File + ", sheet " + strconv.Quote(in.Sheet)
}

// InputColumn says what a column was taken for.
type InputColumn struct {
	Name      string       `json:"name"`
	Role      schemas.Role `json:"role,omitempty"`
	Certainty float64      `json:"certainty,omitempty"`
	By        string       `json:"by,omitempty"`
	Says      schemas.Role `json:"says,omitempty"` // what the header names, where the values contradict it
}

// Object is one object of a run.
type Object struct {
	Path   string `json:"path"` // below the run's folder
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows,omitempty"`
}

// Latest is latest.json: where a job's newest published run is.
type Latest struct {
	RunID       string    `json:"run_id"`
	Path        string    `json:"path"` // "run=<run id>"
	Exit        Exit      `json:"exit"`
	CommittedAt time.Time `json:"committed_at"`
}

// encode writes a manifest or another small object: indented, one line feed at
// the end, the same bytes for the same value.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), nil
}

// encodeManifest writes a manifest: indented for people, but for the tally,
// which is long and nobody's reading.
func encodeManifest(m *Manifest) ([]byte, error) {
	tally, err := json.Marshal(m.Tally)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	short := *m
	short.Tally = nil
	text, err := encode(short)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimSuffix(text, []byte("\n}\n"))
	return append(append(append(text, ",\n \"tally\": "...), tally...), "\n}\n"...), nil
}

// errManifest is under every error of a manifest that cannot be used.
var errManifest = errors.New("manifest.json cannot be used")

// maxManifest bounds what is read as a manifest, in bytes.
const maxManifest = 256 << 20

// decodeManifest reads a manifest and refuses one of another version.
func decodeManifest(data []byte) (*Manifest, error) {
	var head struct {
		Version int `json:"version"`
		Job     struct {
			Kind string `json:"kind"`
		} `json:"job"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("%w: %w", errManifest, err)
	}
	if kind := head.Job.Kind; kind != "" && kind != "link" {
		return nil, fmt.Errorf("%w: it is of a job of kind %s; give a run of kind link", errManifest, kind)
	}
	if head.Version != ManifestVersion {
		return nil, fmt.Errorf("%w: it has version %d, this program knows version %d", errManifest, head.Version, ManifestVersion)
	}
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("%w: %w", errManifest, err)
	}
	var sum int64
	for _, n := range m.Verdicts {
		sum += n
	}
	if sum != m.Rows {
		return nil, fmt.Errorf("%w: its verdicts do not add up to %d rows", errManifest, m.Rows)
	}
	return m, nil
}
