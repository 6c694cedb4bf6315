package jobs

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/dedupe"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/reports"
	"lamsach/schemas"
)

// column makes a text column of cells; "-" is null.
func column(cells ...string) pipeline.Column {
	c := pipeline.Column{Offsets: []int32{0}}
	for _, cell := range cells {
		if cell == "-" {
			c.Index = append(c.Index, -1)
			continue
		}
		c.Index = append(c.Index, int32(c.Entries()))
		c.Bytes = append(c.Bytes, cell...)
		c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	}
	return c
}

func TestUnits(t *testing.T) {
	cells := []string{"B01", "-", "B02", "", "B01", strings.Repeat("x", 300)}
	b := &pipeline.Batch{Rows: len(cells), Columns: []pipeline.Column{column(cells...)}}
	name := filepath.Join(t.TempDir(), "units")
	for _, c := range []struct {
		at   int
		want []string
	}{
		{0, []string{"B01", "", "B02", "", "B01", strings.Repeat("x", maxUnitBytes)}},
		{-1, []string{"f", "f", "f", "f", "f", "f"}},
	} {
		sum, err := unitsOf(b, c.at, "f").write(name)
		if err != nil {
			t.Fatal(err)
		}
		u, err := readUnits(name, sum)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			if got := u.of(i); got != want {
				t.Errorf("column %d, row %d: unit %q, want %q", c.at, i, got, want)
			}
		}
		if _, err := readUnits(name, "0"); err == nil {
			t.Error("units with another checksum were read")
		}
	}
}

// FuzzUnits: any bytes of the right checksum are read without panic, and every
// row has a unit.
func FuzzUnits(f *testing.F) {
	f.Add([]byte{1, 1, 'a', 2, 1, 0})
	f.Add([]byte{1, 1})
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "units")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := readUnits(name, sumText(data))
		if err != nil {
			t.Fatal(err)
		}
		for i := range u.rows {
			u.of(i)
		}
	})
}

// TestConserve breaks the law of conservation in every way and sees it noticed.
func TestConserve(t *testing.T) {
	make := func() (*crew, []*answered, *reports.Tally) {
		plan := &Plan{Files: []*PlannedFile{{Input: Input{File: "a", Rows: 5}}, {Input: Input{File: "b", Rows: 0}}}}
		plan.Parts = []pipeline.Part{{Index: 0, Rows: 3}, {Index: 1, FirstRow: 3, StartRow: 3, Rows: 2}, {Index: 2, File: 1, StartRow: 5}}
		c := &crew{plan: plan}
		var out []*answered
		tally := reports.NewTally()
		for _, p := range plan.Parts {
			for range p.Rows {
				tally.Row(nil, schemas.Verified, 0, [schemas.Fields]schemas.Result{}, reports.Address{})
			}
			c.done = append(c.done, &done{Part: p})
			a := &answered{part: p, rows: int64(p.Rows)}
			a.verdicts[schemas.Verified] = a.rows
			out = append(out, a)
		}
		return c, out, tally
	}
	for name, breaks := range map[string]func(*crew, []*answered){
		"a part without answer":  func(_ *crew, a []*answered) { a[1] = nil },
		"a part left out":        func(c *crew, a []*answered) { a[1], c.done[1] = nil, nil },
		"a row twice":            func(_ *crew, a []*answered) { a[1].part.FirstRow = 2 },
		"a row lost":             func(_ *crew, a []*answered) { a[0].rows = 2 },
		"a row without verdict":  func(_ *crew, a []*answered) { a[0].verdicts[schemas.Verified]-- },
		"a row with two":         func(_ *crew, a []*answered) { a[0].verdicts[schemas.Review]++ },
		"a row in another file":  func(_ *crew, a []*answered) { a[1].part.File = 1 },
		"a file that goes on":    func(c *crew, _ []*answered) { c.plan.Files[0].Rows = 6 },
		"parts in another order": func(c *crew, a []*answered) { a[0], a[1] = a[1], a[0] },
	} {
		c, a, tally := make()
		breaks(c, a)
		if _, err := c.conserve(a, tally); ExitOf(err) != ExitInternal {
			t.Errorf("%s: not noticed: %v", name, err)
		}
	}
	c, a, tally := make()
	if _, err := c.conserve(a, reports.NewTally()); ExitOf(err) != ExitInternal {
		t.Errorf("rows that nobody counted: not noticed: %v", err)
	}
	if sum, err := c.conserve(a, tally); err != nil || sum.rows != 5 || sum.verdicts[schemas.Verified] != 5 {
		t.Errorf("sound parts: %+v, %v", sum, err)
	}
	// A file set aside while it was read needs no outcomes.
	c.damaged.add(c.plan.Parts[1], reports.Damage{File: "a"})
	a[0], a[1], c.done[0], c.done[1] = nil, nil, nil, nil
	if sum, err := c.conserve(a, reports.NewTally()); err != nil || sum.rows != 0 {
		t.Errorf("a file set aside: %+v, %v", sum, err)
	}
}

