package pages

import "errors"

// Limits of what a file may ask of us before it is called damaged.
const (
	MaxFooter = 64 << 20  // bytes of a footer
	MaxPage   = 256 << 20 // bytes of a page, packed or unpacked
	MaxHeader = 16 << 20  // bytes of a page header: it may carry long minimum and maximum values
	MaxValues = 1 << 26   // values of a page, nulls too
	MaxRows   = 1 << 36   // rows of a file: a trillion nulls fit in a few bytes
	maxDepth  = 64        // nesting of a thrift value or of a schema
)

// ErrDamaged is under every error that says a file is not what it claims.
var ErrDamaged = errors.New("damaged")

// ErrUnsupported is under every error that names something this reader does not read.
var ErrUnsupported = errors.New("not supported")

// ErrEncrypted says that a file is encrypted.
var ErrEncrypted = errors.New("the file is encrypted: send it without Parquet encryption")

// errStream says that a page holds fewer values than its header claims.
var errStream = damaged("a page ends before its last value")

// fault is an error with a fixed text under ErrDamaged or ErrUnsupported.
type fault struct {
	text string
	kind error
}

func (f *fault) Error() string { return f.text }
func (f *fault) Unwrap() error { return f.kind }

func damaged(text string) error     { return &fault{text, ErrDamaged} }
func unsupported(text string) error { return &fault{text + " is not supported", ErrUnsupported} }
