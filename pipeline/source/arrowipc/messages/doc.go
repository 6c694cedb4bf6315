// Package messages reads the metadata of Arrow's IPC format: schema, record
// batch, dictionary batch, footer. It knows how the buffers of a batch belong
// to the columns of a schema and holds what a batch claims against the size of
// its body, before anybody touches the body. It also writes the metadata again
// for a table with text columns added; what it does not understand travels on
// unchanged. Source: format/Message.fbs, Schema.fbs and File.fbs of Apache
// Arrow, metadata versions V4 and V5.
//
// May import: pipeline/source/arrowipc/flat pipeline/source/table
package messages
