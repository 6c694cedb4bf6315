// Package xlsx reads workbooks (ECMA-376, .xlsx and .xlsm) and gives them back
// with columns added. A sheet is looked through once when the file is opened:
// rows, columns, header, and marks from which its compressed bytes can be taken
// up again; so any part is read without the sheet ever lying in memory. Cells
// become text as the sheet means them: dates by their number format, numbers in
// full, formulas by their stored value. Rows keep their place in the sheet:
// hidden and blank ones count.
//
// Nothing a file says of itself is believed: names, sizes, checksums and counts
// are checked, and what it may cost is bounded.
//
// May import: internal/store pipeline pipeline/source/table pipeline/source/xlsx/cells pipeline/source/xlsx/inflate pipeline/source/xlsx/markup schemas
package xlsx
