// Package cells knows what the content of a spreadsheet cell means, apart from
// any file: which number formats are dates, what a serial number's date is,
// how a stored number is written as text, how characters are escaped, and what
// a reference such as B5 points to (ECMA-376 part 1, 18.3, 18.8.30, 22.9.2.19).
//
// May import: nothing
package cells
