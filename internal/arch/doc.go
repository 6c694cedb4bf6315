// Package arch holds the test that keeps every room of the house to its doors:
// each doc.go names on its "May import:" line the rooms it may import, and
// outside libraries stay in the rooms that were built for them.
//
// May import: nothing
package arch
