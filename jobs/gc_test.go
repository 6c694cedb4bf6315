package jobs

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lamsach/internal/store"
)

// leftBehind is an output folder: files with their age in hours, and what a
// collection of everything older than a week makes of them. A, B ... in a path
// stand for the ids of runs; F's work folder is locked by a live process, and
// latest.json points to E.
const leftBehind = `
latest.json                               720 stays
run=A/cleaned/part-00000.parquet          216 gone
run=A/cleaned/.lamsach-half-1             240 gone
run=A/mismatches/part-00000.parquet       300 gone
.work/A/lock                              216 gone
.work/A/part-00000.spill                  216 gone
.work/A/settle/0                          216 gone
run=B/manifest.json                      2000 stays
run=B/cleaned/part-00000.parquet         2000 stays
run=B/cleaned/.lamsach-half-2             200 gone
run=B/cleaned/.lamsach-half-3              20 stays
.work/B/lock                              400 gone
run=C/cleaned/part-00000.parquet          216 stays
run=C/cleaned/part-00001.parquet           24 stays
run=D/cleaned/part-00000.parquet          216 stays
.work/D/lock                               48 stays
run=E/cleaned/part-00000.parquet         2000 stays
run=F/cleaned/part-00000.parquet          216 stays
.work/F/lock                              216 stays
run=0/.lamsach-half-4                     200 gone
run=1/.lamsach-half-5                     200 stays
run=1/.lamsach-half-6                       1 stays
run=2024-01/part-00000.parquet           2000 stays
run=2024-01/manifest                     2000 stays
notes.txt                                2000 stays
notes/old.txt                            2000 stays
.lamsach-half-7                           200 gone
.lamsach-half-8                             3 stays
.work/someone else's/lock                2000 stays
.work/2/no ledger                        2000 stays
.work/3/lock                              200 gone
`

// toldOf is what is told of it, in order: kind, path, objects, bytes, age in
// hours.
const toldOf = `
run run=0 1 4 200
work .work/3 1 4 200
run run=A 3 12 216
work .work/A 3 12 216
half run=B/cleaned/.lamsach-half-2 1 4 200
work .work/B 1 4 400
half .lamsach-half-7 1 4 200
`

func runIDs(text string) string {
	for _, id := range "ABCDEF0123" {
		full := strings.Repeat(strings.ToLower(string(id)), 24)
		for _, at := range []string{"run=", ".work/"} {
			text = strings.ReplaceAll(text, at+string(id)+"/", at+full+"/")
			text = strings.ReplaceAll(text, at+string(id)+" ", at+full+" ")
		}
	}
	return text
}

// leave writes the folder and gives every file its age; folders are older than
// anything in them.
func leave(t *testing.T, now time.Time) (root string, want map[string]bool) {
	t.Helper()
	root, want = t.TempDir(), map[string]bool{}
	for line := range strings.Lines(strings.TrimPrefix(runIDs(leftBehind), "\n")) {
		words := strings.Fields(line)
		n := len(words)
		var hours int
		if _, err := fmt.Sscan(words[n-2], &hours); err != nil {
			t.Fatal(err)
		}
		name := strings.Join(words[:n-2], " ")
		want[name] = words[n-1] == "stays"
		data := []byte("four")
		if name == latestName {
			data = []byte(`{"run_id": "` + strings.Repeat("e", 24) + `"}`)
		}
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		age(t, file, now, hours)
	}
	if err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if d.IsDir() {
			age(t, name, now, 5000)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return root, want
}

func age(t *testing.T, name string, now time.Time, hours int) {
	t.Helper()
	at := now.Add(-time.Duration(hours) * time.Hour)
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

func filesOf(t *testing.T, root string) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	if err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, name)
			there[filepath.ToSlash(rel)] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return there
}

