package pages

import "lamsach/pipeline/source/table"

// Limits of what a file may ask of us before it is called damaged.
const (
	MaxFooter  = 64 << 20  // bytes of a footer
	MaxPage    = 256 << 20 // bytes of a page, packed or unpacked
	MaxHeader  = 16 << 20  // bytes of a page header: it may carry long minimum and maximum values
	MaxValues  = 1 << 26   // values of a page, nulls too
	MaxRows    = 1 << 36   // rows of a file: a trillion nulls fit in a few bytes
	MaxStructs = 256 << 20 // bytes of memory of what a footer describes: about 400,000 columns of row groups
	maxDepth   = 64        // nesting of a thrift value or of a schema
)

// errStream says that a page holds fewer values than its header claims.
var errStream = damaged("a page ends before its last value")

// fault is an error with a fixed text under table.ErrDamaged or table.ErrUnsupported.
type fault struct {
	text string
	kind error
}

func (f *fault) Error() string { return f.text }
func (f *fault) Unwrap() error { return f.kind }

func damaged(text string) error     { return &fault{text, table.ErrDamaged} }
func unsupported(text string) error { return &fault{text + " is not supported", table.ErrUnsupported} }