// TestDamaged: whichever worker meets damage first, the first place is told.
func TestDamaged(t *testing.T) {
	var d damaged
	d.add(pipeline.Part{Index: 7, File: 1}, reports.Damage{File: "a", Place: "later"})
	d.add(pipeline.Part{Index: 4, File: 1}, reports.Damage{File: "a", Place: "first"})
	d.add(pipeline.Part{Index: 5, File: 1}, reports.Damage{File: "a", Place: "between"})
	if got := d.files["a"].damage.Place; got != "first" {
		t.Errorf("the place told is %q", got)
	}
	for part, want := range map[int]bool{3: false, 4: false, 5: true} {
		if got := d.before("a", pipeline.Part{Index: part}); got != want {
			t.Errorf("part %d is skipped: %v, want %v", part, got, want)
		}
	}
	if d.before("b", pipeline.Part{Index: 9}) {
		t.Error("a part of a sound file is skipped")
	}
}

func TestPutReplacesDamagedLeftovers(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	out, err := openOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := run{out, "x"}
	o, err := r.put(ctx, "cleaned/part-00000.parquet", []byte("right"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := r.sound(ctx, o); err != nil || !whole {
		t.Fatalf("just written, and not sound: %v", err)
	}
	if _, err := r.store.Put(ctx, r.key(o.Path), []byte("wrong"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if whole, _ := r.sound(ctx, o); whole {
		t.Error("other bytes of the same length are taken for sound")
	}
	if _, err := r.put(ctx, o.Path, []byte("right"), 1); err != nil {
		t.Fatal(err)
	}
	if whole, _ := r.sound(ctx, o); !whole {
		t.Error("a damaged leftover was not replaced")
	}
	if err := r.withdraw(ctx); err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("%d entries are left of a run that was taken back", len(entries))
	}
}

func TestLedgerKeepsOthersOut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), ".work", "x")
	l, err := openLedger(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openLedger(dir); ExitOf(err) != ExitStorage {
		t.Errorf("a second process was let in: %v", err)
	}
	p := pipeline.Part{Index: 3, Rows: 2}
	if err := l.markDone(&done{Part: p, Tally: reports.NewTally(), Pairs: 9}); err != nil {
		t.Fatal(err)
	}
	if d := l.isDone(p); d == nil || d.Pairs != 9 {
		t.Errorf("a done-marker reads as %+v", d)
	}
	if l.isDone(pipeline.Part{Index: 3, Rows: 1}) != nil {
		t.Error("the marker of another part of the same number counts")
	}
	if l.sound(l.isDone(p)) {
		t.Error("a part without a spill is sound")
	}
	if err := l.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(dir)); !errors.Is(err, os.ErrNotExist) {
		t.Error("the work folder is still there")
	}
}

