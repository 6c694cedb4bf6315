package splice

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"regexp"

	"lamsach/pipeline/source/parquet/compact"
)

// schemas are the keys under which writers keep a schema of their own, which
// their readers believe more than the format's. Each is extended by the new
// columns; one that cannot be is left out, so that readers fall back to the
// format's. What pandas keeps (key pandas) describes only its own columns and
// index, and readers take others as they are.
var schemas = map[string]func(value []byte, children int, names []string) ([]byte, bool){
	"ARROW:schema": extendArrow,
	"org.apache.spark.sql.parquet.row.metadata": extendSpark,
	"parquet.avro.schema":                       extendAvro,
	"avro.schema":                               extendAvro,
}

// addedPairs are the key-value pairs of the file, with schemas extended.
func addedPairs(field compact.Field, children int, names []string) ([][]byte, error) {
	pairs, err := structs(field)
	if err != nil {
		return nil, err
	}
	out := pairs[:0:0]
	for _, pair := range pairs {
		fields, _, err := compact.Fields(pair)
		if err != nil {
			return nil, ErrFooter
		}
		extended, keep := extendPair(fields, children, names)
		switch {
		case !keep:
		case extended != nil:
			out = append(out, extended)
		default:
			out = append(out, pair)
		}
	}
	return out, nil
}

// extendPair extends the schema in a pair. It gives nil for a pair that stays
// as it is.
func extendPair(fields []compact.Field, children int, names []string) (extended []byte, keep bool) {
	var key, value []byte
	for _, f := range fields {
		b, err := compact.Bytes(f)
		switch {
		case err != nil:
		case f.ID == 1:
			key = b
		case f.ID == 2:
			value = b
		}
	}
	extend := schemas[string(key)]
	if extend == nil || value == nil {
		return nil, true
	}
	value, ok := extend(value, children, names)
	if !ok {
		return nil, false
	}
	var w compact.Writer
	for _, f := range fields {
		if f.ID == 2 {
			w.Text(2, string(value))
		} else {
			w.Field(f)
		}
	}
	return w.End(), true
}

// extendArrow extends the IPC message that Arrow keeps in base64.
func extendArrow(value []byte, children int, names []string) ([]byte, bool) {
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(value)))
	n, err := base64.StdEncoding.Decode(raw, value)
	if err != nil {
		return nil, false
	}
	message, ok := extendMessage(raw[:n], children, names)
	if !ok {
		return nil, false
	}
	return base64.StdEncoding.AppendEncode(nil, message), true
}

// extendSpark extends the JSON of a Spark StructType.
func extendSpark(value []byte, _ int, names []string) ([]byte, bool) {
	return extendFields(value, names, func(name string) any {
		return struct {
			Name     string   `json:"name"`
			Type     string   `json:"type"`
			Nullable bool     `json:"nullable"`
			Metadata struct{} `json:"metadata"`
		}{Name: name, Type: "string", Nullable: true}
	})
}

// avroName is what a field of an Avro record may be called.
var avroName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// extendAvro extends the JSON of an Avro record. Its readers see only what has
// a name that Avro allows.
func extendAvro(value []byte, _ int, names []string) ([]byte, bool) {
	var fit []string
	for _, name := range names {
		if avroName.MatchString(name) {
			fit = append(fit, name)
		}
	}
	return extendFields(value, fit, func(name string) any {
		return struct {
			Name    string   `json:"name"`
			Type    []string `json:"type"`
			Default *string  `json:"default"`
		}{Name: name, Type: []string{"null", "string"}}
	})
}

// extendFields appends elements to the array "fields" of a JSON object, and
// leaves every other byte of it.
func extendFields(object []byte, names []string, element func(name string) any) ([]byte, bool) {
	end, empty, ok := endOfFields(object)
	if !ok {
		return nil, false
	}
	out := bytes.Clone(object[:end])
	for _, name := range names {
		b, err := json.Marshal(element(name))
		if err != nil {
			return nil, false
		}
		if !empty {
			out = append(out, ',')
		}
		out, empty = append(out, b...), false
	}
	return append(out, object[end:]...), true
}

// endOfFields finds the bracket that ends the array "fields" of an object.
func endOfFields(object []byte) (end int, empty, ok bool) {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return 0, false, false
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return 0, false, false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return 0, false, false
		}
		if key != "fields" {
			continue
		}
		if ok {
			return 0, false, false // twice: readers would not agree which one is meant
		}
		var elements []json.RawMessage
		if err := json.Unmarshal(value, &elements); err != nil || elements == nil {
			return 0, false, false
		}
		end, empty, ok = int(d.InputOffset())-1, len(elements) == 0, true
	}
	if _, err := d.Token(); err != nil { // the closing brace
		return 0, false, false
	}
	return end, empty, ok
}
