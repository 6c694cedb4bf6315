package matchers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"regexp"
)

// ModelVersion is raised whenever a field of a model changes its meaning.
//
//	1: the first
const ModelVersion = 1

var modelName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Parse reads a model strictly: an unknown, missing or repeated field, another
// version, or a value out of its range is an error that names the field.
func Parse(text []byte) (*Model, error) {
	m := new(Model)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("model: something stands behind its last brace")
	}
	if m.Version != ModelVersion {
		return nil, fmt.Errorf("model: field version is %d; this program knows version %d", m.Version, ModelVersion)
	}
	if !modelName.MatchString(m.Name) {
		return nil, fmt.Errorf("model: field name must be 1 to 64 of the characters a-z 0-9 . _ - and begin with a letter or digit")
	}
	if err := complete(text); err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	sum := sha256.Sum256(text)
	m.text = string(text)
	m.hash = hex.EncodeToString(sum[:8])
	return m, nil
}

// complete says whether every parameter stands in the text exactly once: one
// that is left out would silently be 0, which no probability is.
func complete(text []byte) error {
	seen := map[string]int{}
	if err := paths(json.NewDecoder(bytes.NewReader(text)), "", seen); err != nil {
		return err
	}
	for _, p := range new(Model).Params() {
		if seen[p.Name] == 0 {
			return fmt.Errorf("field %s is missing", p.Name)
		}
	}
	for name, n := range seen {
		if n > 1 {
			return fmt.Errorf("field %s stands %d times", name, n)
		}
	}
	return nil
}

// paths counts the fields of a JSON value by their path.
func paths(d *json.Decoder, at string, seen map[string]int) error {
	t, err := d.Token()
	if err != nil || t != json.Delim('{') {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		path := fmt.Sprint(key)
		if at != "" {
			path = at + "." + path
		}
		seen[path]++
		if err := paths(d, path, seen); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// check holds every parameter to its range, and probabilities that exclude one
// another to a sum of 1.
func (m *Model) check() error {
	for _, p := range m.Params() {
		low, high := p.Unit.Range()
		if v := *p.Value; !(v >= low && v <= high) || math.IsInf(v, 0) {
			return fmt.Errorf("field %s is %g; a %s lies between %g and %g", p.Name, v, p.Unit, low, high)
		}
	}
	for _, g := range []struct {
		what string
		sum  float64
	}{
		{"gender.agree and gender.differ", m.Gender.Agree + m.Gender.Differ},
		{"place.commune, place.province and place.differ", m.Place.Commune + m.Place.Province + m.Place.Differ},
		{"background.relative, background.relative_near and background.relative_differ", m.Background.Relative + m.Background.RelativeNear + m.Background.RelativeDiffer},
		{"background.born, background.born_merged and background.born_differ", m.Background.Born + m.Background.BornMerged + m.Background.BornDiffer},
	} {
		if g.sum > 1.01 {
			return fmt.Errorf("fields %s add up to %g, which is more than 1", g.what, g.sum)
		}
	}
	return nil
}

// Encode writes a model as people review it: indented, in the order of its
// fields. Parsed again it is the same model.
func (m *Model) Encode() ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	return append(text, '\n'), nil
}
