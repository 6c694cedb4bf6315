package places

// System says which list of units a text speaks.
type System uint8

// Systems of administrative units.
const (
	SystemUnknown System = iota // nothing recognised, or it stands in both lists
	SystemOld                   // up to 2025-06-30: province, district, commune
	SystemNew                   // since 2025-07-01: province, commune
	SystemMixed                 // levels of both, such as an old district in a merged province
)

// String returns "", "old", "new" or "mixed".
func (s System) String() string { return [...]string{"", "old", "new", "mixed"}[s] }

// Place is what was recognised in an address text. It is comparable and 16
// bytes long; the zero Place means that nothing was recognised.
type Place struct {
	Province    uint8  // code in the 34-province system (01..96), 0 unknown
	OldProvince uint8  // code in the 63-province system if stated or implied, 0 unknown
	District    uint16 // old district code if stated or implied, 0 unknown
	OldCommune  uint16 // commune code of the list before 2025-07-01, 0 unknown
	Commune     uint16 // commune code of the list since 2025-07-01 when exactly one fits, 0 otherwise
	Fits        uint8  // how many present communes fit the commune level: 0 none recognised, 1 decided, 2.. ambiguous (at most 255)
	System      System

	// How the commune level was read, so that CouldBe can list again what fits:
	// the group of names, which kinds of entries in it, and which of type and
	// marks had to agree.
	names uint16
	sig   uint16
	kinds uint8
	match uint8
}

const (
	matchType = 1 << 4 // low bits of match: the type that must agree
	matchSig  = 1 << 5
)

// CouldBe says whether a present commune is among those that fit p. A place
// that names no commune leaves all communes of its district or province; the
// zero Place rules nothing out. An unknown code fits nothing.
func CouldBe(p Place, commune uint16) bool {
	t := load()
	at := t.news.at(commune)
	if at < 0 {
		return false
	}
	switch {
	case p.Fits == 1:
		return t.news.at(p.Commune) == at
	case p.Province != 0 && t.news.list[at].province != p.Province:
		return false
	case p.Fits == 0:
		return (p.District == 0 || t.overlapsDistrict(at, p.District)) &&
			(p.OldProvince == 0 || t.overlapsProvince(at, p.OldProvince))
	}
	g := t.groups[p.names]
	for i := range t.entries[g.first : g.first+g.n] {
		e := &t.entries[int(g.first)+i]
		if p.admits(t, e) && t.leadsTo(e, uint16(at)) {
			return true
		}
	}
	return false
}

// admits says whether a named unit is one of those that p was read as.
func (p *Place) admits(t *tables, e *entry) bool {
	switch {
	case p.kinds&(1<<e.kind) == 0,
		p.match&matchType != 0 && e.typ != unitType(p.match&15),
		p.match&matchSig != 0 && shortSig(e.sig) != p.sig,
		p.Province != 0 && e.province != p.Province:
		return false
	case e.kind == kindNew:
		return (p.District == 0 || t.overlapsDistrict(int(e.at), p.District)) &&
			(p.OldProvince == 0 || t.overlapsProvince(int(e.at), p.OldProvince))
	}
	return (p.District == 0 || e.district == p.District) && (p.OldProvince == 0 || e.oldProvince == p.OldProvince)
}

// leadsTo says whether a named unit became, or is, the present commune.
func (t *tables) leadsTo(e *entry, at uint16) bool {
	if e.kind == kindNew {
		return e.at == at
	}
	if e.at == noUnit {
		return false
	}
	for _, to := range t.targetsOf(e.at) {
		if to == at {
			return true
		}
	}
	return false
}
