package jobs

import (
	"encoding/json"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

// Version of the program.
const Version = "0.1.0"

// CleaningRules is the fingerprint of the rules by which text becomes canonical
// and finds its block. A snapshot carries it: rows cleaned by other rules than
// the register would be compared with something else than they mean.
func CleaningRules() uint64 {
	return xxhash.Sum64String("lamsach cleaning\x00" + clean.RulesVersion)
}

// Rules is the fingerprint of everything in the program by which rows are
// answered: reading, cleaning and linking.
func Rules() uint64 {
	return xxhash.Sum64String("lamsach rules\x00" + table.RulesVersion + "\x00" + clean.RulesVersion + "\x00" + link.RulesVersion)
}

// RulesText is a fingerprint as outputs show it: 16 hex digits.
func RulesText(rules uint64) string { return fmt.Sprintf("%016x", rules) }

// fingerprint of a dataset description: another description of the same name is
// other work.
func fingerprint(d *schemas.Description) string {
	text, err := json.Marshal(d)
	if err != nil {
		panic(fmt.Sprintf("jobs: a description is plain data: %v", err))
	}
	return fmt.Sprintf("%016x", xxhash.Sum64(text))
}
