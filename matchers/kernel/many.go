package kernel

// OSAs writes the OSA distance of each name to dst, which must be as long as
// names; distances above 65,535 are written as that.
func (p *Pattern) OSAs(dst []uint16, names [][]byte) {
	dst = dst[:len(names)]
	if !p.osaWide(dst, names) {
		p.plainOSAs(dst, names)
	}
}

// OSALanes is OSAs of names laid out before.
func (p *Pattern) OSALanes(dst []uint16, names *Lanes) {
	dst = dst[:names.Len()]
	if !p.osaLanes(dst, names) {
		p.plainOSAs(dst, names.names)
	}
}

// JaroWinklers writes the Jaro-Winkler similarity of each name to dst, which
// must be as long as names: the same values as JaroWinkler, bit for bit.
func (p *Pattern) JaroWinklers(dst []float64, names [][]byte) {
	dst = dst[:len(names)]
	if !p.jaroWide(dst, names, true) {
		p.plainJaros(dst, names, true)
	}
}

// JaroWinklerLanes is JaroWinklers of names laid out before.
func (p *Pattern) JaroWinklerLanes(dst []float64, names *Lanes) {
	dst = dst[:names.Len()]
	if !p.jaroLanes(dst, names, true) {
		p.plainJaros(dst, names.names, true)
	}
}

// Jaros is JaroWinklers without the raise.
func (p *Pattern) Jaros(dst []float64, names [][]byte) {
	dst = dst[:len(names)]
	if !p.jaroWide(dst, names, false) {
		p.plainJaros(dst, names, false)
	}
}

// JaroLanes is Jaros of names laid out before.
func (p *Pattern) JaroLanes(dst []float64, names *Lanes) {
	dst = dst[:names.Len()]
	if !p.jaroLanes(dst, names, false) {
		p.plainJaros(dst, names.names, false)
	}
}

func (p *Pattern) plainOSAs(dst []uint16, names [][]byte) {
	for i, name := range names {
		dst[i] = uint16(min(p.OSA(name), 1<<16-1))
	}
}

func (p *Pattern) plainJaros(dst []float64, names [][]byte, raise bool) {
	for i, name := range names {
		dst[i] = p.jaro(name, raise)
	}
}

func (p *Pattern) jaro(name []byte, raise bool) float64 {
	if raise {
		return p.JaroWinkler(name)
	}
	return p.Jaro(name)
}