func TestOutputName(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ header, want string }{
		{"Ghi Chú", "ghi_chu"},
		{"GHI_CHU", "ghi_chu_1"},
		{"2026", "column_2026"},
		{"", "column"},
		{"Địa chỉ (2)", "dia_chi_2"},
		{"full_name", "submitted_full_name"},
		{"birth_date_precision", "submitted_birth_date_precision"},
		{"名前", "column_7"},
	} {
		if got := outputName(c.header, len(taken), taken); got != c.want {
			t.Errorf("outputName(%q) = %q, want %q", c.header, got, c.want)
		}
	}
}

func TestPlaceCode(t *testing.T) {
	for text, want := range map[string]int{"00004": 4, "4": 4, "": 0, "99999": 65535, "x": 65535, "-1": 65535, "99999999999999999999": 65535} {
		if got := placeCode([]byte(text), 65535); got != want {
			t.Errorf("placeCode(%q) = %d, want %d", text, got, want)
		}
	}
}

// TestMoment: later moments have larger numbers, however they are written.
func TestMoment(t *testing.T) {
	moments := func(text string) int64 {
		in := column(text)
		w := newRegisterWorker()
		w.layout = &registerLayout{at: map[schemas.Role]int{schemas.RoleUpdatedAt: 0}}
		w.batch.Columns = []pipeline.Column{in}
		w.moments()
		return w.updated[0]
	}
	order := []string{"", "2024-12-31", "2025-01-02T00:00:00Z", "2025-01-02T03:04:05Z", "2025-01-02 03:04:06.999+07:00", "2025-01-03"}
	for i := 1; i < len(order); i++ {
		if moments(order[i-1]) >= moments(order[i]) {
			t.Errorf("%q is not before %q", order[i-1], order[i])
		}
	}
	if moments("02/01/2025") != moments("2025-01-02") {
		t.Error("a date in another form is another moment")
	}
	for _, text := range order[1:] {
		stored := moments(text)
		if again := moments(string(appendMoment(nil, stored))); again != stored {
			t.Errorf("%q comes back from an export as %d, not %d", text, again, stored)
		}
	}
}

func TestVoices(t *testing.T) {
	say := func(v Voice) {
		v.Say(Event{Event: EventProgress, Phase: "link", Rows: 500_000, Of: 1_000_000, RowsPerSecond: 250_000, SecondsLeft: 2})
		v.Say(Event{Event: EventPhase, Phase: "link", Rows: 1_000_000, Seconds: 4})
	}
	for _, c := range []struct {
		json, terminal bool
		out, errs      string
	}{
		{true, false, `{"event":"progress","phase":"link","rows":500000,"of":1000000,"rows_per_second":250000,"seconds_left":2}` + "\n" +
			`{"event":"phase","phase":"link","rows":1000000,"seconds":4}` + "\n", ""},
		{false, false, "", "link: 500,000 of 1,000,000 rows, 250,000 rows/s, 0:02 left\nlink: 1,000,000 rows in 4.0 s\n"},
		{false, true, "", "link      ███████████████░░░░░░░░░░░░░░░  50 %  250,000 rows/s  0:02 left\r\x1b[Klink: 1,000,000 rows in 4.0 s\n"},
	} {
		var out, errs bytes.Buffer
		say(NewVoice(c.json, &out, &errs, c.terminal))
		if out.String() != c.out || errs.String() != c.errs {
			t.Errorf("json %v, terminal %v:\n%q\n%q", c.json, c.terminal, out.String(), errs.String())
		}
	}
}

