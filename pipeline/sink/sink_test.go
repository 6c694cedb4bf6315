package sink_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// The tables as a reader sees them, without the three columns of the source.
const (
	outcomesAtValues = `
verdict | person_id | candidate_id | number_owner_id | match_probability | match_weight | runner_up_weight | reasons | id_result | name_result | birth_date_result | gender_result | place_result | duplicate_of_file | duplicate_of_row
verified | 079085000001 | - | - | 0.99995 | 31.5 | - | [number_agrees number_shared_in_file] | agree | agree_normalised | agree | agree | minor | - | -
contradicted | - | 079085000002 | 079085000003 | 0.93 | 12 | -2.25 | [number_of_other_person name_marks_lost duplicate] | differ | agree_normalised | minor | agree | missing | tháng 11/khách hàng.parquet | 2
rejected | - | - | - | - | - | - | [no_lookup_key number_unusable] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
review | - | 079085000003 | - | 0.9449 | - | - | [] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
`
	// Only the numbers that rows 0 and 1 brought themselves remain.
	outcomesAtFields = `
verdict | person_id | candidate_id | number_owner_id | match_probability | match_weight | runner_up_weight | reasons | id_result | name_result | birth_date_result | gender_result | place_result | duplicate_of_file | duplicate_of_row
verified | 079085000001 | - | - | 0.999 | - | - | [number_agrees number_shared_in_file] | agree | agree_normalised | agree | agree | minor | - | -
contradicted | - | - | 079085000003 | - | - | - | [number_of_other_person name_marks_lost duplicate] | differ | agree_normalised | minor | agree | missing | tháng 11/khách hàng.parquet | 2
rejected | - | - | - | - | - | - | [no_lookup_key number_unusable] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
review | - | - | - | 0.9 | - | - | [] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
`
	outcomesAtVerdict = `
verdict | person_id | candidate_id | number_owner_id | match_probability | match_weight | runner_up_weight | reasons | id_result | name_result | birth_date_result | gender_result | place_result | duplicate_of_file | duplicate_of_row
verified | 079085000001 | - | - | 0.999 | - | - | [] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
contradicted | - | - | 079085000003 | - | - | - | [] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
rejected | - | - | - | - | - | - | [no_lookup_key number_unusable] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
review | - | - | - | 0.9 | - | - | [] | not_compared | not_compared | not_compared | not_compared | not_compared | - | -
`
	// Row 2: what cannot be used is kept beside its issue. Row 3: bytes that
	// are no UTF-8 stand as Latin-1 letters.
	cleanedTable = `
personal_id | cmnd | full_name | birth_date | birth_date_precision | gender | phone | address | province_code | commune_code | place_system | loan_balance | phone_2 | repairs.field | repairs.original | repairs.code | issues
079085000001 | - | Lê Văn An | 1985-03-01 | day | Nam | 0912345678 | Xã Một, Tỉnh Hai | 01 | 00004 | new | 100 | a | [gender] | [1] | [gender_coded] | []
079085000009 | 012345678 | Tran Thi Binh | 1985-01-01 | year | Nữ | - | - | - | - | - | - | b | [personal_id] | [79085000009] | [number_zeros] | [number_gender birth_date_year_only]
- | - | - | - | - | - | - | - | - | - | - | 300 | c | [personal_id full_name birth_date] | [12AB ??? 31/02/1985] | [number_malformed name_garbled birth_date_impossible] | [number_malformed name_garbled birth_date_impossible]
- | - | Lê Văn | - | - | - | - | - | - | - | - | 400 | d | [full_name] | [Lê V¨n] | [name_decoded] | [number_missing]
`
	mismatchesAtValues = `
field | submitted | canonical | register_value | reason | mechanism
id | 79085000009 | 079085000009 | 079085000002 | number_of_other_person | stranger
id | 012345678 | 012345678 | 012345678 012345679 | cmnd_differs | old_number
name | Tran Thi Binh | Tran Thi Binh | Trần Thị Bình | name_marks_lost | marks_lost
birth_date | 1985 | 1985 | 1985-03-02 | birth_date_partial | year_only_row
gender | F | Nữ | Nam | gender_differs | opposite
place | xã 1, tỉnh 2 | Xã Một, Tỉnh Hai | Phường Ba | place_differs | other_commune
name | Lê V¨n | Lê Văn | - | name_differs | -
`
)

