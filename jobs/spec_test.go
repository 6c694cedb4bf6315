package jobs

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/internal/strict"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestSpec reads every job file of testdata/spec and holds what is said of it
// against the .want file beside it: the spec as JSON, or all faults.
func TestSpec(t *testing.T) {
	files, err := filepath.Glob("testdata/spec/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := said(LoadSpec(file))
			golden := strings.TrimSuffix(file, ".yaml") + ".want"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func said(s *Spec, err error) string {
	if err != nil {
		return err.Error() + "\n"
	}
	text, _ := json.MarshalIndent(s, "", "  ")
	return string(text) + "\n"
}

func TestSpecFaultsAreUsage(t *testing.T) {
	for _, file := range []string{"testdata/spec/five.yaml", "testdata/spec/absent.yaml", "testdata"} {
		if _, err := LoadSpec(file); ExitOf(err) != ExitUsage {
			t.Errorf("%s: exit %d, want %d", file, ExitOf(err), ExitUsage)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"8GiB": 8 << 30, "512 MiB": 512 << 20, "1.5GB": 1_500_000_000, "1024": 1024, "2kB": 2000, "1TiB": 1 << 40,
		"": -1, "GiB": -1, "-1GiB": -1, "1e99TiB": -1, "NaN": -1, "8 gigs": -1, "Inf": -1,
	} {
		got, err := ParseSize(text)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("ParseSize(%q) = %d, want %d", text, got, want)
		}
	}
}

// FuzzParseSpec: any bytes are a job or a list of faults with places, never a
// panic.
func FuzzParseSpec(f *testing.F) {
	files, _ := filepath.Glob("testdata/spec/*.yaml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(strings.Repeat("[", 5000)))
	f.Add([]byte("a: &a [*a, *a]\n<<: *a\n"))
	f.Add([]byte("thresholds: {accept: .nan, review: -.inf}\nlimits: {memory: !!int 3}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		spec, err := ParseSpec("job.yaml", text)
		if err == nil {
			if spec.Description == nil || spec.Thresholds.Review > spec.Thresholds.Accept || len(spec.Input) == 0 {
				t.Errorf("an incomplete job was accepted: %+v", spec)
			}
			return
		}
		var faults *strict.FaultsError
		if !errors.As(err, &faults) || len(faults.Faults) == 0 {
			t.Fatalf("not a list of faults: %v", err)
		}
		for _, fault := range faults.Faults {
			if fault.Line < 1 || fault.Column < 1 || strings.ContainsAny(fault.Message, "\n\x1b") {
				t.Errorf("fault %+v", fault)
			}
		}
	})
}
