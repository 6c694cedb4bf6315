// Package dedupe settles a job after its last part: which rows speak of one
// person, which numbers serve several people. It knows spills (the fixed-size
// outcomes that linking leaves for each part), not tables: the rows of all
// parts are partitioned by person and by number, each partition is sorted and
// settled by itself, within a memory budget.
//
// Doors: WriteSpill and ReadSpill for one part; Settle for the job; Settlement
// answers row by row.
//
// May import: pipeline schemas
package dedupe
