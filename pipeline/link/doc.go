// Package link holds every row against the register: number first, then
// blocks, comparison, weights, decision. It binds the snapshot (register) and
// the judgement (matchers) to the cleaned rows of a part, and writes outcomes
// and mismatches as flat records.
//
// Door: New makes a Linker, shared; Worker makes the scratch of one goroutine;
// Worker.Link answers one part; Worker.Judge answers one row and shows what the
// answer was made of, and Worker.Compared whom the row was held against.
//
// May import: matchers matchers/block matchers/kernel pipeline pipeline/clean register schemas schemas/places
package link
