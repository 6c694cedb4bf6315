// Package pipeline is what travels: the part (the unit of work), the batch (its
// rows as flat buffers, which can lie in memory shared with another process),
// the outcomes and mismatches that linking writes.
//
// Path of a batch: source → clean → link → spill; after the last part: settle →
// sink → tally → commit → report. The rooms below this one each do one of
// these steps; jobs carries the parts through them.
//
// May import: schemas
package pipeline
