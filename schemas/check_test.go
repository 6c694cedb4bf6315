package schemas

import (
	"strings"
	"testing"
)

// A check is written as in a description, before the values it is asked about.
func TestChecksOfValues(t *testing.T) {
	for check, values := range map[string]string{
		`{ one_of: [A1, B2, Thường trú] }`:     "A1: a1: THUONG_TRU: thường-trú: A1,B2: A3:value_unlisted A1/A3:value_unlisted",
		`{ pattern: ["9(12)", "9(9)"] }`:       "079173000123: 012345678: 0123456789:value_malformed 01234567a:value_malformed",
		`{ pattern: ["9(2-3).X", X-x] }`:       "12.A: 123.Ab: 1.A:value_malformed 12.a:value_malformed An-bình: An-Bình:value_malformed 12.A.:value_malformed",
		`{ range: { from: 1, to: 5 } }`:        "1: 5: 5,0: 01: 6:value_out_of_range -1:value_out_of_range x:value_malformed 1e9:value_malformed",
		`{ range: { from: 1000 } }`:            "1.000: 1,000: 1.000.000: 1,234.50: 999:value_out_of_range 1.0000:value_out_of_range 1.00.000:value_malformed",
		`{ range: { to: 2.5 } }`:               "2,34: 2.34: 2.340: 3,5:value_out_of_range",
		`{ pattern: ["9(3)"], one_of: [123] }`: "123: 124:value_unlisted",
	} {
		d, err := ParseDescription("own.yaml", []byte(`version: 1
name: x
title: { vi: Một, en: One }
columns:
  - { role: cccd, output: number, headers: [A] }
  - { output: b, headers: [B], check: `+check+` }
`))
		if err != nil {
			t.Fatalf("%s: %v", check, err)
		}
		for _, value := range strings.Fields(strings.ReplaceAll(values, ": ", ":ok ")) {
			at := strings.LastIndex(value, ":")
			cell, want := value[:at], strings.TrimPrefix(value[at+1:], "ok")
			if got := d.Columns[1].Check.Text(cell).String(); got != want {
				t.Errorf("%s: %s is %q, want %q", check, cell, got, want)
			}
		}
	}
}
