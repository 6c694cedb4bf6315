// Package places knows the administrative units of Viet Nam before and after
// 2025-07-01, how the old ones became the present ones, and how to read both
// out of address text as people and programs write it: abbreviated, in capitals
// without marks, in any order, with levels missing or the two systems mixed.
//
// A code means nothing without its list: 3,315 of the 3,321 present commune
// codes were codes of another commune before. Names in this package say which
// list they speak of: "old" is the list up to 2025-06-30 (63 provinces, 696
// districts, 10,035 communes), everything else is the present one (34 and
// 3,321). Sources and checks: schemas/data/admin/README.md.
//
// The tables are built once per process from the embedded lists and never
// change; a Parser adds the scratch of one worker.
//
// May import: schemas schemas/data
package places
