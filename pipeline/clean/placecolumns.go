package clean

import (
	"bytes"

	"lamsach/pipeline"
	"lamsach/schemas/places"
)

// besidePlaces is what columns of units and of codes say of the place of a row,
// beside its address.
type besidePlaces struct {
	parts, codes composer
	byPart       []places.Place // by entry of parts
	byCode       []places.Place // by entry of codes
	there        bool
	text         []byte
}

// readPlaces reads the columns of units and codes of a batch, each distinct
// combination once.
func (w *Worker) readPlaces(b *pipeline.Batch, c *Columns) {
	p := &w.beside
	p.there = len(c.PlaceParts) > 0 || len(c.PlaceCodes) > 0
	p.byPart, p.byCode = p.byPart[:0], p.byCode[:0]
	if len(c.PlaceParts) > 0 {
		columns, join := unitJoiner(c.PlaceParts)
		out := p.parts.compose(b, columns, join)
		for e := range out.Entries() {
			text, _ := w.plan.address.decode(w, out.Entry(int32(e)))
			p.byPart = append(p.byPart, w.places.Parse(text))
		}
	}
	if len(c.PlaceCodes) == 3 {
		out := p.codes.compose(b, c.PlaceCodes, joinCodes)
		for e := range out.Entries() {
			p.text = places.Spell(p.text[:0], codesOf(out.Entry(int32(e))))
			p.byCode = append(p.byCode, w.places.Parse(p.text))
		}
	}
}

// completed is the place of a row's address with what stands beside it.
func (p *besidePlaces) completed(place places.Place, row int) places.Place {
	if len(p.byPart) > 0 {
		if e := p.parts.out.Index[row]; e >= 0 {
			place = places.Complete(place, p.byPart[e])
		}
	}
	if len(p.byCode) > 0 {
		if e := p.codes.out.Index[row]; e >= 0 {
			place = places.Complete(place, p.byCode[e])
		}
	}
	return place
}

// joinCodes keeps codes apart, empty ones too.
func joinCodes(dst []byte, cells [][]byte) []byte {
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, '|')
		}
		dst = append(dst, cell...)
	}
	return dst
}

// codesOf reads what joinCodes wrote. A cell that is no code of its level counts
// as one that nobody has, so that the rest is not believed without it.
func codesOf(text []byte) places.Codes {
	var c places.Codes
	for level, cell := range bytes.SplitN(text, []byte{'|'}, 3) {
		v, limit := 0, [...]int{1<<8 - 1, 1<<16 - 1, 1<<16 - 1}[level]
		for _, d := range whole(cell) {
			if v = v*10 + int(d) - '0'; d < '0' || d > '9' || v > limit {
				v = limit
				break
			}
		}
		switch level {
		case 0:
			c.Province = uint8(v)
		case 1:
			c.District = uint16(v)
		case 2:
			c.Commune = uint16(v)
		}
	}
	return c
}
