package jobs_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/benchmarks/formats"
	"lamsach/benchmarks/synth"
	"lamsach/internal/store"
	"lamsach/jobs"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// world is an invented register, its snapshot, and a bank's file about some of
// its people.
type world struct {
	dir, register, snapshot string
	header                  []string
	rows                    [][]string
}

// oneWorld is made once: tests only read it.
func oneWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{dir: dir, register: filepath.Join(dir, "register"), snapshot: filepath.Join(dir, "people.snapshot")}
	ctx := context.Background()
	if err := synth.WriteRegister(ctx, synth.RegisterOptions{People: 3000, Seed: 7, Dir: w.register}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: []string{w.register + "/*.parquet"}, Out: w.snapshot}); err != nil {
		t.Fatal(err)
	}
	w.header = []string{"MA_KH", "HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH", "DIA_CHI"}
	w.submit(t)
	return w
}

// submit makes a file about the first people of the register: some without
// numbers, some with a wrong digit, some without their middle names. Only people
// whose names every encoding can write.
func (w *world) submit(t *testing.T) {
	people := readColumns(t, firstFile(t, w.register), "full_name", "personal_id", "birth_date", "gender", "permanent_address")
	for i, p := range people {
		if len(w.rows) == 900 || !encodable(p[0]+p[4]) {
			continue
		}
		number, name, birth := p[1], p[0], p[2]
		if len(birth) == 10 {
			birth = birth[8:] + "/" + birth[5:7] + "/" + birth[:4]
		}
		switch i % 7 {
		case 1:
			number = ""
		case 2:
			number = number[:6] + string('0'+(number[6]-'0'+1)%10) + number[7:]
		case 3:
			if words := strings.Fields(name); len(words) > 2 {
				name = words[0] + " " + words[len(words)-1]
			}
		}
		w.rows = append(w.rows, []string{fmt.Sprintf("KH%05d", i), name, number, birth, p[3], p[4]})
	}
	if len(w.rows) < 500 {
		t.Fatalf("only %d people can be written in every encoding", len(w.rows))
	}
}

func encodable(s string) bool {
	for _, class := range []string{"name_tcvn3", "name_vni", "name_cp1258"} {
		if strings.Contains(synth.Legacy(class)(s), "?") {
			return false
		}
	}
	return true
}

func firstFile(t *testing.T, dir string) string {
	names, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no file in the register: %v", err)
	}
	return names[0]
}

