package reports

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	"lamsach/schemas"
)

var update = flag.Bool("update", false, "write the page of codes again")

// codesFile is where people look codes up.
const codesFile = "../docs/operating/cleaning.md"

// The page of codes says what the catalogue says.
func TestPageOfCodesIsCurrent(t *testing.T) {
	is, err := os.ReadFile(codesFile)
	if err != nil {
		t.Fatal(err)
	}
	prose, _, found := bytes.Cut(is, []byte(codesBegin))
	if !found {
		t.Fatalf("%s has no line %q", codesFile, codesBegin)
	}
	want := append(bytes.Clone(prose), codesTables()...)
	if *update {
		if err := os.WriteFile(codesFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(is, want) {
		t.Errorf("%s is not current; go test ./reports -run PageOfCodes -update", codesFile)
	}
}

// codesBegin is where the part of the page begins that is made of the catalogue.
const codesBegin = "<!-- made of schemas/catalogue.csv and reports/advice.csv: go test ./reports -run PageOfCodes -update -->\n"

// codesTables are tables of all repairs and issues.
func codesTables() []byte {
	b := bytes.NewBufferString(codesBegin)
	for _, kind := range []struct {
		title string
		of    Kind
	}{{"Repairs", KindRepair}, {"Issues", KindIssue}} {
		fmt.Fprintf(b, "\n## %s\n\n| code | says | nói rằng | what the sender can do |\n|---|---|---|---|\n", kind.title)
		for c := schemas.NoCode + 1; c < schemas.Codes; c++ {
			if c.IsIssue() != (kind.of == KindIssue) {
				continue
			}
			do := ""
			if texts, special := advice()[[2]string{string(kind.of), c.String()}]; special {
				do = texts[schemas.English]
			}
			fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", c, schemas.CodeText(c, schemas.English), schemas.CodeText(c, schemas.Vietnamese), do)
		}
	}
	return b.Bytes()
}
