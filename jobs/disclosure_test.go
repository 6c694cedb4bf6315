package jobs_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
)

// Whoever probes the register sends rows about one person with one field
// varied, and knows what his own fields weigh.
var (
	probedPlaces = []string{
		"", "Phường Ba Đình, Thành phố Hà Nội", "Xã Phúc Thịnh, Thành phố Hà Nội", "Xã Văn Phú, Tỉnh Thanh Hóa", "Phường Chánh Hiệp, Thành phố Hồ Chí Minh",
		"Xã Nghĩa Hưng, Tỉnh Nghệ An", "Xã Hòa Phú, Tỉnh Đắk Lắk", "Xã Nậm Kè, Tỉnh Điện Biên", "Xã Vĩnh An, Tỉnh An Giang", "Xã Lũng Cú, Tỉnh Tuyên Quang",
		"Thành phố Hà Nội", "Tỉnh Thanh Hóa", "Tỉnh Điện Biên",
	}
	probedNames  = []string{"Ngô Đình Quý Hợi", "NGO DINH QUY HOI", "Ngô Quý Hợi", "Ngô Đình Quý Hải"}
	probedDates  = []string{"06/05/1971", "1971", "05/06/1971", "07/05/1971", "06/05/1972"}
	probedNumber = []string{"", "001071900001", "001071900002"}
)

// homes are where the register may have the person: which of them it is must not
// be told below values.
var homes = [][2]string{{"38", "15049"}, {"11", "03162"}, {"01", "00466"}}

// TestProbingDoesNotPay asks registers that differ in one person's residence
// alone. Below values no number of an answer may tell more than its words do:
// equal words, equal numbers, whatever the register holds. At verdict the words
// are the verdict and what the row alone tells.
func TestProbingDoesNotPay(t *testing.T) {
	dir := t.TempDir()
	crowd := filepath.Join(dir, "crowd")
	if err := synth.WriteRegister(t.Context(), synth.RegisterOptions{People: 3000, Seed: 7, Dir: crowd}); err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("HO_TEN,SO_CCCD,NGAY_SINH,GIOI_TINH,DIA_CHI\n")
	for _, place := range probedPlaces {
		for _, name := range probedNames {
			for _, date := range probedDates {
				for _, number := range probedNumber {
					fmt.Fprintf(&rows, "%s,%s,%s,Nam,%q\n", name, number, date, place)
				}
			}
		}
	}
	write(t, filepath.Join(dir, "in", "a.csv"), rows.String())
	for _, level := range []struct {
		disclosure string
		words      []string
	}{
		{"values", fieldWords},
		{"fields", fieldWords},
		{"verdict", []string{"verdict"}},
	} {
		said := map[string]map[string]bool{} // words: the numbers beside them
		answers := map[string]string{}       // row and words: everything else, but numbers
		candidates := map[string]bool{}
		for i, home := range homes {
			p := probe{dir: filepath.Join(dir, fmt.Sprint(level.disclosure, i)), crowd: crowd, input: filepath.Join(dir, "in", "*.csv")}
			p.run(t, level.disclosure, home)
			words, numbers := p.read(t, "outcomes", level.words...), p.read(t, "outcomes", "match_probability", "match_weight", "runner_up_weight")
			all := p.read(t, "outcomes", append(fieldWords, "person_id", "candidate_id", "number_owner_id", "duplicate_of_row")...)
			for row := range words {
				key := strings.Join(words[row], " ")
				if said[key] == nil {
					said[key] = map[string]bool{}
				}
				said[key][strings.Join(numbers[row], " ")] = true
				key = fmt.Sprint(row, key)
				answer := strings.Join(all[row], " ")
				if other, asked := answers[key]; asked && other != answer && level.disclosure == "verdict" {
					t.Errorf("row %d is answered %q and %q, as the person's residence is, under one verdict", row, other, answer)
				}
				answers[key] = answer
			}
			for _, numbers := range p.read(t, "candidates", "match_probability", "match_weight", "place_weight", "birth_date_weight", "name_weight") {
				candidates[strings.Join(numbers, " ")] = true
			}
		}
		if len(said) < 3 {
			t.Errorf("%s: the rows are answered in %d ways: they probe nothing", level.disclosure, len(said))
		}
		told := 0
		for words, numbers := range said {
			if len(numbers) > 1 {
				told++
				if level.disclosure != "values" {
					t.Errorf("%s: beside %q stand %d different numbers", level.disclosure, words, len(numbers))
				}
			}
		}
		if level.disclosure == "values" && (told == 0 || len(candidates) < 10) {
			t.Error("even at values the numbers tell nothing: the test could not fail")
		}
		if level.disclosure != "values" && len(candidates) > 1 {
			t.Errorf("%s: candidates have %d different weights", level.disclosure, len(candidates))
		}
	}
}

var fieldWords = []string{"verdict", "reasons", "id_result", "name_result", "birth_date_result", "gender_result", "place_result"}

// probe is one job of the one who probes.
type probe struct{ dir, crowd, input, folder string }

func (p *probe) run(t *testing.T, disclosure string, home [2]string) {
	t.Helper()
	people := filepath.Join(p.dir, "people.csv")
	write(t, people, fmt.Sprintf("personal_id,full_name,birth_date,gender,permanent_province,permanent_commune\n001071900001,Ngô Đình Quý Hợi,1971-05-06,Nam,%s,%s\n", home[0], home[1]))
	snapshot := filepath.Join(p.dir, "people.snapshot")
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{p.crowd + "/*.parquet", people}, Out: snapshot}); err != nil {
		t.Fatal(err)
	}
	spec, err := jobs.ParseSpec("job.yaml", []byte(fmt.Sprintf(
		"version: 1\nkind: link\ndataset: bank-credit\ninput: [ %q ]\nregister: %q\noutput: %q\noutputs: [ outcomes, candidates ]\ndisclosure: %s\n",
		p.input, snapshot, filepath.Join(p.dir, "out"), disclosure)))
	if err != nil {
		t.Fatal(err)
	}
	done, err := jobs.Run(t.Context(), spec, jobs.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p.folder = done.Folder
}

func (p *probe) read(t *testing.T, table string, columns ...string) [][]string {
	t.Helper()
	return readColumns(t, filepath.Join(p.folder, table, "part-00000.parquet"), columns...)
}
