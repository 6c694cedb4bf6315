package places

// answers remembers what was made of the parts that name units: the same
// commune, district and province stand in many addresses, behind a house and a
// street of their own. Each has one place and takes it from whoever had it, so
// memory is bounded; it knows parts by where they are kept, and forgets with
// them.
type answers [1 << answerBits]answered

type answered struct {
	units unitParts
	place Place
}

// unitParts are the parts from the first one with a mention on, by where their
// tokens are kept, and all that an answer needs to know of those before them.
type unitParts struct {
	kept   [maxUnitParts]uint32 // plus one, 0 none
	before uint32
}

const (
	answerBits   = 14 // 512 KiB
	maxUnitParts = 3
	beforeTokens = 1 << 31 // tokens stand before, whatever they are
)

// unitParts are those of the text at hand; false when there are none, too many,
// or some that are not kept.
func (p *Parser) unitParts() (u unitParts, ok bool) {
	n := 0
	for i := range p.taken {
		s := &p.taken[i]
		if n == 0 && s.mentions == 0 {
			u.before |= uint32(s.flags & (partMarked | partAnnounces | partUnknown))
			if s.n > 0 {
				u.before |= beforeTokens
			}
			continue
		}
		if n == maxUnitParts || s.from != &p.parts.kept {
			return u, false
		}
		u.kept[n] = s.token + 1 // each part has tokens of its own, a sentinel at least
		n++
	}
	return u, n > 0
}

func (a *answers) of(u *unitParts) *answered {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := (uint64(u.kept[0])|uint64(u.kept[1])<<32)*k0 ^ (uint64(u.kept[2])|uint64(u.before)<<32)*k1
	return &a[(h^h>>29)*k0>>(64-answerBits)]
}

// place recognises the place of the text that was taken in parts; false where
// the whole text must be read. An answer is remembered where the tokens were
// not asked for: then it rests on the mentions, on what stands between them and
// on the flags of the parts, whatever house stands in front.
func (p *Parser) place() (Place, bool) {
	u, few := p.unitParts()
	a := p.answers.of(&u)
	if few && a.units == u {
		p.parts.counts.Answered++
		return a.place, true
	}
	p.takeMentions()
	typed := len(p.mentions)
	if !p.ask() {
		return Place{}, false
	}
	place := p.answer()
	if p.shortened(typed) {
		return Place{}, false
	}
	p.mentions = p.mentions[:typed]
	if few && !p.laid {
		*a = answered{u, place}
	}
	return place, true
}

// takeMentions puts the mentions of the parts one behind the other.
func (p *Parser) takeMentions() {
	p.mentions = p.mentions[:0]
	for i := range p.taken {
		s := &p.taken[i]
		for _, m := range s.from.mentions[s.mention:][:s.mentions] {
			m.from, m.name, m.to = m.from+s.base, m.name+s.base, m.to+s.base
			p.mentions = append(p.mentions, m)
		}
	}
}
