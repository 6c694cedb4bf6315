// Command peers holds lamsach against what a data team would take instead, on
// the same invented files, the same truth, the same number of threads and the
// same memory: DuckDB's and Polars' exact join, rules in DuckDB's SQL with and
// without Jaro-Winkler, Splink and GoldenMatch. Every run is a process of its
// own, the contestants take turns, and figures are medians.
//
//	go run ./benchmarks/peers -people 1000000 -rows 1000000 -runs 3
//
// Go and Python 3 are enough: the pinned packages of scripts/requirements.txt
// go into an environment of their own under -venv. What cannot be installed, or
// fails, or takes too much memory is said so in the table.
//
// A peer that gives each link a score is cut where it would be cut in practice,
// and also at the cuts that the truth of this very file shows to be best, which
// favours the peer. "+ rule" is one more join: a link is taken back when the
// row's own number belongs to another person.
//
// May import: benchmarks/measure
package main
