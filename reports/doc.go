// Package reports is the voice of a run: it counts what was said of the rows
// (Tally), finds where errors come from (Causes), and puts both together with
// the facts of the run into one Report, which summary.json holds whole and from
// which the page (reports/html) and the workbook (reports/xlsx) are written.
//
// An Explanation says why one row was answered as it was: in words, and as a
// picture of the weights (WritePicture).
//
// A report is a function of the run's inputs: it holds no time and no
// duration. It holds rows by address; values of cells stand in it only where
// the disclosure of the job is "values" and the caller attaches them.
//
// Across is the same for a job over several runs: who is missing in which step
// of a chain, and what senders say together (AcrossTally counts it).
//
// It knows no files, no batches and no register.
//
// May import: schemas
package reports
