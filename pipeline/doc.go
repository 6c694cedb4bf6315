// Package pipeline is motion: the part (the unit of work), the batch (its rows
// as flat buffers), the texts that cleaning makes of them, the outcomes that
// linking writes, and the run that carries parts through stages on several
// workers within a memory budget.
//
// Path of a batch: source → clean → link → spill; after the last part: settle →
// sink → tally → commit → report. The rooms below this one each do one of
// these steps; this one holds what travels between them.
//
// May import: schemas
package pipeline
