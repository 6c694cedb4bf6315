package jobs_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/internal/store"
	"lamsach/internal/store/s3test"
	"lamsach/jobs"
)

// twice is one job done from a folder and from a bucket, everything of the
// second in the bucket.
type twice struct {
	*world
	url    string
	bucket store.Store
	prefix string
}

// TestRunsInBucketsAreOpenedAgain: explain, replay, evaluate and train read a
// run, a snapshot and inputs in a bucket as they do in a folder, and say the
// same.
func TestRunsInBucketsAreOpenedAgain(t *testing.T) {
	w := &twice{url: s3test.Start(t), world: oneWorld(t)}
	t.Setenv("LAMSACH_CACHE", t.TempDir())
	var err error
	if w.bucket, w.prefix, err = store.Resolve(w.url); err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := csv.NewWriter(&data).WriteAll(append([][]string{w.header}, w.rows...)); err != nil {
		t.Fatal(err)
	}
	w.both(t, "inbox/a.csv", data.Bytes())
	labels := []byte("source_file,source_row,person_id\n")
	for i, row := range w.rows {
		if i == 0 { // as if it spoke of somebody else, who is not shown
			people := readColumns(t, firstFile(t, w.register), "personal_id")
			row = []string{2: people[len(people)-1][0]}
		}
		labels = fmt.Appendf(labels, "a.csv,%d,%s\n", i, row[2])
	}
	w.both(t, "labels/labels.csv", labels)
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{w.register + "/*.parquet"}, Out: w.url + "/people.snapshot"}); err != nil {
		t.Fatal(err)
	}
	for _, place := range w.places() {
		w.at(place).job(t, place+"/inbox/*.csv", place+"/out", "outcomes", "candidates")
	}
	t.Run("explain", w.explain)
	t.Run("replay", w.replay)
	t.Run("evaluate", w.evaluate)
	t.Run("train", w.train)
}

// places are the folder and the bucket.
func (w *twice) places() [2]string { return [2]string{w.dir, w.url} }

// at is the world with the snapshot of a place.
func (w *twice) at(place string) *world {
	there := *w.world
	there.snapshot = place + "/people.snapshot"
	return &there
}

// both puts an object into both places.
func (w *twice) both(t *testing.T, name string, data []byte) {
	t.Helper()
	write(t, filepath.Join(w.dir, name), string(data))
	if _, err := w.bucket.Put(t.Context(), w.prefix+name, data, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
}

func (w *twice) explain(t *testing.T) {
	for row := range int64(8) {
		var said [2]string
		for i, place := range w.places() {
			x, err := jobs.Explain(t.Context(), place+"/out", jobs.Row{Row: row}, jobs.ReopenOptions{})
			if err != nil {
				t.Fatalf("%s: %v", place, err)
			}
			if !x.Published || len(x.Candidates) == 0 {
				t.Errorf("%s: row %d is not held against its outcome, or against nobody", place, row)
			}
			x.RunID, x.Snapshot.ID = "", "" // of other inputs and another build
			text, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			said[i] = string(text)
		}
		if said[0] != said[1] {
			t.Errorf("row %d is explained otherwise from the bucket", row)
		}
	}
}

func (w *twice) replay(t *testing.T) {
	for _, place := range w.places() {
		for _, sample := range []int{0, 40} {
			done, err := jobs.Replay(t.Context(), place+"/out", jobs.ReplayOptions{Sample: sample})
			if err != nil {
				t.Fatalf("%s: %v", place, err)
			}
			want := int64(sample)
			if sample == 0 {
				want = int64(len(w.rows))
			}
			if done.Replayed != want || done.Agreed != want {
				t.Errorf("%s: of %d rows %d were linked again and %d agree", place, want, done.Replayed, done.Agreed)
			}
		}
	}
	// What was put into the bucket after the run is noticed.
	if _, err := w.bucket.Put(t.Context(), w.prefix+"inbox/a.csv", []byte("HO_TEN\n"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Replay(t.Context(), w.url+"/out", jobs.ReplayOptions{Sample: 40}); jobs.ExitOf(err) != jobs.ExitGiven {
		t.Errorf("another input is taken for that of the run: %v", err)
	}
	whole, err := os.ReadFile(filepath.Join(w.dir, "inbox", "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.bucket.Put(t.Context(), w.prefix+"inbox/a.csv", whole, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
}

func (w *twice) evaluate(t *testing.T) {
	var said [2]string
	for i, place := range w.places() {
		e, err := jobs.Evaluate(t.Context(), jobs.EvaluateOptions{Output: place + "/out", Truth: []string{place + "/labels"}})
		if err != nil {
			t.Fatalf("%s: %v", place, err)
		}
		if e.Right == 0 || e.Blocking.Looked != 1 {
			t.Errorf("%s: %d rows are right, %d were linked again, want the one that is not shown", place, e.Right, e.Blocking.Looked)
		}
		var b bytes.Buffer
		e.WriteText(&b)
		said[i] = b.String()
	}
	if said[0] != said[1] {
		t.Error("the figures from the folder and from the bucket differ")
	}
}

// train writes a model beside the run of each place, and a job of that place
// runs with it.
func (w *twice) train(t *testing.T) {
	in := filepath.Join(w.dir, "many")
	if err := synth.WriteInputs(t.Context(), synth.InputOptions{Register: w.register, Dataset: synth.Dataset, Rows: 6000, Seed: 8, Mix: "default", Dir: in}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(in, synth.Dataset+"-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	w.both(t, "many/a.parquet", data)
	var models [2]string
	for i, place := range w.places() {
		spec, err := jobs.ParseSpec("job.yaml", fmt.Appendf(nil, "version: 1\nkind: link\ndataset: bank-credit\ninput: [ %q ]\nregister: %q\noutput: %q\n",
			place+"/many/a.parquet", place+"/people.snapshot", place+"/trained"))
		if err != nil {
			t.Fatal(err)
		}
		trained, err := jobs.Train(t.Context(), spec, jobs.Training{Out: place + "/model.json"})
		if err != nil {
			t.Fatalf("%s: %v", place, err)
		}
		models[i] = trained.Model
		if spec.Model = place + "/model.json"; i == 1 {
			if _, err := w.bucket.Stat(t.Context(), w.prefix+"model.json"); err != nil {
				t.Errorf("the model is not in the bucket: %v", err)
			}
		}
		done, err := jobs.Run(t.Context(), spec, jobs.RunOptions{})
		if err != nil {
			t.Fatalf("%s: %v", place, err)
		}
		if done.Manifest.Model != trained.Model {
			t.Errorf("%s: the job ran with %s, trained was %s", place, done.Manifest.Model, trained.Model)
		}
	}
	if models[0] != models[1] {
		t.Errorf("trained from the folder is %s, from the bucket %s", models[0], models[1])
	}
}
