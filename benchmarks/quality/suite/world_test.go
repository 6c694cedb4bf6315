package suite

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/register"
)

// The crowd: a whole population, thin, and one year as crowded as a fifth of the
// country, in which several people of the tables are born.
const thin, dense, denseYear = 100_000, 250_000, 1985

// buildRegister makes a snapshot of the people of the tables amid the crowd.
func buildRegister(t *testing.T, dir string, s *tables) string {
	t.Helper()
	for _, o := range []synth.RegisterOptions{
		{People: thin, Seed: 21, Dir: filepath.Join(dir, "thin")},
		{People: dense, From: denseYear, To: denseYear, Seed: 22, Dir: filepath.Join(dir, "dense")},
	} {
		if err := synth.WriteRegister(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	people := filepath.Join(dir, "people.csv")
	writeCSV(t, people, s.register())
	snapshot := filepath.Join(dir, "people.snapshot")
	built, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{
		Input: []string{filepath.Join(dir, "thin/*.parquet"), filepath.Join(dir, "dense/*.parquet"), people}, Out: snapshot,
	})
	if err != nil {
		t.Fatal(err)
	}
	if built.People < thin+dense*9/10 {
		t.Fatalf("the crowd has %d people", built.People)
	}
	s.stand(t, snapshot)
	return snapshot
}

// register is the people of the tables as rows of the register's input, newer
// than anybody of the crowd.
func (s *tables) register() [][]string {
	number := func(key string) string {
		if p := s.people[key]; p != nil {
			return p.number
		}
		return ""
	}
	rows := [][]string{{
		"personal_id", "cmnd", "former_ids", "full_name", "birth_date", "gender", "permanent_province", "permanent_commune", "permanent_address",
		"birth_province", "ethnicity", "status", "death_date", "other_names", "household_id", "father_id", "mother_id", "spouse_id", "updated_at",
	}}
	for _, p := range s.order {
		at, more := s.places[p.place], p.more
		rows = append(rows, []string{
			p.number, strings.Join(p.cmnd, ";"), more["former"], p.name, p.birth, p.gender, at.province, at.commune, at.address,
			more["born"], more["ethnicity"], more["status"], more["died"], more["other"], more["household"],
			number(more["father"]), number(more["mother"]), number(more["spouse"]), "2026-11-20",
		})
	}
	return rows
}

// stand fails unless the snapshot has everybody as the tables say.
func (s *tables) stand(t *testing.T, snapshot string) {
	people, err := register.Open(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	for _, p := range s.order {
		n := numberOf(p.number)
		at, ok := people.ByPIN(n)
		if !ok || people.Birth(at).String() != p.birth {
			t.Errorf("%s: the register has not got this person so", p.key)
			continue
		}
		for _, c := range p.cmnd {
			if owners := people.ByCMND(cardOf(c), nil); !slices.Contains(owners, at) {
				t.Errorf("%s: the register has not got the CMND", p.key)
			}
		}
	}
}

// answer is a row of outcomes.
type answer struct {
	File        string   `parquet:"source_file"`
	Row         int64    `parquet:"source_row"`
	Verdict     string   `parquet:"verdict"`
	Person      *string  `parquet:"person_id,optional"`
	Candidate   *string  `parquet:"candidate_id,optional"`
	Owner       *string  `parquet:"number_owner_id,optional"`
	Probability *float64 `parquet:"match_probability,optional"`
	Weight      *float32 `parquet:"match_weight,optional"`
	RunnerUp    *float32 `parquet:"runner_up_weight,optional"`
	Reasons     []string `parquet:"reasons,list"`
	ID          string   `parquet:"id_result"`
	Name        string   `parquet:"name_result"`
	Birth       string   `parquet:"birth_date_result"`
	Gender      string   `parquet:"gender_result"`
	Place       string   `parquet:"place_result"`
}

// ask does the real jobs over the rows, a file for each kind, and returns the
// answers in their order.
func ask(t *testing.T, dir, snapshot string, s *tables) map[string][]answer {
	t.Helper()
	found := map[string][]answer{}
	for _, dataset := range []string{synth.Dataset, family} {
		in := filepath.Join(dir, "in-"+filepath.Base(dataset))
		if err := os.MkdirAll(in, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, k := range s.kinds {
			width := bankFields
			if slices.Contains(withFamily, k.name) {
				width = len(fields)
			}
			if (width > bankFields) != (dataset == family) {
				continue
			}
			rows := [][]string{headers[:width]}
			for _, r := range k.rows {
				rows = append(rows, r.cells[:width])
			}
			writeCSV(t, filepath.Join(in, k.name+".csv"), rows)
		}
		for _, a := range runJobOf(t, dataset, filepath.Join(in, "*.csv"), snapshot, in+"-out") {
			name := strings.TrimSuffix(a.File, ".csv")
			found[name] = append(found[name], a)
		}
	}
	return found
}

// family describes files with columns of relatives and birth.
const family = "testdata/family.yaml"

// runJob does a job of a bank and returns its outcomes, part after part.
func runJob(t *testing.T, input, snapshot, output string) []answer {
	t.Helper()
	return runJobOf(t, synth.Dataset, input, snapshot, output)
}

func runJobOf(t *testing.T, dataset, input, snapshot, output string) (all []answer) {
	t.Helper()
	file := output + ".yaml"
	text := fmt.Sprintf("version: 1\nkind: link\ndataset: %s\ninput: [ '%s' ]\nregister: '%s'\noutput: '%s'\noutputs: [ outcomes ]\nlimits: { max_rejected: 1 }\n",
		dataset, input, snapshot, output)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	spec, err := jobs.LoadSpec(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Run(t.Context(), spec, jobs.RunOptions{Voice: jobs.Silent{}}); err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob(filepath.Join(output, "run=*", "outcomes", "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(parts)
	for _, part := range parts {
		rows, err := parquet.ReadFile[answer](part)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	return all
}

func writeCSV(t *testing.T, path string, rows [][]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
