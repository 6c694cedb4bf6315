// Package xlsx writes the workbook that a submitter works through: the rows to
// correct, a summary, and how to read both.
//
// The workbook is written as it is handed over, part by part into a ZIP stream:
// nothing is kept, nothing is put aside in a temporary file (the cells are
// people's data), and the bytes are a function of what was given. That, and a
// tenth of the time, is why it is not written through a general library; the
// tests read it back through one.
//
// Every cell of a submitter is text: no number loses a zero, and no text that
// begins like a formula is one.
//
// May import: reports schemas
package xlsx
