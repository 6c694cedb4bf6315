// Package dedupe settles a job after its last part: which rows speak of one
// person, which numbers serve several people. It knows spills (the packed
// outcomes that linking leaves for each part), not tables: the rows of all
// parts are scattered by person and by number into partitions that fit a
// processor's cache, as many at a time as the memory allows, and each is
// settled by itself.
//
// Doors: Spiller writes and reads one part; Settle for the job; Settlement
// answers row by row.
//
// A job over several runs asks what their rows say together: Chain.People who
// is missing in which step, Seen.Suspects where several senders agree against the
// register, SharedNumbers which numbers serve different people. Gather brings
// together what belongs to one person or number, in as many passes as the
// memory asks for.
//
// May import: pipeline schemas
package dedupe