// readColumns reads columns of a Parquet file as texts, null as "".
func readColumns(t *testing.T, name string, columns ...string) [][]string {
	t.Helper()
	ctx := context.Background()
	object, err := store.NewFiles(filepath.Dir(name)).Open(ctx, filepath.Base(name))
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.Open(ctx, object, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return readTable(t, f, columns...)
}

func readTable(t *testing.T, f table.Table, columns ...string) (rows [][]string) {
	t.Helper()
	var at []int
	for _, name := range columns {
		i := slices.IndexFunc(f.Columns(), func(c table.Column) bool { return c.Name == name })
		if i < 0 {
			t.Fatalf("no column %s among %v", name, f.Columns())
		}
		at = append(at, i)
	}
	var b pipeline.Batch
	for _, cut := range f.Cuts(pipeline.UsualPartRows) {
		if err := f.Read(context.Background(), pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, at, &b); err != nil {
			t.Fatal(err)
		}
		for r := range b.Rows {
			row := make([]string, len(at))
			for i := range at {
				row[i] = string(b.Columns[i].Value(r))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// job runs a job over one input and returns its folder and what it came to.
func (w *world) job(t *testing.T, input, output string, outputs ...string) *jobs.Outcome {
	t.Helper()
	text := fmt.Sprintf("version: 1\nkind: link\ndataset: bank-credit\ninput: [ %q ]\nregister: %q\noutput: %q\noutputs: [ %s ]\n",
		input, w.snapshot, output, strings.Join(outputs, ", "))
	spec, err := jobs.ParseSpec("job.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	done, err := jobs.Run(context.Background(), spec, jobs.RunOptions{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// TestOneTableInEveryFormat: the same table, however it was saved, gets the same
// verdicts and people, and comes back with them.
func TestOneTableInEveryFormat(t *testing.T) {
	w := oneWorld(t)
	var want [][]string
	for _, k := range formats.Kinds {
		var data bytes.Buffer
		if err := k.Write(&data, w.header, slices.Values(w.rows)); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(w.dir, k.Name)
		input := filepath.Join(folder, "in", "file"+k.Ext)
		if err := os.MkdirAll(filepath.Dir(input), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(input, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		done := w.job(t, input, filepath.Join(folder, "out"), "outcomes", "response")
		got := readColumns(t, filepath.Join(done.Folder, "outcomes", "part-00000.parquet"), "source_row", "verdict", "person_id")
		if want == nil {
			want = got
			if n := done.Manifest.Verdicts; n["verified"] < 300 || n["corrected"] < 100 {
				t.Errorf("%s: few rows were linked: %v", k.Name, n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d outcomes, want %d", k.Name, len(got), len(want))
			continue
		}
		differ := 0
		for i := range got {
			if !slices.Equal(got[i], want[i]) {
				if differ++; differ == 1 {
					t.Errorf("%s: row %d has verdict %s, as %s %s", k.Name, i, got[i][1], formats.Kinds[0].Name, want[i][1])
				}
			}
		}
		if differ > 1 {
			t.Errorf("%s: %d rows differ", k.Name, differ)
		}
		again, err := jobs.Replay(t.Context(), filepath.Join(folder, "out"), jobs.ReplayOptions{})
		if err != nil || again.Agreed != int64(len(got)) {
			t.Errorf("%s: replayed: %+v, %v", k.Name, again, err)
		}
		w.checkResponse(t, k.Name, filepath.Join(done.Folder, "response", "file"+k.Ext), got)
	}
}

// checkResponse reads a response as any file and holds it against what was
// submitted and answered.
func (w *world) checkResponse(t *testing.T, kind, name string, outcomes [][]string) {
	t.Helper()
	ctx := context.Background()
	object, err := store.NewFiles(filepath.Dir(name)).Open(ctx, filepath.Base(name))
	if err != nil {
		t.Errorf("%s: no response: %v", kind, err)
		return
	}
	f, err := sandbox.Open(ctx, object, sandbox.Options{})
	if err != nil {
		t.Errorf("%s: the response cannot be read: %v", kind, err)
		return
	}
	defer f.Close()
	rows := readTable(t, f.Tables()[0], "MA_KH", "SO_CCCD", "verdict", "corrected_personal_id")
	if len(rows) != len(w.rows) {
		t.Errorf("%s: the response has %d rows, want %d", kind, len(rows), len(w.rows))
		return
	}
	for i, row := range rows {
		if row[0] != w.rows[i][0] || row[1] != w.rows[i][2] || row[2] != outcomes[i][1] {
			t.Errorf("%s: response row %d is that of another row, or says %s, outcomes say %s", kind, i, row[2], outcomes[i][1])
			return
		}
		if row[2] == "corrected" && row[1] != outcomes[i][2] && row[3] != outcomes[i][2] {
			t.Errorf("%s: response row %d does not tell the right number", kind, i)
			return
		}
	}
}

// sums are the checksums of the data objects of a run.
func sums(m *jobs.Manifest) map[string]string {
	out := map[string]string{}
	for _, o := range m.Objects {
		if !strings.HasPrefix(o.Path, "report/") {
			out[o.Path] = o.SHA256
		}
	}
	return out
}

func sameSums(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	if len(a) == 0 || !maps.Equal(a, b) {
		t.Errorf("%s: the data objects differ: %v and %v", what, slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
}
