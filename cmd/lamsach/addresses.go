package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"lamsach/jobs"
)

func (a *app) addresses() *cobra.Command {
	var o jobs.AddressFile
	var out string
	cmd := &cobra.Command{
		Use: "addresses FILE", Short: "Bring a column of addresses into the units of 2025", Args: args("FILE"),
		Long: "Reads the addresses of a file (any format that jobs read; no register is needed) and writes for each\n" +
			"row the original, the address in the units since 2025-07-01, the codes of the present and the old\n" +
			"commune, and what is uncertain: an address that several communes fit is left as it is, with the\n" +
			"candidates beside it. The column is recognised unless --column names it.\n\n" +
			"CSV goes to standard output or --out; with --json one object per row does. See\n" +
			"docs/operating/addresses.md for the columns and for how often an answer is wrong.",
		Example: "  lamsach schemas addresses customers.xlsx --column 'Địa chỉ' --out addresses.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Pattern = args[0]
			return a.convertAddresses(cmd, o, out)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Column, "column", "", "header of the column; recognised without")
	f.StringVar(&o.Sheet, "sheet", "", "sheet of a workbook; every one that has the column without")
	f.StringVar(&out, "out", "", "file to write instead of standard output; must not exist")
	return cmd
}

// convertAddresses writes the rows and says what became of them. With --json and
// no file the rows are objects and the counts the last one.
func (a *app) convertAddresses(cmd *cobra.Command, o jobs.AddressFile, out string) (err error) {
	to := a.out
	if out != "" {
		f, failed := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if failed != nil {
			return jobs.Usage(failed)
		}
		defer func() {
			if closed := f.Close(); err == nil && closed != nil {
				err = jobs.PlainFault(closed)
			}
			if err != nil {
				_ = os.Remove(out) // half a file would be taken for all of it
			}
		}()
		to = f
	}
	buffer := bufio.NewWriterSize(to, 1<<16)
	table := newAddressTable(buffer, a.json && out == "")
	done, err := jobs.ConvertAddresses(cmd.Context(), o, table.row)
	if err != nil {
		return err
	}
	if err := errors.Join(table.end(), buffer.Flush()); err != nil {
		return jobs.PlainFault(err)
	}
	a.tell(done)
	return nil
}

// addressTable writes rows as CSV or as JSON.
type addressTable struct {
	csv  *csv.Writer
	json *json.Encoder
	rows int
}

var addressColumns = []string{
	"source_sheet", "source_row", "original", "canonical", "status", "commune", "old_commune", "old_district", "province", "system", "certainty", "candidates",
}

func newAddressTable(w io.Writer, asJSON bool) *addressTable {
	if asJSON {
		return &addressTable{json: json.NewEncoder(w)}
	}
	return &addressTable{csv: csv.NewWriter(w)}
}

func (t *addressTable) row(c *jobs.Converted) error {
	if t.json != nil {
		return t.json.Encode(c)
	}
	if t.rows++; t.rows == 1 {
		if err := t.csv.Write(addressColumns); err != nil {
			return err
		}
	}
	candidates := make([]string, len(c.Candidates))
	for i, k := range c.Candidates {
		candidates[i] = k.Commune + " " + k.Name
	}
	return t.csv.Write([]string{
		harmless(c.Sheet), strconv.FormatInt(c.Row, 10), harmless(c.Original), harmless(c.Canonical), c.Status,
		c.Commune, c.OldCommune, c.District, c.Province, c.System, c.Certainty, strings.Join(candidates, " | "),
	})
}

// end completes the table: a file without rows has a header all the same.
func (t *addressTable) end() error {
	if t.json != nil {
		return nil
	}
	if t.rows == 0 {
		if err := t.csv.Write(addressColumns); err != nil {
			return err
		}
	}
	t.csv.Flush()
	return t.csv.Error()
}

// harmless puts an apostrophe before what a spreadsheet program would run.
func harmless(text string) string {
	switch r, _ := utf8.DecodeRuneInString(text); r {
	case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
		return "'" + text
	}
	return text
}
