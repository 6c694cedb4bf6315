// Package strict reads the small YAML files that people write: job files and
// dataset descriptions. It is strict, so that a mistyped word is never passed
// over in silence, and it collects every fault instead of stopping at the first,
// each with line, column and what to write instead: people mend a file in one go.
//
// A reader of a format embeds Reader, parses the text (Parse), walks the nodes
// (Mapping, List, Text, Number, ...) and asks for the faults at the end (Err).
// Any bytes are read or refused; what they can cost is bounded by MaxBytes and
// maxDepth.
//
// The parser behind it stands in this package alone: others name only Node and
// the functions here.
//
// May import: nothing
package strict
