package jobs_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/reports"
	"lamsach/schemas"
)

// replayed is a run over two files whose rows get every verdict.
type replayed struct {
	dir, out string
	run      string // folder of the run
	verdicts map[string][]int64
}

// namesakes are two invented people whom only their numbers tell apart. Their
// address names no commune, so that the snapshot keeps its text as it is; an
// explanation must not point into that when the snapshot is closed.
const namesakes = `personal_id,full_name,birth_date,gender,permanent_address
001071900001,Ngô Đình Quý Hợi,1971-05-06,Nam,nhà thuyền trên sông
001071900002,Ngô Đình Quý Hợi,1971-05-06,Nam,nhà thuyền trên sông
`

// everyVerdict makes a register, a file of rows that get every verdict and a
// second one, and runs a job over them.
func everyVerdict(t *testing.T, disclosure string, workers int) *replayed {
	t.Helper()
	r := &replayed{dir: t.TempDir(), verdicts: map[string][]int64{}}
	r.out = filepath.Join(r.dir, "out")
	register := filepath.Join(r.dir, "register")
	if err := synth.WriteRegister(t.Context(), synth.RegisterOptions{People: 3000, Seed: 7, Dir: register}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(register, "more.csv"), namesakes)
	snapshot := filepath.Join(r.dir, "people.snapshot")
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{register + "/*.parquet", register + "/more.csv"}, Out: snapshot}); err != nil {
		t.Fatal(err)
	}
	people := readColumns(t, firstFile(t, register), "full_name", "personal_id", "birth_date", "gender", "permanent_address")
	write(t, filepath.Join(r.dir, "in", "a.csv"), rowsOf(people[:300]))
	write(t, filepath.Join(r.dir, "in", "b.csv"), rowsOf(people[250:400]))
	text := fmt.Sprintf("version: 1\nkind: link\ndataset: bank-credit\ninput: [ %q ]\nregister: %q\noutput: %q\noutputs: [ outcomes, candidates ]\ndisclosure: %s\nlimits: { max_rejected: 0.9 }\n",
		filepath.Join(r.dir, "in", "*.csv"), snapshot, r.out, disclosure)
	spec, err := jobs.ParseSpec("job.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	done, err := jobs.Run(t.Context(), spec, jobs.RunOptions{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	r.run = done.Folder
	for i, row := range readColumns(t, filepath.Join(r.run, "outcomes", "part-00000.parquet"), "verdict") {
		r.verdicts[row[0]] = append(r.verdicts[row[0]], int64(i))
	}
	return r
}

// rowsOf is a file about people: as they are, without number, with a neighbour's
// number, of other years, and rows of nobody.
func rowsOf(people [][]string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	row := func(cells ...string) { _ = w.Write(cells) }
	row("HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH", "DIA_CHI")
	for i, p := range people {
		name, number, birth, gender, place := p[0], p[1], p[2], p[3], p[4]
		switch i % 6 {
		case 0:
			row(name, number, birth, gender, place)
		case 1:
			row(name, "", birth, gender, place)
		case 2:
			row(name, people[i-1][1], birth, gender, place)
		case 3:
			row(name, "", birth[:4], gender, "")
		case 4:
			row("Đoàn Thị Không Ai", "", "1931-03-0"+fmt.Sprint(1+i%9), "Nữ", "")
		case 5:
			row(name, number, birth, gender, "")
		}
	}
	row("Ngô Đình Quý Hợi", "", "1971-05-06", "Nam", "") // of two people; a date that many rows had would stand for none
	row("", "", "", "", "")
	w.Flush()
	return b.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (r *replayed) explain(t *testing.T, row int64) *reports.Explanation {
	t.Helper()
	x, err := jobs.Explain(t.Context(), r.out, jobs.Row{File: "a.csv", Row: row}, jobs.ReopenOptions{})
	if err != nil {
		t.Fatalf("row %d: %v", row, err)
	}
	return x
}

// TestExplainEveryVerdict: whatever the verdict, the explanation is that of the
// published row, and its waterfall ends at the published weight.
func TestExplainEveryVerdict(t *testing.T) {
	r := everyVerdict(t, "values", 2)
	weights := readColumns(t, filepath.Join(r.run, "outcomes", "part-00000.parquet"), "match_weight", "person_id", "candidate_id", "number_owner_id")
	for v := range schemas.Verdicts {
		rows := r.verdicts[v.String()]
		if len(rows) == 0 {
			t.Errorf("no row is %s", v)
			continue
		}
		x := r.explain(t, rows[0])
		want := weights[rows[0]]
		if x.Verdict.Is != v || !x.Published {
			t.Errorf("row %d is %s, explained as %s", rows[0], v, x.Verdict.Is)
		}
		if x.Weight != nil && short(*x.Weight) != want[0] || x.Weight == nil && want[0] != "" {
			t.Errorf("%s: another match weight than published", v)
		}
		named := map[string]bool{"": true}
		for _, c := range x.Candidates {
			named[c.PersonID] = true
			sum := 0.0
			for _, l := range c.Lines {
				sum += *l.Weight
			}
			if float32(sum) != *c.Weight {
				t.Errorf("%s: the waterfall of candidate %d ends at %v, not at %v", v, c.Rank, sum, *c.Weight)
			}
			if c.Rank == 1 && x.Weight != nil && *c.Weight != *x.Weight {
				t.Errorf("%s: the best candidate weighs %v, published is %v", v, *c.Weight, *x.Weight)
			}
		}
		for _, id := range want[1:] {
			if !named[id] {
				t.Errorf("%s: somebody whom the outcome names is not shown", v)
			}
		}
		var text bytes.Buffer
		x.WriteText(&text, schemas.English)
		if !strings.Contains(text.String(), v.String()) || len(x.Reasons) == 0 {
			t.Errorf("%s: the text does not say so, or gives no reason", v)
		}
	}
}

// short is a number as the reader of tables writes it.
func short(f float32) string {
	text, _ := json.Marshal(f)
	return string(text)
}

// TestExplainDiscloses: below values nothing of the register is told that the
// row did not submit, and at verdict no candidate at all.
func TestExplainDiscloses(t *testing.T) {
	whole := everyVerdict(t, "values", 1)
	row := whole.verdicts["contradicted"][0]
	var secrets []string
	x := whole.explain(t, row)
	said := fmt.Sprint(x.Said)
	for _, c := range x.Candidates {
		for _, l := range c.Lines {
			if l.Register != "" && l.Register != "Nam" && l.Register != "Nữ" && !strings.Contains(said, l.Register) {
				secrets = append(secrets, l.Register)
			}
		}
	}
	if len(secrets) == 0 {
		t.Fatal("the row shows nothing of the register even at values")
	}
	for _, d := range []string{"fields", "verdict"} {
		x := everyVerdict(t, d, 1).explain(t, row)
		var all bytes.Buffer
		if err := json.NewEncoder(&all).Encode(x); err != nil {
			t.Fatal(err)
		}
		x.WriteText(&all, schemas.Vietnamese)
		if err := x.WritePicture(&all, schemas.English); err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if strings.Contains(all.String(), secret) {
				t.Errorf("%s: a value of the register is told", d)
			}
		}
		if d == "verdict" && (len(x.Candidates) > 0 || x.Odds != nil || x.Weight != nil) {
			t.Error("at verdict candidates or weights are told")
		}
		if d == "fields" && (len(x.Candidates) == 0 || x.Odds != nil || x.Weight != nil || strings.Contains(all.String(), `"weight":`)) {
			t.Error("at fields no candidate is told, or weights are")
		}
	}
}

