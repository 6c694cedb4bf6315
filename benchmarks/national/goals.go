package main

import (
	"fmt"
	"io"
	"math"

	"lamsach/matchers/evaluate"
)

// goal is a line of what benchmarks must show.
type goal struct {
	what, want string
	// reached says what was measured and whether that is enough; an empty text
	// when it was not measured.
	reached func(r *report) (text string, ok bool)
}

var goals = []goal{
	{"bank-credit against the country, outcomes only", ">= 2.5 M rows/s", atRate(smallOnly, 2.5e6)},
	{"the same with outcomes, cleaned, mismatches, report", ">= 0.75 M rows/s", atRate(smallAll, 0.75e6)},
	{"the whole sector, default outputs", "<= 3 minutes", func(r *report) (string, bool) {
		j := r.job(largeAll)
		if j == nil {
			return "", false
		}
		return fmt.Sprintf("%.1f minutes", j.Run.WallSeconds/60), j.Run.WallSeconds <= 180
	}},
	{"memory with every index, mapped pages counted in", "<= 6 GiB", func(r *report) (string, bool) {
		most, which := 0.0, ""
		for _, j := range r.Jobs {
			if m := j.Run.All(); m > most {
				most, which = m, j.Name
			}
		}
		if which == "" {
			return "", false
		}
		return fmt.Sprintf("%.2f GiB (%s)", gib(most), which), most <= 6<<30
	}},
	{"snapshot opens; the first 1,000 look-ups", "<= 50 ms; <= 1 s", func(r *report) (string, bool) {
		l := r.Cold
		if l == nil {
			return "", false
		}
		return fmt.Sprintf("%.1f ms; %.3f s, cold", l.OpenMillis, l.FirstMS/1000), l.OpenMillis <= 50 && l.FirstMS <= 1000
	}},
	{"snapshot build from Parquet", "<= 4 minutes, <= 8 GiB", func(r *report) (string, bool) {
		if r.Build.WallSeconds == 0 {
			return "", false
		}
		return fmt.Sprintf("%.1f minutes, %.2f GiB", r.Build.WallSeconds/60, gib(r.Build.All())), r.Build.WallSeconds <= 240 && r.Build.All() <= 8<<30
	}},
	{"outcomes only against DuckDB's exact join", "<= 1.0 x its time", nil},
	{"the SQL of a good data team", ">= 10 x faster, more right", nil},
	{"Splink 5 with a carefully made model", ">= 100 x faster, more right", nil},
	{"Jaro-Winkler and OSA against rapidfuzz", ">= 2 x", nil},
	{"cost of a row, small file to sector", "flat within 10 %", func(r *report) (string, bool) {
		a, b := r.job(tinyAll), r.job(largeAll)
		if a == nil || b == nil {
			return "", false
		}
		ratio := a.rate() / b.rate()
		return fmt.Sprintf("%.2f x (wall), %.2f x (CPU)", ratio, (b.Run.CPUSeconds/float64(b.Rows))/(a.Run.CPUSeconds/float64(a.Rows))), math.Abs(ratio-1) <= 0.1
	}},
	{"the second core", ">= 1.9 x", func(r *report) (string, bool) {
		one, all := r.job(smallOneCore), r.job(smallOnly)
		if one == nil || all == nil || r.Machine.Processors != 2 {
			return "", false
		}
		return fmt.Sprintf("%.2f x", all.rate()/one.rate()), all.rate()/one.rate() >= 1.9
	}},
	{"the second worker", ">= 1.9 x", nil},
	{"false links", "<= 1 in 10,000", ofQuality(func(q *evaluate.Result) (string, bool) { return oneIn(q.FalseLinks.Share), q.FalseLinks.Share <= 1e-4 })},
	{"rows linked to the right person", ">= 98.5 %", ofQuality(func(q *evaluate.Result) (string, bool) { return percent(q.Recall.Share), q.Recall.Share >= 0.985 })},
	{"right person linked or shown", ">= 99.5 %", ofQuality(func(q *evaluate.Result) (string, bool) { return percent(q.Found.Share), q.Found.Share >= 0.995 })},
	{"rows left to people", "<= 1.5 %", ofQuality(func(q *evaluate.Result) (string, bool) {
		return percent(q.LeftToPeople.Share), q.LeftToPeople.Share <= 0.015
	})},
	{"absent from the register, linked all the same", "<= 1 in 20,000", ofQuality(func(q *evaluate.Result) (string, bool) {
		return oneIn(q.AbsentLinked.Share), q.AbsentLinked.Share <= 5e-5
	})},
	{"match_probability in each tenth", "within 0.03", ofQuality(func(q *evaluate.Result) (string, bool) {
		worst := q.Calibration.Without.Worst
		return fmt.Sprintf("%.3f off at worst", worst), worst <= 0.03
	})},
	{"files without any number; very dirty files", "", nil},
}

func (r *report) job(name string) *job {
	for _, j := range r.Jobs {
		if j.Name == name {
			return j
		}
	}
	return nil
}

// scaledDown says whether people or rows are fewer than the goals speak of.
func (r *report) scaledDown() bool {
	for name, rows := range map[string]int{smallOnly: national.small, smallAll: national.small, largeAll: national.large} {
		if j := r.job(name); j != nil && j.Rows < rows {
			return true
		}
	}
	return r.People < national.people
}

// atRate is the goal of a job to do so many rows a second.
func atRate(name string, least float64) func(*report) (string, bool) {
	return func(r *report) (string, bool) {
		j := r.job(name)
		if j == nil {
			return "", false
		}
		return fmt.Sprintf("%.3f M rows/s", j.rate()/1e6), j.rate() >= least
	}
}

// ofQuality is a goal of accuracy: that of the largest file that was scored.
func ofQuality(of func(*evaluate.Result) (string, bool)) func(*report) (string, bool) {
	return func(r *report) (string, bool) {
		var scored *job
		for _, j := range r.Jobs {
			if j.Quality != nil && (scored == nil || j.Rows >= scored.Rows) {
				scored = j
			}
		}
		if scored == nil {
			return "", false
		}
		return of(scored.Quality)
	}
}

func oneIn(share float64) string {
	if share == 0 {
		return "none"
	}
	return fmt.Sprintf("1 in %.0f", 1/share)
}

func percent(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) }

// goals prints the goals with what was reached.
func (r *report) goals(w io.Writer) {
	fmt.Fprintln(w)
	scaled := r.scaledDown()
	if scaled {
		fmt.Fprintf(w, "scaled down to %d people: what follows was measured, but says of no goal that it is reached or missed\n", r.People)
	}
	fmt.Fprintf(w, "%-54s %-28s %s\n", "goal", "", "reached")
	for _, g := range goals {
		text, ok := "", false
		if g.reached != nil {
			text, ok = g.reached(r)
		}
		if text == "" {
			text = "not measured here"
		} else if !scaled {
			text += map[bool]string{true: "   reached", false: "   MISSED"}[ok]
		}
		fmt.Fprintf(w, "%-54s %-28s %s\n", g.what, g.want, text)
	}
	fmt.Fprint(w, "against peers: make bench-peers. Accuracy is that of this generator's file at the density of the register above,\nnot of another generator's. The second core is measured on machines of two.\n")
}
