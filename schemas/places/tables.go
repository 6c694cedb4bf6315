package places

import (
	"slices"
	"sync"
)

// kind is which list an entry of the name index comes from. Entries of a group
// stand in this order.
type kind uint8

const (
	kindProvince kind = iota
	kindDistrict
	kindOld  // commune of 2025-03-01
	kindPast // name or code of a commune given up between 2021 and 2024
	kindNew  // present commune
)

// unitType is the type word of a unit.
type unitType uint8

const (
	typeNone unitType = iota
	typeTinh
	typeThanhPho
	typeQuan
	typeHuyen
	typeThiXa
	typeThiTran
	typePhuong
	typeXa
	typeDacKhu
)

var typeNames = [...]string{"", "Tỉnh", "Thành phố", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu"}

const noUnit = 1<<16 - 1

// entry is one unit under one name.
type entry struct {
	sig         uint32 // signature of the marks of the name
	at          uint16 // olds or news by kind; noUnit: a past commune without a successor
	district    uint16 // old district code, 0 for provinces and present communes
	oldProvince uint8  // 63-province code, 0 for present communes
	province    uint8  // 34-province code
	kind        kind
	typ         unitType
}

// group is all entries that share a folded name.
type group struct{ first, n uint16 }

// province is a unit of either list of provinces; in the present list province is its own code.
type province struct {
	name, short string
	province    uint8 // the present province
	twin        bool  // a present province of the same name and kin exists
	whole       bool  // the present province is this old one alone
	alone       uint8 // present provinces only: the old province it is made of, 0 when of several
}

// district is an old district and the present communes that took land of it.
type district struct {
	name        string
	oldProvince uint8
	heirs       []uint16 // present communes, ascending places in news
}

// commune is a unit of either list of communes.
type commune struct {
	name     string
	code     uint16
	district uint16 // old communes only
	province uint8  // 34-province code of present ones, 63-province code of old ones
	first    uint16 // of its links: an old commune's targets, a present one's sources
	links    uint8
}

// communes is one list with its index by code.
type communes struct {
	list  []commune
	index []uint16 // code → place in list + 1, 0 unknown
}

func (c *communes) at(code uint16) int {
	if int(code) >= len(c.index) {
		return -1
	}
	return int(c.index[code]) - 1
}

func (c *communes) codes() []uint16 {
	codes := make([]uint16, len(c.list))
	for i := range c.list {
		codes[i] = c.list[i].code
	}
	return codes
}

// tables is everything the package knows. It is never written after load.
type tables struct {
	provinces, oldProvinces [256]province
	districts               []district // by code
	olds, news              communes
	targets                 []uint16 // old commune → present ones people may live in, places in news
	sources                 []uint16 // present commune → old ones, places in olds
	words                   *wordTable
	entries                 []entry
	groups                  []group
	shorts                  []short
	folds                   []string // by group: its name as foldedLetters
	allProvinces            []nearby
	districtsIn             [256][]nearby  // by present province
	newsIn                  [256][]nearby  // present communes by province
	communesIn              [1000][]nearby // by district: old and past communes
	dashed                  []uint64       // keys of names with a dash between their words
	slots                   []slot         // open addressing by name key
}

// short is a group whose name is an abbreviation of a province.
type short struct {
	group       uint16
	name, plain string // official name of the province, with and without marks
}

// slot of the name index. The 32 bits of check and the 14 of its place tell
// two names apart; building panics if two known names shared them.
type slot struct {
	check uint32
	group uint16
	kinds uint8 // kinds that occur in the group
}

const slotBits = 14

// load returns the tables, building them at the first call.
var load = sync.OnceValue(build)

// spread mixes a name key: the upper bits choose the slot, the lower are its check.
func spread(key uint64) uint64 {
	key ^= key >> 29
	return key * 0xBF58476D1CE4E5B9
}

// find returns the group of a name key; kinds is 0 when nobody bears the name.
func (t *tables) find(key uint64) (at uint16, kinds uint8) {
	s := t.slotOf(key)
	return s.group, s.kinds
}

// slotOf is the slot of a key, or the free one where it would stand.
func (t *tables) slotOf(key uint64) *slot {
	key = spread(key)
	for i := key >> (64 - slotBits); ; i = (i + 1) & (1<<slotBits - 1) {
		if s := &t.slots[i]; s.kinds == 0 || s.check == uint32(key) {
			return s
		}
	}
}

func (t *tables) group(at uint16) []entry {
	g := t.groups[at]
	return t.entries[g.first : g.first+g.n]
}

func (t *tables) targetsOf(old uint16) []uint16 {
	c := &t.olds.list[old]
	return t.targets[c.first : c.first+uint16(c.links)]
}

func (t *tables) sourcesOf(at int) []uint16 {
	c := &t.news.list[at]
	return t.sources[c.first : c.first+uint16(c.links)]
}

// overlapsDistrict says whether some of a present commune lay in an old district.
func (t *tables) overlapsDistrict(at int, code uint16) bool {
	if int(code) >= len(t.districts) {
		return false
	}
	_, ok := slices.BinarySearch(t.districts[code].heirs, uint16(at))
	return ok
}

// overlapsProvince says whether some of a present commune lay in an old province.
func (t *tables) overlapsProvince(at int, old uint8) bool {
	p := &t.oldProvinces[old]
	if p.province != t.news.list[at].province {
		return false
	}
	if p.whole {
		return true
	}
	for _, from := range t.sourcesOf(at) {
		if t.olds.list[from].province == old {
			return true
		}
	}
	return false
}
