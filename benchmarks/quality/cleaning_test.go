package quality

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Mixes on which cleaning is measured by itself.
var cleaned = []string{"default", "dirty", "legacy"}

// effect is what cleaning alone made of the cells with one class of error.
type effect struct {
	rows     int
	repaired int // what the register has
	plain    int // the same but for marks: nothing more can be made of them
	flagged  int // something else, and an issue says so
	changed  int // something else, without an issue, though a repair was noted
	left     int // something else, and nobody says so
}

// effects are those of the classes.
type effects map[string]*effect

// TestCleaning keeps, by class of error of the invented files, what cleaning
// alone makes of it, held against the register. A row counts for a class when it
// has no other error in the field; of a form that is no error, when it has none.
// Phones are left out: the register has none.
func TestCleaning(t *testing.T) {
	if *full {
		t.Skip("does not depend on the size")
	}
	d, dir := density{people: 50_000, rows: 100_000}, t.TempDir()
	d.build(t, dir)
	for _, mix := range cleaned {
		d.measure(t, dir, mix, 12)
		title := d.title(mix)
		hold(t, "cleaning-"+mix+".txt", effectsText(title, effectsOf(t, filepath.Join(dir, mix+"-out"), filepath.Join(dir, mix, "truth"))))
	}
}

// effectsOf cleans the rows of a run again and compares them.
func effectsOf(t *testing.T, output, truth string) effects {
	t.Helper()
	r, err := jobs.Reopen(t.Context(), output, jobs.ReopenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	labels, classes := matches(t, truth), errorsOf(t, truth)
	people, reader, all := r.People.Snapshot, r.Reader(), effects{}
	for i, in := range r.Manifest.Inputs {
		parts, err := r.Parts(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			if err := reader.Read(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			for row := range reader.Rows.N {
				at := address{filepath.Base(in.File), p.FirstRow + int64(row)}
				own, there := people.ByPIN(schemas.MakeNumber(schemas.PersonalID, labels[at]))
				if !there {
					continue
				}
				for _, field := range []clean.Field{clean.FieldPersonalID, clean.FieldCMND, clean.FieldName, clean.FieldBirthDate, clean.FieldGender, clean.FieldAddress} {
					if class := only(classes[at], field); class != "" {
						all.add(class, reader.Rows, row, field, people, own)
					}
				}
			}
		}
	}
	return all
}

// errorsOf are the classes of the rows of a truth.
func errorsOf(t *testing.T, folder string) map[address][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Fatal("no truth", err)
	}
	classes := map[address][]string{}
	for _, name := range files {
		for _, row := range readColumns(t, name, "source_file", "source_row", "errors") {
			classes[addressOf(t, row)] = strings.Fields(row[2])
		}
	}
	return classes
}

// fieldOf is the field that a class of error is about.
func fieldOf(class string) (clean.Field, bool) {
	about, _, _ := strings.Cut(strings.TrimPrefix(class, "form_"), "_")
	f, known := map[string]clean.Field{
		"number": clean.FieldPersonalID, "cmnd": clean.FieldCMND, "name": clean.FieldName, "birth": clean.FieldBirthDate,
		"date": clean.FieldBirthDate, "gender": clean.FieldGender, "address": clean.FieldAddress,
	}[about]
	return f, known
}

// only is the one class of a row about a field, "" where there are several; a
// form counts where there is no error.
func only(classes []string, field clean.Field) string {
	class, errors, forms := "", 0, 0
	for _, c := range classes {
		if f, known := fieldOf(c); !known || f != field {
			continue
		}
		if synth.IsError(c) {
			class, errors = c, errors+1
		} else if forms++; errors == 0 {
			class = c
		}
	}
	if errors == 1 || errors == 0 && forms == 1 {
		return class
	}
	return ""
}

func (all effects) add(class string, rows *clean.Rows, row int, field clean.Field, people *register.Snapshot, own uint32) {
	e := all[class]
	if e == nil {
		e = new(effect)
		all[class] = e
	}
	e.rows++
	issue, repair := false, false
	for _, n := range rows.NotesOf(row) {
		if n.Field == field || field == clean.FieldPersonalID && n.Field == clean.FieldCMND {
			issue, repair = issue || n.Code.IsIssue(), repair || !n.Code.IsIssue()
		}
	}
	switch {
	case isTrue(rows, row, field, people, own):
		e.repaired++
	case field == clean.FieldName && samePlain(string(rows.Name.Value(row)), people.FullName(own)):
		e.plain++
	case issue:
		e.flagged++
	case repair:
		e.changed++
	default:
		e.left++
	}
}

// isTrue says whether a cleaned field is what the register has of a person. Of
// numbers either may stand, but none that is somebody else's.
func isTrue(rows *clean.Rows, row int, field clean.Field, people *register.Snapshot, own uint32) bool {
	pin, cmnd := rows.PIN[row], rows.CMND[row]
	switch field {
	case clean.FieldPersonalID:
		return pin == people.PIN(own) || pin == 0 && cmnd != 0 && slices.Contains(people.CMNDs(own, nil), cmnd)
	case clean.FieldCMND:
		return cmnd != 0 && slices.Contains(people.CMNDs(own, nil), cmnd)
	case clean.FieldName:
		return string(rows.Name.Value(row)) == people.FullName(own)
	case clean.FieldBirthDate:
		return rows.Birth[row] != 0 && rows.Birth[row] == people.Birth(own)
	case clean.FieldGender:
		return rows.Gender[row] == people.Gender(own)
	}
	place := rows.Place[row]
	return place.Fits == 1 && places.CouldBe(place, people.Commune(own))
}

func samePlain(a, b string) bool {
	return len(a) > 0 && bytes.Equal(schemas.FoldKey(nil, a), schemas.FoldKey(nil, b))
}

func effectsText(title string, all effects) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "cleaning alone, %s\n\n", title)
	var sum effect
	line := func(name string, e *effect) {
		fmt.Fprintf(&b, "%-28s %7d", name, e.rows)
		for _, n := range []int{e.repaired, e.plain, e.flagged, e.changed, e.left} {
			if n == 0 {
				fmt.Fprintf(&b, " %9s", "-")
			} else {
				fmt.Fprintf(&b, " %9.4f", float64(n)/float64(e.rows))
			}
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%-28s %7s %9s %9s %9s %9s %9s\n", "class", "rows", "repaired", "marksgone", "flagged", "changed", "left")
	for _, forms := range []bool{false, true} {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if synth.IsError(name) == forms {
				continue
			}
			e := all[name]
			line(name, e)
			sum = effect{sum.rows + e.rows, sum.repaired + e.repaired, sum.plain + e.plain, sum.flagged + e.flagged, sum.changed + e.changed, sum.left + e.left}
		}
		b.WriteByte('\n')
	}
	line("all", &sum)
	return b.Bytes()
}

// Of two errors of one field neither can be told by itself; an error hides forms.
func TestOneErrorAtATime(t *testing.T) {
	for classes, want := range map[string]string{
		"": "", "name_tone": "name_tone", "name_tone name_note": "", "name_tone form_name_upper": "name_tone", "form_name_upper name_tone": "name_tone",
		"form_name_upper": "form_name_upper", "form_name_upper form_name_spaces": "", "birth_digit name_tone": "name_tone", "birth_digit": "",
	} {
		if got := only(strings.Fields(classes), clean.FieldName); got != want {
			t.Errorf("%q is about %q, want %q", classes, got, want)
		}
	}
	for _, class := range []string{evaluate.Match.String(), "phone_missing", "absent"} {
		if f, known := fieldOf(class); known {
			t.Errorf("%s is about %s", class, f)
		}
	}
}
