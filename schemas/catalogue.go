package schemas

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// Lang is a language of the catalogue.
type Lang uint8

// The two languages of the catalogue.
const (
	Vietnamese Lang = iota
	English
	langs
)

// Kinds of the catalogue's rows: what the column kind of catalogue.csv holds.
const (
	kindVerdict      = "verdict"
	kindVerdictLabel = "verdict_label"
	kindVerdictHelp  = "verdict_help"
	kindReason       = "reason"
	kindMechanism    = "mechanism"
	kindCode         = "code"
	kindResult       = "result"
	kindField        = "field"
	kindComparison   = "comparison"
	kindLevel        = "level"
)

//go:embed catalogue.csv
var catalogueCSV string

type catalogueKey struct{ kind, code string }

type catalogueText [langs]string

// catalogue holds every text by kind and code. The file is embedded and held
// complete by a test, so a fault in it is a bug and panics.
var catalogue = sync.OnceValue(func() map[catalogueKey]catalogueText {
	records, err := csv.NewReader(strings.NewReader(catalogueCSV)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("schemas: catalogue.csv: %v", err))
	}
	texts := make(map[catalogueKey]catalogueText, len(records))
	for i, rec := range records[1:] {
		key := catalogueKey{rec[0], rec[1]}
		if _, twice := texts[key]; twice {
			panic(fmt.Sprintf("schemas: catalogue.csv: record %d repeats %s %s", i+2, key.kind, key.code))
		}
		texts[key] = catalogueText{English: rec[2], Vietnamese: rec[3]}
	}
	return texts
})

func text(kind, code string, lang Lang) string {
	return catalogue()[catalogueKey{kind, code}][lang]
}

// VerdictLabel is the verdict in two to four words, for a legend or a table head.
func VerdictLabel(v Verdict, lang Lang) string { return text(kindVerdictLabel, v.String(), lang) }

// VerdictText is the verdict as one plain sentence.
func VerdictText(v Verdict, lang Lang) string { return text(kindVerdict, v.String(), lang) }

// VerdictHelp says how to read the verdict and what to do about the row: a
// short paragraph.
func VerdictHelp(v Verdict, lang Lang) string { return text(kindVerdictHelp, v.String(), lang) }

// ReasonText is the reason as one plain sentence.
func ReasonText(r Reason, lang Lang) string { return text(kindReason, r.String(), lang) }

// MechanismText is the mechanism as one plain sentence; empty for NoMechanism.
func MechanismText(m Mechanism, lang Lang) string { return text(kindMechanism, m.String(), lang) }

// CodeText is the repair or issue as one plain sentence; empty for NoCode.
func CodeText(c Code, lang Lang) string { return text(kindCode, c.String(), lang) }

// ResultText is the result of a field as one plain sentence.
func ResultText(r Result, lang Lang) string { return text(kindResult, r.String(), lang) }

// FieldText is the name of a compared field, as a table's heading has it.
func FieldText(f Field, lang Lang) string { return text(kindField, f.String(), lang) }
