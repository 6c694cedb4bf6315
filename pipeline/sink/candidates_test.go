package sink_test

import (
	"bytes"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// candidates of two rows: of the second the owner of its number is one, of the
// last there is nobody whose number it submitted.
func candidates() []pipeline.Candidate {
	levels := [schemas.Comparisons]schemas.Level{
		schemas.LevelSlip, schemas.LevelMissing, schemas.LevelOf(schemas.MechanismMarksLost),
		schemas.LevelAgree, schemas.LevelAgree, schemas.LevelProvince,
	}
	family := levels
	family[schemas.CompareRelatives], family[schemas.CompareBirthProvince] = schemas.LevelAgree, schemas.LevelOf(schemas.MechanismOtherProvince)
	family[schemas.CompareHousehold], family[schemas.CompareLife] = schemas.LevelAgree, schemas.LevelDiedBefore
	return []pipeline.Candidate{
		{Row: 1, Rank: 1, Person: 1, Probability: 0.93, Total: 11, Weights: [schemas.Comparisons]float64{-2.25, 0, 9.75, 4.75, 1, -1.25, 2.5, -1.5, 3, -4}, Levels: family},
		{Row: 1, Rank: 2, Person: 2, Probability: 0.0625, Total: -2.25, Weights: [schemas.Comparisons]float64{19.5, 0, -15, -7.5, 0.5, 0.25}, Levels: levels},
		{Row: 3, Rank: 1, Person: 2, Probability: 0.9449, Total: 3.5, Weights: [schemas.Comparisons]float64{0, 0, 3.5, 0, 0, 0}, Levels: levels},
	}
}

const candidatesHead = "rank | person_id | match_probability | match_weight | personal_id_weight | personal_id_level | cmnd_weight | cmnd_level | name_weight | name_level | birth_date_weight | birth_date_level | gender_weight | gender_level | place_weight | place_level | relatives_weight | relatives_level | birth_province_weight | birth_province_level | household_weight | household_level | life_weight | life_level\n"

func TestCandidates(t *testing.T) {
	for d, want := range map[sink.Disclosure]string{
		sink.Values: `
1 | 079085000002 | 0.93 | 11 | -2.25 | slip_of_own | 0 | missing | 9.75 | marks_lost | 4.75 | agree | 1 | agree | -1.25 | province | 2.5 | agree | -1.5 | other_province | 3 | agree | -4 | died_before
2 | 079085000003 | 0.0625 | -2.25 | 19.5 | slip_of_own | 0 | missing | -15 | marks_lost | -7.5 | agree | 0.5 | agree | 0.25 | province | 0 | missing | 0 | missing | 0 | missing | 0 | missing
1 | 079085000003 | 0.9449 | 3.5 | 0 | slip_of_own | 0 | missing | 3.5 | marks_lost | 0 | agree | 0 | agree | 0 | province | 0 | missing | 0 | missing | 0 | missing | 0 | missing
`,
		sink.Fields: `
1 | - | - | - | - | slip_of_own | - | missing | - | marks_lost | - | agree | - | agree | - | province | - | agree | - | other_province | - | agree | - | died_before
2 | 079085000003 | - | - | - | slip_of_own | - | missing | - | marks_lost | - | agree | - | agree | - | province | - | missing | - | missing | - | missing | - | missing
1 | - | - | - | - | slip_of_own | - | missing | - | marks_lost | - | agree | - | agree | - | province | - | missing | - | missing | - | missing | - | missing
`,
		sink.VerdictOnly: "\n",
	} {
		data, rows := newWriter(d).Candidates(here, part, candidates(), outcomes(), register{}, meta)
		expect(t, "candidates at "+d.String(), data, nil, "\n"+candidatesHead+want[1:])
		if lines := strings.Count(want, "\n") - 1; rows != lines {
			t.Errorf("at %v %d rows are told of, want %d", d, rows, lines)
		}
		again, _ := newWriter(d).Candidates(here, part, candidates(), outcomes(), register{}, meta)
		if !bytes.Equal(data, again) {
			t.Errorf("at %v the bytes differ from writer to writer", d)
		}
	}
	data, _ := newWriter(sink.Values).Candidates(here, part, candidates(), outcomes(), register{}, meta)
	if _, _, cells := readTable(t, data); cells[2][0] != "1001" || cells[2][2] != "1003" {
		t.Errorf("rows %v", cells[2])
	}
}

func TestEmptyCandidates(t *testing.T) {
	data, rows := newWriter(sink.Values).Candidates(here, pipeline.Part{}, nil, nil, register{}, meta)
	if f, names, _ := readTable(t, data); f.NumRows() != 0 || rows != 0 || len(names) != 27 {
		t.Errorf("%d rows, columns %v", f.NumRows(), names)
	}
}
