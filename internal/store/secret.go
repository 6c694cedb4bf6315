package store

import "fmt"

// Secret is a value that must not be seen. It prints as "<secret>" under every
// verb and in JSON. The pointer is deliberate: package fmt reads the fields of
// an unexported struct field without asking Format, and then finds an address.
type Secret struct{ v *string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{&text} }

// Format implements fmt.Formatter.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, "<secret>") }

// MarshalText keeps the value out of JSON and structured logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte("<secret>"), nil }

// Reveal is the only way out.
func (s Secret) Reveal() string {
	if s.v == nil {
		return ""
	}
	return *s.v
}
