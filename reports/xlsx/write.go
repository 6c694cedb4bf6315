package xlsx

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/flate"

	"lamsach/reports"
)

// maxRows is how many rows a sheet can hold below its two header rows.
// Source: ECMA-376 spreadsheets end at row 1,048,576.
const maxRows = 1<<20 - 2

// CorrectionRow is one field of one row that a submitter should correct. The
// codes (Verdict, Field, Reason, Mechanism) are turned into words; Register is
// empty where the disclosure of the job keeps it back.
type CorrectionRow struct {
	File, Sheet string
	Row         int64 // source_row
	Unit        string
	Customer    string // customer code
	Name        string // as submitted
	Verdict     string
	Field       string
	Submitted   string
	Canonical   string
	Register    string
	Reason      string
	Mechanism   string
}

// Meta is what the workbook tells beside its rows.
type Meta struct {
	// Report is asked for once, after the last row: until then it need not be
	// known. It may wait; nil ends the writing with ErrNoReport.
	Report func() *reports.Report
	Total  int64 // corrections in all; those not handed over are said to be left out
	Limit  int   // at most so many are written; 0 means as many as a sheet holds
}

// ErrNoReport says that the report was given up while its rows were written.
var ErrNoReport = errors.New("reports/xlsx: there is no report")

// Write writes the workbook: sheet 1 the rows to correct in the order given,
// sheet 2 the summary, sheet 3 how to read them. An error of the iterator ends
// the writing and is returned.
func Write(w io.Writer, meta Meta, rows iter.Seq2[CorrectionRow, error]) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for _, p := range fixedParts {
		if err := writeText(z, p.name, p.text); err != nil {
			return err
		}
	}
	var written int64
	err := writePart(z, sheetPart(1), func(b *bufio.Writer) (err error) {
		written, err = writeCorrections(b, meta, rows)
		return err
	})
	if err != nil {
		return err
	}
	report := meta.Report()
	if report == nil {
		return ErrNoReport
	}
	for i, fill := range []func(*sheet){
		func(s *sheet) { summarySheet(s, report, meta.Total, written) },
		helpSheet,
	} {
		err := writePart(z, sheetPart(i+2), func(b *bufio.Writer) error {
			fill(&sheet{w: b})
			return nil
		})
		if err != nil {
			return err
		}
	}
	// Last, because the name of the filter's range is only known now.
	if err := writeText(z, "xl/workbook.xml", workbook(written)); err != nil {
		return err
	}
	return z.Close()
}

func sheetPart(n int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", n) }

// writePart writes one part of the package. Its header carries no time.
func writePart(z *zip.Writer, name string, fill func(*bufio.Writer) error) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return fmt.Errorf("reports/xlsx: %s: %w", name, err)
	}
	b := bufio.NewWriterSize(w, 1<<16)
	if err := fill(b); err != nil {
		return fmt.Errorf("reports/xlsx: %s: %w", name, err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("reports/xlsx: %s: %w", name, err)
	}
	return nil
}

func writeText(z *zip.Writer, name, text string) error {
	return writePart(z, name, func(b *bufio.Writer) error { _, err := b.WriteString(text); return err })
}
