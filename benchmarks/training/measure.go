package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/quality"
	"lamsach/matchers/evaluate"
)

type config struct {
	bin, dir, years    string
	people, rows, seed int
	outside            float64 // share of the people who are left out of the register
}

// figures are what became of one file.
type figures struct {
	Mix      string  `json:"mix"`
	Training float64 `json:"training_seconds"`
	Builtin  score   `json:"builtin"`
	Trained  score   `json:"trained"`
	Model    string  `json:"-"` // file
}

// score is what is kept of an evaluation.
type score struct {
	Linked       int64          `json:"linked"`
	Right        int64          `json:"right"`
	Wrong        int64          `json:"wrong"`
	Precision    float64        `json:"precision"`
	Recall       float64        `json:"recall"`
	Found        float64        `json:"found"`
	LeftToPeople float64        `json:"left_to_people"`
	AbsentLinked float64        `json:"absent_linked"`
	Contradicted float64        `json:"contradicted"`
	Named        int64          `json:"named_right"`       // without an agreeing number: the right person linked or shown
	Misnamed     int64          `json:"named_wrong"`       // and somebody else
	Error        float64        `json:"calibration_error"` // see calibrationError
	Calibration  []evaluate.Bin `json:"calibration"`
}

// measure answers a file of a mix with both models.
func (c *config) measure(mix string) (*figures, error) {
	files := measure.Files{Bin: c.bin, Dir: c.dir, People: c.people, Rows: c.rows, Seed: c.seed, Years: c.years, Mix: mix}
	if err := files.Invent(); err != nil {
		return nil, err
	}
	snapshot, err := c.register(&files)
	if err != nil {
		return nil, err
	}
	f := &figures{Mix: mix, Model: filepath.Join(files.Input(), "model.json")}
	job := filepath.Join(files.Input(), "training.yaml")
	output := filepath.Join(files.Input(), "output-builtin")
	if err := files.Job(job, output, "outcomes", ""); err != nil {
		return nil, err
	}
	if err := replace(job, files.Snapshot(), snapshot, ""); err != nil {
		return nil, err
	}
	sample, err := measure.Run(c.bin, nil, "train", job, "--out", f.Model)
	if err != nil {
		return nil, err
	}
	f.Training = sample.Wall()
	if f.Builtin, err = c.answer(job, output, files.Truth()); err != nil {
		return nil, err
	}
	if err := replace(job, output, filepath.Join(files.Input(), "output-trained"), fmt.Sprintf("model: %q\n", f.Model)); err != nil {
		return nil, err
	}
	f.Trained, err = c.answer(job, filepath.Join(files.Input(), "output-trained"), files.Truth())
	return f, err
}

// replace changes a job file: one text for another, and a line more.
func replace(job, old, text, line string) error {
	before, err := os.ReadFile(job)
	if err != nil {
		return err
	}
	return os.WriteFile(job, []byte(strings.Replace(string(before), old, text, 1)+line), 0o600)
}

// answer runs a job anew and scores it.
func (c *config) answer(job, output, truth string) (s score, err error) {
	if err := os.RemoveAll(output); err != nil {
		return s, err
	}
	if _, err := measure.Run(c.bin, nil, "run", job); err != nil {
		return s, err
	}
	r, err := quality.Score(c.bin, nil, output, truth)
	if err != nil {
		return s, err
	}
	s = score{
		Linked: r.Linked, Right: r.Right, Wrong: r.Wrong, Precision: r.Precision.Share, Recall: r.Recall.Share, Found: r.Found.Share,
		LeftToPeople: r.LeftToPeople.Share, AbsentLinked: r.AbsentLinked.Share, Contradicted: r.Contradicted.Share,
		Error: calibrationError(r.Calibration.Without.Bins), Calibration: r.Calibration.Without.Bins,
	}
	for _, b := range s.Calibration {
		s.Named, s.Misnamed = s.Named+b.Right.Hits, s.Misnamed+b.Rows-b.Right.Hits
	}
	return s, nil
}

// calibrationError is how far what match_probability says lies from what is
// true, over tenths with enough rows to tell, each weighing alike.
func calibrationError(bins []evaluate.Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range bins {
		if b.Rows >= 50 {
			sum += math.Abs(b.Said - b.Right.Share)
			n++
		}
	}
	return sum / math.Max(float64(n), 1)
}

// How many that are right one that is wrong outweighs: among links as the
// threshold of 0.999 says, among all who are shown as that of 0.9 does.
const (
	wrongLink  = 999
	wrongShown = 9
)

// worse says in what the trained model is worse than the built-in one. Counts of
// rare events vary by their root.
func (f *figures) worse() (why []string) {
	a, b := &f.Builtin, &f.Trained
	if usual := float64(a.Wrong) * float64(b.Linked) / math.Max(float64(a.Linked), 1); float64(b.Wrong) > usual+2*math.Sqrt(usual+1) {
		why = append(why, fmt.Sprintf("%s: %d wrong links of %d, built-in %d of %d", f.Mix, b.Wrong, b.Linked, a.Wrong, a.Linked))
	}
	for _, c := range []struct {
		what                           string
		rightA, wrongA, rightB, wrongB int64
		weighs                         int64
	}{
		{"links", a.Right, a.Wrong, b.Right, b.Wrong, wrongLink},
		{"people shown", a.Named, a.Misnamed, b.Named, b.Misnamed, wrongShown},
	} {
		if lost := c.rightA - c.rightB; float64(lost) > 0.001*float64(c.rightA) && lost > c.weighs*(c.wrongA-c.wrongB) {
			why = append(why, fmt.Sprintf("%s, %s: %d right and %d wrong, built-in %d and %d", f.Mix, c.what, c.rightB, c.wrongB, c.rightA, c.wrongA))
		}
	}
	return why
}

func (f *figures) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s, trained in %.1f s\n%-24s %12s %12s\n", f.Mix, f.Training, "", "built-in", "trained")
	for _, line := range []struct {
		what string
		of   func(*score) any
	}{
		{"right links", func(s *score) any { return s.Right }},
		{"wrong links", func(s *score) any { return s.Wrong }},
		{"precision", func(s *score) any { return fmt.Sprintf("%.6f", s.Precision) }},
		{"recall", func(s *score) any { return fmt.Sprintf("%.4f", s.Recall) }},
		{"found", func(s *score) any { return fmt.Sprintf("%.4f", s.Found) }},
		{"named, no number: right", func(s *score) any { return s.Named }},
		{"named, no number: wrong", func(s *score) any { return s.Misnamed }},
		{"left to people", func(s *score) any { return fmt.Sprintf("%.4f", s.LeftToPeople) }},
		{"absent linked", func(s *score) any { return fmt.Sprintf("%.4f", s.AbsentLinked) }},
		{"contradicted", func(s *score) any { return fmt.Sprintf("%.4f", s.Contradicted) }},
		{"calibration error", func(s *score) any { return fmt.Sprintf("%.4f", s.Error) }},
	} {
		fmt.Fprintf(w, "%-24s %12v %12v\n", line.what, line.of(&f.Builtin), line.of(&f.Trained))
	}
	fmt.Fprintf(w, "%-6s %9s %7s %7s   %9s %7s %7s\n", "from", "rows", "said", "right", "rows", "said", "right")
	for i, a := range f.Builtin.Calibration {
		b := f.Trained.Calibration[i]
		fmt.Fprintf(w, "%-6.1f %9d %7.3f %7.3f   %9d %7.3f %7.3f\n", a.From, a.Rows, a.Said, a.Right.Share, b.Rows, b.Said, b.Right.Share)
	}
}
