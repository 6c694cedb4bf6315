package evaluate

import (
	"fmt"
	"io"
	"strings"

	"lamsach/schemas"
)

// WriteText writes the result for people at a terminal.
func (r *Result) WriteText(w io.Writer) {
	var b strings.Builder
	r.figuresText(&b)
	r.estimateText(&b)
	r.tableText(&b)
	slicesText(&b, "error", r.Classes)
	for _, d := range r.Groups {
		slicesText(&b, d.Name, d.Groups)
	}
	r.curveText(&b)
	r.calibrationText(&b)
	r.blockingText(&b)
	_, _ = io.WriteString(w, b.String())
}

func (r *Result) figuresText(b *strings.Builder) {
	fmt.Fprintf(b, "%-16s %10s   95 %% interval\n", "", "")
	for _, line := range []struct {
		what string
		s    Share
		of   string
	}{
		{"precision", r.Precision, "of linked rows: linked to the person described"},
		{"false links", r.FalseLinks, "of linked rows: linked to anybody else"},
		{"recall", r.Recall, "of rows of kind match: linked to the right person"},
		{"recall, all", r.RecallAll, "the same with contradicted rows counted in"},
		{"found", r.Found, "of rows of kind match: right person linked or candidate"},
		{"left to people", r.LeftToPeople, "of all rows: review or ambiguous"},
		{"absent linked", r.AbsentLinked, "of rows about a person who is not in the register"},
		{"contradicted", r.Contradicted, "of rows under somebody else's number: said so"},
	} {
		if line.s.Of == 0 {
			fmt.Fprintf(b, "%-16s %10s   %-22s no such row: %s\n", line.what, "-", "", line.of)
			continue
		}
		fmt.Fprintf(b, "%-16s %10.6f   %.6f to %.6f   %s\n", line.what, line.s.Share, line.s.Low, line.s.High, line.of)
	}
	fmt.Fprintf(b, "%-16s %10.6f   %.6f to %.6f   of precision and recall\n", "F1", r.F1.Value, r.F1.Low, r.F1.High)
}

// estimateText puts what would be thought without labels beside what is counted.
func (r *Result) estimateText(b *strings.Builder) {
	if r.Linked == 0 {
		return
	}
	e := r.Estimated
	fmt.Fprintf(b, "\nestimated without labels: %.1f false links (%.6f of linked rows); counted with labels: %d (%.6f)\n%s\n",
		e.FalseLinks, e.Share, r.Wrong, r.FalseLinks.Share, e.verdict())
}

// verdict says in words whether an estimate holds.
func (e Estimated) verdict() string {
	if e.Chance < 0.05 {
		return "the estimate does not hold: the labels say something else (see below, by threshold)"
	}
	return "the estimate holds as far as these rows can tell"
}

func (r *Result) tableText(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-14s", "verdict")
	for k := Match; k < Kinds; k++ {
		fmt.Fprintf(b, " %12s", k)
	}
	fmt.Fprintf(b, " %12s %12s %12s\n", "right", "wrong", "candidate")
	for v := range schemas.Verdicts {
		fmt.Fprintf(b, "%-14s", v)
		for k := Match; k < Kinds; k++ {
			fmt.Fprintf(b, " %12d", r.Table[k.String()][v.String()])
		}
		c := r.Verdicts[v.String()]
		fmt.Fprintf(b, " %12d %12d %12d\n", c.Right, c.Wrong, c.Candidate)
	}
}

func slicesText(b *strings.Builder, what string, list []Slice) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%-24s %10s %8s %8s %9s   %-18s %9s\n", what, "rows", "wrong", "people", "recall", "95 % interval", "found")
	for _, s := range list {
		fmt.Fprintf(b, "%-24s %10d %8d %8d ", s.Name, s.Rows, s.Wrong, s.ToPeople)
		if s.Recall.Of == 0 {
			b.WriteString("        -\n")
			continue
		}
		fmt.Fprintf(b, "%9.5f   %.5f to %.5f %9.5f\n", s.Recall.Share, s.Recall.Low, s.Recall.High, s.Found.Share)
	}
}

func (r *Result) curveText(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-12s %12s %10s %10s %10s %12s %12s\n", "accept from", "links", "precision", "recall", "F1", "false links", "estimated")
	for _, p := range r.Curve.Points {
		fmt.Fprintf(b, "%-12g %12d %10.6f %10.6f %10.6f %12d %12.1f\n",
			p.Threshold, p.Links, p.Precision.Share, p.Recall.Share, p.F1.Value, p.Precision.Of-p.Precision.Hits, p.Estimated.FalseLinks)
	}
	for _, best := range r.Curve.Best {
		if !best.Reached {
			fmt.Fprintf(b, "precision %-8g is reached at no threshold\n", best.Least)
			continue
		}
		fmt.Fprintf(b, "precision %-8g best recall %.6f, accepting from %.7g\n", best.Least, best.Recall.Share, best.Threshold)
	}
}

func (r *Result) calibrationText(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-18s %31s   %31s\n%-18s", "match_probability", "all rows that name somebody", "without an agreeing number", "from")
	fmt.Fprintf(b, " %12s %8s %9s   %12s %8s %9s\n", "rows", "said", "right", "rows", "said", "right")
	for i := range r.Calibration.All.Bins {
		all, without := r.Calibration.All.Bins[i], r.Calibration.Without.Bins[i]
		fmt.Fprintf(b, "%-18.1f %s   %s\n", all.From, all.text(), without.text())
	}
	fmt.Fprintf(b, "%-18s %31s   %31s\n", "largest deviation", r.Calibration.All.worst(), r.Calibration.Without.worst())
}

func (b *Bin) text() string {
	if b.Rows == 0 {
		return fmt.Sprintf("%12d %8s %9s", 0, "-", "-")
	}
	return fmt.Sprintf("%12d %8.4f %9.4f", b.Rows, b.Said, b.Right.Share)
}

func (r Reliability) worst() string {
	if r.At < 0 {
		return fmt.Sprintf("no tenth has %d rows", enoughRows)
	}
	return fmt.Sprintf("%.4f (from %.1f)", r.Worst, r.At)
}

func (r *Result) blockingText(b *strings.Builder) {
	n := r.Blocking.NotShown
	fmt.Fprintf(b, "\nnot shown        %10.6f   %.6f to %.6f   of rows about people of the register: neither linked nor candidate\n", n.Share, n.Low, n.High)
	if lost := r.Blocking.Lost; lost != nil {
		fmt.Fprintf(b, "lost by blocking %10.6f   %.6f to %.6f   of the same: never compared with the person%s\n", lost.Share, lost.Low, lost.High, r.Blocking.sample())
	}
}

// sample says by how many rows lost was told, if not by all that are not shown.
func (b *Blocking) sample() string {
	if b.Looked == b.NotShown.Hits {
		return ""
	}
	return fmt.Sprintf(" (told by %d of the %d not shown)", b.Looked, b.NotShown.Hits)
}
