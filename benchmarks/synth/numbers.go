package synth

import "strings"

// years that personal IDs are made for: from firstYear on, yearCount of them.
const (
	firstYear = 1900
	yearCount = 136
)

// spare is the part of the number space, in quarters of that of the blocks,
// that no block may use: numbers of people who are not in the register.
const spare = 4

// numberSpace says which serial numbers belong to which block, so that numbers
// are unique without a memory of those given away. Immutable.
type numberSpace struct {
	seed   uint64
	blocks uint64
	cmnd   []cmndRange // by province index
}

// cmndRange is the CMND numbers that a province issued: two digits of the
// province, a third out of its share, six more.
type cmndRange struct {
	prefix string // two digits
	thirds string
	order  permutation
}

// thirdDigits divides prefixes that two provinces share (identity tables: 280
// Bình Dương, 285 Bình Phước, 095 Bắc Kạn, 230-231 Gia Lai); the rest is split
// evenly.
var thirdDigits = map[int]string{74: "01234", 70: "56789", 6: "56", 19: "0123478", 64: "01456", 62: "23789"}

func newNumberSpace(g *geography, seed, blocks uint64) *numberSpace {
	s := &numberSpace{seed: seed, blocks: blocks, cmnd: make([]cmndRange, len(g.provinces))}
	for _, r := range dataTable("identity/cmnd9_prefixes.csv") {
		codes := strings.Fields(r.text("old_province_codes"))
		for i, code := range codes {
			index := provinceByText(g, code)
			if s.cmnd[index].prefix != "" {
				continue // Hà Nội has its own prefix beside that of former Hà Tây
			}
			thirds := "0123456789"[10*i/len(codes) : 10*(i+1)/len(codes)]
			if own := thirdDigits[g.provinces[index].code]; own != "" {
				thirds = own
			}
			size := uint64(len(thirds)) * 1_000_000
			s.cmnd[index] = cmndRange{r.text("prefix2"), thirds, newPermutation(size, mix(seed^mixText("cmnd"+code)))}
		}
	}
	return s
}

func provinceByText(g *geography, code string) int32 {
	return g.byCode[int(code[0]-'0')*10+int(code[1]-'0')]
}

// each is how many of size serial numbers one block owns.
func (s *numberSpace) each(size uint64) uint64 {
	return size / (s.blocks + s.blocks/spare + 1)
}

// cell is the key of the personal IDs that share province, gender and year.
func cell(province int32, male bool, year int) uint64 {
	return (uint64(province)*2+uint64(sexIndex(!male)))*yearCount + uint64(year-firstYear)
}

// personalID composes province, century and gender, year and a serial.
func (s *numberSpace) personalID(g *geography, province int32, male bool, year int, serial uint64) uint64 {
	sex := uint64(year-1900) / 100 * 2
	if !male {
		sex++
	}
	order := newPermutation(1_000_000, mix(s.seed^mix(cell(province, male, year)+1)))
	return uint64(g.provinces[province].code)*1_000_000_000 + sex*100_000_000 + uint64(year%100)*1_000_000 + order.at(serial)
}

// absentID is a well-formed personal ID that nobody in the register has.
func (s *numberSpace) absentID(g *geography, d *dice, province int32, male bool, year int) uint64 {
	used := s.each(1_000_000) * s.blocks
	return s.personalID(g, province, male, year, used+uint64(d.n(int(1_000_000-used))))
}

// absentCMND is a CMND that nobody in the register has.
func (s *numberSpace) absentCMND(d *dice, province int32) uint64 {
	size := s.cmnd[province].order.size
	used := s.each(size) * s.blocks
	return s.cmnd[province].number(used + uint64(d.n(int(size-used))))
}

func (r *cmndRange) number(serial uint64) uint64 {
	v := r.order.at(serial)
	prefix := uint64(r.prefix[0]-'0')*10 + uint64(r.prefix[1]-'0')
	return prefix*10_000_000 + uint64(r.thirds[v/1_000_000]-'0')*1_000_000 + v%1_000_000
}

// numbers gives out the numbers of one block. One goroutine's scratch.
type numbers struct {
	space  *numberSpace
	g      *geography
	block  uint64
	issued []uint16 // personal IDs by cell
	cards  []uint32 // CMND by province
}

func newNumbers(space *numberSpace, g *geography) *numbers {
	return &numbers{space: space, g: g, issued: make([]uint16, len(g.provinces)*2*yearCount), cards: make([]uint32, len(g.provinces))}
}

func (n *numbers) start(block uint64) {
	n.block = block
	clear(n.issued)
	clear(n.cards)
}

// personalID returns a fresh number and the province in it: one that has given
// its block's share away sends the family to the next one.
func (n *numbers) personalID(province int32, male bool, year int) (uint64, int32) {
	each := n.space.each(1_000_000)
	for range n.g.provinces {
		c := cell(province, male, year)
		if uint64(n.issued[c]) < each {
			serial := n.block*each + uint64(n.issued[c])
			n.issued[c]++
			return n.space.personalID(n.g, province, male, year, serial), province
		}
		province = (province + 1) % int32(len(n.g.provinces))
	}
	panic("synth: more people of one year than personal IDs; WriteRegister must refuse such sizes")
}

// cardNumber returns a fresh CMND, 0 when the province has none left.
func (n *numbers) cardNumber(province int32) uint64 {
	r := &n.space.cmnd[province]
	each := n.space.each(r.order.size)
	for {
		if uint64(n.cards[province]) >= each {
			return 0
		}
		number := r.number(n.block*each + uint64(n.cards[province]))
		n.cards[province]++
		if !dummyCMND(number) {
			return number
		}
	}
}

// dummyCMND says whether clerks type this number when they have none.
func dummyCMND(number uint64) bool {
	return number == 123456789 || number == 12345678 || number == 987654321 || number%111_111_111 == 0
}