func TestGC(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	root, want := leave(t, now)
	locked, err := lockFile(filepath.Join(root, ".work", strings.Repeat("f", 24), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer locked.Close()
	if again, err := lockFile(locked.Name()); err == nil {
		again.Close()
		t.Skip("this system has no locks")
	}
	for _, dry := range []bool{true, false} {
		before := filesOf(t, root)
		var told strings.Builder
		sum, err := GC(context.Background(), root, GCOptions{Older: 7 * 24 * time.Hour, DryRun: dry, Now: func() time.Time { return now }, Tell: func(l Leftover) {
			rel, _ := filepath.Rel(root, l.Path)
			fmt.Fprintln(&told, l.Kind, filepath.ToSlash(rel), l.Objects, l.Bytes, l.AgeSeconds/3600)
			if l.Removed == dry || l.Event != "leftover" {
				t.Errorf("%s: removed: %v, event %s", l.Path, l.Removed, l.Event)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if got := "\n" + told.String(); got != runIDs(toldOf) {
			t.Errorf("dry run %v told\n%s", dry, got)
		}
		if *sum != (Collected{Event: "collected", Leftovers: 7, Objects: 11, Bytes: 44, Younger: 3, InUse: 1, DryRun: dry}) {
			t.Errorf("dry run %v: %+v", dry, *sum)
		}
		after := filesOf(t, root)
		if dry {
			for name := range before {
				if !after[name] {
					t.Errorf("a dry run removed %s", name)
				}
			}
			continue
		}
		for name, stays := range want {
			if after[name] != stays {
				t.Errorf("%s is there: %v, wanted: %v", name, after[name], stays)
			}
		}
		if len(after) != len(filesOf(t, root)) || slices.ContainsFunc([]string{"a", "0"}, func(id string) bool {
			_, err := os.Stat(filepath.Join(root, runPrefix+strings.Repeat(id, 24)))
			return err == nil
		}) {
			t.Error("empty folders are left")
		}
	}
	sum, err := GC(context.Background(), root, GCOptions{Older: 7 * 24 * time.Hour, Now: func() time.Time { return now }})
	if err != nil || sum.Leftovers != 0 {
		t.Errorf("a second collection found %+v (%v)", sum, err)
	}
}

// uploads is a store that is no folder of this machine and has uploads.
type uploads struct {
	store.Store
	left    []store.Leftover
	aborted []string
	onStat  func()
}

func (u *uploads) Leftovers(_ context.Context, prefix string, _ time.Duration) (out []store.Leftover, err error) {
	for _, l := range u.left {
		if strings.HasPrefix(l.Key, prefix) {
			out = append(out, l)
		}
	}
	return out, nil
}

func (u *uploads) Abort(_ context.Context, l store.Leftover) error {
	u.aborted = append(u.aborted, l.Upload)
	return nil
}

func (u *uploads) Stat(ctx context.Context, key string) (store.Info, error) {
	u.onStat()
	return u.Store.Stat(ctx, key)
}

func TestGCOfAStoreElsewhere(t *testing.T) {
	t.Setenv("LAMSACH_CACHE", t.TempDir())
	now := time.Now()
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	a, b := strings.Repeat("a", 24), strings.Repeat("b", 24)
	root := t.TempDir()
	files := store.NewFiles(root)
	for _, key := range []string{"p/run=" + a + "/cleaned/x", "p/run=" + b + "/manifest.json", "q/run=" + a + "/cleaned/x"} {
		if _, err := files.Put(context.Background(), key, []byte("four"), store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
		age(t, filepath.Join(root, key), now, 300)
	}
	u := &uploads{Store: files, onStat: func() {}, left: []store.Leftover{
		{Key: "p/run=" + a + "/response/big.csv", Upload: "1", Size: 100, Modified: ago(300)},
		{Key: "p/run=" + b + "/response/big.csv", Upload: "2", Size: 1000, Modified: ago(300)},
		{Key: "p/run=" + b + "/response/big.csv", Upload: "3", Size: 1000, Modified: ago(3)},
		{Key: "p/another program's", Upload: "4", Size: 1000, Modified: ago(300)},
		{Key: "q/run=" + a + "/response/big.csv", Upload: "5", Size: 1000, Modified: ago(300)},
		{Key: "p/latest.json", Upload: "6", Size: 10, Modified: ago(300)},
		{Key: "p/run=" + b + "/response/untold.csv", Upload: "7", Size: 10},
	}}
	out := &output{store: u, prefix: "p/", location: "s3://bucket/p"}
	var told []string
	o := GCOptions{Older: 24 * time.Hour, Now: func() time.Time { return now }, Tell: func(l Leftover) {
		told = append(told, fmt.Sprint(l.Kind, " ", l.Path, " ", l.Bytes))
	}}
	if _, err := collect(context.Background(), out, o); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"run s3://bucket/p/run=" + a + " 104", "upload s3://bucket/p/run=" + b + "/response/big.csv 1000", "upload s3://bucket/p/latest.json 10",
	}
	if !slices.Equal(told, want) || !slices.Equal(u.aborted, []string{"1", "2", "6"}) {
		t.Errorf("told %q, aborted %q", told, u.aborted)
	}
	if there := filesOf(t, root); len(there) != 2 || there["p/run="+a+"/cleaned/x"] {
		t.Errorf("there are %v", there)
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("LAMSACH_CACHE"), "work", "*", "*")); len(left) > 0 {
		t.Errorf("locks are left in the cache: %v", left)
	}
}

// TestGCGivesWay: a run that another machine publishes in the meantime stays.
func TestGCGivesWay(t *testing.T) {
	t.Setenv("LAMSACH_CACHE", t.TempDir())
	root, key := t.TempDir(), runPrefix+strings.Repeat("a", 24)+"/"
	files := store.NewFiles(root)
	if _, err := files.Put(context.Background(), key+"cleaned/x", []byte("four"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	u := &uploads{Store: files, onStat: func() {
		if _, err := files.Put(context.Background(), key+manifestName, []byte("{}"), store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}}
	later := func() time.Time { return time.Now().Add(48 * time.Hour) }
	sum, err := collect(context.Background(), &output{store: u, location: "s3://bucket"}, GCOptions{Older: 24 * time.Hour, Now: later})
	if err != nil || sum.Leftovers != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if there := filesOf(t, root); !there[key+"cleaned/x"] {
		t.Error("an object of a published run was removed")
	}
}

func TestGCRefuses(t *testing.T) {
	root := t.TempDir()
	for _, c := range []struct {
		location string
		older    time.Duration
		exit     Exit
		says     string
	}{
		{root, 59 * time.Minute, ExitUsage, "1h or more"},
		{root + "/run=" + strings.Repeat("a", 24), 24 * time.Hour, ExitUsage, "is one run"},
		{root + "/nowhere", 24 * time.Hour, ExitGiven, "no such output folder"},
		{"ftp://x", 24 * time.Hour, ExitUsage, "ftp"},
		{root, 24 * time.Hour, ExitPublished, ""},
	} {
		_, err := GC(context.Background(), c.location, GCOptions{Older: c.older})
		if ExitOf(err) != c.exit || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, %s: %v, exit %d", c.location, c.older, err, ExitOf(err))
		}
	}
	if there := filesOf(t, root); len(there) > 0 {
		t.Errorf("an empty output has %v now", there)
	}
}

func TestParseAge(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"7d": 168 * time.Hour, "36h": 36 * time.Hour, "2w": 336 * time.Hour, "1.5d": 36 * time.Hour,
		"": -1, "d": -1, "7": -1, "-7d": -1, "7m": -1, "7 d": -1, "NaNd": -1, "Infd": -1, "1e300d": -1, "7D": -1,
	} {
		got, err := ParseAge(text)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestLeftoversInWords(t *testing.T) {
	var b bytes.Buffer
	Leftover{Kind: LeftoverRun, Path: "out/run=x", Bytes: 3 << 20, AgeSeconds: 9 * 86400}.WriteText(&b)
	(&Collected{Leftovers: 1200, Objects: 5, Bytes: 10, Younger: 2, InUse: 1, DryRun: true}).WriteText(&b)
	const want = `  run never published       3.0 MiB     9d  out/run=x
would remove 1,200 leftovers: 5 objects, 10 B
left alone, touched too lately: 2
left alone, a process works there: 1
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
