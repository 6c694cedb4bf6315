// Package data carries the facts of Vietnamese identity data that the program
// needs at run time: administrative units before and after 2025-07-01, name
// frequencies, syllables, legacy encodings, number prefixes, column aliases.
// Every folder has a README with origin, licence and checks; NOTICE.md names
// the works they derive from and travels with every copy.
//
// May import: nothing
package data

import "embed"

// Files holds the tables, by folder: admin, columns, encodings, identity, names.
//
//go:embed admin columns encodings identity names NOTICE.md
var Files embed.FS