func expect(t *testing.T, name string, data []byte, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f, names, cells := readTable(t, data)
	if got := render(names, cells, 3); got != want[1:] {
		t.Errorf("%s: got\n%swant\n%s", name, got, want[1:])
	}
	if got := strings.Join(names[:3], " "); got != "source_file source_sheet source_row" {
		t.Errorf("%s begins with %s", name, got)
	}
	for key, value := range meta {
		if v, _ := f.Lookup(key); v != value {
			t.Errorf("%s: metadata %s is %q", name, key, v)
		}
	}
	if by := f.Metadata().CreatedBy; by != "lamsach" {
		t.Errorf("%s: created by %q", name, by)
	}
}

func TestOutcomes(t *testing.T) {
	for d, want := range map[sink.Disclosure]string{sink.Values: outcomesAtValues, sink.Fields: outcomesAtFields, sink.VerdictOnly: outcomesAtVerdict} {
		data, err := newWriter(d).Outcomes(here, part, outcomes(), settled{part.StartRow}, register{}, meta)
		expect(t, "outcomes at "+d.String(), data, err, want)
	}
}

func TestCleaned(t *testing.T) {
	data, err := newWriter(sink.Values).Cleaned(here, part, cleaned(), meta)
	inDays := strings.NewReplacer("| 1985-03-01", "| 5538", "| 1985-01-01", "| 5479") // the reader shows dates as days
	expect(t, "cleaned", data, err, inDays.Replace(cleanedTable))
}

func TestMismatches(t *testing.T) {
	data, err := newWriter(sink.Values).Mismatches(here, part, cleaned(), mismatches(), register{}, meta)
	expect(t, "mismatches at values", data, err, mismatchesAtValues)

	data, err = newWriter(sink.Fields).Mismatches(here, part, cleaned(), mismatches(), register{}, meta)
	if err != nil {
		t.Fatal(err)
	}
	_, _, cells := readTable(t, data)
	for r, v := range cells[6] {
		if v != nil {
			t.Errorf("at fields, row %d shows a value of the register", r)
		}
	}
	if len(cells[6]) != len(mismatches()) {
		t.Errorf("at fields there are %d mismatches", len(cells[6]))
	}
	data, err = newWriter(sink.VerdictOnly).Mismatches(here, part, cleaned(), mismatches(), register{}, meta)
	expect(t, "mismatches at verdict", data, err, "\nfield | submitted | canonical | register_value | reason | mechanism\n")
}

func TestSourceColumns(t *testing.T) {
	for _, src := range []sink.Source{here, {File: "a.xlsx", Sheet: "Trang 1"}} {
		data, err := newWriter(sink.Values).Cleaned(src, part, cleaned(), meta)
		if err != nil {
			t.Fatal(err)
		}
		_, _, cells := readTable(t, data)
		for r := range 4 {
			if cells[0][r] != src.File || cells[1][r] != any(src.Sheet) && !(src.Sheet == "" && cells[1][r] == nil) {
				t.Errorf("row %d is of %v %v, want %+v", r, cells[0][r], cells[1][r], src)
			}
		}
		if cells[2][0] != "1000" || cells[2][3] != "1003" {
			t.Errorf("rows %v to %v", cells[2][0], cells[2][3])
		}
	}
}

// Below values no byte of a file is of the register: its names and numbers,
// other than submitted ones, are nowhere in what is written.
func TestNothingOfTheRegisterBelowValues(t *testing.T) {
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields} {
		w := newWriter(d)
		var all []byte
		for _, write := range []func() ([]byte, error){
			func() ([]byte, error) {
				return w.Outcomes(here, part, outcomes(), settled{part.StartRow}, register{}, meta)
			},
			func() ([]byte, error) { return w.Cleaned(here, part, cleaned(), meta) },
			func() ([]byte, error) {
				return w.Mismatches(here, part, cleaned(), mismatches(), register{}, meta)
			},
		} {
			data, err := write()
			if err != nil {
				t.Fatal(err)
			}
			_, names, cells := readTable(t, data)
			all = append(all, render(names, cells, 0)...)
		}
		for _, secret := range []string{"079085000002", "012345679", "Trần Thị Bình", "1985-03-02", "Phường Ba", "Phạm"} {
			if bytes.Contains(all, []byte(secret)) {
				t.Errorf("at %v a value of the register is written", d)
			}
		}
	}
}

