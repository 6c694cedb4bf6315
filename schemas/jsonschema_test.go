package schemas

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the published JSON Schema again")

// schemaFile is where tools find the schema.
const schemaFile = "../docs/formats/dataset.schema.json"

func TestPublishedSchemaIsCurrent(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, DescriptionSchema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := os.ReadFile(schemaFile); err != nil || !bytes.Equal(is, DescriptionSchema()) {
		t.Errorf("%s is not current (%v); go test ./schemas -run Published -update", schemaFile, err)
	}
}

// compiled is the published schema in the hands of somebody else's validator.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(DescriptionSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("dataset.schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("dataset.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// valid holds a YAML text against the schema.
func valid(t *testing.T, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	var tree any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	plain, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document)
}

func TestSchemaAcceptsBuiltIns(t *testing.T) {
	s := compiled(t)
	for _, name := range DatasetNames {
		text, err := datasetFiles.ReadFile(datasetPath(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, s, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema and the strict reader refuse the same faults, but for those that
// need more than one place, which only the reader sees.
func TestSchemaAndReaderAgree(t *testing.T) {
	s := compiled(t)
	const good = `version: 1
name: members
title: { vi: Hội viên, en: Members }
about: { vi: Một dòng một người., en: One row a person. }
means: { deceased: { vi: Đã chết., en: Dead. } }
defaults: { accept: 0.9999 }
id: MEMBER_NO
parts: [name]
columns:
  - { role: full_name, output: full_name, headers: [MEMBER], compulsory: true, group: g, formats: [text], list: false, repeat: false }
  - { role: cccd, output: personal_id, headers: [CCCD] }
  - { output: joined, headers: [JOINED], check: { date: month, not_after: paid } }
  - { output: paid, headers: [PAID], check: { one_of: [1, No, A+], pattern: ["9(12)", "X-9(2-4)", 9], range: { from: 1, to: 5.5 } } }
  - { output: club, headers: [CLUB, 1] }
`
	for _, c := range []struct {
		from, to   string
		ok, reader bool // the schema accepts it; only the reader refuses it
	}{
		{"", "", true, false},
		{"version: 1", "version: 2", false, false},
		{"version: 1\n", "", false, false},
		{"name: members", "name: Our Members", false, false},
		{"name: members", "name: [a]", false, false},
		{"name: members\n", "", false, false},
		{", en: Members", "", false, false},
		{"en: Members", "en: Members, fr: Membres", false, false},
		{"vi: Hội viên", `vi: " "`, false, false},
		{"about: { vi: Một dòng một người., en: One row a person. }", "about: a text", false, false},
		{"deceased", "decased", false, false},
		{"deceased", "ambiguous", true, false},
		{"0.9999", "0.9", false, false},
		{"0.9999", "1", false, false},
		{"accept: 0.9999", "review: 0.9999", false, false},
		{"id: MEMBER_NO", "id: {a: b}", false, false},
		{"parts: [name]", "parts: [nose]", false, false},
		{"parts: [name]", "parts: []", false, false},
		{"parts: [name]", "colour: red", false, false},
		{"role: full_name", "role: full_nam", false, false},
		{"output: club", "output: My Club", false, false},
		{"output: club, ", "", false, false},
		{", headers: [CLUB, 1]", "", false, false},
		{"headers: [CLUB, 1]", "headers: CLUB", false, false},
		{"headers: [CLUB, 1]", "headers: []", false, false},
		{"headers: [CLUB, 1]", "headers: [{a: b}]", false, false},
		{"compulsory: true", "compulsory: perhaps", false, false},
		{"repeat: false", "repeat: 1", false, false},
		{"formats: [text]", "formats: [scroll]", false, false},
		{"output: club,", "output: club, colour: red,", false, false},
		{"one_of: [1, No, A+]", "one_of: []", false, false},
		{"one_of: [1, No, A+]", "oneof: [a]", false, false},
		{`"9(12)"`, `"8(12)"`, false, false},
		{`"9(12)"`, `"9(12"`, false, false},
		{`"9(12)"`, `"9(0)"`, true, true}, // no digits
		{`"9(12)"`, `"9(4-2)"`, true, true},
		{"from: 1, to: 5.5", "", false, false},
		{"from: 1, to: 5.5", "from: 7, to: 5.5", true, true}, // an empty range
		{"from: 1, to: 5.5", "above: 7", false, false},
		{"date: month", "date: hour", false, false},
		{"date: month, not_after: paid", "", false, false},
		{"check: { date: month, not_after: paid }", "check: [a]", false, false},
		{"not_after: paid", "not_before: padi", true, true},   // a role of no column
		{"not_after: paid", "not_before: joined", true, true}, // its own
		{"headers: [CCCD]", "headers: [CCCD], check: { date: day }", true, true},
		{"role: cccd", "role: note", true, true},                          // nothing to look people up by
		{"output: club", "output: full_name", true, true},                 // two columns of one output
		{"output: club", "role: full_name, output: club", true, true},     // of one role
		{"headers: [CLUB, 1]", "headers: [MEMBER]", true, true},           // of one header
		{"headers: [CLUB, 1]", `headers: ["--"]`, true, true},             // a header of nothing
		{"output: club", "role: surname, output: given_name", true, true}, // of a part and a column
	} {
		text := []byte(strings.Replace(good, c.from, c.to, 1))
		_, refused := ParseDescription("own.yaml", text)
		bySchema := valid(t, s, text)
		if (bySchema == nil) != c.ok {
			t.Errorf("%q for %q: the schema says %v", c.to, c.from, bySchema)
		}
		if (refused == nil) != (c.ok && !c.reader) {
			t.Errorf("%q for %q: the reader says %v", c.to, c.from, refused)
		}
	}
}
