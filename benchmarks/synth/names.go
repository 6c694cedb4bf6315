package synth

import (
	"slices"
	"strings"
	"sync"
)

// maxTokens is how many words a name has at most.
const maxTokens = 7

// fullName is a name as a list of words; the words belong to shared tables.
type fullName struct {
	words [maxTokens]string
	n     int
	head  int    // words of the surname, at the front; 0 when there is none
	clan  string // a clan name that children inherit though it stands last
}

func (f *fullName) add(word string) {
	for part := range strings.SplitSeq(word, " ") {
		if f.n < maxTokens {
			f.words[f.n] = part
			f.n++
		}
	}
}

func (f *fullName) surname(word string) {
	if word == "" {
		return
	}
	f.add(word)
	f.head = f.n
	f.clan = word
}

// append writes the words with single spaces.
func (f *fullName) append(dst []byte) []byte {
	for i := range f.n {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, f.words[i]...)
	}
	return dst
}

// given is the last word.
func (f *fullName) given() string { return f.words[f.n-1] }

// names draws the names of the majority. Immutable.
type names struct {
	surnames [regions]chooser
	singles  [2]chooser // women, men: last words
	pairs    [2]chooser // women, men: last two words, the first not Thị or Văn
	marked   [2]chooser // women, men: last words behind Thị or Văn
	old      [2]chooser // given names of people born before 1960 or so
	middle   [2]chooser // without Thị and Văn
	byYear   [yearCount]cohort
}

// cohort holds what depends on the birth year.
type cohort struct {
	from                                    int
	anchors, thi, van, oldGiven             float64
	known, deceased, yearOnly, firstJanuary float64
	cmnd, children                          float64
}

var theNames = sync.OnceValue(loadNames)

func loadNames() *names {
	n := &names{}
	var table []cohort
	n.loadSurnames()
	for sex, column := range []string{"count_female", "count_male"} {
		n.singles[sex] = drawByCount("names/given_names.csv", column)
		n.pairs[sex] = newChooser(split(counted("names/given_names_two_syllables.csv", column), func(w string) bool { return !marker(w) }))
		n.marked[sex] = markedGiven(column, []string{"Thị ", "Văn "}[sex])
		n.middle[sex] = drawByCount("names/middle_names.csv", column, "Thị", "Văn")
		var words []string
		var weights []float64
		for _, r := range ownTable("given_old.csv") {
			words, weights = append(words, r.text("name")), append(weights, r.number([]string{"women", "men"}[sex]))
		}
		n.old[sex] = newChooser(words, weights)
	}
	for _, r := range ownTable("cohorts.csv") {
		table = append(table, cohort{
			from: r.whole("from"), anchors: r.number("anchors"), thi: r.number("thi"), van: r.number("van"), oldGiven: r.number("old_given"),
			known: r.number("known"), deceased: r.number("deceased"), yearOnly: r.number("year_only"),
			firstJanuary: r.number("first_january"), cmnd: r.number("cmnd"), children: r.number("children"),
		})
	}
	n.byYear = interpolate(table)
	return n
}

// wordCount is a word of a frequency table.
type wordCount struct {
	word  string
	count float64
}

func counted(table, column string) (list []wordCount) {
	for _, r := range dataTable(table) {
		list = append(list, wordCount{r.text("name"), r.number(column)})
	}
	return list
}

// split keeps the words that are wanted and have been counted.
func split(list []wordCount, wanted func(string) bool) (words []string, weights []float64) {
	for _, w := range list {
		if w.count > 0 && wanted(w.word) {
			words, weights = append(words, w.word), append(weights, w.count)
		}
	}
	return words, weights
}

func drawByCount(table, column string, without ...string) chooser {
	return newChooser(split(counted(table, column), func(w string) bool { return !slices.Contains(without, w) }))
}

// marker says whether a word or pair begins with Thị or Văn.
func marker(word string) bool {
	return strings.HasPrefix(word, "Thị ") || strings.HasPrefix(word, "Văn ")
}

// markedGiven are given names behind Thị or Văn. Two-word given names make up
// most of Anh and Linh, so the table of last words alone would give far too many
// Nguyễn Thị Anh; words that the table of pairs lacks (below its threshold of
// ten) get their share of what is left.
func markedGiven(column, marker string) chooser {
	behind := map[string]float64{}
	for _, pair := range counted("names/given_names_two_syllables.csv", column) {
		if word, found := strings.CutPrefix(pair.word, marker); found {
			behind[word] = pair.count
		}
	}
	singles := counted("names/given_names.csv", column)
	for i, w := range singles {
		if singles[i].count = behind[w.word]; singles[i].count == 0 {
			singles[i].count = min(0.3*w.count, 8)
		}
	}
	return newChooser(split(singles, func(string) bool { return true }))
}

// publishedShares are surname shares in percent (domain facts 4.1). Hoàng and
// Huỳnh, Vũ and Võ are one figure there; regions divide them.
var publishedShares = []struct {
	surname string
	share   float64
}{
	{"Nguyễn", 38.4},
	{"Trần", 11},
	{"Lê", 9.5},
	{"Phạm", 7.1},
	{"Phan", 4.5},
	{"Đặng", 2.1},
	{"Bùi", 2},
	{"Đỗ", 1.4},
	{"Hồ", 1.3},
	{"Ngô", 1.3},
	{"Dương", 1},
	{"Lý", 0.5},
}

// regionalTwins: the northern form, the southern form, their share together.
var regionalTwins = []struct {
	northern, southern string
	share              float64
}{{"Hoàng", "Huỳnh", 5.1}, {"Vũ", "Võ", 3.9}, {"Chu", "Châu", 0.35}}

// northern is the share of the northern form of a regional twin.
var northern = [regions]float64{north: 0.96, centre: 0.4, highland: 0.45, south: 0.13}

