package sandbox

import (
	"encoding/json"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// setup is the first thing a child is told.
type setup struct {
	Key      []byte // of the object, any bytes
	Version  string
	Size     int64
	Options  table.Options
	Memory   int64 // bytes
	Procs    int   // processors it may use
	Geometry geometry
	Local    bool // the object is an open descriptor
}

// Operations of a child.
const (
	opOpen    = "open"
	opCuts    = "cuts"
	opRead    = "read"
	opSample  = "sample"
	opRespond = "respond"
)

// request is one call.
type request struct {
	Op       string
	Table    int              `json:",omitempty"`
	Max      int              `json:",omitempty"` // rows of a cut
	Part     pipeline.Part    `json:",omitzero"`
	Columns  []int            `json:",omitempty"`
	Rows     int              `json:",omitempty"` // of a sample
	Tables   []table.Addition `json:",omitempty"`
	Encoding string           `json:",omitempty"`
}

// told encodes what the parent says: its own words, so they are JSON.
func told(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers and texts cannot fail
	}
	return data
}
