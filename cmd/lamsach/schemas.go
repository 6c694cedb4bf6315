package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lamsach/jobs"
	"lamsach/schemas"
)

func (a *app) schemas() *cobra.Command {
	list := &cobra.Command{
		Use: "list", Short: "The built-in datasets", Args: args(),
		RunE: func(*cobra.Command, []string) error { return a.listSchemas() },
	}
	show := &cobra.Command{
		Use: "show NAME", Short: "What a dataset is, and its columns; NAME may be the file of a description", Args: args("NAME"), Example: "  lamsach schemas show bank-credit",
		RunE: func(_ *cobra.Command, args []string) error { return a.showSchema(args[0]) },
	}
	detect := &cobra.Command{
		Use: "detect FILE", Short: "Which dataset a file is, and what its columns mean", Args: args("FILE"),
		Long: "Shows for each table of the file how it is written, which dataset it most likely is, what each column\n" +
			"means (by its header, its values, or both), and shapes of its values: 9(12) is twelve digits, X and x\n" +
			"are words. No value is ever shown.",
		Example: "  lamsach schemas detect inbox/credit.parquet",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := jobs.Detect(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			for i := range found {
				if i > 0 && !a.json {
					fmt.Fprintln(a.errs)
				}
				a.tell(&found[i])
			}
			return nil
		},
	}
	schema := &cobra.Command{
		Use: "schema", Short: "The JSON Schema of a dataset's description, for editors", Args: args(),
		Example: "  lamsach schemas schema > dataset.schema.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(schemas.DescriptionSchema())
			return err
		},
	}
	return group("schemas", "What columns mean", list, show, detect, a.addresses(), schema)
}

// listSchemas lists the datasets that have a description.
func (a *app) listSchemas() error {
	for _, name := range schemas.DatasetNames {
		d, err := schemas.Dataset(name)
		if err != nil {
			return err
		}
		if a.json {
			a.say(map[string]any{"name": name, "title": map[string]string{"vi": d.Title.VI, "en": d.Title.EN}, "columns": len(d.Columns)})
		} else {
			fmt.Fprintf(a.errs, "%-16s %3d columns  %s\n", name, len(d.Columns), d.Title.EN)
		}
	}
	return nil
}

// showSchema shows the columns of one dataset.
func (a *app) showSchema(name string) error {
	d, err := schemas.Dataset(name)
	if err != nil {
		return jobs.Usage(err)
	}
	if !a.json {
		a.aboutSchema(d)
	}
	for _, c := range d.Columns {
		if a.json {
			a.say(map[string]any{
				"role": c.Role, "output": c.Output, "headers": c.Headers, "compulsory": c.Compulsory, "group": c.Group,
				"formats": c.Formats, "list": c.List, "repeat": c.Repeat,
			})
			continue
		}
		must := ""
		switch {
		case c.Group != "": // of which one is enough
			must = "a " + c.Group
		case c.Compulsory:
			must = "compulsory"
		}
		headers := "(usual spellings)"
		if len(c.Headers) > 0 {
			headers = strings.Join(slices.Clone(c.Headers[:min(len(c.Headers), 4)]), ", ")
		}
		fmt.Fprintf(a.errs, "  %-26s %-10s %s\n", cmp.Or(c.Output, string(c.Role)), must, headers)
	}
	return nil
}

// aboutSchema says what a dataset is and what verdicts mean in it.
func (a *app) aboutSchema(d *schemas.Description) {
	fmt.Fprintf(a.errs, "%s: %s (%s)\n", d.Name, d.Title.EN, d.Title.VI)
	if d.About.EN != "" {
		fmt.Fprintf(a.errs, "  %s\n", d.About.EN)
	}
	for _, m := range d.Means {
		fmt.Fprintf(a.errs, "  %s: %s\n", m.Word, m.Text.EN)
	}
	if d.Accept > 0 {
		fmt.Fprintf(a.errs, "  default accept: %g\n", d.Accept)
	}
	fmt.Fprintln(a.errs)
}
