package html

import (
	"cmp"
	"slices"

	"lamsach/reports"
)

const shownFindings = 12

// findingViews are what holds for whole files and units, slips first and then
// what touches most rows.
type findingViews struct {
	Shown, More []reports.Finding
}

// Findings are nil where there is nothing to tell.
func (p page) Findings() *findingViews {
	list := slices.Clone(p.R.Facts.Findings)
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b reports.Finding) int {
		if a.Slipped() != b.Slipped() {
			if a.Slipped() {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Rows, a.Rows)
	})
	if len(list) <= shownFindings+1 {
		return &findingViews{Shown: list}
	}
	return &findingViews{list[:shownFindings], list[shownFindings:]}
}

// foundView is a list of findings and the language to tell them in.
type foundView struct {
	Page page
	List []reports.Finding
}

// Found gives a template both.
func (p page) Found(list []reports.Finding) foundView { return foundView{p, list} }
