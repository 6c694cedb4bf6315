// Package addresses invents address texts with their truth, to measure how
// schemas/places reads them. It is another kind of generator than the one in
// benchmarks/synth, beside which the parser was written: synth writes what a
// branch of a bank would, from the places where people live; this package takes
// every unit of both lists as often as any other, names given up between 2021
// and 2024 among them, and draws each habit of writing on its own, so that they
// meet in all combinations. Streets and hamlets bear names of units.
//
// Of the tables it shares the lists alone: type words, nicknames, misspellings
// and the ways of cutting a text are its own.
//
//	go test ./benchmarks/quality -run Addresses   # the figures, held against golden/addresses.txt
//
// May import: schemas/data schemas/places
package addresses
