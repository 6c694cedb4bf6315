package main

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"lamsach/jobs"
	"lamsach/reports"
	"lamsach/reports/html"
	"lamsach/schemas"
)

func (a *app) explain() *cobra.Command {
	var row jobs.Row
	var o jobs.ReopenOptions
	var language, picture, page string
	cmd := &cobra.Command{
		Use: "explain OUTPUT --row N", Short: "Why a row of a run was answered as it was", Args: args("OUTPUT"),
		Long: "OUTPUT is a job's output folder (its latest run is meant) or one run=... folder in it. The row is\n" +
			"cleaned and linked again as then: what it says, the candidates, the weight of each comparison, the\n" +
			"decision. Nothing is told that the job's disclosure keeps back.\n\n" +
			"Exit codes: 0 explained · 2 no such row or file · 3 the run was made by other rules, another model\n" +
			"or snapshot, or its inputs are not what they were · 4 the published outcome is another",
		Example: "  lamsach explain cleaned/vcb --row 17\n  lamsach explain cleaned/vcb --row 17 --file a.csv --lang vi --svg row.svg --html row.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "row"); err != nil {
				return err
			}
			lang, err := parseLang(language)
			if err != nil {
				return err
			}
			x, err := jobs.Explain(cmd.Context(), args[0], row, o)
			if err != nil {
				return err
			}
			if err := writeTo(picture, func(w io.Writer) error { return x.WritePicture(w, lang) }); err != nil {
				return err
			}
			if err := writeTo(page, func(w io.Writer) error { return html.WriteExplanation(w, x) }); err != nil {
				return err
			}
			a.tell(explained{x, lang})
			return nil
		},
	}
	f := cmd.Flags()
	f.Int64Var(&row.Row, "row", 0, "source_row: counted from 0 after the header")
	f.StringVar(&row.File, "file", "", "source_file; may be left out if the run has one input")
	f.StringVar(&row.Sheet, "sheet", "", "source_sheet of a workbook of several")
	f.StringVar(&language, "lang", "en", "language of text and picture: en or vi")
	f.StringVar(&picture, "svg", "", "also write the waterfall of weights as a picture to a file")
	f.StringVar(&page, "html", "", "also write the explanation as a page in both languages to a file")
	reopenFlags(cmd, &o)
	return cmd
}

// explained is an explanation with the language of its text.
type explained struct {
	*reports.Explanation
	lang schemas.Lang
}

func (e explained) WriteText(w io.Writer) { e.Explanation.WriteText(w, e.lang) }

// reopenFlags are those of every command that links rows of a run again.
func reopenFlags(cmd *cobra.Command, o *jobs.ReopenOptions) {
	cmd.Flags().StringVar(&o.Register, "register", "", "where the run's snapshot is now, if it was moved")
	cmd.Flags().StringArrayVar(&o.Input, "input", nil, "patterns of the run's inputs, if they were moved")
}

func parseLang(word string) (schemas.Lang, error) {
	switch word {
	case "en":
		return schemas.English, nil
	case "vi":
		return schemas.Vietnamese, nil
	}
	return 0, jobs.Usage(errors.New("--lang must be en or vi"))
}

// writeTo writes a file for its owner alone: it holds values of a person. No
// name, no file.
func writeTo(name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return jobs.PlainFault(os.WriteFile(name, b.Bytes(), 0o600))
}
