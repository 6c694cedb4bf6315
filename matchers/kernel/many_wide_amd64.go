//go:build goexperiment.simd && amd64

package kernel

import "lamsach/internal/cpu"

// fewest is how many names make a group of lanes worth its price.
const fewest = 6

func (p *Pattern) osaWide(dst []uint16, names [][]byte) bool {
	w := &p.wide
	if !w.fits || width == cpu.Plain {
		return false
	}
	for at := 0; at < len(names); at += group {
		members := names[at:min(at+group, len(names))]
		out := dst[at : at+len(members)]
		if len(members) < fewest {
			p.plainOSAs(out, members)
			continue
		}
		letters, long := w.lay(members)
		w.osa(len(p.text), letters, &w.lengths)
		copy(out, w.distant[:])
		if long {
			for i, name := range members {
				if len(name) > laneLetters {
					out[i] = uint16(min(p.OSA(name), 1<<16-1))
				}
			}
		}
	}
	return true
}

func (p *Pattern) osaLanes(dst []uint16, names *Lanes) bool {
	w := &p.wide
	if !w.fits || width == cpu.Plain {
		return false
	}
	for i, s := range names.groups {
		members := names.order[i*group : min((i+1)*group, names.laid)]
		w.osa(len(p.text), names.letters[s.at:s.at+s.longest], (*[group]uint8)(names.lengths[i*group:]))
		for lane, at := range members {
			dst[at] = w.distant[lane&(group-1)]
		}
	}
	for _, at := range names.order[names.laid:] {
		dst[at] = uint16(min(p.OSA(names.names[at]), 1<<16-1))
	}
	return true
}

func (p *Pattern) jaroWide(dst []float64, names [][]byte, raise bool) bool {
	w := &p.wide
	if !w.fits || width == cpu.Plain {
		return false
	}
	for at := 0; at < len(names); at += group {
		members := names[at:min(at+group, len(names))]
		out := dst[at : at+len(members)]
		if len(members) < fewest {
			p.plainJaros(out, members, raise)
			continue
		}
		letters, long := w.lay(members)
		w.jaro(len(p.text), letters, &w.lengths, raise)
		copy(out, w.similar[:])
		if long {
			for i, name := range members {
				if len(name) > laneLetters {
					out[i] = p.jaro(name, raise)
				}
			}
		}
	}
	return true
}

func (p *Pattern) jaroLanes(dst []float64, names *Lanes, raise bool) bool {
	w := &p.wide
	if !w.fits || width == cpu.Plain {
		return false
	}
	for i, s := range names.groups {
		members := names.order[i*group : min((i+1)*group, names.laid)]
		w.jaro(len(p.text), names.letters[s.at:s.at+s.longest], (*[group]uint8)(names.lengths[i*group:]), raise)
		for lane, at := range members {
			dst[at] = w.similar[lane&(group-1)]
		}
	}
	for _, at := range names.order[names.laid:] {
		dst[at] = p.jaro(names.names[at], raise)
	}
	return true
}

// osa writes the distances of a group to distant.
func (w *widePattern) osa(m int, letters [][group]byte, lengths *[group]uint8) {
	steps := len(letters)
	switch {
	case width == cpu.AVX2 && w.short:
		w.lookAVX2(letters, w.backTables)
		w.osa16AVX2(m, steps, lengths, 0)
		w.osa16AVX2(m, steps, lengths, 32)
	case width == cpu.AVX2:
		w.look32AVX2(letters, w.backTables)
		for first := 0; first < group; first += 16 {
			w.osa32AVX2(m, steps, lengths, first)
		}
	case w.short:
		w.look(letters, &w.backward16)
		w.osa16(m, steps, lengths)
	default:
		w.look32(letters, &w.backward)
		w.osa32(m, steps, lengths, 0)
		w.osa32(m, steps, lengths, 32)
	}
}

// jaro writes the similarities of a group to similar.
func (w *widePattern) jaro(m int, letters [][group]byte, lengths *[group]uint8, raise bool) {
	steps := len(letters)
	switch {
	case width == cpu.AVX2 && w.short:
		w.lookAVX2(letters, w.tables)
		w.common16AVX2(m, steps, lengths, 0)
		w.common16AVX2(m, steps, lengths, 32)
	case width == cpu.AVX2:
		w.look32AVX2(letters, w.tables)
		for first := 0; first < group; first += 16 {
			w.common32AVX2(m, steps, lengths, first)
		}
	case w.short:
		w.look(letters, &w.places16)
		w.common16(m, steps, lengths)
	default:
		w.look32(letters, &w.places)
		w.common32(m, steps, lengths, 0)
		w.common32(m, steps, lengths, 32)
	}
	if !raise {
		w.counts.prefix = [group]uint16{}
	}
	if width == cpu.AVX2 {
		w.scoresAVX2(m)
		return
	}
	w.scores(m)
}