// rare among the majority: surnames that the sample has from minorities.
const minoritySurnames = " Nông Lò Bế A Y Danh Vi Mông Lường Lô Bàn Sầm Cầm Quàng Vàng Vòng Thạch Ma Lục "

func (n *names) loadSurnames() {
	var words []string
	var counts []float64
	published := map[string]float64{}
	left, rest := 100.0, 0.0
	for _, t := range regionalTwins {
		published[t.northern], published[t.southern] = t.share, t.share
		left -= t.share
	}
	for _, s := range publishedShares {
		published[s.surname] = s.share
		left -= s.share
	}
	for _, r := range dataTable("names/surnames.csv") {
		word, count := r.text("surname"), r.number("count")
		if strings.Contains(minoritySurnames, " "+word+" ") {
			count *= 0.05
		}
		words, counts = append(words, word), append(counts, count)
		if published[word] == 0 {
			rest += count
		}
	}
	for reg := range n.surnames {
		weights := make([]float64, len(words))
		for i, word := range words {
			weights[i] = published[word] * regionalShare(word, region(reg))
			if published[word] == 0 {
				weights[i] = counts[i] / rest * left
			}
		}
		n.surnames[reg] = newChooser(words, weights)
	}
}

// regionalShare is the part of a twin's share that a form has in a region, 1
// for surnames without a twin.
func regionalShare(word string, reg region) float64 {
	for _, t := range regionalTwins {
		switch word {
		case t.northern:
			return northern[reg]
		case t.southern:
			return 1 - northern[reg]
		}
	}
	return 1
}

// at returns the cohort of a birth year.
func (n *names) at(year int) *cohort {
	return &n.byYear[min(max(year-firstYear, 0), yearCount-1)]
}

// interpolate gives every year its cohort, with rates between two of the table
// in between.
func interpolate(table []cohort) (byYear [yearCount]cohort) {
	for y := range byYear {
		year, i := firstYear+y, len(table)-1
		for i > 0 && table[i].from > year {
			i--
		}
		c := table[i]
		if i+1 < len(table) {
			next := table[i+1]
			t := float64(year-c.from) / float64(next.from-c.from)
			for _, pair := range [...]struct {
				at *float64
				to float64
			}{
				{&c.anchors, next.anchors},
				{&c.thi, next.thi},
				{&c.van, next.van},
				{&c.oldGiven, next.oldGiven},
				{&c.known, next.known},
				{&c.deceased, next.deceased},
				{&c.yearOnly, next.yearOnly},
				{&c.firstJanuary, next.firstJanuary},
				{&c.cmnd, next.cmnd},
				{&c.children, next.children},
			} {
				*pair.at += (pair.to - *pair.at) * t
			}
		}
		byYear[y] = c
	}
	return byYear
}

func sexIndex(male bool) int {
	if male {
		return 1
	}
	return 0
}

// single draws a given name of one word.
func (n *names) single(d *dice, male bool, year int) string {
	if d.p(n.at(year).oldGiven) {
		return n.old[sexIndex(male)].draw(d)
	}
	return n.singles[sexIndex(male)].draw(d)
}

// behindMarker draws a given name behind Thị or Văn.
func (n *names) behindMarker(d *dice, male bool, c *cohort) string {
	if d.p(c.oldGiven) {
		return n.old[sexIndex(male)].draw(d)
	}
	return n.marked[sexIndex(male)].draw(d)
}

// any makes a name of a people; surname and second are "" to be drawn.
func (n *names) any(d *dice, g *geography, people uint8, male bool, year int, province int32, surname, second string) fullName {
	if people != 0 {
		return n.minority(d, &g.peopleList[people], male, year, surname)
	}
	if surname == "" {
		surname = n.surnames[g.provinces[province].region].draw(d)
	}
	return n.kinh(d, male, year, surname, second)
}

// kinh makes a name of the majority. second is the mother's surname, "" when
// it may not be used.
func (n *names) kinh(d *dice, male bool, year int, surname, second string) fullName {
	var f fullName
	f.surname(surname)
	// Two surnames became fashion with the generation of 1990.
	if second != "" && second != surname && d.p(0.01+0.07*clamp(float64(year-1975)/35)) {
		f.add(second)
	}
	n.middles(d, &f, male, year, "")
	return f
}

// middles adds middle and given names; given may be fixed.
func (n *names) middles(d *dice, f *fullName, male bool, year int, given string) {
	sex, c := sexIndex(male), n.at(year)
	young := clamp(float64(year-1955) / 45)
	if given == "" && d.p(0.028*(1-young)+0.003) { // two words: Trần Hùng
		f.add(n.single(d, male, year))
		return
	}
	word, share := "Thị", c.thi
	if male {
		word, share = "Văn", c.van
	}
	if d.p(share) {
		f.add(word)
		// Nguyễn Thị Thu Hà: two more words, usual among younger women.
		two := 0.08 + 0.55*young
		if male {
			two = 0.03 + 0.08*young
		}
		if given == "" && d.p(two) {
			f.add(n.pairs[sex].draw(d))
			return
		}
		if given == "" {
			given = n.behindMarker(d, male, c)
		}
		f.add(given)
		return
	}
	if given == "" && d.p(0.5) {
		f.add(n.pairs[sex].draw(d))
		return
	}
	if given == "" {
		given = n.single(d, male, year)
	}
	middle := n.middle[sex].draw(d)
	for middle == given {
		middle = n.middle[sex].draw(d)
	}
	if d.p(0.08 * young) { // Nguyễn Ngọc Bảo Châu
		f.add(n.middle[sex].draw(d))
	}
	f.add(middle)
	f.add(given)
}

func clamp(x float64) float64 { return min(1, max(0, x)) }
