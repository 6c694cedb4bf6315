// Package clean brings the columns of a batch into canonical form: names,
// identity numbers, birth dates, genders, phones and addresses. It works per
// distinct entry of a column, never per row, and then once over the rows for
// what needs several columns (which zeros a number lost, which century a birth
// year means, whether number and birth date contradict each other).
//
// Every change beyond case, spacing and canonical composition is a Note with a
// repair code; everything that is not what its column promises is a Note with
// an issue code. The originals stay in the batch. No value is ever invented:
// what cannot be read with certainty is left out (numbers, dates) or kept as
// it stands with an issue (names).
//
// Other numbers of people (tax codes, insurance numbers, cards, licences,
// passports, plates, accounts, household codes) are brought into one canonical
// text each: see Paper. Nobody is looked up by them, but for the personal ID
// that took the place of tax code and insurance number in 2025: it is the row's
// where the row states no number of its own and nothing speaks against it.
//
// A name, birth date or address that stands in several columns is put together
// first, each distinct combination once, as one more column of the batch.
//
// What holds for a whole file, or for a unit of it (legacy encodings, order of
// day and month, coding of genders, dummy numbers) is decided once, of all of
// its rows (Survey) or of a sample of them (MakeProfile), and kept in its Profile:
// every part of a file is cleaned alike, and neither the order of rows nor where
// parts begin changes an answer.
//
// May import: matchers/kernel pipeline schemas schemas/data schemas/places
package clean
