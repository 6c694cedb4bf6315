package jobs_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/benchmarks/formats"
	"lamsach/internal/store"
	"lamsach/internal/store/s3test"
	"lamsach/jobs"
)

// TestFolderAndBucketGiveTheSame: the same job from a folder and from S3, with
// register and output there too, writes the same data objects.
func TestFolderAndBucketGiveTheSame(t *testing.T) {
	url := s3test.Start(t)
	t.Setenv("LAMSACH_CACHE", t.TempDir())
	w := oneWorld(t)
	ctx := context.Background()
	kind, err := formats.Find("csv-zst")
	if err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := kind.Write(&data, w.header, slices.Values(w.rows)); err != nil {
		t.Fatal(err)
	}
	input := filepath.Join(w.dir, "inbox", "tháng 11", "file.csv.zst")
	if err := os.MkdirAll(filepath.Dir(input), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(input, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	bucket, prefix, err := store.Resolve(url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bucket.Put(ctx, prefix+"inbox/tháng 11/file.csv.zst", data.Bytes(), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	all := []string{"outcomes", "cleaned", "mismatches", "report", "response"}
	here := w.job(t, filepath.Join(w.dir, "inbox", "**", "*.zst"), filepath.Join(w.dir, "out"), all...)

	if _, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: []string{w.register + "/*.parquet"}, Out: url + "/people.snapshot"}); err != nil {
		t.Fatal(err)
	}
	w.snapshot = url + "/people.snapshot"
	there := w.job(t, url+"/inbox/**/*.zst", url+"/out", all...)
	sameSums(t, "folder and bucket", sums(here.Manifest), sums(there.Manifest))
	if again := w.job(t, url+"/inbox/**/*.zst", url+"/out", all...); !again.Again {
		t.Error("the same job was done twice")
	}
	if there.Report != url+"/out/run="+there.Manifest.RunID+"/report/index.html" {
		t.Errorf("the report is said to lie at %s", there.Report)
	}
	w.evaluateBoth(t, filepath.Join(w.dir, "out"), url+"/out", url)
}

// evaluateBoth holds the run in the folder against labels in the folder, and the
// one in the bucket against labels there.
func (w *world) evaluateBoth(t *testing.T, here, there, url string) {
	t.Helper()
	ctx := context.Background()
	labels := []byte("source_file,source_row,person_id\n")
	for i, row := range w.rows {
		labels = fmt.Appendf(labels, "file.csv.zst,%d,%s\n", i, row[2])
	}
	dir := filepath.Join(w.dir, "labels")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "labels.csv"), labels, 0o600); err != nil {
		t.Fatal(err)
	}
	bucket, prefix, err := store.Resolve(url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bucket.Put(ctx, prefix+"labels/labels.csv", labels, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, o := range []jobs.EvaluateOptions{{Output: here, Truth: []string{dir}}, {Output: there, Truth: []string{url + "/labels"}}} {
		e, err := jobs.Evaluate(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		if e.Rows != int64(len(w.rows)) || e.Right == 0 || len(e.Groups) == 0 {
			t.Errorf("%s: %d of %d rows, %d right, %d ways of grouping", o.Output, e.Rows, len(w.rows), e.Right, len(e.Groups))
		}
		var b strings.Builder
		e.WriteText(&b)
		texts = append(texts, b.String())
	}
	if texts[0] != texts[1] {
		t.Error("the figures from the folder and from the bucket differ")
	}
}
