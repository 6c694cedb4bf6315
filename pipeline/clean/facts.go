package clean

import (
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"lamsach/matchers/kernel"
	"lamsach/schemas/data"
)

// facts is what cleaning knows beside the rules: shared and immutable.
type facts struct {
	syllables *kernel.Syllabary
	canonical []string            // by syllable code: Title Case, old tone style
	folds     map[string]struct{} // plain letters of every syllable
	surnames  map[string]float64  // lower case, with and without marks → share of people
	middles   map[string]float64
	givens    map[string]float64
	provinces [1000]bool        // three-digit codes of places of birth registration
	cmnd      [100]bool         // first two digits of a CMND
	plates    [100]bool         // first two digits of a vehicle plate
	mobiles   map[string]string // 11-digit prefix → 10-digit prefix of 2018
	areas     map[string]string // area code of before 2017 → area code
	headers   map[string]bool   // folded keys of column headings
	headings  []string          // the same, sorted
	countries map[string]uint8  // what a nationality is, by its folded words
}

// minoritySurnames are first words of names too rare in the frequency tables:
// Thái, H'Mông, Dao, Tày, Khmer, Chăm and Cơ Ho names (domain facts 4.4).
const minoritySurnames = "Giàng Vàng Sùng Thào Lầu Mùa Vừ Hạng Cứ Chá Lò Lường Quàng Tòng Cà Lù Mè Ngần Cầm Điêu " +
	"Bàn Phùng Chảo Tẩn Danh Thạch Kiên Liêu Néang Chế Đàng Nông Bế Ma Liêng Sơn Ksor Siu Rmah Rơ Kpă Nay Hờ Vi"

var loadFacts = sync.OnceValue(func() *facts {
	f := &facts{
		syllables: kernel.Base(),
		folds:     make(map[string]struct{}),
		surnames:  make(map[string]float64),
		middles:   make(map[string]float64),
		givens:    make(map[string]float64),
		mobiles:   make(map[string]string),
		areas:     make(map[string]string),
		headers:   make(map[string]bool),
		countries: make(map[string]uint8),
	}
	f.loadSyllables()
	f.loadCountries()
	loadShares(f.surnames, "names/surnames.csv", 0, 2)
	loadShares(f.middles, "names/middle_names.csv", 0, 3)
	loadShares(f.givens, "names/given_names.csv", 0, 3)
	for _, s := range strings.Fields(minoritySurnames) {
		addShare(f.surnames, s, 0)
	}
	for _, row := range table("identity/cccd_province_codes.csv") {
		n, _ := strconv.Atoi(row[0])
		f.provinces[n] = true
	}
	for _, row := range table("identity/cmnd9_prefixes.csv") {
		n, _ := strconv.Atoi(row[0])
		f.cmnd[n] = true
	}
	for _, row := range table("identity/plate_prefixes.csv") {
		n, _ := strconv.Atoi(row[0])
		f.plates[n] = true
	}
	for _, row := range table("identity/mobile_prefix_migration_2018.csv") {
		f.mobiles[row[0]] = row[1]
	}
	for _, row := range table("identity/landline_area_codes_2017.csv") {
		f.areas[row[0]] = row[1]
	}
	for _, row := range table("columns/column_aliases.csv") {
		f.headers[row[2]] = true
	}
	f.headings = slices.Sorted(maps.Keys(f.headers))
	return f
})

func (f *facts) loadSyllables() {
	old := make(map[string]string)
	for _, row := range table("names/syllables_tone_style.csv") {
		old[row[0]] = row[1]
	}
	f.canonical = make([]string, f.syllables.Len())
	for code := 1; code < f.syllables.Len(); code++ {
		text := f.syllables.Text(uint16(code))
		if o, ok := old[text]; ok {
			text = o
		}
		f.canonical[code] = string(appendTitle(nil, []byte(text)))
		f.folds[f.syllables.Folded(uint16(code))] = struct{}{}
	}
}

// loadShares reads a table of frequencies: each name with its share of the
// whole, under its marked and under its plain spelling.
func loadShares(m map[string]float64, file string, name, count int) {
	rows := table(file)
	total := 0.0
	for _, row := range rows {
		n, _ := strconv.ParseFloat(row[count], 64)
		total += n
	}
	for _, row := range rows {
		n, _ := strconv.ParseFloat(row[count], 64)
		addShare(m, row[name], n/total)
	}
}

func addShare(m map[string]float64, name string, share float64) {
	lower := strings.ToLower(norm.NFC.String(name))
	m[lower] += share
	if plain := string(appendFold(nil, []byte(lower))); plain != lower {
		m[plain] += share
	}
}

// table reads an embedded CSV without its heading. A fault in it is ours.
func table(name string) [][]string {
	f, err := data.Files.Open(name)
	if err != nil {
		panic("BUG: embedded " + name + " is missing")
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 {
		panic("BUG: embedded " + name + " cannot be read")
	}
	return rows[1:]
}