// TestReplay: a run is the same again, however many workers did it and do it.
func TestReplay(t *testing.T) {
	for _, workers := range []int{1, 2} {
		r := everyVerdict(t, "fields", workers)
		for _, o := range []jobs.ReplayOptions{{}, {Sample: 50, Workers: 1}, {Sample: 50, Workers: 2}, {Row: &jobs.Row{File: "b.csv", Row: 3}}} {
			done, err := jobs.Replay(t.Context(), r.out, o)
			if err != nil {
				t.Fatal(err)
			}
			rows, files := int64(o.Sample), 2
			switch {
			case o.Row != nil:
				rows, files = 1, 1
			case o.Sample == 0:
				rows = 454
			}
			if done.Replayed != rows || done.Agreed != rows || done.Files != files || done.Exit != jobs.ExitPublished {
				t.Errorf("workers %d, %+v: %+v", workers, o, *done)
			}
		}
	}
}

// TestReplayFindsDifferences: a published outcome that is another, be it by its
// last bit, is found and named by its address.
func TestReplayFindsDifferences(t *testing.T) {
	r := everyVerdict(t, "values", 1)
	r.rewrite(t, func(m map[string]any) { // as if the job had other thresholds
		m["job"].(map[string]any)["thresholds"] = map[string]any{"accept": 0.9999999, "review": 0.9}
	})
	var met []jobs.Difference
	done, err := jobs.Replay(t.Context(), r.out, jobs.ReplayOptions{Differs: func(d jobs.Difference) { met = append(met, d) }})
	if err != nil {
		t.Fatal(err)
	}
	if done.Exit != jobs.ExitLook || done.Differed == 0 || int64(len(met)) != done.Differed || done.Agreed+done.Differed != done.Replayed {
		t.Errorf("%+v, %d rows named", *done, len(met))
	}
	for _, d := range met {
		if d.File == "" || len(d.Columns) == 0 {
			t.Errorf("no address or no columns: %+v", d)
		}
	}
	_, err = jobs.Explain(t.Context(), r.out, jobs.Row{File: met[0].File, Row: met[0].Row}, jobs.ReopenOptions{})
	if jobs.ExitOf(err) != jobs.ExitLook {
		t.Errorf("such a row is explained all the same: %v", err)
	}
}