// TestExitOf: errors keep the code they were given, wherever they are wrapped.
func TestExitOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Exit
	}{
		{nil, ExitPublished},
		{errors.New("x"), ExitInternal},
		{context.Canceled, ExitInterrupted},
		{&store.Unavailable{Op: "put", Key: "k", Err: errors.New("disk full")}, ExitStorage},
		{errors.Join(errors.New("x"), failf(ExitGiven, "y")), ExitGiven},
		{fail(ExitInternal, failf(ExitUsage, "y")), ExitUsage},
	} {
		if got := ExitOf(c.err); got != c.want {
			t.Errorf("ExitOf(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

// TestWorkersWithinMemory: memory bounds the parts in work at a time, and one
// is always allowed.
func TestWorkersWithinMemory(t *testing.T) {
	part := int64(pipeline.MaxPartRows) * rowBytes
	fixed := int64(baseBytes) + 4*pipeline.MaxPartRows*settleBytes
	for _, c := range []struct {
		memory       int64
		asked, parts int
		workers      int
		fewer        bool
	}{
		{8 << 30, 4, 4, 4, false},
		{8 << 30, 8, 4, 4, false},
		{fixed + 2*part, 4, 4, 2, true},
		{fixed + 3*part - 1, 4, 4, 2, true},
		{1, 4, 4, 1, true},
		{1, 4, 1, 1, false},
	} {
		p := &Plan{Spec: &Spec{Limits: Limits{Memory: c.memory, Workers: c.asked}}, Rows: 4 * pipeline.MaxPartRows}
		for i := range c.parts {
			p.Parts = append(p.Parts, pipeline.Part{Index: i, Rows: pipeline.MaxPartRows})
		}
		workers, _, fewer := p.within(0)
		if workers != c.workers || fewer != c.fewer {
			t.Errorf("%+v: %d workers, fewer %v", c, workers, fewer)
		}
	}
}

// TestPanicsShowNoValue: the value of a foreign panic may hold a cell.
func TestPanicsShowNoValue(t *testing.T) {
	err := func() (err error) {
		defer func() { err = recovered(recover(), "part 3", err) }()
		panic("Nguyễn Văn An 079190012345")
	}()
	if ExitOf(err) != ExitInternal || strings.Contains(err.Error(), "Nguy") || !strings.Contains(err.Error(), "part 3") {
		t.Errorf("error: %v", err)
	}
}

// TestPartsAreHeldAgainstTheirSums: what did not reach the disk before a power
// cut, or was damaged since, is done again.
func TestPartsAreHeldAgainstTheirSums(t *testing.T) {
	l, err := openLedger(filepath.Join(t.TempDir(), "work", "run"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	d := &done{Part: pipeline.Part{Index: 1, Rows: 2}, Tally: reports.NewTally()}
	if err := new(dedupe.Spiller).Write(l.spill(1), make([]pipeline.Outcome, 2)); err != nil {
		t.Fatal(err)
	}
	if d.Units, err = (&rowUnits{names: []string{"a"}, rows: []uint32{1, 0}}).write(l.units(1)); err != nil {
		t.Fatal(err)
	}
	kept := []byte("a table")
	if err := writeWhole(l.mismatches(1), kept); err != nil {
		t.Fatal(err)
	}
	d.Kept = sumText(kept)
	if err := l.markDone(d); err != nil {
		t.Fatal(err)
	}
	if d = l.isDone(d.Part); d == nil || !l.sound(d) {
		t.Fatal("a part that is whole is not sound")
	}
	for _, name := range []string{l.spill(1), l.units(1), l.mismatches(1)} {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, left := range [][]byte{nil, whole[:len(whole)-1]} {
			if err := os.WriteFile(name, left, 0o600); err != nil {
				t.Fatal(err)
			}
			if l.sound(d) {
				t.Errorf("%d of %d bytes of %s are sound", len(left), len(whole), filepath.Base(name))
			}
		}
		if err := os.WriteFile(name, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	marker := l.file(1, "json")
	data, err := os.ReadFile(marker)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(data) {
		if err := os.WriteFile(marker, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if l.isDone(d.Part) != nil {
			t.Fatalf("%d of %d bytes are a done-marker", n, len(data))
		}
	}
}