func TestEmptyPart(t *testing.T) {
	w := newWriter(sink.Values)
	empty := pipeline.Part{}
	rows := &clean.Rows{Batch: &pipeline.Batch{Columns: cleaned().Batch.Columns}, Cols: cleaned().Cols}
	for i, write := range []func() ([]byte, error){
		func() ([]byte, error) { return w.Outcomes(here, empty, nil, settled{9}, register{}, meta) },
		func() ([]byte, error) { return w.Cleaned(here, empty, rows, meta) },
		func() ([]byte, error) { return w.Mismatches(here, empty, rows, nil, register{}, meta) },
	} {
		data, err := write()
		if err != nil {
			t.Fatal(err)
		}
		if f, _, _ := readTable(t, data); f.NumRows() != 0 || len(f.Schema().Columns()) < 9 {
			t.Errorf("table %d: %d rows, %d columns", i, f.NumRows(), len(f.Schema().Columns()))
		}
	}
}

// A writer that wrote other parts before writes the same bytes as a new one.
func TestSameBytes(t *testing.T) {
	used, fresh := newWriter(sink.Values), newWriter(sink.Values)
	for range 3 {
		if _, err := used.Cleaned(here, part, cleaned(), meta); err != nil {
			t.Fatal(err)
		}
		if _, err := used.Mismatches(here, part, cleaned(), mismatches(), register{}, meta); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := used.Outcomes(here, part, outcomes(), settled{part.StartRow}, register{}, meta)
	b, _ := fresh.Outcomes(here, part, outcomes(), settled{part.StartRow}, register{}, meta)
	if !bytes.Equal(a, b) {
		t.Error("outcomes differ")
	}
	a, _ = used.Cleaned(here, part, cleaned(), meta)
	b, _ = fresh.Cleaned(here, part, cleaned(), meta)
	if !bytes.Equal(a, b) {
		t.Error("cleaned differ")
	}
}

func TestDisclosureWords(t *testing.T) {
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields, sink.Values} {
		if got, err := sink.ParseDisclosure(d.String()); got != d || err != nil {
			t.Errorf("%v reads back as %v, %v", d, got, err)
		}
	}
	if d, err := sink.ParseDisclosure("all"); err == nil || d != sink.VerdictOnly {
		t.Errorf("an unknown word gives %v, %v", d, err)
	}
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	for year := 1880; year <= 2110; year++ {
		for month := 0; month <= 12; month++ {
			for _, day := range []int{0, 1, 28, schemas.DaysIn(year, month)} {
				d := schemas.MakeDate(year, month, day)
				if month == 0 {
					d = schemas.MakeDate(year, 0, 0)
				}
				if got := sink.Days(d); got != d.Unix() {
					t.Fatalf("%v is day %d, want %d", d, got, d.Unix())
				}
			}
		}
	}
}

func TestNumbersAreWrittenWhole(t *testing.T) {
	for _, v := range []uint64{0, 1, 10, 999_999, 1_000_000, 79_085_012_345, 999_999_999_999} {
		n := schemas.MakeNumber(schemas.PersonalID, v)
		if got := string(sink.AppendNumber([]byte("x"), n)); got != "x"+n.String() {
			t.Errorf("%d: %s, want %s", v, got, n)
		}
	}
	n := schemas.MakeNumber(schemas.CMND, 12_345_678)
	if got := string(sink.AppendNumber(nil, n)); got != "012345678" {
		t.Errorf("CMND: %s", got)
	}
}

// unasked is a register that must not be asked for personal IDs.
type unasked struct{ register }

func (unasked) PIN(uint32) schemas.Number { panic("the register was asked") }

// A row with the number of the person it is linked to has that person's ID
// already.
func TestAgreeingNumberIsThePersonsID(t *testing.T) {
	agrees := schemas.ReasonSet(0).With(schemas.ReasonNumberAgrees)
	out := []pipeline.Outcome{{
		PIN: pin(79_085_000_001), Person: 0, Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson, Verdict: schemas.Verified, Reasons: agrees,
	}}
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields, sink.Values} {
		data, err := newWriter(d).Outcomes(here, pipeline.Part{Rows: 1}, out, settled{0}, unasked{}, meta)
		if err != nil {
			t.Fatal(err)
		}
		_, names, cells := readTable(t, data)
		if got := cells[slices.Index(names, "person_id")][0]; got != "079085000001" {
			t.Errorf("%v: person_id is %v", d, got)
		}
	}
	out[0].Reasons = 0
	data, err := newWriter(sink.Values).Outcomes(here, pipeline.Part{Rows: 1}, out, settled{0}, register{}, meta)
	if err != nil {
		t.Fatal(err)
	}
	_, names, cells := readTable(t, data)
	if got := cells[slices.Index(names, "person_id")][0]; got != "079085000001" {
		t.Errorf("from the register: person_id is %v", got)
	}
}
