package text

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the expected results of testdata anew")

// A case of testdata is its name, its input, and what is expected.
type textCase struct{ name, in, want string }

func textCases(t *testing.T, file string) (comment string, cases []textCase) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split("\n"+string(raw), "\n== ")
	for _, block := range blocks[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		in, want, _ := strings.Cut(rest, "\n")
		text, err := unescape(strings.TrimPrefix(in, "< "))
		if err != nil {
			t.Fatalf("%s: %s: %v", file, name, err)
		}
		cases = append(cases, textCase{name, text, strings.TrimSpace(want)})
	}
	return blocks[0][1:], cases
}

func unescape(s string) (string, error) {
	return strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
}

func escape(s string) string {
	s = strconv.Quote(s)
	return strings.ReplaceAll(s[1:len(s)-1], `\"`, `"`)
}

// checkCases compares what is got with testdata, or writes that anew.
func checkCases(t *testing.T, file string, got func(t *testing.T, in string) string) {
	comment, cases := textCases(t, file)
	out := comment
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := strings.TrimSpace(got(t, c.in))
			out += fmt.Sprintf("\n== %s\n< %s\n%s\n", c.name, escape(c.in), g)
			if g != c.want && !*update {
				t.Errorf("%q\ngot\n%s\nwant\n%s", c.in, g, c.want)
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRecords(t *testing.T) {
	checkCases(t, "testdata/records.txt", func(_ *testing.T, in string) string {
		d := dialectOf([]byte(in), true)
		return d.describe() + "\n" + strings.Join(divided(d.grammar, in[d.begin:]), "\n")
	})
}

// describe is the dialect in a line of a test.
func (d *dialect) describe() string {
	parts := []string{"> " + escape(string(d.sep))}
	for _, x := range []struct {
		is   bool
		name string
	}{{!d.quotes, "no quotes"}, {d.allQuoted, "all quoted"}, {d.bareCR, "CR ends lines"}, {d.bom, "BOM"}, {d.sepLine, "sep line"}} {
		if x.is {
			parts = append(parts, x.name)
		}
	}
	return strings.Join(append(parts, d.ends.String()), " ")
}

// divided is the records of a text, with their cells between bars.
func divided(g grammar, text string) (out []string) {
	var r records
	r.over(g, []byte(text))
	for {
		l, ok, err := r.next()
		if err != nil {
			return append(out, "error: "+err.Error())
		}
		if !ok {
			return out
		}
		if l.blank() {
			continue
		}
		var cells []string
		if l.split {
			for _, c := range r.cells {
				text, _ := c.text(r.buf, nil)
				cells = append(cells, escape(string(text)))
			}
		} else {
			for c := range strings.SplitSeq(text[l.from:l.end], string(g.sep)) {
				cells = append(cells, escape(c))
			}
		}
		out = append(out, strings.Join(cells, " | "))
	}
}
