// Package html writes a report as one self-contained page: the first thing an
// officer opens after a run. The page needs no network, no script and no other
// file; it holds its text twice, in Vietnamese and in English, and two radio
// buttons show the one or the other. Charts are inline SVG whose numbers also
// stand beside them as text.
//
// WriteExplanation writes the explanation of a row as such a page.
//
// Everything that comes from a run is escaped by html/template, and the page's
// Content-Security-Policy allows nothing but its own style sheet.
//
// The pages of an evaluation (WriteEvaluation) and of a job over several runs
// (WriteAcross) are made in the same manner.
//
// May import: matchers/evaluate reports schemas
package html
