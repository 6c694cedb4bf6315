package synth

import "fmt"

// branch is an office of the bank: its software and habits mark all its rows.
type branch struct {
	code        string
	province    int32  // old province it stands in
	text        string // class of its text system, "" for clean UTF-8
	date        string // class of its date form, "" for DD/MM/YYYY
	gender      string
	losesZeros  bool
	abbreviates bool
	oldUnits    bool
	emptyText   bool  // writes empty texts instead of nulls
	agent       int32 // in the crowd: whose number and phone stand on many rows
}

// branchRows is about how many rows a branch has.
const branchRows = 400

// place puts the n-th branch somewhere in [0, 1) for one habit. Multiples of an
// irrational number fill the interval evenly, so a few branches already show
// the shares of the table.
func place(seed uint64, n int, habit string) float64 {
	h := mix(seed ^ mixText(habit))
	step := 0.6180339887498949 + float64(h>>40)/(1<<24)*0.001
	x := float64(h>>11)/(1<<53) + float64(n)*step
	return x - float64(int64(x))
}

// newBranch makes the n-th branch of all.
func (w *inputWorker) newBranch(bank string, n, inFile int) branch {
	d := newDice(w.seed, mixText("branch"), uint64(n))
	m := w.mix
	b := branch{code: fmt.Sprintf("%s%04d", bank, inFile), province: int32(w.g.residents.draw(&d)), agent: int32(d.n(max(w.crowd.n, 1)))}
	b.text = m.branchText.at(place(w.seed, n, "text"))
	b.date = m.branchDate.at(place(w.seed, n, "date"))
	b.gender = m.branchGender.at(place(w.seed, n, "gender"))
	b.losesZeros = m.branchNumber.at(place(w.seed, n, "number")) != ""
	b.abbreviates = place(w.seed, n, "abbreviates") < m.branchAddress.of("form_address_abbreviated")
	b.oldUnits = place(w.seed, n, "old") < m.branchAddress.of("form_address_old")
	b.emptyText = place(w.seed, n, "empty") < 0.12
	return b
}
