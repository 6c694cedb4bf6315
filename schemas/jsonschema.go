package schemas

import (
	"encoding/json"
	"fmt"
	"slices"
)

// DescriptionVersion is the version of the format of descriptions.
const DescriptionVersion = 1

// object is a node of a JSON Schema.
type object map[string]any

// DescriptionSchema is the JSON Schema of the format of descriptions, for editors
// and other tools. What ParseDescription refuses beyond it needs more than one
// place at a time: two columns of one role, output or header, dates in order with
// no column, or no column to look people up by.
func DescriptionSchema() []byte {
	text, err := json.MarshalIndent(descriptionSchema(), "", "  ")
	if err != nil {
		panic(fmt.Sprintf("schemas: a JSON Schema is plain data: %v", err))
	}
	return append(text, '\n')
}

func descriptionSchema() object {
	var means []string
	for _, word := range meaningful {
		if !slices.Contains(means, word) {
			means = append(means, word)
		}
	}
	explained := object{}
	for _, word := range means {
		explained[word] = object{"$ref": "#/$defs/text"}
	}
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "lamsach dataset description",
		"$defs": object{
			"written": object{"type": []string{"string", "number", "boolean"}, "pattern": `\S`},
			"text":    strictObject([]string{"vi", "en"}, object{"vi": ref("written"), "en": ref("written")}),
			"column":  columnSchema(),
			"check":   checkSchema(),
		},
		"type":                 "object",
		"additionalProperties": false,
		"required":             []string{"version", "name", "title", "columns"},
		"properties": object{
			"version":  object{"const": DescriptionVersion, "description": "of this format"},
			"name":     object{"type": []string{"string", "number"}, "pattern": `^\s*[a-z0-9-]+\s*$`},
			"title":    ref("text"),
			"about":    object{"$ref": "#/$defs/text", "description": "what the file is, and what to mind"},
			"means":    object{"type": "object", "additionalProperties": false, "properties": explained, "description": "what verdicts and reasons mean here"},
			"usual":    object{"type": "array", "minItems": 1, "items": object{"enum": reasonNames[:]}, "description": "reasons that are no fault here: the report does not say what to do about them"},
			"defaults": strictObject([]string{"accept"}, object{"accept": object{"type": "number", "minimum": leastAccept, "exclusiveMaximum": 1}}),
			"id":       object{"$ref": "#/$defs/written", "description": "header of the column that tells rows apart"},
			"several":  object{"type": "array", "minItems": 1, "items": ref("written"), "description": "outputs of the columns that tell the rows of one person apart: the first that a file has"},
			"columns":  list(ref("column")),
			"parts":    list(object{"enum": partGroups}),
		},
	}
}

func columnSchema() object {
	var known []Role
	for role := range knownRoles() {
		known = append(known, role)
	}
	slices.Sort(known)
	return strictObject([]string{"output", "headers"}, object{
		"role":       object{"enum": known, "description": "what the column means; left out: carried through as text"},
		"output":     object{"type": "string", "pattern": `^\s*[a-z][a-z0-9_]{0,63}\s*$`, "description": "its name in cleaned"},
		"headers":    object{"type": "array", "minItems": 1, "items": ref("written"), "description": "compared without marks, case and punctuation"},
		"compulsory": object{"type": "boolean"},
		"group":      object{"$ref": "#/$defs/written", "description": "of compulsory columns of a group one is enough"},
		"formats":    list(object{"enum": formats}),
		"list":       object{"type": "boolean"},
		"repeat":     object{"type": "boolean", "description": "several columns of a file may have the role"},
		"check":      object{"$ref": "#/$defs/check", "description": "what its values must be; of columns that are carried through"},
		"event":      object{"type": "boolean", "description": "dates what the row tells of: whoever had died before did not do it; one column"},
	})
}

// patternNotation is the notation of patterns as a regular expression.
const patternNotation = `^(9(\([0-9]+(-[0-9]+)?\))?|[Xx .,/:;+()'@_*|-])+$`

func checkSchema() object {
	number := object{"type": "number"}
	bounds := strictObject(nil, object{"from": number, "to": number})
	bounds["minProperties"] = 1
	delete(bounds, "required")
	role := object{"$ref": "#/$defs/written", "description": "role of a column; of one without role, its output"}
	check := strictObject(nil, object{
		"one_of":     list(ref("written")),
		"pattern":    list(object{"type": []string{"string", "number"}, "pattern": patternNotation}),
		"range":      bounds,
		"date":       object{"enum": precisionNames[YearOnly:], "description": "at least so much of a date"},
		"not_before": role,
		"not_after":  role,
	})
	check["minProperties"] = 1
	delete(check, "required")
	return check
}

func strictObject(required []string, properties object) object {
	return object{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
}

func list(items object) object { return object{"type": "array", "minItems": 1, "items": items} }

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }
