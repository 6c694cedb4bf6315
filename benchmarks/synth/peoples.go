package synth

import "strings"

// pattern is how a people builds its names (domain facts, names of minorities).
type pattern uint8

const (
	kinhPattern pattern = iota
	surnamePattern
	mongPattern      // Giàng A Páo, Sùng Thị Máy
	clanLastPattern  // Y Moan Ênuôl, H'Hen Niê
	clanFirstPattern // Rơ Châm H'Bia
	banaPattern      // A Kông, Y Nhung
	kohoPattern      // K'Brể, Ka Thoa, Cil Ha
	khmerPattern     // Thạch Sa Rương, Kim Thị Phal
	islamPattern     // Mohamed Yusop
	stiengPattern    // Điểu Krái, Thị Grấc
)

var patternNames = map[string]pattern{
	"surname": surnamePattern, "mong": mongPattern, "clanlast": clanLastPattern, "clanfirst": clanFirstPattern,
	"bana": banaPattern, "koho": kohoPattern, "khmer": khmerPattern, "islam": islamPattern, "stieng": stiengPattern,
}

// people is an ethnic group and its names.
type people struct {
	name     string
	pattern  pattern
	kinh     float64 // share of given names that are the majority's
	surnames chooser
	given    [2][]string // women, men
}

// loadPeoples reads the table; index 0 is Kinh.
func loadPeoples() []people {
	list := []people{{name: "Kinh"}}
	for _, r := range ownTable("peoples.csv") {
		p := people{name: r.text("people"), pattern: patternNames[r.text("pattern")], kinh: r.number("share_of_kinh_given") / 100}
		p.surnames = newChooser(shares(r.text("surnames")))
		p.given = [2][]string{strings.Fields(r.text("women")), strings.Fields(r.text("men"))}
		list = append(list, p)
	}
	return list
}

func peopleIndex(list []people, name string) uint8 {
	for i := range list {
		if list[i].name == name {
			return uint8(i)
		}
	}
	panic("synth: provinces.csv names a people that peoples.csv lacks: " + name)
}

// minority makes a name by the people's pattern. The surname, if the pattern
// has one, is given by the caller (a father's) or drawn.
func (n *names) minority(d *dice, p *people, male bool, year int, surname string) fullName {
	var f fullName
	given := n.minorityGiven(d, p, male, year)
	clan := surname
	if clan == "" && len(p.surnames.words) > 0 {
		clan = p.surnames.draw(d)
	}
	switch p.pattern {
	case mongPattern:
		f.surname(clan)
		switch {
		case male && d.p(0.7):
			f.add("A")
		case !male && d.p(0.8):
			f.add("Thị")
		}
		f.add(given)
	case clanLastPattern:
		if male {
			f.add("Y")
			f.add(given)
		} else {
			f.add("H'" + given)
		}
		f.clan = clan
		f.add(clan)
	case clanFirstPattern:
		f.surname(clan)
		f.add(given)
	case banaPattern:
		f.add(map[bool]string{true: "A", false: "Y"}[male])
		f.add(given)
	case kohoPattern:
		n.koho(d, &f, male, clan, given)
	case khmerPattern:
		f.surname(clan)
		if !male && d.p(0.55) {
			f.add(one(d, []string{"Thị", "Thị", "Thị", "Néang"}))
		}
		f.add(given)
	case islamPattern:
		f.add(given)
		f.add(one(d, p.given[1])) // the father's name
	case stiengPattern:
		f.add(map[bool]string{true: "Điểu", false: "Thị"}[male])
		f.add(given)
	default:
		f.surname(clan)
		n.middles(d, &f, male, year, given)
	}
	return f
}

// koho: half carry a clan name first, the others only the prefix.
func (n *names) koho(d *dice, f *fullName, male bool, clan, given string) {
	if clan != "" && d.p(0.55) {
		f.surname(clan)
		f.add(given)
		return
	}
	if male {
		f.add("K'" + given)
		return
	}
	f.add("Ka")
	f.add(given)
}

func (n *names) minorityGiven(d *dice, p *people, male bool, year int) string {
	if d.p(p.kinh) {
		return n.single(d, male, year)
	}
	if male {
		return one(d, p.given[1])
	}
	return one(d, p.given[0])
}