// TestReplayOfAllSettles: what only the whole job knows is compared as well when
// all of it is replayed. Here the rows that others repeat are no longer there.
func TestReplayOfAllSettles(t *testing.T) {
	r := everyVerdict(t, "values", 2)
	whole, err := jobs.Replay(t.Context(), r.out, jobs.ReplayOptions{})
	if err != nil || whole.Differed != 0 || len(whole.Not) != 0 || len(whole.Compared) != 15 {
		t.Fatalf("%+v, %v", whole, err)
	}
	r.rewrite(t, func(m map[string]any) { m["inputs"] = m["inputs"].([]any)[1:] })
	some, err := jobs.Replay(t.Context(), r.out, jobs.ReplayOptions{Sample: 152})
	if err != nil || some.Differed != 0 || len(some.Not) == 0 {
		t.Errorf("a sample: %+v, %v", some, err)
	}
	repeats := 0
	whole, err = jobs.Replay(t.Context(), r.out, jobs.ReplayOptions{Differs: func(d jobs.Difference) {
		if slices.Equal(d.Columns, []string{"reasons", "duplicate_of_file", "duplicate_of_row"}) && d.File == "b.csv" {
			repeats++
		}
	}})
	if err != nil || whole.Exit != jobs.ExitLook || repeats < 10 || whole.Differed < int64(repeats) {
		t.Errorf("%d rows are no longer repeated: %+v, %v", repeats, whole, err)
	}
}

// rewrite changes the manifest of the run.
func (r *replayed) rewrite(t *testing.T, change func(map[string]any)) {
	t.Helper()
	name := filepath.Join(r.run, "manifest.json")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	write(t, name, string(data))
}

// TestOtherRunsAreRefused: what was made by another program, or of other things
// than are there now, is neither explained nor replayed.
func TestOtherRunsAreRefused(t *testing.T) {
	r := everyVerdict(t, "values", 1)
	manifest, err := os.ReadFile(filepath.Join(r.run, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	set := func(path ...string) func(map[string]any) {
		return func(m map[string]any) {
			for _, key := range path[:len(path)-2] {
				m = m[key].(map[string]any)
			}
			m[path[len(path)-2]] = path[len(path)-1]
		}
	}
	input := func(key string, value any) func(map[string]any) {
		return func(m map[string]any) { m["inputs"].([]any)[0].(map[string]any)[key] = value }
	}
	for what, c := range map[string]struct {
		change func(map[string]any)
		says   string
	}{
		"rules":       {set("rules", "0123456789abcdef"), "rules"},
		"model":       {set("model", "another-0123"), "model"},
		"snapshot":    {set("snapshot", "id", "0123"), "snapshot"},
		"kind":        {set("job", "kind", "dedupe"), "kind"},
		"description": {set("job", "description", "0123"), "described otherwise"},
		"register":    {set("job", "register", filepath.Join(r.dir, "gone.snapshot")), "no such snapshot"},
		"checksum":    {input("sha256", strings.Repeat("0", 64)), "another file"},
		"size":        {input("size", 7), "another file"},
		"file":        {input("file", "gone.csv"), "gone.csv"},
		"rows":        {input("parts", []int{0, 3}), "parts"},
		"outcomes": {func(m map[string]any) {
			for _, o := range m["objects"].([]any) {
				o.(map[string]any)["sha256"] = "0123"
			}
		}, "not what was published"},
	} {
		write(t, filepath.Join(r.run, "manifest.json"), string(manifest))
		r.rewrite(t, c.change)
		file := "a.csv"
		if what == "file" {
			file = "gone.csv"
		}
		_, explained := jobs.Explain(t.Context(), r.out, jobs.Row{File: file, Row: 1}, jobs.ReopenOptions{})
		_, replayed := jobs.Replay(t.Context(), r.out, jobs.ReplayOptions{})
		for _, err := range []error{explained, replayed} {
			if jobs.ExitOf(err) != jobs.ExitGiven || !strings.Contains(err.Error(), c.says) {
				t.Errorf("another %s: %v", what, err)
			}
		}
	}
	write(t, filepath.Join(r.run, "manifest.json"), string(manifest))
	for _, row := range []jobs.Row{{Row: 0}, {File: "c.csv"}, {File: "a.csv", Row: 302}, {File: "a.csv", Row: -1}, {File: "a.csv", Sheet: "Trang 1"}} {
		if _, err := jobs.Explain(t.Context(), r.out, row, jobs.ReopenOptions{}); jobs.ExitOf(err) != jobs.ExitUsage {
			t.Errorf("%+v: %v", row, err)
		}
	}
}

// TestReopened: others can ask whether a row was compared with a person.
func TestReopened(t *testing.T) {
	ctx := context.Background()
	r := everyVerdict(t, "values", 1)
	run, err := jobs.Reopen(ctx, r.out, jobs.ReopenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	part, at, err := run.Part(ctx, jobs.Row{File: "a.csv", Row: r.verdicts["verified"][0]})
	if err != nil {
		t.Fatal(err)
	}
	reader := run.Reader()
	if err := reader.Read(ctx, part); err != nil {
		t.Fatal(err)
	}
	judged := reader.Linker.Judge(reader.Rows, at)
	if !reader.Linker.Compared(judged.Outcome.Person) {
		t.Error("the person linked was not compared")
	}
	if other := (judged.Outcome.Person + 1) % uint32(run.People.People()); reader.Linker.Compared(other) {
		t.Error("a row that its number settled was compared with somebody else")
	}
}
